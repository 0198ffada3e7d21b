"""Tells the stories of the demo to Gehoor.

What residents wrote is stored raw and read by the real intake, many letters at a time: in waves, so
that each comes after the answer of ours it answers. What colleagues did is done by the real flows,
as those colleagues. Only an answer of ours is not queued and sent one by one: it is put in the
outbox and settled by the same actions, in one transaction, because 250 of them take longer than a
newcomer waits (ADR 23).
"""

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import QuerySet

from gehoor.audit.actions import record
from gehoor.channels import queries as channel_queries
from gehoor.channels.models import Channel
from gehoor.contracts.connector import Batch, Outgoing, Sent
from gehoor.contracts.posts import Visibility
from gehoor.contracts.reading import Readers
from gehoor.demo import story_clock
from gehoor.demo.doors import KEYS, Recorder
from gehoor.demo.envelopes import enclose
from gehoor.demo.letters import ADDRESSES, Letter
from gehoor.demo.stories import Line, Story, Town
from gehoor.demo.world import is_letter, letter_of, timed
from gehoor.flows import handling, incoming, snoozing
from gehoor.inbox import queries as inbox
from gehoor.inbox import rules
from gehoor.inbox.actions import replying
from gehoor.inbox.models import Conversation, Message, Reply
from gehoor.kit import often
from gehoor.people import queries as people
from gehoor.people.models import User
from gehoor.people.policies import Actor
from gehoor.people.rules import sign

FIRST_LOOK = timedelta(minutes=2)
ENDS_AFTER = {"seen": timedelta(minutes=25), "handled": timedelta(minutes=40)}
USUALLY_ENDS_AFTER = timedelta(minutes=2)
SENDING = Actor(system="replies")
OUTCOMES = {
    "done": Conversation.Outcome.ANSWERED,
    "handled": Conversation.Outcome.HANDLED,
    "seen": Conversation.Outcome.SEEN,
}


class NotTold(Exception):
    """A story could not be told. The message says which."""


@dataclass(frozen=True)
class Act:
    """Something a colleague did, at a moment."""

    at: datetime
    story: str
    do: Callable[[], object] = field(compare=False)


@dataclass
class Told:
    """One story while it is told."""

    story: Story
    town: Town
    channel: Channel
    users: Mapping[str, User]
    actors: Mapping[str, Actor]
    said: list[str] = field(default_factory=list)
    """what the platform calls its messages so far, nearest first"""
    pk: int = 0
    known: Conversation | None = None
    """as it stood when we last looked, until somebody writes in it"""
    is_taken: bool = False

    def conversation(self) -> Conversation:
        if self.known is None:
            self.known = self._found()
        return self.known

    def _found(self) -> Conversation:
        if not self.pk:
            first = Message.objects.filter(channel=self.channel, external_id=self.said[-1])
            self.pk = first.values_list("conversation_id", flat=True).get()
        [found] = often.find(_by_number, self.pk)
        found.channel = self.channel  # known already, with its team
        return found

    def take(self, who: str) -> None:
        """Look at it; who answers makes it theirs, and labels it."""
        conversation, actor = self.conversation(), self.actors[who]
        handling.show(actor, conversation)
        if not self.is_looked_at_only:
            handling.assign(actor, conversation, self.users[who])
        for label in self.story.labels:
            handling.add_tag(actor, conversation, label)
        self.is_taken = True

    @property
    def is_looked_at_only(self) -> bool:
        """Did nobody of us answer or end it, but for seeing it and noting something?"""
        ours = (line for line in self.story.lines if not is_letter(line, self.town))
        is_open = self.story.status in {"open", "late"}
        return self.story.status == "seen" or (is_open and all(line.note for line in ours))

    def write_note(self, who: str, text: str) -> None:
        mark = uuid.uuid4()
        handling.write_note(self.actors[who], self.conversation(), text=text, client_uuid=mark)

    @transaction.atomic
    def answer(self, line: Line, at: datetime) -> None:
        """Queue an answer, let the recorder hear it, and write down that it was sent."""
        conversation, actor = self.conversation(), self.actors[line.who]
        team, answered = self.channel.team, inbox.newest_incoming(conversation)
        reply, _ = replying.queue_reply(
            conversation,
            author_id=actor.user_id,
            signed_as=sign(actor.name, team.identity, team.name),
            text=line.text,
            to=inbox.address_of(conversation, answered),
            client_uuid=uuid.uuid4(),
            now=at,
            due_at=at,
            answered=answered,
        )
        self._log(actor, "reply.queued", reply)
        replying.mark_sending(reply, now=at)
        outcome = Recorder(self.story.channel, clock=lambda: at).send(self._outgoing(reply))
        if not isinstance(outcome, Sent):
            raise NotTold(self.story.id)
        sent = Reply.State.SENT
        replying.record_result(reply, sent, now=at, external_id=outcome.external_id)
        self._log(SENDING, "reply.sent", reply)
        self.said.insert(0, outcome.external_id)

    def _outgoing(self, reply: Reply) -> Outgoing:
        message = reply.message
        text = rules.signed_text(
            message.text,
            signed_as=message.author_name,
            signature=self.channel.team.signature,
            is_letter=channel_queries.capabilities_of(self.channel).has_subject,
        )
        return Outgoing(
            key=reply.key,
            to=reply.to,
            text=text,
            signed_as=message.author_name,
            subject=message.subject,
            answers=message.answers,
            visibility=Visibility(reply.visibility),
        )

    def _log(self, actor: Actor, act: str, reply: Reply) -> None:
        record(
            actor, act, "reply", reply.pk, conversation_id=self.pk,
            team_id=self.channel.team_id, sequence=reply.message.sequence,
        )  # fmt: skip

    def end(self, *, start: datetime) -> None:
        """Close it; or leave a note of what it waits for, and put it off when it is for later."""
        story = self.story
        if story.status == "waiting":
            self.write_note(story.by, story.reason)
            if story.later:
                until = start if story.later == "today" else None
                snoozing.snooze(self.actors[story.by], self.conversation(), until=until)
            return
        outcome, actor = OUTCOMES[story.status], self.actors[story.by]
        handling.finish(actor, self.conversation(), outcome=outcome, reason=story.reason)


@dataclass
class Wave:
    """What residents wrote, and what colleagues did before a next letter in the same story."""

    letters: list[tuple[Told, Letter]] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)


def _by_number(pk: int) -> QuerySet[Conversation]:
    return Conversation.objects.filter(pk=pk)


def tell(town: Town, stories: Sequence[Story], readers: Readers, *, start: datetime) -> None:
    """Tell these stories, everything at its own moment. Raises NotTold."""
    users = our_users(town)
    actors = {key: people.actor_of(user) for key, user in users.items()}
    channels = our_channels()
    told = [Told(each, town, channels[each.channel], users, actors) for each in stories]
    for wave in _waves(told, start=start):
        _bring_in(wave.letters, town, readers)
        for act in sorted(wave.acts, key=lambda each: each.at):
            story_clock.set_to(min(act.at, start))
            _do(act)


def _waves(told: Iterable[Told], *, start: datetime) -> Iterator[Wave]:
    waves: defaultdict[int, Wave] = defaultdict(Wave)
    after: dict[str, int] = {}
    """from which wave on somebody writes anew: a messaging service has one conversation a person"""
    for each in sorted(told, key=lambda one: next(iter(_timed(one, start)))[1]):
        person = each.story.resident if each.story.channel == "messages" else each.story.id
        after[person] = _part(each, waves, first=after.get(person, 0), start=start)
    for number in sorted(waves):
        yield waves[number]


def _timed(told: Told, start: datetime) -> Iterator[tuple[Line, datetime]]:
    return timed(told.story, told.town, start=start)


def _part(told: Told, waves: Mapping[int, Wave], *, first: int, start: datetime) -> int:
    """Part a story over the waves from the first on; return the wave after it."""
    story, wave, was_ours, taken, at = told.story, first, False, False, start
    for number, (line, at) in enumerate(_timed(told, start), 1):
        if is_letter(line, told.town):
            wave += was_ours
            was_ours = False
            waves[wave].letters.append((told, letter_of(story, number, line, at=at)))
            continue
        was_ours = True
        if not taken:
            look = at - min(FIRST_LOOK, timedelta(minutes=line.after) / 2)
            waves[wave].acts.append(Act(look, story.id, _taking(told, line.who)))
            taken = True
        waves[wave].acts.append(Act(at, story.id, _speaking(told, line, at)))
    if story.status not in {"open", "late"}:
        ended = at + ENDS_AFTER.get(story.status, USUALLY_ENDS_AFTER)
        if not taken:
            waves[wave].acts.append(Act(ended - FIRST_LOOK, story.id, _taking(told, story.by)))
        waves[wave].acts.append(Act(ended, story.id, partial(told.end, start=start)))
    return wave + 1


def _taking(told: Told, who: str) -> Callable[[], None]:
    return lambda: told.take(who)


def _speaking(told: Told, line: Line, at: datetime) -> Callable[[], None]:
    return lambda: told.write_note(line.who, line.text) if line.note else told.answer(line, at)


def _bring_in(letters: Iterable[tuple[Told, Letter]], town: Town, readers: Readers) -> None:
    """Let the real intake store and read these letters, channel by channel."""
    by_channel: defaultdict[int, list[tuple[Told, Letter]]] = defaultdict(list)
    for told, letter in sorted(letters, key=lambda each: each[1].at):
        by_channel[told.channel.pk].append((told, letter))
    for found in by_channel.values():
        channel, arrived, moments = found[0][0].channel, [], {}
        for told, letter in found:
            whole = replace(letter, above=tuple(told.said))
            arrived.append(enclose(whole, town.residents[whole.resident]))
            moments[arrived[-1].transport_id] = whole.at
            told.said.insert(0, whole.name)
            told.known = None
        story_clock.note(moments)
        story_clock.set_to(found[-1][1].at)
        incoming.store(channel, Batch(arrived, channel.cursor))
        while incoming.receive_batch(channel, readers):
            continue


def _do(act: Act) -> None:
    try:
        act.do()
    except Exception as error:
        raise NotTold(f"{act.story}: {type(error).__name__}: {error}") from error


def our_channels() -> dict[str, Channel]:
    """Return the channels of Voorbeeldstad, by their key in the stories."""
    found = {
        key: channel_queries.find_by_address(connector, ADDRESSES[key])
        for key, connector in KEYS.items()
    }
    return {key: channel for key, channel in found.items() if channel is not None}


def our_users(town: Town) -> dict[str, User]:
    """Return the colleagues of Voorbeeldstad, by their key in the stories."""
    users = {user.email: user for user in people.active()}
    return {key: users[each.email] for key, each in town.colleagues.items()}

"""Tells the stories of the demo to Gehoor, in the order in which they happened.

What residents wrote is stored raw and read by the real intake; what colleagues did is done by the
real flows, as those colleagues; answers leave by the real sending, to the recorder.
"""

import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from gehoor.channels import queries as channel_queries
from gehoor.channels.models import Channel
from gehoor.contracts.connector import Batch
from gehoor.demo import story_clock
from gehoor.demo.doors import KEYS
from gehoor.demo.envelopes import enclose
from gehoor.demo.letters import ADDRESSES, Letter
from gehoor.demo.stories import Line, Story, Town
from gehoor.demo.world import is_letter, letter_of, timed
from gehoor.flows import handling, incoming, replies, sending
from gehoor.inbox.models import Conversation, Message
from gehoor.people import queries as people
from gehoor.people.models import User
from gehoor.people.policies import Actor

FIRST_LOOK, THEN_DONE = timedelta(minutes=2), timedelta(minutes=1)
SEEN_AFTER, HANDLED_AFTER = timedelta(minutes=25), timedelta(minutes=40)
EVERYTHING_SEEN = 1_000_000
OUTCOMES = {
    "done": Conversation.Outcome.ANSWERED,
    "handled": Conversation.Outcome.HANDLED,
    "seen": Conversation.Outcome.SEEN,
}


class NotTold(Exception):
    """A story could not be told. The message says which."""


@dataclass(frozen=True)
class Step:
    """Something that happened at a moment."""

    at: datetime
    do: Callable[[], object] = field(compare=False)


@dataclass
class Telling:
    """One story while it is told: the names of its messages, nearest first."""

    story: Story
    town: Town
    channel: Channel
    actors: dict[str, Actor]
    users: dict[str, User]
    said: list[str] = field(default_factory=list)

    def steps(self, *, start: datetime) -> Iterator[Step]:
        """Return everything that happened, with its moment."""
        last = start
        for number, (line, at) in enumerate(timed(self.story, self.town, start=start), 1):
            last = at
            if is_letter(line, self.town):
                yield Step(at, self._arrives(letter_of(self.story, number, line, at=at)))
            else:
                look = min(FIRST_LOOK, timedelta(minutes=line.after) / 2)
                yield Step(at - look, self._is_taken_up(line.who))
                yield Step(at, self._is_written(line))
                yield from self._is_sent(line, at)
        yield from self._ends(last)

    def _arrives(self, letter: Letter) -> Callable[[], None]:
        def arrive() -> None:
            whole = letter_of_thread(letter, self.said)
            arrived = enclose(whole, self.town.residents[whole.resident])
            incoming.store(self.channel, Batch([arrived], self.channel.cursor))
            incoming.receive_batch(self.channel, incoming.readers())
            self.said.insert(0, whole.name)

        return arrive

    def _is_taken_up(self, who: str) -> Callable[[], None]:
        def take_up() -> None:
            conversation = self.conversation()
            handling.show(self.actors[who], conversation)
            if conversation.assignee_id is None:
                handling.assign(self.actors[who], conversation, self.users[who])
                for label in self.story.labels:
                    handling.add_tag(self.actors[who], conversation, label)

        return take_up

    def _is_written(self, line: Line) -> Callable[[], None]:
        def write() -> None:
            actor, mark = self.actors[line.who], uuid.uuid4()
            conversation = self.conversation()
            if line.note:
                handling.write_note(actor, conversation, text=line.text, client_uuid=mark)
                return
            replies.send_reply(
                actor,
                conversation,
                text=line.text,
                client_uuid=mark,
                seen_sequence=EVERYTHING_SEEN,
            )

        return write

    def _is_sent(self, line: Line, at: datetime) -> Iterator[Step]:
        if line.note:
            return
        undo = channel_queries.capabilities_of(self.channel).undo_seconds

        def send() -> None:
            sending.send_lane(self.channel.pk)
            newest = Message.objects.filter(
                conversation=self.conversation(), kind=Message.Kind.REPLY
            ).latest("sequence")
            self.said.insert(0, newest.external_id)

        yield Step(at + timedelta(seconds=undo + 1), send)

    def _ends(self, last: datetime) -> Iterator[Step]:
        story = self.story
        if story.status in {"open", "late"}:
            return
        wait = {"seen": SEEN_AFTER, "handled": HANDLED_AFTER}.get(story.status, THEN_DONE)
        yield Step(last + wait, self._is_taken_up(story.by))
        yield Step(last + wait + THEN_DONE, self._is_closed)

    def _is_closed(self) -> None:
        story, actor = self.story, self.actors[self.story.by]
        if story.status == "waiting":
            mark = uuid.uuid4()
            handling.write_note(actor, self.conversation(), text=story.reason, client_uuid=mark)
            return
        outcome = OUTCOMES[story.status]
        handling.finish(actor, self.conversation(), outcome=outcome, reason=story.reason)

    def conversation(self) -> Conversation:
        first = Message.objects.filter(
            channel=self.channel, external_id=self.said[-1]
        ).select_related("conversation__channel__team")
        return first.get().conversation


def letter_of_thread(letter: Letter, said: list[str]) -> Letter:
    """Return the letter with what it answers: everything said in its story before it."""
    return Letter(**{**vars(letter), "above": tuple(said)})


def tell(town: Town, stories: Iterable[Story], *, start: datetime) -> None:
    """Tell these stories, everything at its own moment. Raises NotTold."""
    channels = our_channels()
    users = our_users(town)
    actors = {key: people.actor_of(user) for key, user in users.items()}
    steps = [
        (step, story.id)
        for story in stories
        for step in Telling(story, town, channels[story.channel], actors, users).steps(start=start)
    ]
    try:
        for step, name in sorted(steps, key=lambda each: each[0].at):
            story_clock.set_to(min(step.at, start))
            try:
                step.do()
            except Exception as error:
                raise NotTold(f"{name}: {type(error).__name__}: {error}") from error
    finally:
        incoming.readers().close()
        incoming.readers.cache_clear()


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

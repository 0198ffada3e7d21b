"""Many conversations about one matter: linked, looked at together, answered in one go.

What is sent is looked at first for each of them, by the same door it will leave by: the reply is
made and taken back at once, so what stops it is known and nothing is sent. Then each is an ordinary
reply with a number of its own, so that no second press and no second try makes it twice.
"""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NoReturn

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from gehoor.audit.actions import About, record, record_each
from gehoor.flows import kept_answers, replies
from gehoor.flows.refusing import NotPossible
from gehoor.inbox import queries as inbox
from gehoor.inbox.actions import matters as actions
from gehoor.inbox.models import Conversation, Matter, MatterGo, MatterTurn, Reply
from gehoor.inbox.queries import Linked
from gehoor.kit.busy import step
from gehoor.kit.clock import now
from gehoor.kit.jobs import background
from gehoor.kit.live import announce
from gehoor.people import queries as people
from gehoor.people.models import Team
from gehoor.people.policies import Actor, answer

LONGEST_NAME: Final = 100
MOST_IN_ONE_GO: Final = 200
AT_ONCE: Final = 10
"""answered before who pressed has their page back; a worker goes on with the rest"""


@dataclass(frozen=True, slots=True)
class Looked:
    """One conversation as it is looked at before it is answered."""

    linked: Linked
    text: str
    """what would be sent, with what is known of them filled in"""
    problem: str
    """what would stop it; empty: nothing"""


class _TakeBack(Exception):
    """It was only looked at."""


@transaction.atomic
def link(actor: Actor, team: Team, name: str, numbers: Collection[int]) -> Matter:
    """Let conversations be about the matter of this name, new if there is none. Raises NotPossible.

    A finished one is not linked: nobody waits in it.
    """
    name = " ".join(name.split())
    if not 0 < len(name) <= LONGEST_NAME:
        raise NotPossible(
            _("Give the matter a name of at most %(longest)s characters.")
            % {"longest": LONGEST_NAME}
        )
    seen = inbox.visible_among(actor, list(numbers))
    found = Conversation.objects.select_related("channel").filter(pk__in=seen).order_by("pk")
    mine = [each for each in found if answer(actor, inbox.place_of(each))]
    if not mine:
        raise NotPossible(_("No conversation is chosen. Nothing has changed."))
    if any(each.status != Conversation.Status.OPEN for each in mine):
        raise NotPossible(
            _("A finished conversation cannot be linked: nobody waits in it. Open it again first, "
              "or leave it out. Nothing has changed.")
        )  # fmt: skip
    moment = now()
    matter, is_new = actions.open_matter(
        team_id=team.pk, name=name, by_id=actor.user_id or 0, now=moment
    )
    actions.link(matter, [each.pk for each in mine], by_id=actor.user_id or 0, now=moment)
    if is_new:
        record(actor, "matter.made", "matter", matter.pk, team_id=team.pk)
    details = {"matter": matter.pk}
    about = [About(each.pk, each.channel.team_id, details) for each in mine]
    record_each(actor, "conversation.linked", about)
    for each in mine:
        announce(f"team-{each.channel.team_id}", "conversation", each.pk)
    return matter


@transaction.atomic
def unlink(actor: Actor, conversation: Conversation) -> None:
    matter = actions.unlink(conversation.pk)
    if matter is not None:
        team = conversation.channel.team_id
        record_each(
            actor, "conversation.unlinked", [About(conversation.pk, team, {"matter": matter})]
        )
        announce(f"team-{team}", "conversation", conversation.pk)


@transaction.atomic
def end(actor: Actor, matter: Matter) -> None:
    """Nothing is linked to it from now on; what was sent stays to be seen."""
    actions.end(matter, now=now())
    record(actor, "matter.ended", "matter", matter.pk, team_id=matter.team_id)


def look(actor: Actor, matter: Matter, text: str) -> Sequence[Looked]:
    """Return what would become of a text for each who waits. Nothing is sent or kept.

    Raises NotPossible for a text that is empty.
    """
    if not text.strip():
        raise NotPossible(_("Write a text first. Nothing was sent."))
    waiting = [each for each in inbox.linked_to(matter, actor) if each.waits]
    return [_look_at(actor, each, text) for each in waiting[:MOST_IN_ONE_GO]]


def _look_at(actor: Actor, linked: Linked, text: str) -> Looked:
    found = inbox.find(linked.conversation)
    if found is None or not answer(actor, found[1]):
        return Looked(linked, text, _("You cannot answer in this channel."))
    filled = kept_answers.filled_in(actor, found[0], text)
    try:
        _send_and_take_back(actor, found[0], filled)
    except _TakeBack:
        return Looked(linked, filled, "")
    except NotPossible as problem:
        return Looked(linked, filled, str(problem))


@transaction.atomic
def _send_and_take_back(actor: Actor, conversation: Conversation, text: str) -> NoReturn:
    """Raises NotPossible, or else always _TakeBack."""
    _send(actor, conversation, text, click=uuid.uuid4())
    raise _TakeBack


def _send(actor: Actor, conversation: Conversation, text: str, *, click: uuid.UUID) -> Reply:
    return replies.send_reply(
        actor,
        conversation,
        text=text,
        client_uuid=click,
        seen_sequence=conversation.next_sequence,
    )


def begin(
    actor: Actor, matter: Matter, *, text: str, chosen: Mapping[int, int], click: uuid.UUID
) -> MatterGo:
    """Answer those who were chosen; `chosen` says how far each was read. Raises NotPossible.

    The first few are answered when this returns; a worker goes on. The same press twice is one go.
    """
    with transaction.atomic():
        actions.lock(matter)
        if earlier := inbox.go_of_click(click):
            return earlier
        linked = {each.conversation for each in inbox.linked_to(matter, actor) if each.waits}
        these = {number: seen for number, seen in chosen.items() if number in linked}
        if not these or not text.strip():
            raise NotPossible(_("Nobody is left to answer. Nothing was sent."))
        go = actions.begin_go(
            matter, text=text, chosen=these, click=click, by_id=actor.user_id or 0, now=now()
        )
        record(actor, "matter.answered", "matter", matter.pk, team_id=matter.team_id, of=len(these))
        carry_on.wake(go.pk)
    for _turn in range(AT_ONCE):
        if not take_turn(go.pk):
            break
    return go


@background(queue="bulk", actor="bulk")
def carry_on(number: int) -> None:
    """Go on with go `number` until everybody had their turn."""
    while take_turn(number):
        step()


def wake_unfinished() -> None:
    """Wake the goes nobody is at work on; the timer calls this."""
    for number in inbox.unfinished_goes():
        carry_on.wake(number)


@transaction.atomic
def take_turn(number: int) -> bool:
    """Answer the next of a go; False when nobody waits any more, or others are at the rest."""
    turn = actions.next_turn(number)
    if turn is None:
        actions.end_go(number, now=now())
        return False
    with translation.override(turn.go.by.language):
        _answer(turn)
    return True


def _answer(turn: MatterTurn) -> None:
    actor = people.actor_of(turn.go.by)
    found = inbox.find(turn.conversation_id)
    if found is None or not answer(actor, found[1]):
        actions.settle(turn, told=_("You cannot answer in this channel any more."))
        return
    conversation = found[0]
    if conversation.pk != turn.conversation_id or conversation.next_sequence != turn.seen_sequence:
        actions.settle(
            turn, told=_("Something was added after you looked. Look at this conversation itself.")
        )
        return
    if conversation.status != Conversation.Status.OPEN:
        actions.settle(turn, told=_("It was finished in the meantime."))
        return
    text = kept_answers.filled_in(actor, conversation, turn.go.text)
    try:
        with transaction.atomic():
            reply = _send(actor, conversation, text, click=turn.click)
    except NotPossible as problem:
        actions.settle(turn, told=str(problem))
    else:
        actions.settle(turn, reply=reply)

"""Somebody who is not answered for a while: why and until when, seen by all and taken back by any.

Nothing they write is lost: it is kept, counted, and finished by itself with the reason, so the
balance holds. Who may be in danger is on top all the same. On the platform itself nobody is
blocked: no connector can, and the screen says so.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from gehoor.audit.actions import About, record, record_each
from gehoor.channels.models import Channel
from gehoor.contacts import actions as contacts
from gehoor.contacts import queries as who
from gehoor.contracts.connector import IncomingMessage
from gehoor.flows import emergencies
from gehoor.flows.refusing import NotPossible
from gehoor.inbox import queries as inbox
from gehoor.inbox.actions import handling
from gehoor.inbox.actions.arrivals import Arrival
from gehoor.inbox.models import Conversation
from gehoor.kit.clock import now
from gehoor.kit.live import announce
from gehoor.kit.text import N_
from gehoor.people.policies import Actor

INTAKE: Final = Actor(system="incoming")
LONGEST: Final = timedelta(days=366)
KEPT_AFTER_END: Final = timedelta(days=366)
"""how long it is known of somebody that they were blocked, and why; the log keeps its own line"""
LONGEST_REASON: Final = 300
WHY: Final = N_("Blocked for now: kept and counted, not answered.")


@transaction.atomic
def block(actor: Actor, conversation: Conversation, *, reason: str, until: datetime | None) -> None:
    """Block whoever this is with. Raises NotPossible without a reason or an end."""
    reason, moment = " ".join(reason.split()), now()
    if not reason or len(reason) > LONGEST_REASON:
        raise NotPossible(
            _("Say why, in at most %(longest)s characters. Nobody is blocked.")
            % {"longest": LONGEST_REASON}
        )
    if until is None:
        raise NotPossible(_("Choose until when: a block always ends. Nobody is blocked."))
    if not moment < until <= moment + LONGEST:
        raise NotPossible(_("Choose a moment from now on and within a year. Nobody is blocked."))
    contacts.block(
        conversation.contact_id, reason=reason, by_id=actor.user_id or 0, now=moment, until=until
    )
    _log(actor, "conversation.contact_blocked", conversation, reason=reason)


@transaction.atomic
def lift(actor: Actor, conversation: Conversation) -> None:
    """They are answered again."""
    if contacts.lift(conversation.contact_id, by_id=actor.user_id or 0, now=now()):
        _log(actor, "conversation.block_lifted", conversation)


def blocked_among(contacts: Iterable[int]) -> frozenset[int]:
    """Return who of these is blocked now."""
    asked = set(contacts)
    return frozenset(who.blocked_among(asked)) if asked else frozenset()


def is_left_alone(message: IncomingMessage) -> bool:
    """Would what a blocked contact wrote ask nothing of anybody? Not when there may be danger."""
    return not message.is_ours and not emergencies.may_be_danger(message)


def look(channel: Channel, changed: Iterable[Conversation], blocked: Sequence[Arrival]) -> None:
    """Finish what blocked contacts wrote in conversations of theirs. Part of storing it.

    Not when somebody may be in danger in it or somebody else waits there, nor what a colleague has
    in hands. In the conversation of somebody else it woke nothing, and only the log is told.
    """
    if not blocked:
        return
    _note_elsewhere(channel, blocked)
    theirs = {each.contact_id for each in blocked}
    waiting = {
        each.pk: each for each in changed if each.waiting_since and each.contact_id in theirs
    }
    numbers = set(waiting) - inbox.others_wait_in(waiting)
    if not numbers:
        return
    found = Conversation.objects.select_for_update(of=("self",)).filter(
        pk__in=numbers, is_emergency=False, assignee=None, status=Conversation.Status.OPEN
    )
    ended = list(found.order_by("pk"))
    for each in ended:
        handling.finish(each, outcome=Conversation.Outcome.SEEN, reason=WHY)
        waiting[each.pk].status = each.status
        waiting[each.pk].waiting_since = None
    record_each(
        INTAKE,
        "conversation.finished",
        [About(each.pk, channel.team_id, {"outcome": "seen"}) for each in ended],
        reason=WHY,
    )


def forget_ended_blocks() -> None:
    """Forget blocks that ended long ago, and why they were made; the timer calls this."""
    contacts.forget_blocks(ended_before=now() - KEPT_AFTER_END)


def _note_elsewhere(channel: Channel, blocked: Sequence[Arrival]) -> None:
    stored = inbox.conversations_of([each.delivery_id for each in blocked])
    numbers = inbox.numbers_of([each.delivery_id for each in blocked])
    record_each(
        INTAKE,
        "message.finished",
        [
            About(found.pk, channel.team_id, {"outcome": "seen"}, message_id=numbers[place])
            for each in blocked
            if not each.replaces
            and (place := (each.delivery_id, each.part)) in numbers
            and (found := stored[place])
            and each.asks_nothing_of(found.contact_id)
        ],
        reason=WHY,
    )


def _log(actor: Actor, act: str, conversation: Conversation, *, reason: str = "") -> None:
    record(
        actor, act, "contact", conversation.contact_id, conversation_id=conversation.pk,
        team_id=conversation.channel.team_id, reason=reason,
    )  # fmt: skip
    for team in inbox.teams_of(conversation):
        announce(f"team-{team}", "conversation", conversation.pk)

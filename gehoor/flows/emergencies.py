"""When somebody may be in danger: seen as it comes in, put on top, answered with the 112 text.

Words decide, nobody's judgement is taken over: it only goes on top, and a colleague says what is
true (docs/adr/0027). The text of an answer is put in a draft; a colleague sends it. By itself an
answer leaves only where the organisation asked for it, in `flows.answering_alone`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from gehoor.audit import queries as audit
from gehoor.audit.actions import record
from gehoor.channels import queries as channels
from gehoor.channels.models import Channel
from gehoor.contracts.connector import IncomingMessage
from gehoor.flows import answering_alone, handling
from gehoor.flows.refusing import NotPossible
from gehoor.inbox import queries as inbox
from gehoor.inbox.actions import emergencies as actions
from gehoor.inbox.actions.arrivals import Arrival
from gehoor.inbox.models import Conversation, Draft
from gehoor.inbox.rules.dangers import Danger
from gehoor.inbox.rules.emergencies import Alarm, alarm_in
from gehoor.kit.clock import now
from gehoor.kit.live import announce
from gehoor.organisation import queries as organisation
from gehoor.people.policies import Actor

SYSTEM = Actor(system="emergencies")


def look(channel: Channel, arrivals: Sequence[Arrival]) -> None:
    """Put on top in what was just stored somebody may be in danger. Part of storing it.

    News about danger elsewhere is no emergency: channels that are only read are not looked at.
    """
    if not arrivals or not channels.can_answer(channel):
        return
    own = organisation.emergency_words()
    found = {
        (arrival.delivery_id, arrival.part): (arrival.replaces, alarm)
        for arrival in arrivals
        if _may_alarm(arrival) and (alarm := _alarm_of(arrival, own))
    }
    if not found:
        return
    stored = inbox.numbers_of([delivery for delivery, _part in found])
    alarms = {
        number: alarm
        for place, (replaces, alarm) in found.items()
        if (number := replaces or stored.get(place))
    }
    for raised in actions.raise_found(alarms):
        record(
            SYSTEM, "conversation.emergency_found", "conversation", raised.conversation,
            conversation_id=raised.conversation, team_id=channel.team_id,
            danger=str(raised.alarm.danger),
        )  # fmt: skip
        answering_alone.wake(channel, raised.message)


def _may_alarm(arrival: Arrival) -> bool:
    """Not what we wrote, what is old, nor a machine: that repeats what it was told."""
    message = arrival.message
    is_old = arrival.is_history or message.is_earlier
    is_quiet = message.is_ours or message.is_gone or message.is_reaction or message.is_automatic
    return not (is_old or is_quiet or arrival.is_around)


def may_be_danger(message: IncomingMessage) -> bool:
    """Do the words of a message look like somebody may be in danger?"""
    return _alarm_in(message, organisation.emergency_words()) is not None


def _alarm_of(arrival: Arrival, own: Sequence[str]) -> Alarm | None:
    return _alarm_in(arrival.message, own)


def _alarm_in(message: IncomingMessage, own: Sequence[str]) -> Alarm | None:
    return alarm_in(f"{message.subject}\n{message.text}", own)


@transaction.atomic
def put_on_top(actor: Actor, conversation: Conversation) -> None:
    """Somebody may be in danger: it stands above everything, however near to us it was said."""
    if actions.keep(conversation, is_emergency=True):
        _log(actor, "conversation.emergency", conversation)
        _tell(conversation)


@transaction.atomic
def take_from_top(actor: Actor, conversation: Conversation) -> None:
    """Nobody is in danger any more."""
    if actions.keep(conversation, is_emergency=False):
        _log(actor, "conversation.no_emergency", conversation)
        _tell(conversation)


@transaction.atomic
def false_alarm(actor: Actor, conversation: Conversation) -> None:
    """Nobody was in danger: the words only looked like it. Counted by the kind of danger."""
    danger = conversation.emergency_kind
    if actions.keep(conversation, is_emergency=False):
        _log(actor, "conversation.false_alarm", conversation, danger=danger)
        _tell(conversation)


@transaction.atomic
def put_text_in_draft(
    actor: Actor, conversation: Conversation, *, kind: Draft.Kind, text: str
) -> None:
    """Put the 112 text behind what somebody typed already, as a draft; nothing is sent."""
    if not channels.may_reply(conversation.channel):
        raise NotPossible(_("Nobody can be answered in this channel now. Nothing has changed."))
    ours = text_for(conversation)
    whole = text if ours in text else f"{text.rstrip()}\n\n{ours}".strip()
    handling.save_draft(actor, conversation, kind=kind, text=whole)


def text_for(conversation: Conversation) -> str:
    """Return the text for who may be in danger here: 113 first for who does not want to live on."""
    if conversation.emergency_kind != Danger.DESPAIR:
        return text_for_citizens()
    with override(organisation.ours().language):
        return _(
            "You are not alone. Do you think about suicide? Call 113 or 0800-0113 (free), or chat "
            "at 113.nl: day and night, also without your name. Is life in danger now? Call 112."
        )


def text_for_citizens() -> str:
    """Return the 112 text as it goes to citizens: our own words, or those Gehoor comes with."""
    ours = organisation.ours()
    with override(ours.language):
        return ours.emergency_text.strip() or answering_alone.usual_text()


@dataclass(frozen=True, slots=True)
class Counted:
    """How often in the last 30 days, over the whole organisation."""

    found: int
    false_alarms: int
    by_hand: int


def counted() -> Counted:
    """Return how often words put something on top, and how often in vain."""
    acts = ("conversation.emergency_found", "conversation.false_alarm", "conversation.emergency")
    number = audit.count_acts(acts, since=now() - timedelta(days=30))
    return Counted(*(number.get(act, 0) for act in acts))


def _log(actor: Actor, act: str, conversation: Conversation, **details: Any) -> None:
    record(
        actor, act, "conversation", conversation.pk, conversation_id=conversation.pk,
        team_id=conversation.channel.team_id, **details,
    )  # fmt: skip


def _tell(conversation: Conversation) -> None:
    for team in inbox.teams_of(conversation):
        announce(f"team-{team}", "conversation", conversation.pk)

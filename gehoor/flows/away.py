"""What a channel answers by itself outside its hours: that we are closed, and when we are there.

Only where a coordinator switched it on, only in private (mail, a direct message), to a person, once
a day at most, never to machines and lists, never in danger, and never beside a colleague. Whoever
wrote still waits for a person.
"""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from gehoor.audit.actions import record
from gehoor.channels import queries as channels
from gehoor.channels.models import Channel
from gehoor.contracts.posts import Visibility
from gehoor.flows import answering_alone, telling
from gehoor.inbox import queries as inbox
from gehoor.inbox.actions.arrivals import Arrival
from gehoor.inbox.models import Conversation, Message
from gehoor.inbox.rules.alone import AT_MOST_ONCE_IN
from gehoor.kit import days
from gehoor.kit.clock import now
from gehoor.kit.jobs import background
from gehoor.organisation import queries as organisation
from gehoor.people.policies import Actor
from gehoor.planning import actions, queries
from gehoor.planning.rules import next_opening

ACTOR: Final = Actor(system="away")
HOURS: Final = ("{openingstijden}", "{opening_hours}")
NEXT: Final = ("{weer_open}", "{open_again}")


@transaction.atomic
def change(actor: Actor, channel: Channel, *, is_on: bool, text: str) -> bool:
    """Let a channel answer by itself outside its hours, or not; tells whether that is news."""
    if has_changed := actions.answer_while_away(channel.pk, is_on=is_on, text=text.strip()):
        act = "away_on" if is_on else "away_off"
        record(actor, act, "channel", channel.pk, team_id=channel.team_id)
    return has_changed


def can_be_on(channel: Channel) -> bool:
    """Is there anything private to answer in this channel?"""
    if channel.connector not in channels.connectors() or not channels.can_answer(channel):
        return False
    able = channels.capabilities_of(channel)
    return not able.is_public or Visibility.DIRECT in able.visibilities


def look(channel: Channel, arrivals: Sequence[Arrival]) -> None:
    """Have what came in looked at, where somebody is told we are closed; part of storing it."""
    kept = queries.away_answer_of(channel.pk) if arrivals else None
    is_live = channel.stage == Channel.Stage.LIVE
    if kept is None or not (kept.is_on and is_live):
        return
    if not answering_alone.is_nobody_there(channel, at=now()):
        return
    places = {(each.delivery_id, each.part) for each in arrivals if _may_be_answered(each)}
    stored = inbox.numbers_of([delivery for delivery, _part in places])
    for place in places & stored.keys():
        answer.wake(stored[place])


def _may_be_answered(arrival: Arrival) -> bool:
    message = arrival.message
    is_old = arrival.is_history or message.is_earlier or bool(arrival.replaces)
    is_quiet = message.is_ours or message.is_gone or message.is_reaction or message.is_automatic
    return not (is_old or is_quiet or arrival.is_around)


@background(queue="outgoing", actor="away")
def answer(number: int) -> None:
    """Answer message `number`, unless something speaks against it. Twice does nothing more."""
    found = Message.objects.select_related("conversation__channel__team")
    if message := found.filter(pk=number).first():
        answer_once(message, at=now())


@transaction.atomic
def answer_once(message: Message, *, at: datetime) -> bool:
    """Tell whether an answer was queued."""
    channel = message.conversation.channel
    answering_alone.take_turn(message)
    kept = queries.away_answer_of(channel.pk)
    if kept is None or not kept.is_on or not _may(message, at=at):
        return False
    text = text_for(channel, kept.text, at=at)
    named = uuid.uuid5(answering_alone.AWAY, str(message.pk))
    return answering_alone.let_leave(ACTOR, message, text, act="reply.away", named=named, at=at)


def _may(message: Message, *, at: datetime) -> bool:
    conversation = message.conversation
    channel = conversation.channel
    is_open = conversation.status == Conversation.Status.OPEN
    if not is_open or conversation.is_emergency or not is_private(message):
        return False
    if not answering_alone.is_for_alone(message, at=at):
        return False
    is_closed = answering_alone.is_nobody_there(channel, at=at)
    since = at - AT_MOST_ONCE_IN
    return is_closed and not inbox.was_answered_alone(conversation.contact_id, since=since)


def is_private(message: Message) -> bool:
    """Does nobody else read what answers this?"""
    if message.visibility:
        return message.visibility == Visibility.DIRECT
    return not channels.capabilities_of(message.conversation.channel).is_public


def text_for(channel: Channel, text: str, *, at: datetime) -> str:
    """Return what is sent, with the hours filled in, in the language of the organisation."""
    hours = queries.desks().of(channel=channel.pk, team=channel.team_id)
    opening = next_opening(hours, at)
    with override(organisation.ours().language):
        again = days.whole_with_clock(opening) if opening else _("later")
        written = text.strip() or usual_text()
    for name, value in (
        *((each, telling.hours_in_short(hours)) for each in HOURS),
        *((each, again) for each in NEXT),
    ):
        written = written.replace(name, value)
    return written


def usual_text() -> str:
    """Return the answer Gehoor comes with; it says that a machine gives it."""
    return _(
        "Automatic answer: your message is here. We are closed now and answer {opening_hours}; we "
        "are there again on {open_again}. Is somebody in danger? Call 112."
    )

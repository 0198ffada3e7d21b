"""The story of a trial message: we write to ourselves, and see whether it comes in, and how soon.

It leaves by the door by which every answer leaves, so only from a live channel, and once: the
intent is committed before the first byte, and nothing that is in doubt is repeated. What comes in
is known by a random token from our own address that counts once; it is no message to anybody.
"""

import logging
from collections.abc import Sequence
from contextlib import suppress

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from gehoor.audit.actions import record
from gehoor.channels import actions as channels
from gehoor.channels import queries as channel_queries
from gehoor.channels.models import Canary, Channel, Circuit, Delivery
from gehoor.contracts.connector import (
    IncomingMessage,
    Later,
    NotAllowed,
    Outcome,
    Outgoing,
    Recorded,
    Refused,
)
from gehoor.contracts.reading import Failure, Read
from gehoor.flows import alarms, consenting
from gehoor.flows.refusing import NotPossible
from gehoor.kit.clock import now
from gehoor.kit.jobs import background
from gehoor.kit.text import N_
from gehoor.organisation import queries as organisation
from gehoor.people.policies import Actor

log = logging.getLogger(__name__)

TIMER = Actor(system="timer")
State = Canary.State
PRACTISES = N_("This channel practises. Nothing was sent.")


@transaction.atomic
def let_leave_every(actor: Actor, channel: Channel, *, hours: int) -> bool:
    """Send a trial message every so many hours, or none by itself; tells whether that is new."""
    if hours and channel_queries.canaries_for(channel) is None:
        raise NotPossible(_("This connection cannot write to itself. Nothing was changed."))
    if changed := channels.keep_canary_hours(channel, hours):
        record(
            actor, "change_canary", "channel", channel.pk, team_id=channel.team_id, hours=hours
        )  # fmt: skip
    return changed


@transaction.atomic
def begin(actor: Actor, channel: Channel) -> Canary:
    """Let a trial message leave now. Raises NotPossible, in words."""
    if channel_queries.canaries_for(channel) is None:
        raise NotPossible(_("This connection cannot write to itself. Nothing was sent."))
    if channel.is_closed or channel.stage != Channel.Stage.LIVE:
        raise NotPossible(
            _("Only a live channel sends a trial message: before that nothing leaves.")
        )
    canary = channels.begin_canary(channel, now=now(), scale=settings.TIME_SCALE)
    if canary is None:
        raise NotPossible(_("A trial message is on its way already. See here whether it comes in."))
    record(actor, "send_canary", "channel", channel.pk, team_id=channel.team_id)
    send.wake(canary.pk)
    return canary


def begin_due() -> None:
    """Let every trial message leave whose time has come; the timer calls this."""
    for channel in channel_queries.channels_with_canary_due(now=now()):
        with suppress(NotPossible):
            begin(TIMER, channel)
    for number in channel_queries.queued_canaries():
        send.wake(number)


@background(queue="outgoing", actor="replies")
def send(number: int) -> None:
    """Send trial message `number`, unless somebody took it already."""
    waiting = Canary.objects.filter(pk=number).values_list("channel", flat=True).first()
    if waiting and channel_queries.gets_no_answer(waiting, Circuit.Door.SENDING):
        send_in_trouble.wake(number)
    else:
        send_once(number)


@background(queue="trouble", actor="replies")
def send_in_trouble(number: int) -> None:
    """Do the same for a channel that does not answer. Waiting for it takes no hands from others."""
    send_once(number)


def send_once(number: int) -> None:
    """Take it, hand it over, write down how that ended. One that was taken is never taken again."""
    canary = channels.claim_canary(number)
    if canary is None:
        return
    state, problem = _ended(_handed_over(canary))
    channels.settle_canary(canary, state, problem)


def _handed_over(canary: Canary) -> Outcome:
    channel = canary.channel
    try:
        sender = channel_queries.sender_of(channel, renew=consenting.renewing(channel.pk))
        return sender.send(_made(canary))
    except NotAllowed as problem:
        alarms.turn_red(channel, str(problem))
        return Refused(str(problem))
    except channel_queries.NothingMayLeave as problem:
        return Refused(str(problem))


def _made(canary: Canary) -> Outgoing:
    ours = channel_queries.canaries_for(canary.channel)
    if ours is None:
        raise channel_queries.NothingMayLeave(N_("This connection cannot write to itself."))
    with override(organisation.ours().language):
        return ours.made(
            canary.channel.address,
            token=canary.token,
            subject=_("Trial message of Gehoor"),
            text=_(
                "Gehoor sent this message to itself, to see whether what is sent to this address "
                "comes in. You need not do anything; you may delete it."
            ),
        )


def _ended(outcome: Outcome) -> tuple[State, str]:
    """Nobody knows of what is in doubt whether it left: that it comes in will tell."""
    match outcome:
        case Later() | Refused():
            return State.NOT_SENT, outcome.problem
        case Recorded():
            return State.NOT_SENT, PRACTISES
    return State.ON_ITS_WAY, ""


def recognise(
    channel: Channel, deliveries: Sequence[Delivery], readings: Sequence[Read]
) -> set[int]:
    """Return which deliveries are trial messages of ours; part of the transaction they settle in.

    A stranger cannot know the token, and one that came in before counts no more: what shows it
    again is a message like any other.
    """
    ours = channel_queries.canaries_for(channel)
    if ours is None:
        return set()
    shown = {
        token: delivery
        for delivery, reading in zip(deliveries, readings, strict=True)
        if (message := _only(reading))
        and (token := ours.token_in(message, address=channel.address))
    }
    return channels.recognise_canaries(channel, shown)


def _only(reading: Read) -> IncomingMessage | None:
    return reading[0] if not isinstance(reading, Failure) and len(reading) == 1 else None

"""Which doors of which channels get no answer, and until when they are left alone."""

from collections.abc import Sequence
from datetime import datetime

from gehoor.channels.models import Channel, Circuit


def circuits_of(channel: Channel) -> Sequence[Circuit]:
    """Return the doors of this channel that get no answer now."""
    return list(Circuit.objects.filter(channel=channel).order_by("door"))


def gets_no_answer(number: int, door: Circuit.Door) -> bool:
    """Is this door of channel `number` in trouble, shut or about to be tried again?"""
    return Circuit.objects.filter(channel_id=number, door=door).exists()


def is_shut(number: int, door: Circuit.Door, *, now: datetime) -> bool:
    """Must this door of channel `number` be left alone now?"""
    return Circuit.objects.filter(channel_id=number, door=door, again_at__gt=now).exists()


def shut_channels(door: Circuit.Door, *, now: datetime) -> list[int]:
    """Return the channels whose door must be left alone now."""
    found = Circuit.objects.filter(door=door, again_at__gt=now)
    return list(found.values_list("channel_id", flat=True))


def health_by_circuits(channel: Channel) -> tuple[Channel.Health, str]:
    """Return how a channel is doing whose platform answers, but for the doors that do not."""
    for circuit in circuits_of(channel):
        return Channel.Health.TROUBLED, circuit.problem
    return Channel.Health.WELL, ""

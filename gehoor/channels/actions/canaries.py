"""Trial messages: begun, sent once, come in. What waits to be read is in `deliveries`."""

from collections.abc import Mapping
from datetime import datetime
from secrets import token_hex

from django.db import IntegrityError, transaction

from gehoor.channels.actions.accounts import SETTINGS_TOPIC
from gehoor.channels.models import Canary, Channel, Delivery
from gehoor.channels.rules import LATE_AFTER
from gehoor.kit.live import announce


def keep_canary_hours(channel: Channel, hours: int) -> bool:
    """Let a trial message leave every so many hours, or none; tells whether that is new."""
    row = Channel.objects.filter(pk=channel.pk).exclude(canary_hours=hours)
    if not row.update(canary_hours=hours):
        return False
    channel.canary_hours = hours
    announce(SETTINGS_TOPIC, "channel", channel.pk)
    return True


def begin_canary(channel: Channel, *, now: datetime, scale: float = 1.0) -> Canary | None:
    """Make a trial message that waits to be sent; None when another is under way.

    One that is late already is not waited for any longer, though it may still come in.
    """
    under_way = Canary.objects.filter(channel=channel, state__in=Canary.UNDER_WAY)
    under_way.filter(begun_at__lte=now - LATE_AFTER * scale).update(state=Canary.State.MISSED)
    try:
        with transaction.atomic():
            canary = Canary.objects.create(channel=channel, token=token_hex(16), begun_at=now)
    except IntegrityError:
        return None
    announce(SETTINGS_TOPIC, "channel", channel.pk)
    return canary


def claim_canary(number: int) -> Canary | None:
    """Take one that waits, so that only one process ever sends it; None when it was taken."""
    waiting = Canary.objects.filter(pk=number, state=Canary.State.QUEUED)
    if not waiting.update(state=Canary.State.LEAVING):
        return None
    return Canary.objects.select_related("channel").get(pk=number)


def settle_canary(canary: Canary, state: Canary.State, problem: str = "") -> None:
    """Write down how sending ended, unless it came in already, or was waited for long enough."""
    leaving = Canary.objects.filter(pk=canary.pk, state=Canary.State.LEAVING)
    if leaving.update(state=state, problem=problem):
        announce(SETTINGS_TOPIC, "channel", canary.channel_id)


def recognise_canaries(channel: Channel, shown: Mapping[str, Delivery]) -> set[int]:
    """Let come in what we sent ourselves; return the deliveries that it was.

    `shown` is what each delivery says it is. A token counts once: who shows it again is somebody
    else, whose message must reach a person.
    """
    found = set()
    for token, delivery in shown.items():
        awaited = Canary.objects.filter(channel=channel, token=token, arrived_at=None)
        if awaited.update(
            state=Canary.State.ARRIVED, arrived_at=delivery.received_at, delivery=delivery
        ):
            found.add(delivery.pk)
    if found:
        announce(SETTINGS_TOPIC, "channel", channel.pk)
    return found

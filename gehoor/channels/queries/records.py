"""Channels as the open format has them, without anything secret, and what nobody read yet."""

from collections.abc import Iterator
from typing import Any

from gehoor.channels.models import Channel, Delivery
from gehoor.kit.portable import in_order, values

AS_THEY_ARE = (
    "name", "connector", "purpose", "address", "settings", "stage", "is_closed", "cursor",
    "created_at", "private_only", "canary_hours",
)  # fmt: skip


def channel_records() -> Iterator[dict[str, Any]]:
    for channel in in_order(Channel.objects.all()):
        yield values(channel, id="pk", team="team_id", **{name: name for name in AS_THEY_ARE})


OF_DELIVERY = ("transport_id", "raw", "state", "tries", "is_history", "problem", "received_at")
FEW = 20
"""raw mails that are held in memory at once"""


def unread_records() -> Iterator[dict[str, Any]]:
    """Return what came in and did not become a message yet: all else is in messages."""
    states = [Delivery.State.PENDING, Delivery.State.FAILED]
    unread = Delivery.objects.filter(state__in=states, around=None)
    for delivery in in_order(unread, at_once=FEW):
        yield values(
            delivery, id="pk", channel="channel_id", **{name: name for name in OF_DELIVERY}
        )

"""What was sent from a mailbox and not through here: it is ours, and nobody waits because of it."""

from collections.abc import Sequence
from dataclasses import replace

from gehoor.channels import queries as channels
from gehoor.channels.models import Channel, Delivery
from gehoor.contracts.connector import Author, IncomingMessage
from gehoor.contracts.elsewhere import sent_elsewhere_of
from gehoor.contracts.reading import Failure, Read

NOBODY = Author(handle="")
"""it names nobody it is for"""


def as_ours(
    channel: Channel, deliveries: Sequence[Delivery], readings: Sequence[Read]
) -> Sequence[Read]:
    """Return what was read, with what was found among our sent mail as ours.

    What a machine sent is left out: no colleague answered with it, it may be a trial message on
    its way, and a mail of Gehoor itself may hold a link that is for one colleague only.
    """
    is_ours = sent_elsewhere_of(channels.connector_of(channel))
    if is_ours is None:
        return readings
    return [
        _ours(reading)
        if is_ours(delivery.transport_id) and not isinstance(reading, Failure)
        else reading
        for delivery, reading in zip(deliveries, readings, strict=True)
    ]


def _ours(reading: Sequence[IncomingMessage]) -> tuple[IncomingMessage, ...]:
    return tuple(
        replace(message, is_ours=True, to=message.to or NOBODY)
        for message in reading
        if not message.is_automatic
    )

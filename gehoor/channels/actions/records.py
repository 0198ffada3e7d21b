"""Channels out of an open format: they listen, and have no credentials. And what was unread."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any
from uuid import uuid4

from gehoor.channels.models import Channel, Delivery
from gehoor.channels.queries.records import OF_DELIVERY
from gehoor.kit.portable import go_on_counting

AS_THEY_ARE = (
    "id", "name", "connector", "purpose", "address", "settings", "is_closed", "cursor",
    "created_at", "private_only", "canary_hours",
)  # fmt: skip


def add_channel_records(records: Sequence[Mapping[str, Any]]) -> None:
    """Make channels under the numbers they had. Whatever stage they had, they listen here."""
    Channel.objects.bulk_create(
        Channel(
            team_id=record["team"],
            vault_id=uuid4(),
            stage=Channel.Stage.LISTEN,
            **{name: record[name] for name in AS_THEY_ARE},
        )
        for record in records
    )
    go_on_counting(Channel)


def add_unread_records(records: Sequence[Mapping[str, Any]]) -> None:
    """Make deliveries that wait to be read, or could not be: a worker and colleagues go on."""
    Delivery.objects.bulk_create(
        Delivery(
            pk=record["id"],
            channel_id=record["channel"],
            content_hash=sha256(record["raw"]).digest(),
            **{name: record[name] for name in OF_DELIVERY},
        )
        for record in records
    )
    go_on_counting(Delivery)

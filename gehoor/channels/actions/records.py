"""Channels out of an open format: they listen, and have no credentials."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from gehoor.channels.models import Channel
from gehoor.kit.portable import go_on_counting

AS_THEY_ARE = (
    "id", "name", "connector", "purpose", "address", "settings", "is_closed", "cursor",
    "created_at",
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

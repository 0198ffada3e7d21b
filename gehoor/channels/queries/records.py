"""Channels as the open format has them: without anything secret."""

from collections.abc import Collection, Iterator
from typing import Any

from gehoor.channels.models import Channel
from gehoor.kit.portable import some, values

AS_THEY_ARE = (
    "name", "connector", "purpose", "address", "settings", "stage", "is_closed", "cursor",
    "created_at",
)  # fmt: skip


def channel_records(ids: Collection[int] | None = None) -> Iterator[dict[str, Any]]:
    for channel in some(Channel.objects.all(), ids):
        yield values(channel, id="pk", team="team_id", **{name: name for name in AS_THEY_ARE})

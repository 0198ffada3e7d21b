"""Everything asked of what we follow."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Min, Q

from gehoor.inbox.models import Message
from gehoor.kit.portable import in_order, values
from gehoor.listening import rules
from gehoor.listening.models import Hit, Watch


def watch_of(channel_id: int) -> Watch | None:
    return Watch.objects.filter(channel_id=channel_id).first()


def messages_of(deliveries: Sequence[int]) -> dict[tuple[int, int], int]:
    """Return the message of each (delivery, part)."""
    found = Message.objects.filter(delivery_id__in=deliveries)
    return {
        (delivery or 0, part): pk
        for pk, delivery, part in found.values_list("pk", "delivery_id", "part")
    }


def due_watches(*, now: datetime, scale: float = 1.0) -> list[int]:
    """Return the watches with hits that must be told now."""
    waiting = Watch.objects.annotate(
        first=Min("hits__found_at", filter=Q(hits__told_at=None))
    ).exclude(first=None)
    return [
        watch.pk
        for watch in waiting
        if rules.is_due(
            watch.first,
            now=now,
            minutes=watch.minutes,
            tried_at=watch.tried_at,
            scale=scale,
        )
    ]


def untold_hits(watch: Watch) -> Sequence[Hit]:
    """Return what nobody was mailed about yet, with no more of each message than is told of it."""
    found = Hit.objects.filter(watch=watch, told_at=None).select_related("message")
    told = ("word", "message__subject", "message__author_name", "message__conversation")
    return list(found.only(*told).order_by("found_at", "pk"))


def watch_records() -> Iterator[dict[str, Any]]:
    """Return what is watched for as the open format has it."""
    for watch in in_order(Watch.objects.prefetch_related("colleagues")):
        yield {
            **values(watch, id="pk", channel="channel_id", words="words", minutes="minutes"),
            "colleagues": sorted(colleague.pk for colleague in watch.colleagues.all()),
        }

"""Everything asked of the agenda."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.db.models.functions import Coalesce

from gehoor.kit.portable import flat
from gehoor.knowledge.models import AgendaItem
from gehoor.people.policies import ORGANISATION, Place


def agenda_items(now: datetime, *, most: int) -> list[AgendaItem]:
    """Return what comes, the first on top, and below it what is over, the latest first."""
    items = AgendaItem.objects.annotate(last=Coalesce("ends_at", "starts_at"))
    to_come = list(items.filter(last__gte=now).order_by("starts_at", "pk")[:most])
    over = items.filter(last__lt=now).order_by("-starts_at", "-pk")
    return [*to_come, *over[: most - len(to_come)]]


def coming(now: datetime, *, most: int) -> list[AgendaItem]:
    """Return what is published and not over, the first on top."""
    is_on = Q(starts_at__gte=now) | Q(ends_at__gte=now)
    found = AgendaItem.objects.filter(is_on, is_published=True)
    return list(found.order_by("starts_at", "pk")[:most])


def find_agenda_item(pk: int) -> tuple[AgendaItem, Place] | None:
    found = AgendaItem.objects.filter(pk=pk).first()
    return (found, ORGANISATION) if found else None


def agenda_records() -> Iterator[dict[str, Any]]:
    """Return the agenda as the open format has it."""
    return flat(
        AgendaItem.objects.all(), "id", "title", "starts_at", "ends_at", "place", "text", "link",
        "is_published",
    )  # fmt: skip

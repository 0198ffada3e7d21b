"""What is asked of the log."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, QuerySet
from django.db.models.functions import Now

from gehoor.audit.models import Entry

LOG = "log"
"""the subject of acts on the log itself"""


@dataclass(frozen=True, slots=True)
class Line:
    """One act as the log shows it."""

    at: datetime
    who: str
    """a colleague's name, or the flow that acted by itself"""
    is_person: bool
    act: str
    reason: str
    details: dict[str, Any]


def lines_of(conversations: QuerySet[Any, Any] | Sequence[int]) -> Sequence[Line]:
    """Return every act on these conversations, oldest first."""
    rows = (
        Entry.objects.filter(conversation_id__in=conversations)
        .order_by("pk")
        .values_list("at", "actor__name", "system", "act", "reason", "details")
    )
    return [
        Line(at, name or system, bool(name), act, reason, details)
        for at, name, system, act, reason, details in rows
    ]


def newest_line(conversation: int, *, without: Collection[str]) -> int:
    """Return the number of the newest row about a conversation that is none of these acts."""
    found = Entry.objects.filter(conversation_id=conversation).exclude(act__in=without)
    return found.order_by("-pk").values_list("pk", flat=True).first() or 0


def last_time(act: str, subject: str, number: int) -> datetime | None:
    """Return when this was done to that thing last. Asked without the thing, one that was never
    done would have the whole log read through."""
    found = Entry.objects.filter(subject=subject, subject_id=number, act=act)
    return found.order_by("-pk").values_list("at", flat=True).first()


def has_line(act: str, **details: str | int) -> bool:
    """Is there a row of this act with these details?"""
    return Entry.objects.filter(act=act, details__contains=details).exists()


def acts_since(acts: Collection[str], *, since: datetime) -> Sequence[Entry]:
    """Return the rows of these acts from then on, oldest first."""
    found = Entry.objects.filter(act__in=acts, at__gte=since).select_related("actor")
    return list(found.order_by("pk"))


def count_acts(acts: Collection[str], *, since: datetime) -> dict[str, int]:
    """Return how often each of these acts was done from then on; nothing for one that was not."""
    found = Entry.objects.filter(act__in=acts, at__gte=since).order_by()
    return dict(found.values_list("act").annotate(number=Count("pk")))


def acts_on(subject: str, *, since: datetime) -> Sequence[Entry]:
    """Return the rows about such things from then on, oldest first."""
    found = Entry.objects.filter(subject=subject, at__gte=since).select_related("actor")
    return list(found.order_by("pk"))


def has_read(
    act: str, subject: str, subject_id: int, *, user_id: int | None, within: timedelta
) -> bool:
    """Did this colleague do this to that thing lately, by the database's clock?"""
    return Entry.objects.filter(
        subject=subject, subject_id=subject_id, act=act, actor_id=user_id, at__gt=Now() - within
    ).exists()


def read_lately(
    act: str, subject: str, numbers: Collection[int], *, user_id: int | None, within: timedelta
) -> set[int]:
    """Return to which of these things this colleague did this lately, by the database's clock."""
    found = Entry.objects.filter(
        subject=subject,
        subject_id__in=numbers,
        act=act,
        actor_id=user_id,
        at__gt=Now() - within,
    )
    return set(found.values_list("subject_id", flat=True))


@dataclass(frozen=True, slots=True)
class Change:
    """One act on something outside conversations: a colleague, a team, a channel."""

    at: datetime
    who: str
    """a colleague's name; empty when Gehoor acted by itself"""
    act: str
    subject: str
    subject_id: int
    details: dict[str, Any]


def last_check() -> tuple[datetime, int] | None:
    """Return when the log was last looked at by itself, and how many faults were found then."""
    found = Entry.objects.filter(subject=LOG, subject_id=0).order_by("-pk").first()
    return (found.at, int(found.details["faults"])) if found else None


def lines_about(
    subjects: Collection[str], *, limit: int, subject_id: int | None = None
) -> Sequence[Change]:
    """Return the newest acts on such things, or on one of them."""
    rows = Entry.objects.filter(subject__in=subjects)
    if subject_id is not None:
        rows = rows.filter(subject_id=subject_id)
    found = rows.order_by("-pk").values_list(
        "at", "actor__name", "act", "subject", "subject_id", "details"
    )
    return [
        Change(at, name or "", act, subject, number, details)
        for at, name, act, subject, number, details in found[:limit]
    ]

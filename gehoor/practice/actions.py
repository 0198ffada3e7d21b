"""Everything that changes what is planned, ticked, practised and said of it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from gehoor.kit.portable import add_rows
from gehoor.practice.models import Attempt, GoLive, Point, Review


def plan(channel: int, *, day: date, switcher: int) -> bool:
    """Mean to go live on a day; tells whether that is new. Who switches is told of a new day."""
    same = GoLive.objects.filter(channel=channel, day=day, switcher=switcher)
    if same.exists():
        return False
    GoLive.objects.update_or_create(
        channel_id=channel, defaults={"day": day, "switcher_id": switcher, "told_at": None}
    )
    return True


def forget_plan(channel: int) -> bool:
    return bool(GoLive.objects.filter(channel=channel).delete()[0])


def note_told(plan: GoLive, *, now: datetime) -> bool:
    """Somebody is being told; False when another process was first."""
    return bool(GoLive.objects.filter(pk=plan.pk, told_at=None).update(told_at=now))


def add_point(channel: int, *, text: str) -> Point:
    return Point.objects.create(channel_id=channel, text=text)


def tick(point: Point, *, by: int, now: datetime) -> None:
    Point.objects.filter(pk=point.pk, ticked_at=None).update(ticked_by=by, ticked_at=now)


def untick(point: Point) -> None:
    Point.objects.filter(pk=point.pk).update(ticked_by=None, ticked_at=None)


def forget_point(point: Point) -> None:
    point.delete()


def review(message: int, *, verdict: str, note: str, reviewer: int, now: datetime) -> Review:
    """Say something of an answer; who wrote it has not read that yet."""
    found, _ = Review.objects.update_or_create(
        message_id=message,
        defaults={
            "verdict": verdict, "note": note, "reviewer_id": reviewer, "reviewed_at": now,
            "read_at": None,
        },
    )  # fmt: skip
    return found


def note_read(reviews: Iterable[int], *, now: datetime) -> None:
    Review.objects.filter(pk__in=list(reviews), read_at=None).update(read_at=now)


def attempt(user: int, *, scenario: str, text: str, met: Sequence[str]) -> Attempt:
    return Attempt.objects.create(user_id=user, scenario=scenario, text=text, met=list(met))


def add_plan_records(records: Sequence[Mapping[str, Any]]) -> None:
    """Make plans to go live out of records of the open format."""
    add_rows(GoLive, records)


def add_point_records(records: Sequence[Mapping[str, Any]]) -> None:
    add_rows(Point, records)


def add_review_records(records: Sequence[Mapping[str, Any]]) -> None:
    add_rows(Review, records)


def add_attempt_records(records: Sequence[Mapping[str, Any]]) -> None:
    add_rows(Attempt, records)

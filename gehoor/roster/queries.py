"""Everything asked of the roster."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, Q, QuerySet

from gehoor.kit.portable import in_order, values
from gehoor.people.policies import Place
from gehoor.roster.models import Duty, Shift, Skip, Swap
from gehoor.roster.rules import ONE_DAY, Planned, Series, planned

Skipped = set[tuple[int, date]]


def shifts_of_teams(teams: Collection[int], first: date, last: date) -> list[Planned]:
    """Return the shifts of these teams that begin on these days, or the evening before the first.

    Of colleagues who are still here and in the team; the shift of somebody else covers nothing.
    """
    here = Q(person__is_active=True, person__teams=F("team"))
    return _planned(Shift.objects.filter(here, team__in=list(teams)), first - ONE_DAY, last)


def shifts_of_person(person: int, first: date, last: date) -> list[Planned]:
    """Return everything somebody is planned for on these days, in whatever team."""
    return _planned(Shift.objects.filter(person=person), first, last)


def shifts_of_people(people: Collection[int], first: date, last: date) -> list[Planned]:
    """Return the same of several colleagues, in two queries."""
    return _planned(Shift.objects.filter(person__in=list(people)), first, last)


def _planned(shifts: QuerySet[Shift], first: date, last: date) -> list[Planned]:
    now_and_then = Q(is_weekly=False, day__range=(first, last)) | Q(
        Q(last_day__isnull=True) | Q(last_day__gte=first), is_weekly=True, day__lte=last
    )
    found = shifts.filter(now_and_then).distinct()
    series = [series_of(each) for each in found]
    skips = Skip.objects.filter(
        shift__in=[each.pk for each in series if each.is_weekly], day__range=(first, last)
    )
    skipped: Skipped = set(skips.values_list("shift", "day"))
    return planned(series, skipped, first, last)


def series_of(shift: Shift) -> Series:
    return Series(
        pk=shift.pk, team=shift.team_id, person=shift.person_id, day=shift.day,
        begins=shift.begins, ends=shift.ends, is_weekly=shift.is_weekly, last_day=shift.last_day,
    )  # fmt: skip


def on(shift: Shift, day: date) -> Planned | None:
    """Return the shift as it is on one day; None when it is not planned then."""
    found = _planned(Shift.objects.filter(pk=shift.pk), day, day)
    return found[0] if found else None


def find_shift(pk: int) -> tuple[Shift, Place] | None:
    found = Shift.objects.filter(pk=pk).select_related("team", "person").first()
    return (found, Place(team=found.team_id)) if found else None


def find_shift_on(pk: int, day: str) -> tuple[tuple[Shift, date], Place] | None:
    """Return a shift and one day of it, as an address names them."""
    found = find_shift(pk)
    try:
        named = date.fromisoformat(day)
    except ValueError:
        return None
    return ((found[0], named), found[1]) if found and on(found[0], named) else None


def find_swap(pk: int) -> tuple[Swap, Place] | None:
    found = Swap.objects.filter(pk=pk).select_related("shift", "asker", "to", "back").first()
    return (found, Place(team=found.shift.team_id)) if found else None


def open_swaps(teams: Collection[int], *, since: date) -> Sequence[Swap]:
    """Return what is asked in these teams and not decided, soonest first."""
    found = Swap.objects.filter(state=Swap.State.ASKED, shift__team__in=list(teams), day__gte=since)
    return list(found.select_related("shift", "asker", "to", "back").order_by("day", "pk"))


def open_swap_of(shift: Shift, day: date) -> Swap | None:
    found = Swap.objects.filter(shift=shift, day=day, state=Swap.State.ASKED)
    return found.select_related("to", "back").first()


def teams_with_a_roster(teams: Collection[int]) -> set[int]:
    """Return which of these teams plan at all: of the others nothing is missing."""
    found = Shift.objects.filter(team__in=list(teams)).order_by()
    return set(found.values_list("team", flat=True).distinct())


@dataclass(frozen=True, slots=True)
class OnDuty:
    """Who is at work now, and until when."""

    person: int
    name: str
    until: datetime


# A piece of the one statement that `flows.around` asks for every page.
ON_DUTY = """
    SELECT json_agg(json_build_array(d.person_id, u.name, d.until) ORDER BY u.name, d.person_id)
    FROM roster_duty d JOIN people_user u ON u.id = d.person_id AND u.is_active
    WHERE d.ended_at IS NULL AND d.until > %(at)s AND EXISTS (
        SELECT FROM people_user_teams t
        WHERE t.user_id = u.id AND t.team_id = ANY(%(teams)s::bigint[]))
"""


def as_on_duty(rows: list[list[Any]] | None) -> list[OnDuty]:
    """Return who is on duty of what ON_DUTY gives, by name."""
    return [
        OnDuty(person, name, datetime.fromisoformat(until)) for person, name, until in rows or ()
    ]


def duty_of(person: int, *, at: datetime) -> Duty | None:
    """Return the duty somebody is on now."""
    return Duty.objects.filter(person=person, ended_at=None, until__gt=at).first()


def last_duty_of(person: int) -> Duty | None:
    return Duty.objects.filter(person=person).order_by("-began_at").first()


def forgotten_duties(*, at: datetime) -> QuerySet[Duty]:
    """Return what should have ended: nobody said that they stopped."""
    return Duty.objects.filter(ended_at=None, until__lte=at)


def shift_records() -> Iterator[dict[str, Any]]:
    """Return the shifts as the open format has them."""
    for shift in in_order(Shift.objects.prefetch_related("skips")):
        yield {
            **values(
                shift, "id", "team", "person", "day", "begins", "ends", "is_weekly", "last_day",
            ),
            "skips": sorted(skip.day.isoformat() for skip in shift.skips.all()),
        }  # fmt: skip

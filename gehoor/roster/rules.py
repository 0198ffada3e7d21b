"""Rules about the roster. No database, no Django: values in, answer out.

Shifts are by the clock on the wall in Amsterdam, as opening hours are; whether two overlap and
whether somebody is there is asked of real time.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from gehoor.kit.text import N_
from gehoor.planning.rules import MINUTES_IN_A_DAY, ZONE, Span, joined, moment_on

LONGEST = 12 * 60
"""in minutes; longer is more often a mistake, such as 9-5 for nine to five in the afternoon"""
WEEK = timedelta(days=7)
ONE_DAY = timedelta(days=1)
LOOKED_AHEAD = 53 * WEEK
"""how far a weekly shift is held against others"""
SOON = timedelta(hours=1)
"""how long before a shift somebody may begin it"""
NO_LENGTH = N_("A shift ends after it begins. Nothing was changed.")
TOO_LONG = N_(
    "A shift lasts at most twelve hours. Make two of it, or look whether the hours are right."
)


class NotAShift(ValueError):
    """These hours make no shift. The message is fit to show, once translated."""


@dataclass(frozen=True, order=True, slots=True)
class Planned:
    """One shift of one day."""

    day: date
    begins: int
    ends: int
    person: int
    team: int
    shift: int
    """the number of its row; 0 while it is only thought of"""
    is_weekly: bool = False

    @property
    def span(self) -> Span:
        """Return from when to when, in real time; nothing long when the clock skips all of it."""
        begin, end = moment_on(self.day, self.begins, ZONE), moment_on(self.day, self.ends, ZONE)
        return begin, max(begin, end)


@dataclass(frozen=True, slots=True)
class Series:
    """A shift as it is kept: of one day, or of every week."""

    pk: int
    team: int
    person: int
    day: date
    begins: int
    ends: int
    is_weekly: bool = False
    last_day: date | None = None


def length(begins: time, ends: time) -> tuple[int, int]:
    """Return from when to when in minutes; what ends earlier than it begins goes past midnight.

    Raises NotAShift.
    """
    first, last = begins.hour * 60 + begins.minute, ends.hour * 60 + ends.minute
    if first == last:
        raise NotAShift(NO_LENGTH)
    last += MINUTES_IN_A_DAY if last < first else 0
    if last - first > LONGEST:
        raise NotAShift(TOO_LONG)
    return first, last


def days_of(series: Series, first: date, last: date) -> list[date]:
    """Return on which days from `first` to `last` it is planned, days left out included."""
    if not series.is_weekly:
        return [series.day] if first <= series.day <= last else []
    weeks = max(0, -((series.day - first).days // 7)) if first > series.day else 0
    day, until = series.day + weeks * WEEK, min(last, series.last_day or last)
    found = []
    while day <= until:
        if day >= first:
            found.append(day)
        day += WEEK
    return found


def planned(
    all_series: Iterable[Series], skipped: Collection[tuple[int, date]], first: date, last: date
) -> list[Planned]:
    """Return every shift of these days, in order."""
    return sorted(
        Planned(day, each.begins, each.ends, each.person, each.team, each.pk, each.is_weekly)
        for each in all_series
        for day in days_of(each, first, last)
        if (each.pk, day) not in skipped
    )


def first_overlap(
    wanted: Sequence[Planned], others: Iterable[Planned]
) -> tuple[Planned, Planned] | None:
    """Return the first of `wanted` that overlaps one of the others in real time, and which."""
    by_begin = sorted(others, key=lambda each: each.span)
    for one in sorted(wanted):
        begin, end = one.span
        for other in by_begin:
            if other.span[0] >= end:
                break
            if other.span[1] > begin:
                return one, other
    return None


def without(spans: Iterable[Span], away: Iterable[Span]) -> list[Span]:
    """Return what is left of spans when others are taken out of them."""
    left = [span for span in joined(sorted(spans)) if span[0] < span[1]]
    for begin, end in away:
        cut = []
        for one in left:
            if end <= one[0] or begin >= one[1]:
                cut.append(one)
                continue
            cut += [(a, b) for a, b in ((one[0], begin), (end, one[1])) if a < b]
        left = cut
    return left


def gaps(opened: Iterable[Span], held: Iterable[Span]) -> list[Span]:
    """Return when we say that somebody is there, and nobody is."""
    return without(opened, joined(sorted(held)))


def at(shifts: Iterable[Planned], moment: datetime) -> Planned | None:
    """Return the shift somebody is in now, or may begin now because it begins soon.

    Of two that follow each other the one that has begun.
    """
    may = [each for each in shifts if each.span[0] - SOON <= moment < each.span[1]]
    return min(may, key=lambda each: each.span, default=None)


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())

"""Rules about opening hours. No database, no Django: values in, answer out.

Hours are by the clock on the wall in Amsterdam; what is computed with them is by real time. On the
night that has 02:30 twice a block across it lasts an hour longer, on the other night an hour less.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from gehoor.kit.text import N_
from gehoor.planning.rules.public_holidays import Holiday, holidays_on

ZONE = ZoneInfo("Europe/Amsterdam")
ONE_DAY = timedelta(days=1)
MINUTES_IN_A_DAY = 24 * 60
# Longer is more often a mistake, such as 9-5 for nine to five in the afternoon.
LONGEST_PAST_MIDNIGHT = 12 * 60
DAYS_TO_LOOK_AHEAD = 400
CLOSED_WORDS = frozenset({"", "-", "closed", "gesloten"})
BLOCK = re.compile(
    r"(?P<from>\d{1,2})(?:[:.](?P<from_min>\d{2}))?\s*(?:-|–|tot|to)\s*"  # noqa: RUF001
    r"(?P<to>\d{1,2})(?:[:.](?P<to_min>\d{2}))?"
)
NOT_HOURS = N_("Write hours as 09:00-12:30, 13:00-17:00. Leave it empty when you are closed.")
NOT_A_TIME = N_("A day runs from 00:00 to 24:00.")
ENDS_BEFORE_IT_BEGINS = N_(
    "A block ends after it begins. One that goes on past midnight, as 22:00-02:00, "
    "lasts at most twelve hours."
)
OVERLAP = N_("Two blocks of one day may not overlap.")
OVERLAP_OF_NIGHT = N_(
    "This overlaps with the night of the day before, which goes on past midnight."
)


class NotHours(ValueError):
    """What was written are no opening hours. The message is fit to show, once translated."""


@dataclass(frozen=True, order=True)
class Block:
    """From when to when, in minutes after midnight by the clock on the wall.

    What goes on past midnight belongs to the day it begins on, and closes after 24:00.
    """

    opens: int
    closes: int


Day = tuple[Block, ...]
Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class Hours:
    """The hours of every week, and of the days that are different."""

    week: Mapping[int, Day] = field(default_factory=dict)
    """by weekday, 0 is Monday; a day that is absent is closed"""
    special: Mapping[date, Day] = field(default_factory=dict)
    closed_on: frozenset[Holiday] = frozenset()

    def on(self, day: date) -> Day:
        if day in self.special:
            return self.special[day]
        if self.closed_on and not self.closed_on.isdisjoint(holidays_on(day)):
            return ()
        return self.week.get(day.weekday(), ())


def read_day(written: str) -> Day:
    """Read the hours of one day as people write them. Raises NotHours."""
    text = written.strip().lower()
    if text in CLOSED_WORDS:
        return ()
    return tidy([_read_block(part.strip()) for part in re.split(r"[,;&]|\ben\b|\band\b", text)])


def _read_block(text: str) -> Block:
    found = BLOCK.fullmatch(text)
    if found is None:
        raise NotHours(NOT_HOURS)
    opens = _minutes(found["from"], found["from_min"])
    closes = _minutes(found["to"], found["to_min"])
    past_midnight = closes + MINUTES_IN_A_DAY
    is_night = closes < opens and past_midnight - opens <= LONGEST_PAST_MIDNIGHT
    return Block(opens, past_midnight if is_night else closes)


def _minutes(hours: str, minutes: str | None) -> int:
    total = int(hours) * 60 + int(minutes or 0)
    if int(minutes or 0) > 59 or total > MINUTES_IN_A_DAY:
        raise NotHours(NOT_A_TIME)
    return total


def tidy(blocks: Sequence[Block]) -> Day:
    """Return the blocks in order. Raises NotHours when they make no day."""
    ordered = tuple(sorted(blocks))
    if any(block.opens >= block.closes for block in ordered):
        raise NotHours(ENDS_BEFORE_IT_BEGINS)
    if any(later.opens < earlier.closes for earlier, later in pairwise(ordered)):
        raise NotHours(OVERLAP)
    return ordered


def day_in_a_night(week: Mapping[int, Day]) -> int | None:
    """Return the first weekday that begins before the night of the day before it has ended."""
    for weekday in range(7):
        night = max((block.closes for block in week.get((weekday - 1) % 7, ())), default=0)
        begin = min((block.opens for block in week.get(weekday, ())), default=MINUTES_IN_A_DAY)
        if begin < night - MINUTES_IN_A_DAY:
            return weekday
    return None


def write_day(day: Day) -> str:
    """Return the hours of one day as people write them; empty when closed."""
    return ", ".join(f"{_clock(block.opens)}-{_clock(block.closes)}" for block in day)


def _clock(minutes: int) -> str:
    """Return a time of the day; what is past midnight is a time of the next."""
    of_day = minutes if minutes <= MINUTES_IN_A_DAY else minutes - MINUTES_IN_A_DAY
    return f"{of_day // 60:02}:{of_day % 60:02}"


def is_open(hours: Hours, moment: datetime) -> bool:
    """Are we there at this moment?"""
    today = moment.astimezone(ZONE).date()
    return any(begin <= moment < end for begin, end in _spans(hours, today, today))


def next_opening(hours: Hours, moment: datetime) -> datetime | None:
    """Return when we are there next: `moment` itself when open; None when that is never soon."""
    today = moment.astimezone(ZONE).date()
    until = today + timedelta(days=DAYS_TO_LOOK_AHEAD)
    for begin, end in _spans(hours, today, until):
        if moment < end:
            return max(moment, begin)
    return None


def open_time(hours: Hours, since: datetime, until: datetime) -> timedelta:
    """Return for how long we were there between two moments; never less than nothing."""
    total = timedelta()
    # Two moments of one zone are compared by the clock on the wall, which a night can turn back.
    since, until = since.astimezone(UTC), until.astimezone(UTC)
    for begin, end in _spans(hours, day_of(since), day_of(until)):
        total += max(timedelta(), min(end, until) - max(begin, since))
    return total


MORNING = 9 * 60
LATER = timedelta(hours=3)
SOONEST = timedelta(minutes=30)
STEP_MINUTES = 15
EVENING = 18 * 60
"""when a day ends for who keeps no hours"""


def when_there(hours: Hours, moment: datetime) -> datetime:
    """Return when somebody is there at or after a moment; who keeps no hours is always there."""
    return (next_opening(hours, moment) or moment) if hours.week or hours.special else moment


def day_of(moment: datetime) -> date:
    """Return the day it is in the Netherlands at a moment."""
    return moment.astimezone(ZONE).date()


def later_today(hours: Hours, now: datetime) -> datetime | None:
    """Return a moment later today, three hours from now or else an hour before the day ends.

    On a whole quarter of an hour, while somebody is there; None when too little of the day is left.
    """
    end = _end_of_day(hours, now)
    if end is None:
        return None
    latest = end - timedelta(hours=1)
    wanted = _next_quarter(min(now + LATER, latest))
    there = when_there(hours, wanted)
    return there if now + SOONEST <= there < end else None


def _end_of_day(hours: Hours, now: datetime) -> datetime | None:
    """Return until when we are there today; None on a day on which nobody begins."""
    today = day_of(now)
    if not (hours.week or hours.special):
        return moment_on(today, EVENING)
    last = max((end for _begin, end in spans_of(hours, today)), default=None)
    return last and min(last, moment_on(today, MINUTES_IN_A_DAY))


def _next_quarter(moment: datetime) -> datetime:
    """Return the first whole quarter of an hour at or after a moment."""
    past = timedelta(
        minutes=moment.minute % STEP_MINUTES,
        seconds=moment.second,
        microseconds=moment.microsecond,
    )
    return moment - past + timedelta(minutes=STEP_MINUTES) if past else moment


def tomorrow_morning(hours: Hours, now: datetime) -> datetime:
    """Return nine o'clock tomorrow, or when we are there next after that."""
    return when_there(hours, tomorrow_at_nine(now))


def tomorrow_at_nine(now: datetime) -> datetime:
    return moment_on(day_of(now) + timedelta(days=1), MORNING)


def monday_morning(hours: Hours, now: datetime) -> datetime:
    """Return nine o'clock next Monday, or when we are there next after that."""
    return when_there(hours, monday_at_nine(now))


def monday_at_nine(now: datetime) -> datetime:
    today = day_of(now)
    return moment_on(today + timedelta(days=7 - today.weekday()), MORNING)


def _spans(hours: Hours, first: date, last: date) -> Iterator[Span]:
    """Return when we are there from day to day, in order, also by the night before the first."""
    number = (last - first).days + 1
    yield from joined(
        span for ahead in range(-1, number) for span in spans_of(hours, first + ahead * ONE_DAY)
    )


def spans_of(hours: Hours, day: date, zone: ZoneInfo = ZONE) -> Iterator[Span]:
    """Return every block of a day as moments in real time; one that never happens is left out."""
    for block in hours.on(day):
        begin, end = moment_on(day, block.opens, zone), moment_on(day, block.closes, zone)
        if begin < end:
            yield begin, end


def joined(spans: Iterable[Span]) -> Iterator[Span]:
    """Return spans, by their begin, with those that overlap as one: no minute counts twice."""
    waiting: Span | None = None
    for span in spans:
        if waiting and span[0] <= waiting[1]:
            waiting = (waiting[0], max(waiting[1], span[1]))
            continue
        if waiting:
            yield waiting
        waiting = span
    if waiting:
        yield waiting


def moment_on(day: date, minutes: int, zone: ZoneInfo = ZONE) -> datetime:
    """Return what the clock on the wall says in real time.

    An hour that a night has twice means its first. What the other night skips is the moment of the
    skip, which in all of Europe is on the hour.
    """
    later = day + timedelta(days=minutes // MINUTES_IN_A_DAY)
    of_day = minutes % MINUTES_IN_A_DAY
    wall = datetime.combine(later, time(of_day // 60, of_day % 60), tzinfo=zone)
    real = wall.astimezone(UTC)
    is_skipped = real.astimezone(zone).replace(tzinfo=None) != wall.replace(tzinfo=None)
    return real.replace(minute=0) if is_skipped else real

"""Opening time, worked out once for a year and then looked up: how long, and until when.

A calendar is made of hours and answers in microseconds of processor time what
`gehoor.testing.every_minute` counts minute by minute. It keeps what it worked out, so make one
where many questions are asked and throw it away when the hours change.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from zoneinfo import ZoneInfo

from gehoor.planning.rules import ONE_DAY, ZONE, Hours, Span, joined, spans_of

AHEAD = timedelta(days=400)
"""what does not happen sooner does not happen: who is never there keeps no term"""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True)
class Year:
    """When we are there in a year of UTC; every number is in microseconds since 1970.

    Whole numbers, so that what is added up comes out exactly.
    """

    begins: list[int]
    ends: list[int]
    before: list[int]
    """how long we were there in this year before each begin; the last is the whole year"""
    days: list[date]
    """each day somebody is there, also around the turn of the year"""
    day_ends: list[int]
    """when each of those days ends"""
    sorted_day_ends: list[int]
    """a night can go on until after the next day has ended"""

    def open_until(self, moment: int) -> int:
        """Return how long we were there in this year before a moment."""
        place = bisect_right(self.begins, moment)
        if place == 0:
            return 0
        return self.before[place - 1] + min(moment, self.ends[place - 1]) - self.begins[place - 1]

    def when_open_for(self, wanted: int) -> int:
        """Return when we have been there so long in this year; more than it has is an error."""
        place = bisect_left(self.before, wanted) - 1
        return self.begins[place] + wanted - self.before[place]


class Calendar:
    """The hours of one desk, ready to be asked."""

    def __init__(self, hours: Hours, zone: ZoneInfo = ZONE) -> None:
        self.hours = hours
        self.zone = zone
        self._years: dict[int, Year] = {}

    def open_between(self, since: datetime, until: datetime) -> timedelta:
        """Return for how long somebody is there between two moments; never less than nothing."""
        begin, end = _number(since), _number(until)
        if end <= begin:
            return timedelta()
        first, last = _utc_year(since), _utc_year(until)
        total = self._year(last).open_until(end) - self._year(first).open_until(begin)
        total += sum(self._year(year).before[-1] for year in range(first, last))
        return total * MICROSECOND

    def after(self, moment: datetime, amount: timedelta) -> datetime | None:
        """Return when so much opening time has passed; None when it is not within 400 days.

        The end of a day counts: eight hours that begin with the day are over when it closes.
        """
        if amount <= timedelta():
            return moment
        year = _utc_year(moment)
        wanted = amount // MICROSECOND + self._year(year).open_until(_number(moment))
        while wanted > (whole := self._year(year).before[-1]):
            wanted, year = wanted - whole, year + 1
            if year > _utc_year(moment + AHEAD):
                return None
        found = _moment(self._year(year).when_open_for(wanted))
        return found if found <= moment + AHEAD else None

    def end_of_day(self, moment: datetime) -> datetime | None:
        """Return the first end of a day after a moment; after closing time that of the next day."""
        for year in range(_utc_year(moment), _utc_year(moment + AHEAD) + 1):
            ends = self._year(year).sorted_day_ends
            place = bisect_right(ends, _number(moment))
            if place < len(ends):
                found = _moment(ends[place])
                return found if found <= moment + AHEAD else None
        return None

    def end_of_working_day(self, moment: datetime, number: int) -> datetime | None:
        """Return the end of the n-th day somebody is there; the day of the moment does not count.

        As the law on terms counts: what was posted on Friday or Saturday ends one working day later
        on Monday.
        """
        today = seen = moment.astimezone(self.zone).date()
        for year in range(today.year, (today + AHEAD).year + 1):
            days = self._year(year).days
            place = bisect_right(days, seen) + number - 1
            if place < len(days):
                end = _moment(self._year(year).day_ends[place])
                return end if days[place] <= today + AHEAD else None
            number -= len(days) - bisect_right(days, seen)
            seen = max([seen, *days[-1:]])
        return None

    def end_of_day_weeks_later(self, moment: datetime, number: int) -> datetime | None:
        """Return the end of the same day of the week so many weeks later, or of the first day after
        it that somebody is there; None when it is not within 400 days.

        As the law on terms counts: one that ends on a day off ends on the next working day.
        """
        later = timedelta(weeks=number)
        if later > AHEAD:
            return None
        # On the clock of the wall, so that summer time changes no day.
        before = moment.astimezone(self.zone) + later - ONE_DAY
        return self.end_of_working_day(before, 1)

    def _year(self, year: int) -> Year:
        if year not in self._years:
            self._years[year] = self._worked_out(year)
        return self._years[year]

    def _worked_out(self, year: int) -> Year:
        """Work out one year; a night across its turn is cut in two."""
        first, after = datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)
        spans: list[Span] = []
        day_ends: dict[date, int] = {}
        day = first.date() - 2 * ONE_DAY
        while day <= after.date() + ONE_DAY:
            if of_day := list(spans_of(self.hours, day, self.zone)):
                spans += of_day
                day_ends[day] = _number(max(end for _begin, end in of_day))
            day += ONE_DAY
        kept = [
            (_number(max(begin, first)), _number(min(end, after)))
            for begin, end in joined(spans)
            if begin < after and end > first
        ]
        begins, ends = [begin for begin, _end in kept], [end for _begin, end in kept]
        before = list(accumulate((end - begin for begin, end in kept), initial=0))
        in_order = [*day_ends], [*day_ends.values()], sorted(day_ends.values())
        return Year(begins, ends, before, *in_order)


def _utc_year(moment: datetime) -> int:
    return moment.astimezone(UTC).year


def _number(moment: datetime) -> int:
    return (moment - EPOCH) // MICROSECOND


def _moment(number: int) -> datetime:
    return EPOCH + number * MICROSECOND


MOST_KEPT = 64
_kept: dict[tuple[object, ...], Calendar] = {}


def calendar_of(hours: Hours) -> Calendar:
    """Return the calendar of these hours, with what it worked out before in this process.

    Hours that changed are other hours, so nothing here grows old.
    """
    key = (
        tuple(sorted(hours.week.items())),
        tuple(sorted(hours.special.items())),
        hours.closed_on,
    )
    if key not in _kept:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        _kept[key] = Calendar(hours)
    return _kept[key]

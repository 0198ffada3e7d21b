"""Opening time and terms the slow way: walk the clock on the wall, minute by minute, and count.

What the rules work out at once is held against this. It is slow on purpose: each function does what
a person with a calendar and a clock would do. All moments must be whole minutes.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from gehoor.planning.rules import ZONE, Hours

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
GIVE_UP = timedelta(days=400)
MOST_EAST = timedelta(hours=3)
"""none of our zones is further ahead of UTC, so no clock shows a time before that"""

Pauses = Sequence[tuple[datetime, datetime | None]]
"""from when to when the clock stands still; without an end it still does"""


@lru_cache(maxsize=100_000)
def wall_shows(day: date, minutes: int, zone: ZoneInfo = ZONE) -> datetime:
    """Return when the clock on the wall first shows this time of a day, or a later one."""
    wanted = datetime.combine(day, time()) + minutes * MINUTE
    moment = wanted.replace(tzinfo=UTC) - MOST_EAST
    while moment.astimezone(zone).replace(tzinfo=None) < wanted:
        moment += MINUTE
    return moment


def is_open(hours: Hours, minute: datetime, zone: ZoneInfo = ZONE) -> bool:
    """Is somebody there during this minute? A block of yesterday may go on past midnight."""
    today = minute.astimezone(zone).date()
    return any(
        wall_shows(day, block.opens, zone) <= minute < wall_shows(day, block.closes, zone)
        for day in (today - DAY, today)
        for block in hours.on(day)
    )


def minutes_open(
    hours: Hours, since: datetime, until: datetime, zone: ZoneInfo = ZONE, pauses: Pauses = ()
) -> int:
    """Count the minutes somebody was there and the clock ran."""
    count, minute = 0, since
    while minute < until:
        count += is_open(hours, minute, zone) and not is_paused(pauses, minute)
        minute += MINUTE
    return count


def is_paused(pauses: Pauses, minute: datetime) -> bool:
    return any(since <= minute and (until is None or minute < until) for since, until in pauses)


def after(
    hours: Hours, since: datetime, minutes: int, zone: ZoneInfo = ZONE, pauses: Pauses = ()
) -> datetime | None:
    """Return when so many minutes of opening time have passed; None when that takes for ever."""
    minute = since
    while minutes > 0:
        if minute >= since + GIVE_UP:
            return None
        minutes -= is_open(hours, minute, zone) and not is_paused(pauses, minute)
        minute += MINUTE
    return minute


def end_of_day(hours: Hours, day: date, zone: ZoneInfo = ZONE) -> datetime | None:
    """Return when the last of a day's blocks ends; None when nobody is there on that day."""
    ends = [
        wall_shows(day, block.closes, zone)
        for block in hours.on(day)
        if wall_shows(day, block.opens, zone) < wall_shows(day, block.closes, zone)
    ]
    return max(ends, default=None)


def end_of_same_day(hours: Hours, since: datetime, zone: ZoneInfo = ZONE) -> datetime | None:
    """Return the first end of a day that has yet to come; the next one after closing time."""
    first = since.astimezone(zone).date() - DAY
    ends = [end_of_day(hours, first + number * DAY, zone) for number in range(GIVE_UP.days + 1)]
    return min((end for end in ends if end and since < end <= since + GIVE_UP), default=None)


def end_of_working_day(
    hours: Hours, since: datetime, number: int, zone: ZoneInfo = ZONE
) -> datetime | None:
    """Return the end of the n-th day somebody is there; the day of the post does not count."""
    day = since.astimezone(zone).date()
    for _ in range(GIVE_UP.days):
        day += DAY
        end = end_of_day(hours, day, zone)
        number -= end is not None
        if number == 0:
            return end
    return None

"""When a story happened: its age by the start of the demo, as moments on the clock in Amsterdam."""

import re
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from itertools import accumulate
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Amsterdam")
BY_THE_CLOCK = re.compile(r"(\d{1,2})d ([01]\d|2[0-3]):([0-5]\d)")
AGO = re.compile(r"(?:(\d{1,2})h)?(?:(\d{1,3})m)?")
DAY = 24 * 60
LONGEST_AGO = 30 * DAY
SATURDAY, SUNDAY = 5, 6


class Unclear(ValueError):
    """This is no age. The message says how one is written."""


def minutes_before(age: str) -> int:
    """Return how long before the start, for a demo that starts at midnight: what is certain."""
    if found := BY_THE_CLOCK.fullmatch(age):
        days, hours, minutes = (int(each) for each in found.groups())
        if days:
            return days * DAY - hours * 60 - minutes
    found = AGO.fullmatch(age)
    if age and found and any(found.groups()):
        return int(found[1] or 0) * 60 + int(found[2] or 0)
    raise Unclear(f"{age!r} is no age: write '12d 14:05', '3h20m' or '45m'.")


def over_before_start(age: str, pauses: Sequence[int]) -> bool:
    """Is a story of that age over, with its pauses, before the day on which the demo starts?"""
    return minutes_before(age) - sum(pauses) > 0


def begins_at(age: str, *, start: datetime) -> datetime:
    """Return the moment a story of that age begins."""
    local = start.astimezone(ZONE)
    if found := BY_THE_CLOCK.fullmatch(age):
        days, hours, minutes = (int(each) for each in found.groups())
        day = local.date() - timedelta(days=days)
        return datetime.combine(day, time(hours, minutes), tzinfo=ZONE)
    return start - timedelta(minutes=minutes_before(age))


def moments_of(
    age: str, pauses: Sequence[int], *, start: datetime, is_answered: bool
) -> list[datetime]:
    """Return the moment of each message. Nobody answers in a weekend: such a story is moved to the
    Friday before."""
    begin = begins_at(age, start=start)
    weekday = begin.astimezone(ZONE).weekday()
    if is_answered:
        begin -= timedelta(days={SATURDAY: 1, SUNDAY: 2}.get(weekday, 0))
    passed = accumulate(pauses)
    return [begin + timedelta(minutes=minutes) for minutes in passed]

"""Opening hours in words, for a bio and an answer, and what a bio says of them. No Django."""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from itertools import groupby
from typing import Final

from gehoor.planning.rules import Day

TIMES: Final = re.compile(r"\b\d{1,2}(?:[:.]\d{2})?\s*(?:uur)?\s*(?:-|–|tot|to)\s*\d{1,2}")  # noqa: RUF001
DASHES: Final = re.compile(r"\s*[-–—]\s*")  # noqa: RUF001


class Says(StrEnum):
    """What a profile says of the opening hours."""

    SAME = "same"
    OTHER = "other"
    NOTHING = "nothing"
    UNREADABLE = "unreadable"
    """we could not look"""


def groups(week: Mapping[int, Day]) -> list[tuple[int, int, Day]]:
    """Return from which weekday to which the same hours hold; days we are closed are left out."""
    days = [(weekday, week.get(weekday, ())) for weekday in range(7)]
    found = []
    for hours, run in groupby(days, key=lambda each: each[1]):
        weekdays = [weekday for weekday, _hours in run]
        if hours:
            found.append((weekdays[0], weekdays[-1], hours))
    return found


def in_short(week: Mapping[int, Day], names: Sequence[str], *, mark: str) -> str:
    """Return a week as briefly as people write it: "ma-do 9-17, vr 9-12.30".

    `names` are short ones of the days, `mark` stands between hours and minutes.
    """
    return ", ".join(
        f"{names[first]}{f'-{names[last]}' if last > first else ''} "
        + "/".join(f"{_time(each.opens, mark)}-{_time(each.closes, mark)}" for each in hours)
        for first, last, hours in groups(week)
    )


def _time(minutes: int, mark: str) -> str:
    hour, rest = minutes // 60, minutes % 60
    hour = hour - 24 if hour > 24 or (hour == 24 and rest) else hour
    return f"{hour}{mark}{rest:02}" if rest else str(hour)


def says(profile: str, hours: str) -> Says:
    """Tell whether a profile says these hours, others, or none."""
    if hours and _plain(hours) in _plain(profile):
        return Says.SAME
    return Says.OTHER if TIMES.search(profile) else Says.NOTHING


def _plain(text: str) -> str:
    return DASHES.sub("-", " ".join(text.casefold().split()).replace(":", "."))

"""Dutch public holidays, and on which of them an organisation is closed.

When they are is what the package `holidays` knows; on which of them one is closed is everybody's
own choice: the law says it of none.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from importlib import import_module
from typing import Any, Final

from gehoor.kit.text import N_


class Holiday(StrEnum):
    NEW_YEAR = "new_year"
    GOOD_FRIDAY = "good_friday"
    EASTER = "easter"
    KINGS_DAY = "kings_day"
    LIBERATION_DAY = "liberation_day"
    LIBERATION_DAY_FIFTH = "liberation_day_fifth"
    ASCENSION = "ascension"
    PENTECOST = "pentecost"
    CHRISTMAS = "christmas"


NAMES: Final[Mapping[Holiday, str]] = {
    Holiday.NEW_YEAR: N_("New Year's Day"),
    Holiday.GOOD_FRIDAY: N_("Good Friday"),
    Holiday.EASTER: N_("Easter"),
    Holiday.KINGS_DAY: N_("King's Day"),
    Holiday.LIBERATION_DAY: N_("Liberation Day, every year"),
    Holiday.LIBERATION_DAY_FIFTH: N_("Liberation Day, once in five years"),
    Holiday.ASCENSION: N_("Ascension Day"),
    Holiday.PENTECOST: N_("Pentecost"),
    Holiday.CHRISTMAS: N_("Christmas"),
}
CLOSED_UNLESS_CHOSEN: Final = frozenset(Holiday) - {Holiday.GOOD_FRIDAY, Holiday.LIBERATION_DAY}
"""on which nearly everybody is closed; on the other two collective agreements differ"""
IN_THE_PACKAGE: Final = {
    "New Year's Day": Holiday.NEW_YEAR,
    "Good Friday": Holiday.GOOD_FRIDAY,
    "Easter Sunday": Holiday.EASTER,
    "Easter Monday": Holiday.EASTER,
    "King's Day": Holiday.KINGS_DAY,
    "Queen's Day": Holiday.KINGS_DAY,
    "Liberation Day": Holiday.LIBERATION_DAY,
    "Ascension Day": Holiday.ASCENSION,
    "Pentecost": Holiday.PENTECOST,
    "Pentecost Monday": Holiday.PENTECOST,
    "Christmas Day": Holiday.CHRISTMAS,
    "Second Day of Christmas": Holiday.CHRISTMAS,
}


def holidays_on(day: date) -> frozenset[Holiday]:
    """Return which holidays a day is; Ascension Day and Liberation Day can be one."""
    return _of_year(day.year).get(day, frozenset())


def next_holidays(
    closed: Collection[Holiday], since: date, *, days: int = 366
) -> Iterator[tuple[date, Holiday]]:
    """Return the days to come on which one is closed, soonest first."""
    for number in range(days):
        day = since + timedelta(days=number)
        if which := sorted(holidays_on(day).intersection(closed)):
            yield day, which[0]


@lru_cache(maxsize=64)
def _of_year(year: int) -> Mapping[date, frozenset[Holiday]]:
    # It knows all the world and weighs five megabytes: only who asks for a day carries it.
    package: Any = import_module("holidays")
    known = package.country_holidays(
        "NL", years=year, categories=("public", "optional"), language="en_US", expand=False
    )
    found = {
        day: {IN_THE_PACKAGE[name] for name in known.get_list(day) if name in IN_THE_PACKAGE}
        for day in known
    }
    for names in found.values():
        if Holiday.LIBERATION_DAY in names and year % 5 == 0:
            names.add(Holiday.LIBERATION_DAY_FIFTH)
    return {day: frozenset(names) for day, names in found.items()}

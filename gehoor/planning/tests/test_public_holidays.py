"""Public holidays: when they are, and on which of them we are closed."""

from datetime import date

import pytest

from gehoor.planning.rules import Hours, read_day
from gehoor.planning.rules.public_holidays import (
    CLOSED_UNLESS_CHOSEN,
    NAMES,
    Holiday,
    holidays_on,
    next_holidays,
)

# As the government lists them.
IN_2027 = {
    date(2027, 1, 1): Holiday.NEW_YEAR,
    date(2027, 3, 26): Holiday.GOOD_FRIDAY,
    date(2027, 3, 28): Holiday.EASTER,
    date(2027, 3, 29): Holiday.EASTER,
    date(2027, 4, 27): Holiday.KINGS_DAY,
    date(2027, 5, 5): Holiday.LIBERATION_DAY,
    date(2027, 5, 6): Holiday.ASCENSION,
    date(2027, 5, 16): Holiday.PENTECOST,
    date(2027, 5, 17): Holiday.PENTECOST,
    date(2027, 12, 25): Holiday.CHRISTMAS,
    date(2027, 12, 26): Holiday.CHRISTMAS,
}


def test_the_holidays_of_a_year_are_those_the_government_lists() -> None:
    assert dict(next_holidays(list(Holiday), date(2027, 1, 1), days=365)) == IN_2027


def test_kings_day_is_never_on_a_sunday_and_two_holidays_can_be_one_day() -> None:
    assert holidays_on(date(2025, 4, 26)) == {Holiday.KINGS_DAY}
    assert holidays_on(date(2025, 4, 27)) == frozenset()
    assert holidays_on(date(2016, 5, 5)) == {Holiday.LIBERATION_DAY, Holiday.ASCENSION}


@pytest.mark.parametrize(("year", "is_closed"), [(2025, True), (2026, False), (2030, True)])
def test_liberation_day_can_be_a_holiday_once_in_five_years(year: int, is_closed: bool) -> None:
    hours = Hours(
        week=dict.fromkeys(range(7), read_day("9-17")),
        closed_on=frozenset({Holiday.LIBERATION_DAY_FIFTH}),
    )

    assert (hours.on(date(year, 5, 5)) == ()) is is_closed


def test_a_day_of_ones_own_comes_before_a_holiday_and_a_holiday_before_the_week() -> None:
    christmas = date(2026, 12, 25)
    week = dict.fromkeys(range(7), read_day("9-17"))

    assert Hours(week).on(christmas) == read_day("9-17")
    assert Hours(week, closed_on=CLOSED_UNLESS_CHOSEN).on(christmas) == ()
    assert Hours(week, {christmas: read_day("10-12")}, CLOSED_UNLESS_CHOSEN).on(christmas) == (
        read_day("10-12")
    )


def test_every_holiday_has_a_name_on_screen() -> None:
    assert set(NAMES) == set(Holiday)


@pytest.mark.parametrize("year", [1999, 2026, 2100])
def test_every_year_that_matters_has_its_holidays(year: int) -> None:
    found = dict(next_holidays(CLOSED_UNLESS_CHOSEN, date(year, 1, 1), days=365))

    assert set(found.values()) == CLOSED_UNLESS_CHOSEN - {Holiday.LIBERATION_DAY_FIFTH} | {
        each for each in (Holiday.LIBERATION_DAY_FIFTH,) if year % 5 == 0
    }

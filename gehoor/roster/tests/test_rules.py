"""Shifts and gaps, held against walking the clock minute by minute."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gehoor.planning.rules import Hours, read_day, spans_of
from gehoor.planning.tests.calendars import HOURS, MINUTE, amsterdam
from gehoor.roster.rules import (
    LONGEST,
    ONE_DAY,
    NotAShift,
    Planned,
    Series,
    at,
    days_of,
    first_overlap,
    gaps,
    length,
    planned,
    without,
)
from gehoor.testing import every_minute

pytestmark = [pytest.mark.row("S3-24")]
TUESDAY = date(2026, 11, 24)
# The night that has 02:30 twice, the one that has it not, and a quiet day.
DAYS = st.sampled_from([date(2026, 10, 24), date(2026, 10, 25), date(2027, 3, 27), TUESDAY])


@st.composite
def shifts(draw: st.DrawFn) -> Planned:
    begins = draw(st.integers(0, 1439))
    ends = draw(st.integers(begins + 1, begins + LONGEST))
    return Planned(draw(DAYS), begins, ends, person=1, team=1, shift=1)


def is_there(shift: Planned, minute: datetime) -> bool:
    """Is the clock on the wall between begin and end of a shift?"""
    begin = every_minute.wall_shows(shift.day, shift.begins)
    return begin <= minute < every_minute.wall_shows(shift.day, shift.ends)


@given(HOURS, st.lists(shifts(), max_size=4), DAYS)
@settings(max_examples=25, deadline=None)
def test_gaps_are_the_minutes_in_which_we_are_open_and_nobody_is_there(
    hours: Hours, planned_ones: list[Planned], day: date
) -> None:
    opened = list(spans_of(hours, day))
    first = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=3)

    found = gaps(opened, [each.span for each in planned_ones])

    minutes = [first + number * MINUTE for number in range(60 * 42)]
    blocks = hours.on(day)
    expected = [
        minute
        for minute in minutes
        if any(
            every_minute.wall_shows(day, block.opens)
            <= minute
            < every_minute.wall_shows(day, block.closes)
            for block in blocks
        )
        and not any(is_there(each, minute) for each in planned_ones)
    ]
    counted = [minute for minute in minutes if any(a <= minute < b for a, b in found)]
    assert counted == expected
    assert all(one[1] < other[0] for one, other in pairwise(found))


@given(shifts(), st.lists(shifts(), max_size=4))
@settings(max_examples=100, deadline=None)
def test_two_shifts_overlap_when_they_share_a_minute(one: Planned, others: list[Planned]) -> None:
    found = first_overlap([one], others)

    shared = [
        each for each in others if max(one.span[0], each.span[0]) < min(one.span[1], each.span[1])
    ]
    assert bool(found) == bool(shared)


@given(st.booleans(), st.integers(-30, 30), st.none() | st.integers(0, 40), st.integers(0, 30))
@settings(max_examples=100, deadline=None)
def test_a_weekly_shift_is_on_every_seventh_day_from_its_first_to_its_last(
    is_weekly: bool, begins_after: int, lasts: int | None, number: int
) -> None:
    day = TUESDAY + begins_after * ONE_DAY
    last_day = day + lasts * ONE_DAY if is_weekly and lasts is not None else None
    series = Series(1, 1, 1, day, 540, 720, is_weekly, last_day)

    found = days_of(series, TUESDAY, TUESDAY + number * ONE_DAY)

    shown = [TUESDAY + each * ONE_DAY for each in range(number + 1)]
    expected = [
        each
        for each in shown
        if each == day
        or (
            is_weekly and each > day and (each - day).days % 7 == 0
            and (last_day is None or each <= last_day)
        )
    ]  # fmt: skip
    assert found == expected


def test_a_day_that_is_left_out_is_left_out() -> None:
    series = Series(7, 1, 1, TUESDAY, 540, 720, is_weekly=True)

    found = planned([series], {(7, TUESDAY + 7 * ONE_DAY)}, TUESDAY, TUESDAY + 14 * ONE_DAY)

    assert [each.day for each in found] == [TUESDAY, TUESDAY + 14 * ONE_DAY]


def test_a_shift_past_midnight_belongs_to_the_day_it_begins_on() -> None:
    begins, ends = length(time(22), time(2))

    shift = Planned(TUESDAY, begins, ends, 1, 1, 1)

    assert shift.span == (amsterdam(2026, 11, 24, 22), amsterdam(2026, 11, 25, 2))
    assert at([shift], amsterdam(2026, 11, 25, 1, 59)) == shift
    assert at([shift], amsterdam(2026, 11, 24, 21)) == shift
    assert at([shift], amsterdam(2026, 11, 25, 2)) is None


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 10, 24), 5), (date(2027, 3, 27), 3), (TUESDAY, 4)]
)
def test_a_night_shift_is_as_long_as_the_night(day: date, hours: int) -> None:
    begin, end = Planned(day, 23 * 60, 27 * 60, 1, 1, 1).span

    assert end - begin == timedelta(hours=hours)


@pytest.mark.parametrize(("begins", "ends"), [(time(9), time(9)), (time(9), time(5))])
def test_hours_that_are_more_likely_a_mistake_are_no_shift(begins: time, ends: time) -> None:
    with pytest.raises(NotAShift):
        length(begins, ends)


def test_without_hours_nothing_is_missing_and_without_shifts_everything_is() -> None:
    opened = list(spans_of(Hours(week={1: read_day("9-12, 13-17")}), TUESDAY))

    assert gaps([], [opened[0]]) == []
    assert gaps(opened, []) == opened
    assert without(opened, opened) == []

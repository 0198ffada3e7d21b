"""The calendar answers at once what counting minute by minute comes to."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gehoor.planning.rules import ZONE, Hours, open_time, read_day
from gehoor.planning.rules.calendar import Calendar
from gehoor.planning.tests.calendars import HOURS, MINUTE, MOMENTS, amsterdam
from gehoor.testing import every_minute

# The islands have no summer time, and a day of theirs begins in the middle of one of ours.
ZONES = st.sampled_from([ZONE, ZoneInfo("America/Kralendijk")])
OFFICE = Hours(week=dict.fromkeys(range(5), read_day("9-12:30, 13-17")))


@given(HOURS, MOMENTS, st.integers(0, 2 * 24 * 60), ZONES)
@settings(max_examples=25, deadline=None)
def test_opening_time_is_what_counting_minutes_comes_to(
    hours: Hours, since: datetime, minutes: int, zone: ZoneInfo
) -> None:
    until = since + minutes * MINUTE

    found = Calendar(hours, zone).open_between(since, until)

    assert found == every_minute.minutes_open(hours, since, until, zone) * MINUTE


@given(HOURS, MOMENTS, st.integers(0, 600), ZONES)
@settings(max_examples=25, deadline=None)
def test_the_moment_after_so_many_minutes_is_where_counting_ends(
    hours: Hours, since: datetime, minutes: int, zone: ZoneInfo
) -> None:
    calendar = Calendar(hours, zone)
    found = calendar.after(since, minutes * MINUTE)

    if found is None:
        assert calendar.open_between(since, since + every_minute.GIVE_UP) < minutes * MINUTE
    elif found - since < timedelta(days=21):
        assert found == every_minute.after(hours, since, minutes, zone)
    assert found is None or calendar.open_between(since, found) == minutes * MINUTE


@given(HOURS, MOMENTS, st.integers(1, 12), ZONES)
@settings(max_examples=25, deadline=None)
def test_days_end_when_the_clock_on_the_wall_says_so(
    hours: Hours, since: datetime, number: int, zone: ZoneInfo
) -> None:
    calendar = Calendar(hours, zone)

    assert calendar.end_of_day(since) == every_minute.end_of_same_day(hours, since, zone)
    assert calendar.end_of_working_day(since, number) == every_minute.end_of_working_day(
        hours, since, number, zone
    )


@given(HOURS, MOMENTS, MOMENTS, MOMENTS, st.integers(0, 59_999_999))
@settings(max_examples=100, deadline=None)
def test_opening_time_adds_up_to_the_microsecond_and_is_never_negative(
    hours: Hours, one: datetime, two: datetime, three: datetime, bit: int
) -> None:
    calendar = Calendar(hours)
    first, middle, last = sorted([one, two + timedelta(microseconds=bit), three])

    whole = calendar.open_between(first, last)

    assert whole == calendar.open_between(first, middle) + calendar.open_between(middle, last)
    assert whole == open_time(hours, first, last)
    assert timedelta() <= whole <= last - first
    assert calendar.open_between(last, first) == timedelta()


@given(HOURS, MOMENTS, st.integers(1, 10**10))
@settings(max_examples=100, deadline=None)
def test_a_moment_is_the_first_at_which_so_much_time_has_passed(
    hours: Hours, since: datetime, microseconds: int
) -> None:
    calendar, amount = Calendar(hours), timedelta(microseconds=microseconds)

    found = calendar.after(since, amount)

    if found is not None:
        just_before = found - timedelta(microseconds=1)
        assert calendar.open_between(since, found) == amount
        assert calendar.open_between(since, just_before) < amount


@pytest.mark.parametrize(
    ("since", "minutes", "due"),
    [
        (amsterdam(2026, 11, 24, 9, 0), 210, amsterdam(2026, 11, 24, 12, 30)),
        (amsterdam(2026, 11, 24, 9, 0), 211, amsterdam(2026, 11, 24, 13, 1)),
        (amsterdam(2026, 11, 27, 16, 30), 60, amsterdam(2026, 11, 30, 9, 30)),
        (amsterdam(2026, 12, 31, 16, 0), 90, amsterdam(2027, 1, 1, 9, 30)),
    ],
)
def test_closing_time_ends_a_term_and_a_break_or_a_weekend_does_not_count(
    since: datetime, minutes: int, due: datetime
) -> None:
    assert Calendar(OFFICE).after(since, minutes * MINUTE) == due


def test_who_is_never_there_ends_nothing() -> None:
    nobody, noon = Calendar(Hours()), datetime(2026, 11, 24, 11, tzinfo=UTC)

    assert nobody.after(noon, MINUTE) is None
    assert nobody.end_of_day(noon) is None
    assert nobody.end_of_working_day(noon, 1) is None
    assert nobody.open_between(noon, noon + timedelta(days=900)) == timedelta()

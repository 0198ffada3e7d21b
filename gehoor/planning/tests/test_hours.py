"""Opening hours: as people write them, on days that are different, and through both DST nights."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gehoor.planning.rules import (
    MINUTES_IN_A_DAY,
    ZONE,
    Day,
    Hours,
    NotHours,
    day_in_a_night,
    day_of,
    is_open,
    later_today,
    moment_on,
    monday_morning,
    next_opening,
    open_time,
    read_day,
    tidy,
    tomorrow_morning,
    write_day,
)
from gehoor.planning.tests.calendars import (
    AROUND_THE_NIGHTS,
    HOURS,
    MINUTE,
    MOMENTS,
    amsterdam,
    days,
)

OFFICE = Hours(week=dict.fromkeys(range(5), read_day("9:00-12:30, 13.00 - 17:00")))


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("09:00-17:00", "09:00-17:00"),
        ("9-17", "09:00-17:00"),
        ("9.30 tot 12.00 en 13:00-17:00", "09:30-12:00, 13:00-17:00"),
        ("13:00-17:00; 9:00-12:00", "09:00-12:00, 13:00-17:00"),
        ("0:00-24:00", "00:00-24:00"),
        ("9-17, 22:00-2:00", "09:00-17:00, 22:00-02:00"),
        ("18:00-0:00", "18:00-24:00"),
        ("gesloten", ""),
        ("", ""),
    ],
)
def test_hours_are_read_as_people_write_them(written: str, kept: str) -> None:
    assert write_day(read_day(written)) == kept


@pytest.mark.parametrize(
    "written",
    [
        "9-5",
        "negen tot vijf",
        "9",
        "17:00-9:00",
        "9:00-9:00",
        "9:00-25:00",
        "9:75-10",
        "9-12,11-13",
    ],
)
def test_what_are_no_hours_is_refused_in_words(written: str) -> None:
    with pytest.raises(NotHours, match=r"\.$"):
        read_day(written)


def test_a_lunch_break_is_closed_and_a_closed_day_too() -> None:
    christmas = Hours(OFFICE.week, {date(2026, 12, 25): ()})

    assert is_open(OFFICE, amsterdam(2026, 11, 25, 12, 29))
    assert not is_open(OFFICE, amsterdam(2026, 11, 25, 12, 30))
    assert not is_open(OFFICE, amsterdam(2026, 11, 28, 10, 0))
    assert is_open(OFFICE, amsterdam(2026, 12, 25, 10, 0))
    assert not is_open(christmas, amsterdam(2026, 12, 25, 10, 0))
    assert next_opening(christmas, amsterdam(2026, 12, 24, 17, 0)) == amsterdam(2026, 12, 28, 9, 0)


def test_a_night_belongs_to_the_day_it_begins_on_and_goes_on_over_a_closed_one() -> None:
    late = Hours(week={3: read_day("22:00-2:00")}, special={date(2026, 12, 25): ()})

    assert is_open(late, amsterdam(2026, 12, 24, 23, 59))
    assert is_open(late, amsterdam(2026, 12, 25, 1, 59))
    assert not is_open(late, amsterdam(2026, 12, 25, 2, 0))
    assert not is_open(late, amsterdam(2026, 12, 25, 22, 0))


def test_a_day_that_begins_in_the_night_before_is_found() -> None:
    night, morning = read_day("22:00-2:00"), read_day("1:00-9:00")

    assert day_in_a_night({0: night, 1: morning}) == 1
    assert day_in_a_night({6: night, 0: morning}) == 0, "after Sunday comes Monday"
    assert day_in_a_night({0: night, 2: morning}) is None
    assert day_in_a_night({0: night, 1: read_day("2:00-9:00")}) is None


def test_who_is_never_there_has_no_next_opening() -> None:
    assert next_opening(Hours(), amsterdam(2026, 11, 25, 12, 0)) is None


@pytest.mark.parametrize(
    ("day", "hours"), [((2026, 10, 25), 25), ((2027, 3, 28), 23), ((2026, 11, 25), 24)]
)
def test_a_whole_day_lasts_as_long_as_it_really_does(day: tuple[int, int, int], hours: int) -> None:
    always = Hours(week=dict.fromkeys(range(7), read_day("0-24")))
    begin = amsterdam(*day)

    assert open_time(always, begin, begin + timedelta(days=1)) == timedelta(hours=hours)


def test_a_block_in_the_hour_that_a_night_skips_never_happens() -> None:
    night = Hours(week={6: read_day("2:00-2:45, 3:00-4:00")})

    total = open_time(night, amsterdam(2027, 3, 28), amsterdam(2027, 3, 29))

    assert total == timedelta(hours=1)


@given(HOURS, MOMENTS, MOMENTS, MOMENTS)
@settings(max_examples=200, deadline=None)
def test_time_adds_up_is_never_negative_and_never_more_than_there_was(
    hours: Hours, one: datetime, two: datetime, three: datetime
) -> None:
    first, middle, last = sorted([one, two, three])

    whole = open_time(hours, first, last)

    assert whole == open_time(hours, first, middle) + open_time(hours, middle, last)
    assert timedelta() <= whole <= last - first
    assert open_time(hours, last, first) == timedelta()


@given(HOURS, st.sampled_from(AROUND_THE_NIGHTS))
@settings(max_examples=25, deadline=None)
def test_open_time_is_the_number_of_minutes_we_were_open(hours: Hours, begin: datetime) -> None:
    minutes = 15 * 60

    counted = sum(is_open(hours, begin + number * MINUTE) for number in range(minutes))

    assert open_time(hours, begin, begin + minutes * MINUTE) == counted * MINUTE


@given(HOURS, MOMENTS)
@settings(max_examples=200, deadline=None)
def test_the_next_opening_is_the_first_open_moment(hours: Hours, moment: datetime) -> None:
    found = next_opening(hours, moment)

    if found is None:
        assert open_time(hours, moment, moment + timedelta(days=370)) == timedelta()
    else:
        assert found >= moment
        assert is_open(hours, found)
        assert open_time(hours, moment, found) == timedelta()


@given(days())
def test_what_is_written_is_read_back(day: Day) -> None:
    assert read_day(write_day(day)) == day == tidy(day[::-1])


@settings(max_examples=200)
@given(hours=HOURS, now=MOMENTS)
def test_what_is_offered_lies_ahead_on_the_clock_on_the_wall_and_in_the_hours(
    hours: Hours, now: datetime
) -> None:
    later, tomorrow = later_today(hours, now), tomorrow_morning(hours, now)
    monday = monday_morning(hours, now)

    nine = moment_on(day_of(now) + timedelta(days=1), 9 * 60)
    assert now < nine <= tomorrow
    assert tomorrow <= monday
    for moment, since in ((tomorrow, nine), (monday, max(nine, nine_on_monday_after(now)))):
        is_there = is_open(hours, moment)
        assert is_there or (moment == since and next_opening(hours, since) is None)
        assert open_time(hours, since, moment) == timedelta(), "there was an earlier moment"
    if later is not None:
        assert now + timedelta(minutes=30) <= later
        assert day_of(later) == day_of(now)
        assert is_open(hours, later) or not (hours.week or hours.special)


def nine_on_monday_after(now: datetime) -> datetime:
    today = day_of(now)
    return moment_on(today + timedelta(days=7 - today.weekday()), 9 * 60)


@settings(max_examples=300)
@given(
    day=st.sampled_from([date(2026, 10, 25), date(2027, 3, 28), date(2026, 11, 24)]),
    first=st.integers(0, MINUTES_IN_A_DAY - 1),
    second=st.integers(0, MINUTES_IN_A_DAY - 1),
)
def test_a_time_of_a_day_is_that_on_the_wall_also_in_the_nights_the_clock_changes(
    day: date, first: int, second: int
) -> None:
    early, late = (moment_on(day, minutes) for minutes in sorted((first, second)))
    wall = early.astimezone(ZONE)

    assert early <= late
    assert wall.date() == day
    is_skipped = day == date(2027, 3, 28) and 120 <= min(first, second) < 180
    assert is_skipped or wall.hour * 60 + wall.minute == min(first, second)
    assert not is_skipped or (wall.hour, wall.minute) == (3, 0)


def test_tomorrow_is_nine_on_the_wall_also_after_a_night_of_another_length() -> None:
    for evening in AROUND_THE_NIGHTS[:2]:
        moment = tomorrow_morning(Hours(), evening)

        assert moment.astimezone(ZONE).hour == 9
        assert moment - evening in (timedelta(hours=12), timedelta(hours=11))

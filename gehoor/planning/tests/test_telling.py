"""Opening hours in words, and whether a bio says them."""

import pytest
from hypothesis import given, settings

from gehoor.planning.rules import Day, Hours, read_day
from gehoor.planning.rules.telling import Says, groups, in_short, says
from gehoor.planning.tests.calendars import HOURS

pytestmark = [pytest.mark.row("S3-25")]
NAMES = ("ma", "di", "wo", "do", "vr", "za", "zo")


def week(**days: str) -> dict[int, Day]:
    return {NAMES.index(name): read_day(written) for name, written in days.items()}


OFFICE = dict.fromkeys(range(5), read_day("9-17"))


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (OFFICE, "ma-vr 9-17"),
        (week(ma="9-17", di="9-17", vr="9-12:30"), "ma-di 9-17, vr 9-12.30"),
        (week(wo="9-12, 13-17"), "wo 9-12/13-17"),
        (week(za="22-02"), "za 22-2"),
        (week(zo="0-24"), "zo 0-24"),
        ({}, ""),
    ],
)
def test_a_week_is_written_as_people_write_it(hours: dict[int, Day], words: str) -> None:
    assert in_short(hours, NAMES, mark=".") == words


@given(HOURS)
@settings(max_examples=100, deadline=None)
def test_every_day_with_hours_is_in_one_group_and_no_other_day_in_any(hours: Hours) -> None:
    found = {
        weekday: day
        for first, last, day in groups(hours.week)
        for weekday in range(first, last + 1)
    }

    assert found == {weekday: day for weekday, day in hours.week.items() if day}


@pytest.mark.parametrize(
    ("profile", "found"),
    [
        ("Wij beantwoorden berichten MA – VR  9 - 17. Spoed: 112.", Says.SAME),  # noqa: RUF001
        ("Bereikbaar ma-vr 8:30-17:00", Says.OTHER),
        ("Open van 10 tot 16 uur", Says.OTHER),
        ("De gemeente. Bel 14 0123.", Says.NOTHING),
        ("", Says.NOTHING),
    ],
)
def test_a_bio_says_the_same_hours_others_or_none(profile: str, found: Says) -> None:
    assert says(profile, "ma-vr 9-17") is found

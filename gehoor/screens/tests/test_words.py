"""Moments and amounts in words."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from gehoor.screens import words

NOON = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("passed", "said"),
    [
        (timedelta(seconds=20), "net binnen"),
        (timedelta(minutes=8), "wacht 8 min"),
        (timedelta(hours=1), "wacht 1 uur"),
        (timedelta(hours=23), "wacht 23 uur"),
        (timedelta(days=1), "wacht 1 dag"),
        (timedelta(days=9), "wacht 9 dagen"),
    ],
)
def test_waiting_is_said_in_the_largest_unit_that_fits(passed: timedelta, said: str) -> None:
    with translation.override("nl"):
        assert words.waits(NOON - passed, NOON) == said


def test_a_moment_is_written_in_the_readers_language_and_our_time() -> None:
    with translation.override("nl"):
        assert words.long_moment(NOON) == "24 november 2026, 12:00"
    with translation.override("en"):
        assert words.long_moment(NOON) == "24 November 2026, 12:00"


def test_a_clock_that_runs_behind_never_shows_a_negative_time() -> None:
    assert words.duration(NOON + timedelta(minutes=3), NOON) == "0 min"


def test_a_file_has_a_size_people_know() -> None:
    assert words.file_size(10) == "1 kB"
    with translation.override("nl"):
        assert words.file_size(2_600_000) == "2,5 MB"

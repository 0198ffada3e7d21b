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


@pytest.mark.parametrize(
    ("whole", "shown"),
    [
        ("Kort genoeg.", "Kort genoeg."),
        ("Ga naar de balie. En dan?", "Ga naar de balie…"),
        ("Donaudampfschiffahrtsgesellschaft", "Donaudampfschiffahr…"),
    ],
)
def test_a_long_text_ends_at_a_word_and_says_that_there_is_more(whole: str, shown: str) -> None:
    assert words.truncate(whole, 19) == shown


def test_a_clock_that_runs_behind_never_shows_a_negative_time() -> None:
    assert words.duration(NOON + timedelta(minutes=3), NOON) == "0 min"


def test_a_file_has_a_size_people_know() -> None:
    assert words.file_size(10) == "1 kB"
    with translation.override("nl"):
        assert words.file_size(2_600_000) == "2,5 MB"


@pytest.mark.parametrize(
    ("left", "nl", "en"),
    [
        (timedelta(minutes=12, seconds=30), "nog 12 min", "12 min left"),
        (timedelta(seconds=30), "nog minder dan een minuut", "less than a minute left"),
        (timedelta(minutes=119), "nog 119 min", "119 min left"),
        (timedelta(hours=2, minutes=59), "nog 2 uur", "2 hours left"),
        (timedelta(), "net te laat", "just late"),
        (-timedelta(minutes=8), "8 min te laat", "8 min late"),
        (-timedelta(hours=3), "3 uur te laat", "3 hours late"),
    ],
)
@pytest.mark.row("S2-34")
def test_a_term_says_how_long_there_is_or_how_late_it_is(left: timedelta, nl: str, en: str) -> None:
    for language, said in (("nl", nl), ("en", en)):
        with translation.override(language):
            assert words.term(NOON + left, NOON) == said


@pytest.mark.django_db
def test_a_term_of_another_day_is_told_as_a_moment() -> None:
    with translation.override("nl"):
        assert words.term(NOON + timedelta(days=6), NOON).startswith("vóór ma 30 nov")
        assert words.term(NOON - timedelta(days=1), NOON).startswith("te laat sinds ma 23 nov")


def test_a_script_goes_on_in_the_same_words() -> None:
    with translation.override("nl"):
        said = words.term_words()

    assert said["left-min"].replace("{n}", "12") == "nog 12 min"
    assert said["late-hours"].replace("{n}", "3") == "3 uur te laat"
    assert said["became-late"].replace("{name}", "Kees") == "Nu te laat: Kees"


def test_a_term_is_nearly_over_from_its_warning_on() -> None:
    minute = timedelta(minutes=1)

    assert words.term_state(NOON, NOON - minute, NOON - 2 * minute) == ""
    assert words.term_state(NOON, NOON - minute, NOON - minute) == "nearly"
    assert words.term_state(NOON, NOON - minute, NOON) == "late"

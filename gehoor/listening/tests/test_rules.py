"""Which words are found in a text, and which are not watched for."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gehoor.listening.rules import (
    IS_SOMEBODY,
    NO_WORD,
    TOO_LONG,
    TOO_MANY,
    complaint_about,
    found_in,
    is_due,
)

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.mark.row("S2-16")
@pytest.mark.parametrize(
    ("words", "text", "found"),
    [
        ("dijk", "De dijken zijn sterk.", "dijk"),
        ("Dijken", "de dijk", "Dijken"),
        ("dijk", "Van Dijkstra is hier", None),
        ("dijk*", "Van Dijkstra is hier", "dijk*"),
        ("afval", "Het AFVAL blijft liggen", "afval"),
        ("cafe", "Een café erbij", "cafe"),
        ("de brug", "Bij de brug staat file", "de brug"),
        ("de brug", "De oude brug", None),
        ("brug\nkade", "Op de kade", "kade"),
        ("gemeente voorbeeld", "Gemeente\nVoorbeeld meldt", "gemeente voorbeeld"),
        ("", "Wat er ook staat", ""),
        ("\n  \n", "Wat er ook staat", ""),
        ("brug", "", None),
        ("A12", "File op de A12.", "A12"),
        ("de lange straat", "lange", None),
    ],
)
def test_a_word_is_found_in_its_forms_and_words_beside_each_other(
    words: str, text: str, found: str | None
) -> None:
    assert found_in(words, text) == found


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ("dijk\ngemeente Voorbeeld\nkap*", ""),
        ("", ""),
        ("fatima@voorbeeld.example", IS_SOMEBODY),
        ("@fatima", IS_SOMEBODY),
        ("from:fatima", IS_SOMEBODY),
        ("https://social.example/fatima", IS_SOMEBODY),
        ("www.fatima.example", IS_SOMEBODY),
        ("06 12345678", IS_SOMEBODY),
        ("06-12 34 56 78", IS_SOMEBODY),
        ("2026", ""),
        ("...", NO_WORD),
        ("x" * 101, TOO_LONG),
        ("\n".join(f"woord{n}" for n in range(51)), TOO_MANY),
    ],
)
def test_subjects_are_followed_and_people_are_not(words: str, complaint: str) -> None:
    assert complaint_about(words) == complaint


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_words_and_any_text_get_an_answer(words: str, text: str) -> None:
    found_in(words, text)
    complaint_about(words)


def test_hits_are_told_when_the_first_has_waited_and_a_failed_try_has_rested() -> None:
    found = NOON - timedelta(minutes=15)

    assert is_due(found, now=NOON, minutes=15, tried_at=None)
    assert not is_due(found, now=NOON - timedelta(seconds=1), minutes=15, tried_at=None)
    assert not is_due(found, now=NOON, minutes=15, tried_at=NOON - timedelta(minutes=4))
    assert is_due(found, now=NOON, minutes=15, tried_at=NOON - timedelta(minutes=5))
    assert is_due(found, now=NOON, minutes=1440, tried_at=None, scale=0.001)

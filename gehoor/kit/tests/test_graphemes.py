"""What a person calls one letter."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from gehoor.kit import graphemes

FAMILY = "👨‍👩‍👧‍👦"


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("", 0),
        ("gemeente", 8),
        ("cafe\u0301", 4),
        (FAMILY, 1),
        (FAMILY * 100, 100),
        ("🇳🇱🇧🇪", 2),
        ("🇳🇱🇧", 2),
        ("👍🏽", 1),
        ("❤️‍🔥", 1),
        ("a\u200db", 2),
        ("👍 👍", 3),
        ("🏴󠁧󠁢󠁥󠁮󠁧󠁿", 1),
        ("1️⃣", 1),
        ("각", 1),
        ("한국어", 3),
        ("नि", 1),
        ("\r\n", 1),
        ("\n\r", 2),
        ("\n\u0301", 2),
        ("שָׁלוֹם", 4),
        ("ลำ", 1),
    ],
)
def test_letters_are_counted_as_a_person_sees_them(text: str, letters: int) -> None:
    assert graphemes.count(text) == letters


@given(some.text())
def test_no_letter_is_lost_and_none_is_counted_twice(text: str) -> None:
    clusters = list(graphemes.split(text))

    assert "".join(clusters) == text
    assert all(clusters)
    assert len(clusters) == graphemes.count(text) <= len(text)

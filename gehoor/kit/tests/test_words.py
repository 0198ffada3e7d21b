"""The words by which text is found."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gehoor.kit import words


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("De huizen staan onder water", "huis"),
        ("Ik kreeg drie brieven", "brief"),
        ("Waar is de afvalkalender?", "kalender"),
        ("parkeervergunningen", "parkeervergunning"),
        ("Een kop koffie in het CAFÉ", "cafe"),
    ],
)
def test_a_word_is_found_in_its_other_forms(text: str, asked: str) -> None:
    kept = set(words.tsvector(text).replace("'", "").split())

    assert kept & words.forms(asked)


@given(st.text(max_size=200))
@example("DE ΣΟΦΟΣ e\u0301\u0323a ﬁn Ǆ")
def test_small_letters_without_accents_are_those_of_the_whole_text(text: str) -> None:
    """Only what is beyond ASCII is looked at; what stands before it changes nothing."""
    whole = unicodedata.normalize("NFKD", text.lower())

    assert words.fold(text) == "".join(sign for sign in whole if not unicodedata.combining(sign))


@given(st.text(max_size=200))
def test_any_text_gives_balanced_quotes(text: str) -> None:
    assert words.tsvector(text).count("'") % 2 == 0
    assert words.tsquery(text).count("'") % 2 == 0


def test_nothing_asked_is_nothing_wanted() -> None:
    assert words.tsquery("  !? ") == ""

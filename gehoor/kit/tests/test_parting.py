"""A text in parts: nothing lost, nothing cut in the middle of what belongs together."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from gehoor.kit import graphemes
from gehoor.kit.parting import TooLong, in_parts


def short(longest: int):  # type: ignore[no-untyped-def]
    return lambda text, number, total: (
        graphemes.count(f"{text.rstrip()} ({number}/{total})")
        <= (longest if total > 1 else longest + len(" (1/1)"))
    )


def test_what_fits_stays_one() -> None:
    assert in_parts("Dank u wel.", short(40), most=9) == ["Dank u wel."]


def test_it_stops_after_a_sentence_before_it_stops_after_a_word() -> None:
    text = "Wij komen morgen langs. De put wordt dan leeggezogen door de aannemer."

    parts = in_parts(text, short(54), most=9)

    assert parts == [
        "Wij komen morgen langs. ",
        "De put wordt dan leeggezogen door de aannemer.",
    ]


def test_it_stops_after_a_paragraph_before_it_stops_after_a_sentence() -> None:
    text = "Dag Kees,\nDank voor uw foto.\n\nWij komen. Morgen om tien uur, met twee man."

    assert in_parts(text, short(52), most=9)[0] == "Dag Kees,\nDank voor uw foto.\n\n"


def test_a_word_that_never_fits_is_cut_between_letters_a_person_sees() -> None:
    family = "👨‍👩‍👧‍👦"

    parts = in_parts(family * 30, short(20), most=9)

    assert all(set(graphemes.split(part)) == {family} for part in parts)
    assert "".join(parts) == family * 30


def test_more_parts_than_somebody_can_read_are_refused() -> None:
    with pytest.raises(TooLong):
        in_parts("woord " * 100, short(30), most=3)


@given(some.text(alphabet="ab .\n!👍🏽é\u0301", max_size=300), some.integers(10, 60))
def test_together_the_parts_are_the_text_and_each_of_them_fits(text: str, longest: int) -> None:
    fits = short(longest)

    try:
        parts = in_parts(text, fits, most=99)
    except TooLong:
        return

    assert "".join(parts) == text
    assert all(fits(part, number, len(parts)) for number, part in enumerate(parts, 1))

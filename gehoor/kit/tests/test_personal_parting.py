"""What is personal is taken out of a text by whole sentences, and no sign of the text is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gehoor.kit.personal.finding import find
from gehoor.kit.personal.found import Kind, Span
from gehoor.kit.personal.parting import in_two

pytestmark = pytest.mark.row("S2-13")


@pytest.mark.parametrize(
    ("text", "rest", "personal"),
    [
        (
            "Beste Fatima, dank u. Uw BSN 123456782 klopt. Wij komen morgen langs.",
            "Beste Fatima, dank u. Wij komen morgen langs.",
            "Uw BSN 123456782 klopt.",
        ),
        (
            "De bak is geleegd.\n\nIk bel dhr. J. Jansen op tel. 06 12345678! Groet, Anouk",
            "De bak is geleegd.\n\nGroet, Anouk",
            "Ik bel dhr. J. Jansen op tel. 06 12345678!",
        ),
        ("Uw BSN is 123456782", "", "Uw BSN is 123456782"),
        ("Niets aan de hand.", "Niets aan de hand.", ""),
    ],
)
def test_the_general_part_stays_and_whole_sentences_go(text: str, rest: str, personal: str) -> None:
    assert in_two(text, find(text)) == (rest, personal)


@given(
    st.text(alphabet="aB1. !?\n\u2026\u201d", max_size=60),
    st.lists(st.tuples(st.integers(0, 59), st.integers(1, 9)), max_size=3),
)
def test_no_sign_is_lost_and_nothing_that_was_found_stays(
    text: str, places: list[tuple[int, int]]
) -> None:
    spans = [
        Span(start, min(start + length, len(text)), Kind.BSN)
        for start, length in places
        if start < len(text)
    ]

    rest, personal = in_two(text, spans)

    assert sorted((rest + personal).replace("\n", "").replace(" ", "")) == sorted(
        text.replace("\n", "").replace(" ", "")
    )
    if len(spans) == 1 and (taken := text[spans[0].start : spans[0].end].strip()):
        assert taken in personal

"""Folding away what a mail program quotes."""

import pytest

from gehoor.kit.quotes import split_quote


@pytest.mark.parametrize(
    "beginning",
    [
        "Op di 24 nov 2026 om 09:14 schreef Gemeente <post@gemeente.example>:",
        "On Tue, 24 Nov 2026 at 09:14, Town <post@town.example> wrote:",
        "-----Oorspronkelijk bericht-----",
        "Van: Gemeente\nVerzonden: dinsdag 24 november",
        "> Dag Fatima,\n>\n> Vervelend.",
    ],
)
def test_what_is_quoted_is_parted_from_what_is_new(beginning: str) -> None:
    fresh, quoted = split_quote(f"Dank u wel.\n\n{beginning}\n> Dag")

    assert fresh == "Dank u wel."
    assert quoted.startswith(beginning)


@pytest.mark.parametrize(
    "text",
    [
        "Gewoon een vraag.",
        "> Alleen een citaat",
        "Van: de Lindelaan tot het plein ligt vuil.",
        "Ik las:\n> dit\nen dat klopt niet.",
    ],
)
def test_a_message_without_an_older_one_under_it_is_shown_whole(text: str) -> None:
    assert split_quote(text) == (text, "")


def test_a_text_of_a_million_lines_is_left_alone() -> None:
    text = "> \n" * 1_000_000

    assert split_quote(text) == (text, "")

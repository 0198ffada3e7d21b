"""What a text quotes."""

import pytest

from gehoor.inbox.rules.quoted import holds, in_a_row, passages_in, repeated


@pytest.mark.parametrize(
    ("text", "passages"),
    [
        ("Zij schreef: \u201cMijn straat was nog nooit zo schoon.\u201d Dank!",
         ["Mijn straat was nog nooit zo schoon"]),
        ('Een inwoner: "petje af voor de straatvegers"', ["petje af voor de straatvegers"]),
        ("Kies \u201cMijn zaken\u201d en log in.", []),
        ("Het is Kees\u2019 huis en Anouk\u2019s tuin, en dat al zeven jaar.", []),
        ("Zonder aanhalingstekens staat er niets.", []),
    ],
)  # fmt: skip
def test_a_passage_of_five_words_between_quotation_marks_is_a_quote(
    text: str, passages: list[str]
) -> None:
    assert passages_in(text) == passages


def test_capitals_and_spaces_make_no_other_passage_and_other_words_do() -> None:
    written = "Petje  af voor\nde straatvegers!"

    assert holds(written, "petje af voor de straatvegers")
    assert not holds(written, "petje af voor alle straatvegers")


@pytest.mark.parametrize(
    ("text", "repeats"),
    [
        ("U schreef: Mijn zoon wordt al weken gepest op het schoolplein.",
         "Mijn zoon wordt al weken gepest op het schoolplein"),
        ("mijn ZOON wordt, al wéken gepest op het schoolplein van de wijk",
         "mijn ZOON wordt, al wéken gepest op het schoolplein"),
        ("Mijn zoon wordt al weken gepest op straat.", ""),
        ("Wat naar.", ""),
    ],
)  # fmt: skip
def test_eight_words_in_a_row_repeat_what_somebody_wrote(text: str, repeats: str) -> None:
    assert (
        repeated(in_a_row(text), "Mijn zoon wordt al weken gepest\nop het schoolplein. Help!")
        == repeats
    )


def test_what_a_mail_repeats_of_ours_is_not_of_its_writer() -> None:
    said = in_a_row("een twee drie vier vijf zes zeven acht")

    assert not repeated(said, "> Een twee drie vier vijf zes zeven acht\nDank u wel.")
    assert repeated(said, "Een twee drie vier vijf zes zeven acht\nDank u wel.")

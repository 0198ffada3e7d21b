"""What a text quotes."""

import pytest

from gehoor.inbox.rules.quoted import holds, passages_in


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

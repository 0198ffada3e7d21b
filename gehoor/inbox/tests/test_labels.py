"""Labels name a subject, and never put people in a group the law protects."""

import pytest

from gehoor.inbox.rules.labels import protected_word


@pytest.mark.parametrize(
    ("label", "word"),
    [
        ("Moslim", "Moslim"),
        ("boze PVV-stemmer", "PVV"),
        ("SP", "SP"),
        ("homo\u2019s", "homo\u2019s"),
        ("FNV'er", "FNV'er"),
        ("Marokkaanse jongeren", "Marokkaanse"),
        ("verslaafde man", "verslaafde"),
        ("Eeuwige querulant", "querulant"),
        ("cnv'ers", "cnv'ers"),
    ],
)
def test_a_label_that_says_what_somebody_is_is_told_by_its_word(label: str, word: str) -> None:
    assert protected_word(label) == word


@pytest.mark.parametrize(
    "label",
    [
        "Afval", "Kapotte lamp", "Denk mee", "Opvang asielzoekers", "Gehandicaptenparkeerkaart",
        "Kerkplein", "Zorg", "Verkiezingen", "Rechts afslaan", "Linksaf", "Pooltocht", "HOV", "sp",
    ],
)  # fmt: skip
def test_a_subject_is_free(label: str) -> None:
    assert protected_word(label) == ""

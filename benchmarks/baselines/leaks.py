"""The obvious way to find what is personal: a regex for each number, and a list of names."""

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final

from benchmarks.harness import ROOT
from gehoor.testing.leaks import Mark

LISTS: Final = ROOT / "gehoor" / "kit" / "personal" / "lists"
NUMBERS: Final = {
    "bsn": r"\b\d{9}\b",
    "iban": r"\b[A-Z]{2}\d{2} ?[A-Z]{4} ?\d{4} ?\d{4} ?\d{2}\b",
    "phone": r"(?:\+31|\b0)[ -]?(?:\d[ -]?){8}\d\b",
    "email": r"\b[\w.+-]+@[\w-]+\.[\w.-]+\b",
    "postcode_address": r"\b\d{4} ?[A-Z]{2}\b",
    "licence_plate": r"\b[A-Z0-9]{1,3}-[A-Z0-9]{2,3}-[A-Z0-9]{1,2}\b",
    "birth_date": r"\b\d{1,2}[-/]\d{1,2}[-/]\d{4}\b",
    "patient_number": r"(?i:pati\u00ebntnummer:?(?: is)? )(\d+)",
    "case_number": r"(?i:zaaknummer:?(?: is)? )([\w-]+)",
}
WORD: Final = re.compile(r"[^\W\d_][\w'\u2019-]+")
BETWEEN: Final = re.compile(r"^(?: (?:van|de|der|den|ter|ten|het|'t|el|al|ben))* $")


def find(text: str) -> Sequence[Mark]:
    """Return every match, and every word of a list of names, joined to its neighbour."""
    return [*_numbers(text), *_names(text)]


def _numbers(text: str) -> Sequence[Mark]:
    return [
        Mark(*found.span(found.lastindex or 0), kind)
        for kind, pattern in NUMBERS.items()
        for found in re.finditer(pattern, text)
    ]


def _names(text: str) -> Sequence[Mark]:
    found: list[Mark] = []
    for word in WORD.finditer(text):
        if word[0] in _known():
            start = word.start()
            if found and BETWEEN.match(text[found[-1].end : start]):
                start = found.pop().start
            found.append(Mark(start, word.end(), "person_name"))
    return found


@cache
def _known() -> frozenset[str]:
    texts = (
        Path(each).read_text() for each in [*LISTS.glob("first_*.txt"), *LISTS.glob("last_*.txt")]
    )
    return frozenset(line for text in texts for line in text.splitlines())

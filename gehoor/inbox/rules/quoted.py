"""What a text quotes, between quotation marks or word for word. Values in, answer out."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from gehoor.kit.words import fold

FEWEST_WORDS: Final = 5
"""shorter is a word or a name, which says nothing of who wrote it"""
MOST_PASSAGES: Final = 10
PASSAGE: Final = re.compile(
    "\u201c([^\u201c\u201d]+)\u201d|\u201e([^\u201e\u201c\u201d]+)[\u201c\u201d]"
    '|\u2018([^\u2018\u2019]+)\u2019|\u00ab([^\u00ab\u00bb]+)\u00bb|"([^"]+)"'
)
BESIDE: Final = " .,;:!?"
STRETCH: Final = 8
"""words in a row that nobody writes by chance as another did"""
WORD: Final = re.compile(r"\w+")
CITED: Final = re.compile(r"^\s*>.*$", re.MULTILINE)
"""what a mail repeats of the one it answers, which is not of its writer"""
ACCENTS: Final = re.compile("[\u0300-\u036f]+")


def passages_in(text: str) -> list[str]:
    """Return the passages of five words or more that stand between quotation marks."""
    found = ("".join(part or "" for part in each) for each in PASSAGE.findall(text))
    tidied = (" ".join(each.split()).strip(BESIDE) for each in found)
    return [each for each in tidied if len(each.split()) >= FEWEST_WORDS][:MOST_PASSAGES]


def holds(written: str, passage: str) -> bool:
    """Does this passage stand in what somebody wrote, but for capitals and spaces?"""
    return fold(" ".join(passage.split())) in fold(" ".join(written.split()))


@dataclass(frozen=True)
class InARow:
    """A text by its words, in the order in which they stand."""

    text: str
    spans: Sequence[tuple[int, int]]
    words: Sequence[str]


def in_a_row(text: str) -> InARow:
    found = list(WORD.finditer(text))
    return InARow(text, [each.span() for each in found], [_plain(each[0]) for each in found])


def repeated(said: InARow, written: str) -> str:
    """Return the first eight words or more in a row that stand in what somebody wrote, as the text
    has them; nothing when none do. Capitals, accents and signs between words say nothing."""
    theirs = WORD.findall(_plain(CITED.sub("", written)))
    known, ours = set(theirs), said.words
    # Nearly always this is enough, and it takes a tenth of the time.
    if not _has_run(each in known for each in ours):
        return ""
    rows = {tuple(theirs[at : at + STRETCH]) for at in range(len(theirs) - STRETCH + 1)}
    stands = [tuple(ours[at : at + STRETCH]) in rows for at in range(len(ours) - STRETCH + 1)]
    if True not in stands:
        return ""
    first = stands.index(True)
    last = next((at for at in range(first, len(stands)) if not stands[at]), len(stands)) - 1
    return said.text[said.spans[first][0] : said.spans[last + STRETCH - 1][1]]


def _has_run(flags: Iterable[bool]) -> bool:
    """Are there as many in a row as make a stretch?"""
    return any(is_so and sum(1 for _ in run) >= STRETCH for is_so, run in groupby(flags))


def _plain(text: str) -> str:
    """Return a text in lower case without accents; of a whole one sooner than word by word."""
    lower = text.lower()
    return lower if lower.isascii() else ACCENTS.sub("", unicodedata.normalize("NFKD", lower))

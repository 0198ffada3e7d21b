"""What a text quotes: whole passages between quotation marks. Values in, answer out."""

import re
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


def passages_in(text: str) -> list[str]:
    """Return the passages of five words or more that stand between quotation marks."""
    found = ("".join(part or "" for part in each) for each in PASSAGE.findall(text))
    tidied = (" ".join(each.split()).strip(BESIDE) for each in found)
    return [each for each in tidied if len(each.split()) >= FEWEST_WORDS][:MOST_PASSAGES]


def holds(written: str, passage: str) -> bool:
    """Does this passage stand in what somebody wrote, but for capitals and spaces?"""
    return fold(" ".join(passage.split())) in fold(" ".join(written.split()))

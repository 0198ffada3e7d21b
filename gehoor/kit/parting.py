"""Parts a text that is too long for one message: where people pause, and never a letter lost."""

import re
from collections.abc import Callable, Sequence
from functools import partial
from itertools import accumulate
from typing import Final

from gehoor.kit import graphemes

Fits = Callable[[str, int, int], bool]
"""does this text fit as part so many of so many?"""
# Where one may stop, the best first: after a paragraph, after a sentence, after a word.
PAUSES: Final = (
    re.compile(r"\n\s*\n\s*"),
    re.compile("[.!?…][\"'\u201d\u2019)\\]]*\\s+"),
    re.compile(r"\s+"),
)
FULL_ENOUGH: Final = 0.5
"""a better place to stop is taken when the part is at least this full with it"""


class TooLong(Exception):
    """It does not fit in so many parts."""


def in_parts(text: str, fits: Fits, *, most: int) -> Sequence[str]:
    """Return the text in as few parts as it needs; put together again they are the text, exactly.

    Raises TooLong when it needs more than `most`.
    """
    total = 1
    while total <= most:
        parts = _parted(text, fits, total)
        if len(parts) <= total:
            return parts
        # How many there are stands in each of them and takes room, so it is tried anew.
        total = max(total + 1, min(len(parts), most))
    raise TooLong(most)


def _parted(text: str, fits: Fits, total: int) -> list[str]:
    """Cut for `total` parts; one more than that when they are not enough."""
    parts: list[str] = []
    while text and len(parts) < total:
        parts.append(_longest(text, partial(_fits_as, fits, len(parts) + 1, total)))
        text = text[len(parts[-1]) :]
    return [*parts, text] if text else parts


def _fits_as(fits: Fits, number: int, total: int, text: str) -> bool:
    return fits(text, number, total)


def _longest(text: str, fits: Callable[[str], bool]) -> str:
    """Return the longest beginning that fits and ends where one may stop."""
    if fits(text):
        return text
    if not (furthest := _last_fitting(text, _ends(PAUSES[-1], text), fits)):
        return text[: _within_a_word(text, fits)]
    for pause in PAUSES[:-1]:
        better = [end for end in _ends(pause, text) if end <= furthest]
        if better and better[-1] >= FULL_ENOUGH * furthest:
            return text[: better[-1]]
    return text[:furthest]


def _within_a_word(text: str, fits: Callable[[str], bool]) -> int:
    """Return up to where it fits when not even its first word does. Raises TooLong."""
    ends = list(accumulate(len(letter) for letter in graphemes.split(text)))
    if place := _last_fitting(text, ends, fits):
        return place
    raise TooLong(1)


def _ends(pause: re.Pattern[str], text: str) -> list[int]:
    return [found.end() for found in pause.finditer(text) if found.start() > 0]


def _last_fitting(text: str, ends: list[int], fits: Callable[[str], bool]) -> int:
    """Return the last of these places up to which it fits, by halving; 0 when there is none."""
    low, high = 0, len(ends)
    while low < high:
        middle = (low + high) // 2
        if fits(text[: ends[middle]]):
            low = middle + 1
        else:
            high = middle
    return ends[low - 1] if low else 0

"""What is other in one text than in another, by words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Final

PIECE: Final = re.compile(r"\s+|\w+|[^\w\s]")
MOST_PIECES: Final = 1_000
"""of longer texts the lines are held against each other: it would take too long by words"""


class Change(StrEnum):
    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Part:
    change: Change
    text: str = field(repr=False)


def differences(before: str, after: str) -> list[Part]:
    """Return the texts as parts: what stayed, what went and what came, in reading order."""
    old, new = PIECE.findall(before), PIECE.findall(after)
    is_long = max(len(old), len(new)) > MOST_PIECES
    if is_long:
        old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    return [part for part in _parts(old, new, is_long=is_long) if part.text]


def _parts(old: list[str], new: list[str], *, is_long: bool) -> Iterator[Part]:
    """Where both begin and end alike is left out of the search, which takes the square of it."""
    head = _alike(old, new)
    tail = _alike(old[head:][::-1], new[head:][::-1])
    middle = old[head : len(old) - tail], new[head : len(new) - tail]
    yield Part(Change.SAME, "".join(old[:head]))
    for what, i1, i2, j1, j2 in SequenceMatcher(None, *middle, autojunk=is_long).get_opcodes():
        if what == "equal":
            yield Part(Change.SAME, "".join(middle[0][i1:i2]))
            continue
        yield Part(Change.GONE, "".join(middle[0][i1:i2]))
        yield Part(Change.NEW, "".join(middle[1][j1:j2]))
    yield Part(Change.SAME, "".join(old[len(old) - tail :]))


def _alike(one: list[str], other: list[str]) -> int:
    """Return how many pieces both begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))

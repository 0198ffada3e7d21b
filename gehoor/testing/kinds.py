"""Messages and answers written by hand, with what a careful colleague would say they are."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

SETS: Final = Path(__file__).with_name("kinds.txt")
AT_HAND: Final = "at hand"
NEVER_MENDED_FOR: Final = "never mended for"
Judged = tuple[str, str]
"""what it is in the eyes of a person, and the text"""


def judged(about: str, which: str) -> list[Judged]:
    """Return the texts of one set about `kinds`, `despair` or `advice`."""
    found: list[Judged] = []
    is_mine = False
    for line in SETS.read_text().splitlines():
        if line.startswith("== "):
            is_mine = line == f"== {about}: {which}"
        elif is_mine:
            label, _, text = line.partition("\t")
            found.append((label, text))
    return found


def measured(
    texts: Sequence[Judged], label: str, tells: Callable[[str], str]
) -> tuple[float, float]:
    """Return recall and precision of those that are `label`; precision 1 where none was found."""
    told = [tells(text) for _, text in texts]
    right = sum(one == label == other for (one, _), other in zip(texts, told, strict=True))
    return right / sum(one == label for one, _ in texts), right / max(1, told.count(label))

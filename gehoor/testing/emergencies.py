"""Messages written by hand in which somebody may be in danger, or that only look like it."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

SETS: Final = Path(__file__).with_name("emergencies.txt")
NEVER_MENDED_FOR: Final = "never mended for"
Judged = tuple[bool, str]
"""whether somebody may be in danger in the eyes of a person, and the text"""


def messages() -> dict[str, list[Judged]]:
    """Return the messages of each set."""
    found: dict[str, list[Judged]] = {}
    mine: list[Judged] = []
    for line in SETS.read_text().splitlines():
        if line.startswith("== "):
            mine = found.setdefault(line[3:], [])
        elif line[:2] in {"! ", "- "}:
            mine.append((line[0] == "!", line[2:]))
    return found


def measured(judged: Sequence[Judged], finds: Callable[[str], object]) -> tuple[float, float]:
    """Return recall and precision."""
    raised = [is_one for is_one, text in judged if finds(text)]
    return sum(raised) / sum(is_one for is_one, _ in judged), sum(raised) / len(raised)

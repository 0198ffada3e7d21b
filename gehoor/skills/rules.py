"""Which skills something takes. No database, no Django: values in, answer out."""

from collections.abc import Collection, Iterable, Sequence
from typing import Final, NamedTuple

MOST_LABELS: Final = 20
LONGEST_NAME: Final = 60
LONGEST_LABEL: Final = 40


class Asked(NamedTuple):
    """A skill, and the labels that take it."""

    number: int
    name: str
    labels: Sequence[str]


def taken(skills: Iterable[Asked], labels: Collection[str]) -> list[Asked]:
    """Return the skills that something with these labels takes."""
    has = {label.casefold() for label in labels}
    return [each for each in skills if not has.isdisjoint(name.casefold() for name in each.labels)]


def read_labels(written: str) -> list[str]:
    """Return the labels that stand with commas between them, each once."""
    found: dict[str, str] = {}
    for part in written.split(","):
        label = " ".join(part.split())
        if label:
            found.setdefault(label.casefold(), label)
    return list(found.values())

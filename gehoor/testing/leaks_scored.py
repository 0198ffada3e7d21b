"""How well a finder finds: strictly what it missed, and what it took for something it is not."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gehoor.testing import leaks_said
from gehoor.testing.leaks import Mark, Marked, read

FOLDER: Final = Path(__file__).resolve().parents[1] / "kit" / "tests" / "personal"
NAME: Final = "person_name"
Finder = Callable[[str], Sequence[Mark]]


@dataclass(frozen=True, slots=True)
class Score:
    """Counts over many texts."""

    marks: int
    found: int
    """marks of which every sign was found, as what it is"""
    taken: int
    right: int
    """of what was taken, how much has a sign in common with a mark of its kind"""
    exact: int
    """of what was found, how much begins and ends where its mark does"""

    @property
    def recall(self) -> float:
        return self.found / max(1, self.marks)

    @property
    def precision(self) -> float:
        return self.right / max(1, self.taken)


def score(texts: Iterable[Marked], find: Finder, *, names: bool) -> Score:
    """Return how names are found, or everything but names."""
    marks = found = taken = right = exact = 0
    for each in texts:
        wanted = [mark for mark in each.marks if (mark.kind == NAME) is names]
        given = [span for span in find(each.text) if (span.kind == NAME) is names]
        marks += len(wanted)
        found += sum(_is_covered(mark, given) for mark in wanted)
        taken += len(given)
        right += sum(any(_touch(span, mark) for mark in wanted) for span in given)
        exact += sum(mark in given for mark in wanted)
    return Score(marks, found, taken, right, exact)


def wrong(texts: Iterable[Marked], find: Finder, *, names: bool) -> Iterable[str]:
    """Return a line for each mark that was missed and each span that is no mark, to look at."""
    for each in texts:
        wanted = [mark for mark in each.marks if (mark.kind == NAME) is names]
        given = [span for span in find(each.text) if (span.kind == NAME) is names]
        for mark in wanted:
            if not _is_covered(mark, given):
                yield f"missed {mark.kind} {each.text[mark.start : mark.end]!r} in {each.text!r}"
        for span in given:
            if not any(_touch(span, mark) for mark in wanted):
                yield f"taken {span.kind} {each.text[span.start : span.end]!r} in {each.text!r}"


def _is_covered(mark: Mark, spans: Sequence[Mark]) -> bool:
    same = [span for span in spans if span.kind == mark.kind]
    return any(span.start <= mark.start and mark.end <= span.end for span in same)


def _touch(span: Mark, mark: Mark) -> bool:
    return span.kind == mark.kind and span.start < mark.end and mark.start < span.end


def names_at_hand() -> list[Marked]:
    return read(FOLDER / "at_hand.txt")


def names_held_out() -> list[Marked]:
    return read(FOLDER / "held_out.txt")


def numbers_at_hand() -> list[Marked]:
    return [*read(FOLDER / "numbers_at_hand.txt"), *leaks_said.at_hand()]


def numbers_by_hand() -> list[Marked]:
    """Return what was written by hand and held out."""
    return read(FOLDER / "numbers_held_out.txt")


def numbers_held_out() -> list[Marked]:
    return list(leaks_said.held_out())


def numbers_last() -> list[Marked]:
    """Return what was written by hand when the rules were done."""
    return read(FOLDER / "numbers_last.txt")


def numbers_hard() -> list[Marked]:
    """Return what somebody wrote, without having seen the rules, in odd notations."""
    return read(FOLDER / "numbers_hard.txt")


def names_hard() -> list[Marked]:
    return read(FOLDER / "names_hard.txt")


def names_ordinary() -> list[Marked]:
    """Return what somebody wrote, without having seen the rules, as on an ordinary day."""
    return read(FOLDER / "names_ordinary.txt")


def numbers_odd() -> list[Marked]:
    """Return what was written to break the rules, which were widened with it."""
    return read(FOLDER / "numbers_acceptance.txt")


def names_unread() -> list[Marked]:
    """Return the same, read when the rules were done."""
    return read(FOLDER / "names_unread.txt")


def names_last() -> list[Marked]:
    return read(FOLDER / "names_last.txt")

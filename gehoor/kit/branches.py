"""Puts answers under what they answer: a flat list becomes a tree, read from top to bottom."""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Leaf = TypeVar("Leaf")


@dataclass(frozen=True, slots=True)
class Placed(Generic[Leaf]):
    """Something with its place in the tree."""

    leaf: Leaf
    depth: int
    """0: it answers nothing that is here"""
    below: int | None
    """the index, in the list that was given, of what it answers"""


@dataclass(frozen=True, slots=True)
class Named(Generic[Leaf]):
    """Something that may answer something else, by name."""

    leaf: Leaf
    name: Hashable
    """falsy: nothing can answer it"""
    answers: Hashable
    """the name of what it answers; falsy: nothing"""


def in_branches(given: Sequence[Named[Leaf]]) -> list[Placed[Leaf]]:
    """Return everything that was given, each once, followed by what answers it.

    What stands beside each other keeps the order it was given in. Names come from strangers: what
    answers itself, or each other in a circle, begins a branch of its own; of two with one name the
    first is answered.
    """
    place_of: dict[Hashable, int] = {}
    for index, each in enumerate(given):
        if each.name:
            place_of.setdefault(each.name, index)
    parents = [place_of.get(each.answers) if each.answers else None for each in given]
    children: dict[int, list[int]] = {}
    tops = []
    for index, parent in enumerate(parents):
        if parent is None or parent == index:
            tops.append(index)
        else:
            children.setdefault(parent, []).append(index)
    return list(_placed(given, parents, tops, children))


def _placed(
    given: Sequence[Named[Leaf]],
    parents: Sequence[int | None],
    tops: Sequence[int],
    children: dict[int, list[int]],
) -> Iterator[Placed[Leaf]]:
    seen: set[int] = set()
    # After the real tops everything once more: what is left then goes round in a circle.
    for top in (*tops, *range(len(given))):
        waiting = [(top, 0)]
        while waiting:
            index, depth = waiting.pop()
            if index in seen:
                continue
            seen.add(index)
            yield Placed(given[index].leaf, depth, parents[index] if depth else None)
            waiting += [(child, depth + 1) for child in reversed(children.get(index, ()))]

"""A text with marks where something personal stands, and beside each mark what it is, in words."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from gehoor.flows.leaking import NAMES, Found

AROUND = 90
"""signs that are shown of a long text on either side of what is marked in it"""


class Piece(NamedTuple):
    """A piece of a text, and what it is when it is marked."""

    words: str
    kind: str = ""


def pieces_of(found: Found, *, whole: bool = False) -> list[Piece]:
    """Return a text in pieces; of a long one only what stands around its marks."""
    pieces, at = [], 0
    for span in found.spans:
        pieces.append(Piece(found.text[at : span.start]))
        pieces.append(Piece(found.text[span.start : span.end], str(NAMES[span.kind])))
        at = span.end
    pieces.append(Piece(found.text[at:]))
    return [each for each in (pieces if whole else _shortened(pieces)) if each.words]


def _shortened(pieces: Sequence[Piece]) -> Iterator[Piece]:
    last = len(pieces) - 1
    for place, piece in enumerate(pieces):
        is_long = len(piece.words) > AROUND * (2 if 0 < place < last else 1) + 20
        if piece.kind or not is_long:
            yield piece
            continue
        head = piece.words[:AROUND].rpartition(" ")[0] if place > 0 else ""
        tail = piece.words[-AROUND:].partition(" ")[2] if place < last else ""
        yield Piece(f"{head} … {tail}".lstrip() if place == 0 else f"{head} … {tail}".rstrip())

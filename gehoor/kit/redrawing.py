"""The guarded child that draws one picture anew, so that it may be shown. Bombs go off here."""

import sys
from typing import Final

from gehoor.kit.frames import Frame
from gehoor.kit.guard import ITEM_SECONDS, Failure, Guard, serve
from gehoor.kit.images import preview_of

ENTRY: Final = "gehoor.kit.redrawing"


def redrawn(content: bytes, *, seconds: float = ITEM_SECONDS) -> bytes:
    """Return the picture drawn anew, at most 1600 pixels wide and high; nothing when it cannot be.

    A child of its own, which ends with it: pictures are added a few times a day.
    """
    with Guard(ENTRY, seconds=seconds) as guard:
        guard.start()
        [answer] = guard.ask([Frame({}, [content])])
    return b"" if isinstance(answer, Failure) else bytes(answer.blobs[0])


def draw(question: Frame) -> Frame:
    """Answer one question of the parent; what killed the first child is not tried again."""
    if question.head.get("again"):
        return Frame({}, [b""])
    return Frame({}, [preview_of(bytes(question.blobs[0]))])


def main(seconds: str, memory: str) -> None:
    serve(draw, seconds=int(seconds), memory=int(memory))


if __name__ == "__main__":
    main(*sys.argv[1:])

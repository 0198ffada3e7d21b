"""Plain values and raw bytes over a pipe: a JSON head, then the blobs it counts. Never pickle."""

import json
import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

LENGTH = struct.Struct(">I")
MAX_HEAD = 64_000_000


class Broken(Exception):
    """The other side ended, or sent what is no frame."""


@dataclass(frozen=True)
class Frame:
    head: dict[str, Any]
    blobs: Sequence[bytes] = field(default=(), repr=False)


def written(frame: Frame) -> bytes:
    """Return a frame as bytes for the pipe."""
    head = frame.head | {"blobs": [len(blob) for blob in frame.blobs]}
    text = json.dumps(head, separators=(",", ":")).encode()
    return b"".join((LENGTH.pack(len(text)), text, *frame.blobs))


def read_one(read: Callable[[int], bytes]) -> Frame:
    """Read one frame with `read(n)`, which gives n bytes, or fewer at the end. Raises Broken."""
    (length,) = LENGTH.unpack(exactly(read, LENGTH.size))
    if length > MAX_HEAD:
        raise Broken
    head = json.loads(exactly(read, length))
    return Frame(head, [exactly(read, size) for size in head.pop("blobs")])


def exactly(read: Callable[[int], bytes], size: int) -> bytes:
    content = read(size)
    if len(content) < size:
        raise Broken
    return content


class Assembly:
    """Puts frames together from the pieces a pipe hands out."""

    def __init__(self) -> None:
        self.arrived = bytearray()

    def add(self, piece: bytes) -> list[Frame]:
        """Take in a piece; return the frames that are complete now."""
        self.arrived += piece
        frames = []
        while frame := self._first():
            frames.append(frame)
        return frames

    def _first(self) -> Frame | None:
        start = LENGTH.size
        if len(self.arrived) < start:
            return None
        (length,) = LENGTH.unpack_from(self.arrived)
        if length > MAX_HEAD:
            raise Broken
        if len(self.arrived) < start + length:
            return None
        head = json.loads(self.arrived[start : start + length])
        sizes = head.pop("blobs")
        end = start + length + sum(sizes)
        if len(self.arrived) < end:
            return None
        return Frame(head, self._take(sizes, start + length, end))

    def _take(self, sizes: list[int], position: int, end: int) -> list[bytes]:
        blobs = []
        for size in sizes:
            blobs.append(bytes(self.arrived[position : position + size]))
            position += size
        del self.arrived[:end]
        return blobs

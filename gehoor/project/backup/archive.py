"""The one file a backup is: a plain tar, written in one go and checked as a whole before use.

It begins with what must be known first and ends with what is known last, among which a sum over
every byte before it. Half a file has no end; a changed byte changes the sum.
"""

import hashlib
import json
import os
import tarfile
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from gehoor import __version__
from gehoor.kit.whole import written_whole
from gehoor.project.terminal import Trouble

FORMAT = 1
BEGIN, END = "begin.json", "end.json"
BLOCK, PIECE = tarfile.BLOCKSIZE, 1_048_576
LONGEST_HEAD = 16 * PIECE


class NotMade(Trouble):
    """No backup was made."""


class NotUsable(Trouble):
    """This file cannot be restored. The message says why; nothing was changed."""


@dataclass
class Writer:
    """Puts members one after another and keeps the sum of all bytes."""

    file: BinaryIO
    sum: Any = field(default_factory=hashlib.sha256)

    def add(self, name: str, content: bytes) -> None:
        self._head(name, len(content))
        self._write(content)
        self._pad(len(content))

    def add_file(self, name: str, source: BinaryIO) -> int:
        """Copy a file that does not change any more, piece by piece; return its size."""
        size = os.fstat(source.fileno()).st_size
        self._head(name, size)
        left = size
        while left:
            piece = source.read(min(left, PIECE))
            if not piece:
                raise NotMade(f"The file {name} became shorter while it was copied.")
            self._write(piece)
            left -= len(piece)
        self._pad(size)
        return size

    def end(self, facts: dict[str, Any]) -> None:
        """Close the archive: only now it is a backup."""
        self.add(END, as_json({"sha256": self.sum.hexdigest(), **facts}))
        self._write(bytes(2 * BLOCK))

    def _head(self, name: str, size: int) -> None:
        member = tarfile.TarInfo(name)
        member.size, member.mode = size, 0o600
        self._write(member.tobuf(tarfile.GNU_FORMAT))

    def _pad(self, size: int) -> None:
        self._write(bytes(-size % BLOCK))

    def _write(self, content: bytes) -> None:
        self.file.write(content)
        self.sum.update(content)


@contextmanager
def writing(path: Path) -> Iterator[Writer]:
    """Write a new archive; it gets its name only once it is whole and on disk."""
    try:
        with written_whole(path) as file:
            yield Writer(file)
    except FileExistsError as error:
        raise NotMade(
            f"{path} exists already. Choose another name; nothing was overwritten."
        ) from error
    except OSError as error:
        raise NotMade(
            f"The backup could not be written to {path}: {error.strerror or error}. "
            "What was written of it is removed; nothing else was changed."
        ) from error


@dataclass(frozen=True)
class Member:
    """One member, to be read once and in order."""

    name: str
    size: int
    start: int
    file: BinaryIO = field(repr=False)

    def pieces(self) -> Iterator[bytes]:
        self.file.seek(self.start)
        left = self.size
        while left:
            piece = self.file.read(min(left, PIECE))
            if not piece:
                raise NotUsable("This backup ends in the middle. Use another copy of it.")
            left -= len(piece)
            yield piece

    def content(self) -> bytes:
        return b"".join(self.pieces())


@dataclass(frozen=True)
class Archive:
    """A backup that was found to be whole."""

    path: Path
    begin: dict[str, Any]
    end: dict[str, Any]

    def members(self) -> Iterator[Member]:
        """Return everything between the beginning and the end, in the order it was written."""
        with self.path.open("rb") as file:
            for member in _members(file):
                if member.name not in (BEGIN, END):
                    yield member

    def find(self, name: str) -> bytes:
        return next((each.content() for each in self.members() if each.name == name), b"")


def opened(path: Path) -> Archive:
    """Look at every byte of a backup. Raises NotUsable, saying what is wrong with it."""
    try:
        with path.open("rb") as file:
            return _whole(path, file)
    except FileNotFoundError as error:
        raise NotUsable(f"There is no file {path}.") from error
    except OSError as error:
        raise NotUsable(f"{path} cannot be read: {error.strerror or error}.") from error


def _whole(path: Path, file: BinaryIO) -> Archive:
    members = _members(file)
    first = next(members, None)
    if first is None or first.name != BEGIN or first.size > LONGEST_HEAD:
        raise NotUsable(f"{path} is no backup of Gehoor.")
    begin = _facts(first)
    _refuse_other_format(begin)
    last = (deque(members, maxlen=1) or [first])[-1]
    if last.name != END or last.size > LONGEST_HEAD:
        raise NotUsable(
            f"{path} is only a part of a backup: its end is missing. Use another copy of it."
        )
    end = _facts(last)
    if end.get("sha256") != _sum_up_to(file, last.start - BLOCK):
        raise NotUsable(
            f"{path} was damaged: what it holds is not what was written. Use another copy of it."
        )
    return Archive(path, begin, end)


def _refuse_other_format(begin: dict[str, Any]) -> None:
    if begin.get("program") != "gehoor" or not isinstance(begin.get("format"), int):
        raise NotUsable("This is no backup of Gehoor.")
    if begin["format"] > FORMAT:
        raise NotUsable(
            f"This backup was made by Gehoor {begin.get('version')}, which is newer than this one "
            f"({__version__}). Install that release first."
        )


def _members(file: BinaryIO) -> Iterator[Member]:
    """Walk over the members. What is no header any more ends it: the caller looks for the end."""
    file.seek(0)
    while len(block := file.read(BLOCK)) == BLOCK:
        try:
            head = tarfile.TarInfo.frombuf(block, "utf-8", "strict")
        except (tarfile.HeaderError, UnicodeDecodeError):
            return
        member = Member(head.name, head.size, file.tell(), file)
        yield member
        file.seek(member.start + member.size + -member.size % BLOCK)


def _facts(member: Member) -> dict[str, Any]:
    try:
        facts = json.loads(member.content())
    except ValueError:
        facts = None
    if not isinstance(facts, dict):
        raise NotUsable(f"This backup was damaged in {member.name}. Use another copy of it.")
    return facts


def _sum_up_to(file: BinaryIO, length: int) -> str:
    return hashlib.sha256(b"").hexdigest() if length <= 0 else _sum(file, length)


def _sum(file: BinaryIO, length: int) -> str:
    found = hashlib.sha256()
    for piece in Member("", length, 0, file).pieces():
        found.update(piece)
    return found.hexdigest()


def as_json(facts: dict[str, Any]) -> bytes:
    return json.dumps(facts, indent=1, sort_keys=True, ensure_ascii=False).encode() + b"\n"

"""Reading an export that somebody brings: every line is looked at before anything is stored."""

import hashlib
import json
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from zipfile import BadZipFile, ZipFile

from gehoor.flows.portable.exporting import FOLDER, HEAD, SCHEMA
from gehoor.flows.portable.kinds import FORMAT, KINDS
from gehoor.kit.records import LONGEST_LINE, Broken, Kind

FILE = re.compile(rf"{FOLDER}/([0-9a-f]{{64}})", re.ASCII)
PIECE = 1_048_576
DAMAGED = (BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError)


class Refused(Exception):
    """This export is not imported. The message says where it is broken and why."""


@dataclass(frozen=True)
class Head:
    """What an export says of itself."""

    version: int
    counts: dict[str, int]
    name: str
    """by which it is known again: no two exports have the same head"""

    def has(self, kind: Kind) -> bool:
        """Did this kind exist when the export was made?"""
        return kind.since <= self.version


@dataclass(frozen=True)
class Bundle:
    """An export of which every line is what the format says."""

    archive: ZipFile
    head: Head
    files: frozenset[str]

    def records(self, kind: Kind) -> Iterator[tuple[int, dict[str, Any]]]:
        """Return each record with the number of its line."""
        if self.head.has(kind):
            yield from _records(self.archive, kind)

    def pieces(self, name: str) -> Iterator[bytes]:
        with self.archive.open(f"{FOLDER}/{name}") as file:
            while piece := file.read(PIECE):
                yield piece


@contextmanager
def opened(path: Path) -> Iterator[Bundle]:
    """Look at every line of an export. Raises Refused."""
    try:
        with ZipFile(path) as archive:
            yield _checked(archive)
    except OSError as error:
        raise Refused(f"{path} cannot be read: {error.strerror or error}.") from error
    except DAMAGED as error:
        raise Refused(f"{path} is no export, or it was damaged: {error}.") from error


def _checked(archive: ZipFile) -> Bundle:
    names = set(archive.namelist())
    head = _head(archive, names)
    lines = {f"{kind.name}.jsonl" for kind in KINDS if head.has(kind)}
    if missing := sorted(lines - names):
        raise Refused(f"{missing[0]} is missing.")
    found = {match[1] for name in names if (match := FILE.fullmatch(name))}
    others = names - lines - {HEAD, SCHEMA} - {f"{FOLDER}/{name}" for name in found}
    if others or len(archive.namelist()) != len(names):
        raise Refused(f"{min(others, default='A file')} has no place in an export.")
    bundle = Bundle(archive, head, frozenset(found))
    known: dict[str, set[int]] = {}
    for kind in KINDS:
        known[kind.name] = _look_at(bundle, kind, known)
    return bundle


def _head(archive: ZipFile, names: set[str]) -> Head:
    if HEAD not in names:
        raise Refused(f"This is no export of Gehoor: {HEAD} is missing.")
    content = archive.read(HEAD)
    try:
        told = json.loads(content)
        is_ours, version = told["format"] == "gehoor-export", int(told["format_version"])
        counts = {name: int(number) for name, number in told["counts"].items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Refused(f"{HEAD} is not what the format says.") from error
    if not is_ours:
        raise Refused("This is no export of Gehoor.")
    if version > FORMAT:
        raise Refused(f"This export has format {version}; this Gehoor knows {FORMAT}.")
    return Head(version, counts, hashlib.sha256(content).hexdigest())


def _look_at(bundle: Bundle, kind: Kind, known: dict[str, set[int]]) -> set[int]:
    """Return the numbers of all records of a kind, after judging each line."""
    numbers: set[int] = set()
    among_themselves: list[tuple[int, str, int]] = []
    for line, record in bundle.records(kind):
        if record["id"] in numbers:
            raise Refused(_at(kind, line, f"id: {record['id']} came before"))
        numbers.add(record["id"])
        for name, other, number in kind.references(record):
            if other == kind.name:
                among_themselves.append((line, name, number))
            else:
                _refuse_unknown(kind, (line, name, number), other, known[other])
        _refuse_missing_files(bundle, kind, line, record)
    for reference in among_themselves:
        _refuse_unknown(kind, reference, kind.name, numbers)
    told = bundle.head.counts.get(kind.name, 0)
    if len(numbers) != told:
        raise Refused(
            f"{kind.name}.jsonl holds {len(numbers)} records, and {HEAD} speaks of {told}."
        )
    return numbers


def _refuse_unknown(
    kind: Kind, reference: tuple[int, str, int], other: str, known: set[int]
) -> None:
    line, name, number = reference
    if number not in known:
        raise Refused(_at(kind, line, f"{name}: {other} has no {number}"))


def _refuse_missing_files(bundle: Bundle, kind: Kind, line: int, record: dict[str, Any]) -> None:
    for file in _files_of(record):
        if file not in bundle.files:
            raise Refused(_at(kind, line, f"{_place_of_files(record)}: {FOLDER}/{file} is missing"))


def _place_of_files(record: dict[str, Any]) -> str:
    return "attachments" if "attachments" in record else "files"


def _files_of(record: dict[str, Any]) -> list[str]:
    found = [*record.get("attachments", ()), *record.get("files", ())]
    return [name for each in found for name in (each["file"], each["preview"]) if name]


def _records(archive: ZipFile, kind: Kind) -> Iterator[tuple[int, dict[str, Any]]]:
    with archive.open(f"{kind.name}.jsonl") as file:
        for number, line in enumerate(_lines(file, kind), 1):
            try:
                yield number, kind.read(line)
            except Broken as problem:
                raise Refused(_at(kind, number, str(problem))) from problem


def _lines(file: IO[bytes], kind: Kind) -> Iterator[bytes]:
    number = 0
    while line := file.readline(LONGEST_LINE + 1):
        number += 1
        if len(line) > LONGEST_LINE:
            raise Refused(_at(kind, number, "this line is too long"))
        yield line


def _at(kind: Kind, line: int, problem: str) -> str:
    return f"{kind.name}.jsonl, line {line}: {problem}."

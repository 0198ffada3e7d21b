"""`gehoor checkreply --jsonl`: says where texts tell who somebody is, as before sending.

It needs no network and no database. With the settings of an organisation at hand, what is its own
is left out; without, it is found too, and that is said.
"""

import argparse
import json
import sys
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO, Final

import django
from django.db import DatabaseError

from gehoor.kit.personal.finding import LONGEST, blocks_in_public, find
from gehoor.kit.personal.found import NOTHING, Own
from gehoor.project import keys
from gehoor.project.environment import home
from gehoor.project.terminal import Trouble, complain, say

LISTS: Final = ("numbers", "addresses", "names", "case_forms")


class Unreadable(Exception):
    """A line is no text to look at. The message says why."""


class NotSettings(Trouble):
    """The file of what is the organisation's own cannot be used."""


def run(options: argparse.Namespace) -> int:
    """Answer each line with a line; exit code 1 when one could not be read."""
    if not options.jsonl:
        raise Trouble('Say --jsonl, and give a line {"id", "text"} for each text.')
    own = _from_file(Path(options.own)) if options.own else _from_settings()
    wrong = 0
    for number, line in _lines(sys.stdin.buffer):
        try:
            say(json.dumps(_answer(line, own)))
        except Unreadable as problem:
            complain(f"line {number}: {problem}")
            wrong += 1
    return 1 if wrong else 0


def _lines(given: BinaryIO) -> Iterator[tuple[int, bytes]]:
    for number, line in enumerate(given, 1):
        if line.strip():
            yield number, line


def _answer(line: bytes, own: Own) -> dict[str, Any]:
    given = _read(line)
    spans = [
        {
            "start": span.start,
            "end": span.end,
            "type": str(span.kind),
            "blocks_in_public": blocks_in_public(span),
        }
        for span in find(given["text"], own)
    ]
    return {"id": given["id"], "spans": spans}


def _read(line: bytes) -> dict[str, Any]:
    """Return what a line gives. What it holds is told to nobody: it is personal."""
    try:
        given = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise Unreadable("this is no JSON.") from error
    if not isinstance(given, dict):
        raise Unreadable('this must be {"id": ..., "text": ...}.')
    if not isinstance(given.get("id"), str | int):
        raise Unreadable('"id" must be a text or a number.')
    if not isinstance(given.get("text"), str):
        raise Unreadable('"text" must be a text.')
    if len(given["text"]) > LONGEST:
        raise Unreadable(f"a text has at most {LONGEST} characters.")
    return given


def _from_file(path: Path) -> Own:
    try:
        given = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise NotSettings(f"{path} cannot be read as TOML: {error}") from error
    if unknown := sorted(set(given) - set(LISTS)):
        raise NotSettings(f"{path} has {', '.join(unknown)}; it may have {', '.join(LISTS)}.")
    if wrong := [name for name, value in given.items() if not _are_texts(value)]:
        raise NotSettings(f"{path}: {', '.join(wrong)} must be a list of texts.")
    return Own(**given)


def _are_texts(value: Sequence[Any]) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _from_settings() -> Own:
    """Return what is kept of the organisation, or nothing when no database answers."""
    with suppress(keys.KeysAreWrong, DatabaseError):
        keys.refuse_wrong(home())
        django.setup()
        own: Own = import_module("gehoor.organisation.queries").what_is_public()
        return own
    complain("no settings are at hand, so what is the organisation's own is found, too.")
    return NOTHING

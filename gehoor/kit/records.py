"""The shapes of an open format: what each field of a record may hold, said once.

From the same shapes come the check of a line that somebody brings, and the JSON Schema that tells
others how to make one.
"""

import binascii
import json
import re
import uuid
from base64 import b64decode
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any, Final

LONGEST_LINE: Final = 64 * 1_048_576
LARGEST_NUMBER: Final = 2**63 - 1
DIGEST: Final = re.compile(r"[0-9a-f]{64}", re.ASCII)


class Broken(Exception):
    """This is not what the format says. The message says what is wrong with it."""


Named = tuple[str, str, int]
"""a record that another one names: by which field, of which kind, under which number"""


def _none(_value: Any) -> Iterable[Named]:
    return ()


@dataclass(frozen=True)
class Shape:
    """What a field may hold: how it is read, and how that is told to others."""

    read: Callable[[Any], Any]
    schema: Mapping[str, Any]
    named: Callable[[Any], Iterable[Named]] = _none
    """which other records a value of this shape names"""


@dataclass(frozen=True)
class Kind:
    """One sort of record: a file of lines, each line one record."""

    name: str
    fields: Mapping[str, Shape]
    later: Mapping[str, Any] = field(default_factory=dict)
    """fields that came later, with what they are in an export of before that"""
    since: int = 1
    """the version of the format in which this kind came"""
    at_once: int = 500
    """how many are held in memory"""

    @cached_property
    def shape(self) -> Shape:
        return mapping(self.fields, later=self.later)

    def read(self, line: bytes) -> dict[str, Any]:
        """Return the values in a line. Raises Broken."""
        try:
            found = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise Broken("this is no JSON") from error
        return self.shape.read(found)  # type: ignore[no-any-return]

    def references(self, record: Mapping[str, Any]) -> Iterable[Named]:
        """Return which records this one names, however deep."""
        return self.shape.named(record)


def schema(kinds: tuple[Kind, ...]) -> dict[str, Any]:
    """Return the JSON Schema of a line of each file."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Gehoor export",
        "$defs": {kind.name: dict(kind.shape.schema) for kind in kinds},
    }


def text(most: int = 10_000_000) -> Shape:
    def read(value: Any) -> str:
        if not isinstance(value, str):
            raise Broken("this is no text")
        if len(value) > most:
            raise Broken(f"this is longer than {most} characters")
        if "\0" in value or any("\ud800" <= sign <= "\udfff" for sign in value):
            raise Broken("this text holds signs that are no text")
        return value

    return Shape(read, {"type": "string", "maxLength": most})


def number(least: int = 0, most: int = LARGEST_NUMBER) -> Shape:
    def read(value: Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool):
            raise Broken("this is no whole number")
        if not least <= value <= most:
            raise Broken(f"this number is not between {least} and {most}")
        return value

    return Shape(read, {"type": "integer", "minimum": least, "maximum": most})


def flag() -> Shape:
    def read(value: Any) -> bool:
        if not isinstance(value, bool):
            raise Broken("this is neither true nor false")
        return value

    return Shape(read, {"type": "boolean"})


def moment() -> Shape:
    def read(value: Any) -> datetime:
        try:
            found = datetime.fromisoformat(value)
            return found.astimezone(UTC) if found.tzinfo else _no_moment()
        except (ValueError, TypeError, OverflowError) as error:
            raise Broken("this is no moment like 2026-11-25T10:00:00+00:00") from error

    return Shape(read, {"type": "string", "format": "date-time"})


def _no_moment() -> datetime:
    raise ValueError


def day() -> Shape:
    def read(value: Any) -> date:
        try:
            return date.fromisoformat(value)
        except (ValueError, TypeError) as error:
            raise Broken("this is no day like 2026-11-25") from error

    return Shape(read, {"type": "string", "format": "date"})


def unique() -> Shape:
    def read(value: Any) -> uuid.UUID:
        try:
            return uuid.UUID(value)
        except (ValueError, TypeError, AttributeError) as error:
            raise Broken("this is no UUID") from error

    return Shape(read, {"type": "string", "format": "uuid"})


def digest() -> Shape:
    def read(value: Any) -> str:
        if not isinstance(value, str) or not DIGEST.fullmatch(value):
            raise Broken("this is no SHA-256 in hexadecimal")
        return value

    return Shape(read, {"type": "string", "pattern": "^[0-9a-f]{64}$"})


def octets() -> Shape:
    """Bytes as they came, in base64."""

    def read(value: Any) -> bytes:
        try:
            return b64decode(value, validate=True)
        except (binascii.Error, ValueError, TypeError) as error:
            raise Broken("this is no base64") from error

    return Shape(read, {"type": "string", "contentEncoding": "base64"})


def one_of(*values: str) -> Shape:
    def read(value: Any) -> str:
        if value not in values:
            raise Broken(f"this is none of {', '.join(map(repr, values))}")
        return str(value)

    return Shape(read, {"enum": list(values)})


def ref(kind: str) -> Shape:
    """The number of another record."""

    def named(value: int) -> Iterable[Named]:
        return [("", kind, value)]

    return Shape(number(1).read, {"type": "integer", "description": f"id in {kind}"}, named)


def optional(shape: Shape) -> Shape:
    def read(value: Any) -> Any:
        return None if value is None else shape.read(value)

    def named(value: Any) -> Iterable[Named]:
        return () if value is None else shape.named(value)

    return Shape(read, {"anyOf": [dict(shape.schema), {"type": "null"}]}, _if_any(shape, named))


def _if_any(
    shape: Shape, named: Callable[[Any], Iterable[Named]]
) -> Callable[[Any], Iterable[Named]]:
    """What can name nothing is not asked for every value."""
    return _none if shape.named is _none else named


def listing(shape: Shape) -> Shape:
    def read(value: Any) -> list[Any]:
        if not isinstance(value, list):
            raise Broken("this is no list")
        return [shape.read(each) for each in value]

    def named(value: Any) -> Iterable[Named]:
        return [found for each in value for found in shape.named(each)]

    return Shape(read, {"type": "array", "items": dict(shape.schema)}, _if_any(shape, named))


def mapping(fields: Mapping[str, Shape], *, later: Mapping[str, Any] | None = None) -> Shape:
    """Exactly these fields, each with its own shape.

    `later`: fields that came later, with what they are in an export of before that.
    """
    known = dict(later or {})

    def read(value: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise Broken("this is no object")
        value = known | value
        if missing := sorted(set(fields) - set(value)):
            raise Broken(f"{missing[0]} is missing")
        if unknown := sorted(set(value) - set(fields)):
            raise Broken(f"{unknown[0]!r} is no field of it")
        return {name: _read(name, shape, value[name]) for name, shape in fields.items()}

    naming = {name: shape for name, shape in fields.items() if shape.named is not _none}

    def named(value: Any) -> Iterable[Named]:
        for name, shape in naming.items():
            for deeper, kind, found in shape.named(value[name]):
                yield f"{name}.{deeper}" if deeper else name, kind, found

    properties = {name: dict(shape.schema) for name, shape in fields.items()}
    return Shape(
        read,
        {
            "type": "object",
            "properties": properties,
            "required": [name for name in fields if name not in known],
            "additionalProperties": False,
        },
        named if naming else _none,
    )


def _read(name: str, shape: Shape, value: Any) -> Any:
    try:
        return shape.read(value)
    except Broken as problem:
        raise Broken(f"{name}: {problem}") from problem


def anything() -> Shape:
    """An object of which the format says nothing more."""

    def read(value: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise Broken("this is no object")
        return value

    return Shape(read, {"type": "object"})

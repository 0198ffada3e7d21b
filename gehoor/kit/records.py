"""The shapes of an open format: what each field of a record may hold, said once.

From the same shapes come the check of a line that somebody brings, and the JSON Schema that tells
others how to make one.
"""

import json
import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

LONGEST_LINE: Final = 64 * 1_048_576
LARGEST_NUMBER: Final = 2**63 - 1
DIGEST: Final = re.compile(r"[0-9a-f]{64}", re.ASCII)


class Broken(Exception):
    """This is not what the format says. The message says what is wrong with it."""


@dataclass(frozen=True)
class Shape:
    """What a field may hold: how it is read, and how that is told to others."""

    read: Callable[[Any], Any]
    schema: Mapping[str, Any]
    refers_to: str = ""
    """the kind of record whose number this is, or these are"""


@dataclass(frozen=True)
class Kind:
    """One sort of record: a file of lines, each line one record."""

    name: str
    fields: Mapping[str, Shape]
    same: tuple[str, ...]
    """what two records with the same number must agree on to be the same"""

    def read(self, line: bytes) -> dict[str, Any]:
        """Return the values in a line. Raises Broken."""
        try:
            found = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise Broken("this is no JSON") from error
        return mapping(self.fields).read(found)  # type: ignore[no-any-return]

    def references(self, record: Mapping[str, Any]) -> list[tuple[str, str, int]]:
        """Return which records this one names: the field, the kind and the number."""
        found = []
        for name, shape in self.fields.items():
            if shape.refers_to and record[name] is not None:
                numbers = record[name] if isinstance(record[name], list) else [record[name]]
                found += [(name, shape.refers_to, number) for number in numbers]
        return found


def schema(kinds: tuple[Kind, ...]) -> dict[str, Any]:
    """Return the JSON Schema of a line of each file."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Gehoor export",
        "$defs": {kind.name: dict(mapping(kind.fields).schema) for kind in kinds},
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


def one_of(*values: str) -> Shape:
    def read(value: Any) -> str:
        if value not in values:
            raise Broken(f"this is none of {', '.join(map(repr, values))}")
        return str(value)

    return Shape(read, {"enum": list(values)})


def ref(kind: str) -> Shape:
    """The number of another record."""
    return Shape(number(1).read, {"type": "integer", "description": f"id in {kind}"}, kind)


def optional(shape: Shape) -> Shape:
    def read(value: Any) -> Any:
        return None if value is None else shape.read(value)

    return Shape(read, {"anyOf": [dict(shape.schema), {"type": "null"}]}, shape.refers_to)


def listing(shape: Shape) -> Shape:
    def read(value: Any) -> list[Any]:
        if not isinstance(value, list):
            raise Broken("this is no list")
        return [shape.read(each) for each in value]

    return Shape(read, {"type": "array", "items": dict(shape.schema)}, shape.refers_to)


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

    properties = {name: dict(shape.schema) for name, shape in fields.items()}
    return Shape(
        read,
        {
            "type": "object",
            "properties": properties,
            "required": [name for name in fields if name not in known],
            "additionalProperties": False,
        },
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

"""Holds an answer or a record against Bluesky's own description of it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).with_name("lexicons")
KINDS: dict[str, type | tuple[type, ...]] = {
    "string": str,
    "integer": int,
    "boolean": bool,
    "array": list,
    "object": dict,
    "unknown": dict,
    "blob": dict,
    "bytes": dict,
    "cid-link": dict,
}

Schema = dict[str, Any]


def lexicon(name: str) -> Schema:
    found: Schema = json.loads((FOLDER / f"{name}.json").read_text())
    return found


def faults_in_answer(name: str, answer: Any) -> list[str]:
    """Return what is wrong with the answer to a question."""
    return list(faults(lexicon(name)["defs"]["main"]["output"]["schema"], answer, name, name))


def faults_in_question(name: str, asked: Any) -> list[str]:
    """Return what is wrong with what we send along."""
    return list(faults(lexicon(name)["defs"]["main"]["input"]["schema"], asked, name, name))


def faults_in_record(name: str, record: Any) -> list[str]:
    return list(faults(lexicon(name)["defs"]["main"]["record"], record, name, name))


def refusals_of(name: str) -> set[str]:
    return {each["name"] for each in lexicon(name)["defs"]["main"].get("errors", [])}


def faults(schema: Schema, value: Any, home: str, place: str) -> Iterator[str]:
    schema, home = resolved(schema, value, home)
    kind = KINDS.get(schema["type"])
    if kind and not isinstance(value, kind):
        yield f"{place} is {type(value).__name__}, not {schema['type']}"
        return
    if schema["type"] == "object":
        yield from faults_in_object(schema, value, home, place)
    elif schema["type"] == "array":
        if len(value) > schema.get("maxLength", len(value)):
            yield f"{place} has more than {schema['maxLength']}"
        for number, each in enumerate(value):
            yield from faults(schema["items"], each, home, f"{place}[{number}]")


def faults_in_object(schema: Schema, value: Any, home: str, place: str) -> Iterator[str]:
    for name in schema.get("required", []):
        if name not in value:
            yield f"{place} lacks {name}"
    for name, inner in schema.get("properties", {}).items():
        if name in value:
            yield from faults(inner, value[name], home, f"{place}.{name}")


def resolved(schema: Schema, value: Any, home: str) -> tuple[Schema, str]:
    """Follow references as far as we have them; what is described elsewhere is not looked into."""
    if schema["type"] == "union":
        kinds = [ref.removeprefix("#") for ref in schema["refs"]]
        told = value.get("$type", "") if isinstance(value, dict) else ""
        named = [
            ref for ref, kind in zip(schema["refs"], kinds, strict=True) if told.endswith(kind)
        ]
        return resolved({"type": "ref", "ref": named[0]}, value, home) if named else (ANY, home)
    if schema["type"] != "ref":
        return schema, home
    name, _, part = schema["ref"].partition("#")
    name = name or home
    if not (FOLDER / f"{name}.json").exists():
        return ANY, home
    return resolved(lexicon(name)["defs"][part or "main"], value, name)


ANY: Schema = {"type": "anything"}

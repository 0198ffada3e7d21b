"""The stories of the demo, as they are written by hand in data/; FORMAT.md says how.

`python -m gehoor.demo.checks` says per file what is wrong with them, and what is still missing.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

DATA = Path(__file__).resolve().parent / "data"
RESIDENT = "resident"
MAIL, PUBLIC = ("info", "afval"), ("mastodon", "bluesky")
CHANNELS = (*MAIL, *PUBLIC, "news", "messages")


class Unusable(ValueError):
    """A file cannot be read as stories. The message names the file and what is wrong."""


@dataclass(frozen=True)
class Resident:
    """Somebody, or a newspaper, that writes."""

    key: str
    name: str
    email: str = ""
    mastodon: str = ""
    bluesky: str = ""
    neighbourhood: str = ""
    profile: str = ""
    kind: str = "person"
    link: str = ""

    def place_in(self, channel: str) -> str:
        """Return where they write from; empty when they never write there."""
        told = {"mastodon": self.mastodon, "bluesky": self.bluesky, "news": self.link}
        if channel in MAIL:
            return self.email
        return told.get(channel, f"@{self.key}")


@dataclass(frozen=True)
class Colleague:
    """Somebody at the desk, and as what one looks at Gehoor when one looks as them."""

    key: str
    name: str
    email: str
    roles: Sequence[str]
    looks_as: str
    does: str
    """what they do all day, in one sentence"""


@dataclass(frozen=True)
class Line:
    """One message or note of a story."""

    text: str
    who: str = RESIDENT
    after: int = 0
    note: bool = False
    visibility: str = ""
    picture_alt: str = ""
    link: str = ""

    @property
    def is_theirs(self) -> bool:
        return self.who == RESIDENT


@dataclass(frozen=True)
class Story:
    """One conversation, from its first word to how it ended."""

    id: str
    channel: str
    resident: str
    age: str
    status: str
    lines: Sequence[Line]
    subject: str = ""
    labels: Sequence[str] = ()
    by: str = ""
    reason: str = ""
    mentions: bool = True
    later: str = ""
    """of what waits: until when it was put off, "answer" or "today" (it comes back as we begin)"""
    file: str = ""


@dataclass(frozen=True)
class Drop:
    """One message that comes in while one watches."""

    at: float
    channel: str
    resident: str
    text: str
    subject: str = ""
    about: str = "town"
    goes_into: str = ""
    id: str = ""
    mentions: bool = True
    link: str = ""
    picture_alt: str = ""


@dataclass(frozen=True)
class Town:
    """Everything that is written down."""

    colleagues: Mapping[str, Colleague]
    residents: Mapping[str, Resident]
    stories: Sequence[Story]
    storm: Sequence[Drop] = field(default=())


RENAMED = {"from": "who", "in": "goes_into"}
Made = TypeVar("Made")


def load(folder: Path = DATA) -> Town:
    """Read every file. Raises Unusable for what is no story at all; `checks` judges the rest."""
    return Town(
        colleagues=_by_key(Colleague, folder / "colleagues.toml"),
        residents=_by_key(Resident, folder / "residents.toml"),
        stories=[
            story
            for file in sorted((folder / "conversations").glob("*.toml"))
            for story in _stories_in(file)
        ],
        storm=[
            _make(Drop, told, f"storm.toml, drop {number}")
            for number, told in enumerate(_read(folder / "storm.toml").get("drop", ()), 1)
        ],
    )


@cache
def ours() -> Town:
    """Return what we carry; it never changes while the program runs."""
    return load()


def _stories_in(file: Path) -> Iterator[Story]:
    for number, told in enumerate(_read(file).get("conversation", ()), 1):
        where = f"{file.name}, {told.get('id') or f'conversation {number}'}"
        lines = [_make(Line, each, where) for each in told.pop("message", ())]
        yield _make(Story, told | {"lines": lines, "file": file.name}, where)


def _by_key(kind: type[Made], file: Path) -> dict[str, Made]:
    return {
        key: _make(kind, told | {"key": key}, f"{file.name}, {key}")
        for key, told in _read(file).items()
    }


def _make(kind: type[Made], told: Mapping[str, Any], where: str) -> Made:
    """Make one of these, and name what it does not know or must have."""
    named = {RENAMED.get(name, name): value for name, value in told.items()}
    known = {each.name for each in fields(kind)}  # type: ignore[arg-type]
    if strange := named.keys() - known:
        raise Unusable(f"{where}: nobody knows {', '.join(sorted(strange))}.")
    if isinstance(named.get("text"), str):
        named["text"] = named["text"].strip()
    try:
        return kind(**named)
    except TypeError as error:
        raise Unusable(f"{where}: {str(error).partition('() ')[2]}.") from error


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise Unusable(f"{file.name}: {error}.") from error

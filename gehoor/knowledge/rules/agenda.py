"""An agenda as others read it: a calendar file (RFC 5545). No database, no Django."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

LONGEST_LINE: Final = 75
"""bytes, as the standard has it"""


@dataclass(frozen=True, slots=True)
class Event:
    """One event of a calendar file."""

    number: int
    title: str
    starts_at: datetime
    ends_at: datetime | None
    place: str = ""
    text: str = ""
    link: str = ""


def calendar_file(events: Sequence[Event], *, name: str, host: str, now: datetime) -> str:
    """Return the events as a calendar that other programs read."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Gehoor//Agenda//NL",
             f"X-WR-CALNAME:{_plain(name)}"]  # fmt: skip
    for event in events:
        lines += _lines_of(event, host=host, now=now)
    return "".join(_folded(line) for line in [*lines, "END:VCALENDAR"])


def _lines_of(event: Event, *, host: str, now: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:agenda-{event.number}@{host}"
    yield f"DTSTAMP:{_moment(now)}"
    yield f"DTSTART:{_moment(event.starts_at)}"
    if event.ends_at:
        yield f"DTEND:{_moment(event.ends_at)}"
    yield f"SUMMARY:{_plain(event.title)}"
    for name, words in (("LOCATION", event.place), ("DESCRIPTION", event.text)):
        if words:
            yield f"{name}:{_plain(words)}"
    if event.link:
        yield f"URL:{event.link}"
    yield "END:VEVENT"


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _plain(words: str) -> str:
    """A value in which commas and lines stand for themselves."""
    escaped = words.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\r\n", "\n").replace("\n", "\\n")


def _folded(line: str) -> str:
    """Break a long line between signs, never within one."""
    parts, part = [], ""
    for sign in line:
        if len((part + sign).encode()) > LONGEST_LINE - 1:
            parts.append(part)
            part = ""
        part += sign
    return "\r\n ".join([*parts, part]) + "\r\n"

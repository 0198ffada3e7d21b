"""What a finding is, how bad it can be, and how long something may wait."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

WAITS_LONG, WAITS_TOO_LONG = timedelta(minutes=1), timedelta(minutes=5)


class Level(StrEnum):
    """How bad it is; each is shown as a word with an icon, never as a colour alone."""

    WELL = "well"
    ATTENTION = "attention"
    WRONG = "wrong"


@dataclass(frozen=True)
class Finding:
    """What one check found: about what, how bad, in words, and what to do."""

    subject: str
    title: str
    level: Level
    words: str
    advice: str = ""
    facts: Mapping[str, str | int] = field(default_factory=dict)
    quote: str = ""
    """a whole sentence from elsewhere, such as what a platform said"""
    since: datetime | None = None
    channel: int | None = None


@dataclass(frozen=True)
class Queue:
    """Something that waits: how much, and since when the oldest of it."""

    number: int = 0
    oldest: datetime | None = None


NOTHING = Queue()


def level_of(waiting: Queue, *, now: datetime) -> Level:
    if waiting.oldest is None or now - waiting.oldest < WAITS_LONG:
        return Level.WELL
    return Level.WRONG if now - waiting.oldest >= WAITS_TOO_LONG else Level.ATTENTION


def minutes_waited(waiting: Queue, *, now: datetime) -> int:
    return int((now - waiting.oldest).total_seconds() // 60) if waiting.oldest else 0


def worst(findings: Iterable[Finding]) -> Level:
    """Return how bad the worst of it is."""
    order = list(Level)
    return max((finding.level for finding in findings), key=order.index, default=Level.WELL)


def by_gravity(findings: Iterable[Finding]) -> list[Finding]:
    """Put what is wrong first, and leave the rest in its order."""
    order = list(Level)
    return sorted(findings, key=lambda finding: -order.index(finding.level))

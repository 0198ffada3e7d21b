"""What a channel needs before it goes live. No database, no Django: values in, answer out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

LONGEST_ATTEMPT: Final = 2000
LONGEST_NOTE: Final = 1000
LONGEST_POINT: Final = 200
MOST_POINTS: Final = 30
ENOUGH_PRACTISED: Final = 3
"""answers or situations, after which somebody has practised"""
ENOUGH_KEPT: Final = 3
ENOUGH_PEOPLE: Final = 2
"""who can answer: one alone has nobody behind them"""


class Need(StrEnum):
    """What can be looked up about a channel before it goes live."""

    OWNER = "owner"
    REGISTER = "register"
    BACKUP = "backup"
    HOURS = "hours"
    SIGNATURE = "signature"
    KEPT = "kept"
    PRACTISED = "practised"
    TEST = "test"


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a channel."""

    owner: str = ""
    """who makes it live, as long as they work here"""
    looked_after_by: str = ""
    """who looks after the account, by the register; only with a team behind them"""
    answering: Sequence[str] = ()
    has_hours: bool = False
    has_signature: bool = False
    kept: int = 0
    unpractised: Sequence[str] = ()
    """who answers there and has not practised enough"""
    came_in: bool = False
    was_practised: bool = False
    """an answer was recorded in it"""


def needs_met(known: Known) -> dict[Need, bool]:
    """Tell of each need whether it is met."""
    return {
        Need.OWNER: bool(known.owner),
        Need.REGISTER: bool(known.looked_after_by),
        Need.BACKUP: len(known.answering) >= ENOUGH_PEOPLE,
        Need.HOURS: known.has_hours,
        Need.SIGNATURE: known.has_signature,
        Need.KEPT: known.kept >= ENOUGH_KEPT,
        Need.PRACTISED: bool(known.answering) and not known.unpractised,
        Need.TEST: known.came_in and known.was_practised,
    }


def has_practised(*, answers: int, scenarios: int) -> bool:
    return answers + scenarios >= ENOUGH_PRACTISED


def is_past(day: date, *, today: date) -> bool:
    """A day that is over reminds nobody."""
    return day < today

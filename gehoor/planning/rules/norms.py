"""Norms: how soon we promise an answer, to whom. No database, no Django.

A norm can be of one channel, of one way in which people turn to us, and of one sender. Of those
that fit, the most particular holds: a sender goes before a channel, a channel before a way.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from gehoor.kit.text import N_
from gehoor.planning.rules.terms import Kind, Norm

MOST_MINUTES = 60 * 24 * 7
MOST_WORKING_DAYS = 90
MOST_WEEKS = 26
NO_NORM_WORDS = frozenset({"geen", "none", "no term", "geen termijn"})
FIXED: Final = {
    "halve dag": Kind.HALF_A_DAY,
    "half a day": Kind.HALF_A_DAY,
    "zelfde dag": Kind.SAME_DAY,
    "dezelfde dag": Kind.SAME_DAY,
    "same day": Kind.SAME_DAY,
}
COUNTED = re.compile(
    r"(?P<number>\d{1,6})\s*(?P<unit>min(?:uut|uten|ute|utes)?|uur|uren|hours?|h|"
    r"werkdag(?:en)?|working days?|weken|weeks?)\.?"
)
NOT_A_NORM = N_(
    "Write a norm as “2 minutes”, “4 hours”, “half a day”, “same day”, “3 working days”, “6 weeks”,"
    " or “none”."
)
TOO_LONG = N_("A norm is at most a week in minutes or hours, 90 working days, or 26 weeks.")
NO_TIME_AT_ALL = N_("A norm of nothing cannot be kept. Write “none” when you promise nothing.")


class NotANorm(ValueError):
    """What was written is no norm. The message is fit to show, once translated."""


class Way(StrEnum):
    """How somebody turns to us."""

    MAIL = "mail"
    DIRECT = "direct"
    CHAT = "chat"
    """a talk on our own site or app, while somebody sits waiting"""
    MENTION = "mention"
    """a public post that begins with naming us"""
    REACTION = "reaction"
    """a public post that names us and answers another post"""


@dataclass(frozen=True)
class Promise:
    """A norm, and for what it holds; empty: for everything."""

    norm: Norm | None
    """None: nothing is promised"""
    channel: int | None = None
    way: str = ""
    sender: str = ""
    """a whole address, or what comes after and with its @; folded"""

    def holds_for(self, *, channel: int, way: str, sender: str) -> bool:
        return (
            self.channel in (None, channel)
            and self.way in ("", way)
            and (not self.sender or is_of(sender, self.sender))
        )


def is_of(handle: str, sender: str) -> bool:
    """Is this handle the sender meant: the very one, or one of that host?"""
    return handle == sender or (sender.startswith("@") and handle.endswith(sender))


def promised(promises: Iterable[Promise], *, channel: int, way: str, sender: str) -> Norm | None:
    """Return the norm of the most particular promise; None when nothing is promised."""
    fitting = [each for each in promises if each.holds_for(channel=channel, way=way, sender=sender)]
    return max(fitting, key=_how_particular).norm if fitting else None


def _how_particular(promise: Promise) -> tuple[int, bool, bool, bool]:
    is_one_sender = bool(promise.sender) + (bool(promise.sender) and promise.sender[0] != "@")
    return is_one_sender, promise.channel is not None, bool(promise.way), promise.norm is not None


def read_norm(written: str) -> Norm | None:
    """Read a norm as people write it, in Dutch or English; None: nothing is promised.

    Raises NotANorm.
    """
    text = " ".join(written.strip().lower().split())
    if text in NO_NORM_WORDS:
        return None
    if text in FIXED:
        return Norm(FIXED[text])
    found = COUNTED.fullmatch(text)
    if found is None:
        raise NotANorm(NOT_A_NORM)
    return _counted(int(found["number"]), found["unit"])


def _counted(number: int, unit: str) -> Norm:
    if number == 0:
        raise NotANorm(NO_TIME_AT_ALL)
    if unit in {"weken", "week", "weeks"}:
        kind, most = Kind.WEEKS, MOST_WEEKS
    elif unit.startswith("w"):
        kind, most = Kind.WORKING_DAYS, MOST_WORKING_DAYS
    else:
        kind, most = Kind.MINUTES, MOST_MINUTES
        number *= 1 if unit.startswith("min") else 60
    if number > most:
        raise NotANorm(TOO_LONG)
    return Norm(kind, number)

"""Which line of the protocol holds for a message. No database, no Django.

Of the lines that fit, the most particular holds: one of a sender goes before one of a kind, that
before one of a channel, that before one of a way. So two lines can only say different things of the
same message when they are of exactly the same case, and that is refused.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from gehoor.kit.text import N_
from gehoor.knowledge.rules.kinds import Kind

LONGEST_TEXT: Final = 2000


class Verdict(StrEnum):
    ANSWER = "answer"
    LEAVE = "leave"
    ASK = "ask"


MUST_BE_ANSWERED: Final = frozenset({Kind.FORMAL, Kind.OBJECTION, Kind.WOO})
"""what the law gives a receipt and a way to go: pointed there, never left lying"""
NOBODY_TO_ASK = N_("Say whom to ask first, and by when: a name, a department or a number.")
MUST_ANSWER = N_(
    "By law a formal complaint, an objection or a Woo request gets a receipt and is told which way "
    "to go. So this cannot be left without an answer."
)
NOTHING_FOR_THE_ANSWER = N_(
    "Write what the answer says: that it was received, and which way it must go."
)


@dataclass(frozen=True, slots=True)
class Case:
    """What a message is, as the protocol looks at it."""

    kind: str
    channel: int
    way: str
    sender: str
    """folded"""


@dataclass(frozen=True, slots=True)
class Scope:
    """For what a line holds; empty: for everything."""

    pk: int
    kind: str = ""
    channel: int | None = None
    way: str = ""
    sender: str = ""

    def holds_for(self, case: Case) -> bool:
        return (
            self.kind in ("", case.kind)
            and self.channel in (None, case.channel)
            and self.way in ("", case.way)
            and (not self.sender or _is_of(case.sender, self.sender))
        )


def applying(scopes: Iterable[Scope], case: Case) -> int | None:
    """Return the number of the line that holds; None when none does."""
    fitting = [each for each in scopes if each.holds_for(case)]
    return max(fitting, key=_how_particular).pk if fitting else None


def complaint_about(*, kind: str, verdict: str, why: str, text: str) -> tuple[str, str]:
    """Return the field and the words of what is wrong with a line; twice empty when nothing is."""
    if verdict == Verdict.ASK and not why.strip():
        return "why", NOBODY_TO_ASK
    is_formal = kind in MUST_BE_ANSWERED
    if is_formal and verdict == Verdict.LEAVE:
        return "verdict", MUST_ANSWER
    if is_formal and not text.strip():
        return "text", NOTHING_FOR_THE_ANSWER
    return "", ""


def _is_of(handle: str, sender: str) -> bool:
    return handle == sender or (sender.startswith("@") and handle.endswith(sender))


def _how_particular(scope: Scope) -> tuple[bool, bool, int, bool, bool, bool]:
    is_whole = bool(scope.sender) and not scope.sender.startswith("@")
    return (
        bool(scope.sender), is_whole, len(scope.sender), bool(scope.kind),
        scope.channel is not None, bool(scope.way),
    )  # fmt: skip

"""Rules about questions to the second line. No database, no Django: values in, answer out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Protocol

LONGEST_QUESTION: Final = 2_000
LONGEST_ANSWER: Final = 5_000
LINK_LASTS: Final = timedelta(days=7)
FARTHEST: Final = timedelta(days=100)
"""a question with a later deadline is no question that somebody waits for"""


class Opens(Protocol):
    """Opening time, as `planning.rules.calendar.Calendar` counts it."""

    def after(self, moment: datetime, amount: timedelta) -> datetime | None: ...
    def end_of_day(self, moment: datetime) -> datetime | None: ...
    def end_of_working_day(self, moment: datetime, number: int) -> datetime | None: ...


class By(StrEnum):
    """The deadlines that can be chosen with one press."""

    AGREED = "agreed"
    """what the department agreed to"""
    TWO_HOURS = "two_hours"
    HALF_A_DAY = "half_a_day"
    TODAY = "today"
    TOMORROW = "tomorrow"


AMOUNTS: Final[Mapping[By, timedelta]] = {
    By.TWO_HOURS: timedelta(hours=2),
    By.HALF_A_DAY: timedelta(hours=4),
}


def deadline(calendar: Opens, choice: By, moment: datetime, *, agreed: int | None) -> datetime:
    """Return the moment that a choice means, in opening time; by the clock for who keeps none.

    Who agreed to nothing is asked for half a day.
    """
    if choice is By.TODAY:
        return calendar.end_of_day(moment) or moment + timedelta(hours=4)
    if choice is By.TOMORROW:
        return calendar.end_of_working_day(moment, 1) or moment + timedelta(days=1)
    is_agreed = choice is By.AGREED and agreed is not None
    amount = timedelta(hours=agreed or 0) if is_agreed else AMOUNTS.get(choice, timedelta(hours=4))
    return calendar.after(moment, amount) or moment + amount


class Result(StrEnum):
    REACHED = "reached"
    VOICEMAIL = "voicemail"
    NO_ANSWER = "no_answer"
    CALL_BACK = "call_back"


STEPS: Final = (timedelta(minutes=30), timedelta(hours=1), timedelta(hours=2))
"""of opening time until the next try, when nobody answered once, twice, and from then on"""
AFTER_A_MESSAGE: Final = timedelta(hours=1)


def next_try(
    calendar: Opens, result: Result, moment: datetime, *, in_vain: int, due_at: datetime
) -> datetime:
    """Propose when to call again.

    Who was reached has until the deadline; then they are called. Nobody is called for the first
    time after the deadline when it can be before it.
    """
    if result is Result.REACHED:
        return max(due_at, calendar.after(moment, STEPS[0]) or moment + STEPS[0])
    wait = AFTER_A_MESSAGE if result is Result.VOICEMAIL else STEPS[min(in_vain, len(STEPS)) - 1]
    proposed = calendar.after(moment, wait) or moment + wait
    return due_at if moment < due_at < proposed else proposed


class Link(StrEnum):
    """What a link leads to, for the browser that asks."""

    UNKNOWN = "unknown"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    ANSWERED = "answered"
    NOT_NEEDED = "not_needed"
    ELSEWHERE = "elsewhere"
    """another browser opened it first"""
    CLOSED = "closed"
    """nobody opened it yet: it asks for one press, so that a scanner of mail opens nothing"""
    OPEN = "open"


@dataclass(frozen=True)
class Facts:
    """What is known of a link and its question."""

    is_answered: bool
    is_taken_back: bool
    is_not_needed: bool
    """the conversation is finished"""
    is_used: bool
    is_withdrawn: bool
    expires_at: datetime
    browser: bytes | None
    """hash of the secret in the browser that opened it"""


def state_of(link: Facts, *, asking: bytes | None, now: datetime) -> Link:
    """Say what a browser that holds this secret (hashed) may see of it."""
    if link.is_answered or link.is_used:
        return Link.ANSWERED
    if link.is_withdrawn or link.is_taken_back:
        return Link.WITHDRAWN
    if link.expires_at <= now:
        return Link.EXPIRED
    if link.browser is not None and link.browser != asking:
        return Link.ELSEWHERE
    if link.is_not_needed:
        return Link.NOT_NEEDED
    return Link.CLOSED if link.browser is None else Link.OPEN

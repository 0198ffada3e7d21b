"""Terms: by when an answer was promised, counted in opening time from the moment of the post.

Whatever a norm says, a term is an amount of opening time. So a pause moves each kind in the same
way: the clock stands still, and what was left is still left when it goes on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from gehoor.planning.rules.calendar import Calendar

HALF_A_DAY = timedelta(hours=4)
LAST_PART = 4
"""a term is nearly over in its last quarter"""


class Kind(StrEnum):
    MINUTES = "minutes"
    """so many minutes of opening time"""
    HALF_A_DAY = "half_a_day"
    """four hours of opening time, wherever the day is cut"""
    SAME_DAY = "same_day"
    """before closing time; what was posted after it, before closing time of the next day"""
    WORKING_DAYS = "working_days"
    """before closing time of the n-th day somebody is there; the day of the post does not count"""
    WEEKS = "weeks"
    """before closing time of the same day of the week, n weeks later; when nobody is there then, of
    the next day somebody is"""


@dataclass(frozen=True)
class Norm:
    """How soon we promise an answer."""

    kind: Kind
    number: int = 1
    """of minutes, working days or weeks; the other kinds need none"""


@dataclass(frozen=True)
class Pause:
    """From when to when the clock stood still, and why; without an end it still does."""

    since: datetime
    until: datetime | None
    reason: str = ""


@dataclass(frozen=True)
class Term:
    """By when, and from when on it is nearly over; None while the clock stands still."""

    since: datetime
    amount: timedelta
    warn_at: datetime | None
    due_at: datetime | None


class State(StrEnum):
    ON_TIME = "on_time"
    NEARLY = "nearly"
    LATE = "late"
    PAUSED = "paused"


@dataclass(frozen=True)
class Standing:
    """How a term stands at a moment. Neither is ever negative, and one of both is nothing."""

    state: State
    left: timedelta
    late: timedelta


def begin(
    calendar: Calendar, norm: Norm, since: datetime, pauses: Sequence[Pause] = ()
) -> Term | None:
    """Return the term that begins with a post; None when nobody is there to keep it."""
    amount = _amount(calendar, norm, since)
    if amount is None:
        return None
    warn_at = _ends(calendar, since, amount - amount / LAST_PART, pauses)
    due_at = _ends(calendar, since, amount, pauses)
    if due_at is None and not any(pause.until is None for pause in pauses):
        return None
    return Term(since, amount, warn_at, due_at)


def standing(
    calendar: Calendar, term: Term, now: datetime, pauses: Sequence[Pause] = ()
) -> Standing:
    """Return how much opening time is left, or for how much of it the answer is late."""
    left = max(timedelta(), term.amount - running(calendar, term.since, now, pauses))
    if term.due_at is None:
        return Standing(State.PAUSED, left, timedelta())
    if now >= term.due_at:
        late = running(calendar, term.due_at, now, pauses)
        return Standing(State.LATE, timedelta(), late)
    is_paused = any(p.since <= now and (p.until is None or now < p.until) for p in pauses)
    is_nearly = term.warn_at is not None and now >= term.warn_at
    state = State.PAUSED if is_paused else State.NEARLY if is_nearly else State.ON_TIME
    return Standing(state, left, timedelta())


def running(
    calendar: Calendar, since: datetime, until: datetime, pauses: Sequence[Pause] = ()
) -> timedelta:
    """Return how much opening time passed while the clock ran."""
    total, begin = timedelta(), since
    for pause in _in_order(pauses):
        total += calendar.open_between(begin, min(pause.since, until))
        begin = max(begin, pause.until or until)
    return total + calendar.open_between(begin, until)


def _amount(calendar: Calendar, norm: Norm, since: datetime) -> timedelta | None:
    if norm.kind is Kind.MINUTES:
        return timedelta(minutes=norm.number)
    if norm.kind is Kind.HALF_A_DAY:
        return HALF_A_DAY
    if norm.kind is Kind.SAME_DAY:
        end = calendar.end_of_day(since)
    elif norm.kind is Kind.WEEKS:
        end = calendar.end_of_day_weeks_later(since, norm.number)
    else:
        end = calendar.end_of_working_day(since, norm.number)
    return None if end is None else calendar.open_between(since, end)


def _ends(
    calendar: Calendar, since: datetime, amount: timedelta, pauses: Sequence[Pause]
) -> datetime | None:
    """Return when so much opening time has passed with the clock running."""
    begin = since
    for pause in _in_order(pauses):
        before = calendar.open_between(begin, pause.since)
        if before >= amount:
            break
        if pause.until is None:
            return None
        amount -= before
        begin = max(begin, pause.until)
    return calendar.after(begin, amount)


def _in_order(pauses: Sequence[Pause]) -> list[Pause]:
    return sorted(pauses, key=lambda pause: pause.since)

"""How the second line does: per department, and how long looking up takes against writing.

Everything is of conversations and departments, never of one colleague; what fewer than five
conversations would tell is not told.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import Final

from django.db import transaction
from django.utils import timezone

from gehoor.consultations import actions, queries
from gehoor.consultations.queries import Asked
from gehoor.flows.balance import bounds
from gehoor.inbox.models import Conversation
from gehoor.kit.clock import now
from gehoor.people.policies import ORGANISATION, Actor, see_all_totals
from gehoor.planning import queries as planned
from gehoor.planning.rules import Hours
from gehoor.planning.rules.calendar import Calendar, calendar_of

LONGEST_WRITING: Final = 4 * 3600
FEWEST: Final = 5
MOST_SUBJECTS: Final = 10


@dataclass(frozen=True, slots=True)
class Line:
    """What was asked of one department in a time, and how soon it answered."""

    name: str
    asked: int
    answered: int
    in_time: int
    late: int
    """answered after what was agreed, or not yet while that has passed"""
    agreed: int | None
    """within how many hours of opening time they agreed to answer"""
    search: timedelta | None
    """in the middle; of opening time; None: too few"""
    subjects: Sequence[tuple[str, int]]
    """the labels of what was asked about, the most first"""


@dataclass(frozen=True, slots=True)
class Report:
    """The second line in a time, and what an answer costs: looking up against writing."""

    lines: Sequence[Line]
    search: timedelta | None
    writing: timedelta | None
    searched: int
    """questions that were answered"""
    written: int
    """conversations in which was written"""

    @property
    def share(self) -> float | None:
        """Return how many of a hundred minutes go to looking up; None: too little is known."""
        if self.search is None or self.writing is None or not self.search + self.writing:
            return None
        return 100 * (self.search / (self.search + self.writing))


@transaction.atomic
def note_writing(conversation: Conversation, seconds: str) -> None:
    """Add up for how long an answer was written, as its page measured; what is no number is not."""
    if seconds.isdecimal() and len(seconds) < 9 and 0 < int(seconds) <= LONGEST_WRITING:
        today = timezone.localdate(now())
        actions.add_writing(conversation.pk, day=today, seconds=int(seconds))


def report(actor: Actor, *, since: date, until: date) -> Report:
    """Return the report of the days from `since` up to and including `until`, as days are here."""
    begin, end = bounds(since)[0], bounds(until)[1]
    teams = None if see_all_totals(actor, ORGANISATION) else sorted(actor.teams)
    asked = queries.asked_between(begin, end, teams=teams)
    took = _search_times(asked)
    written = queries.writing_between(since, until, teams=teams)
    return Report(
        lines=_lines([each for each in asked if not each.is_withdrawn], took),
        search=_middle([took[each] for each in asked if each in took]),
        writing=_middle([timedelta(seconds=each) for each in written]),
        searched=len(took),
        written=len(written),
    )


def _search_times(asked: Sequence[Asked]) -> Mapping[Asked, timedelta]:
    """Return for how much opening time each question waited for its answer."""
    desks = planned.desks()
    calendars: dict[int, Calendar | None] = {}
    for team in {each.team for each in asked}:
        hours = desks.of(team=team)
        calendars[team] = calendar_of(hours) if hours != Hours() else None
    took = {}
    for each in asked:
        if each.answered_at is not None:
            calendar = calendars[each.team]
            took[each] = (
                calendar.open_between(each.asked_at, each.answered_at)
                if calendar
                else each.answered_at - each.asked_at
            )
    return took


def _lines(asked: Sequence[Asked], took: Mapping[Asked, timedelta]) -> list[Line]:
    by_department = defaultdict(list)
    for each in asked:
        by_department[each.department].append(each)
    names = queries.names_of(by_department)
    agreed = queries.terms_of(by_department)
    lines = [_line(names[pk], ours, agreed.get(pk), took) for pk, ours in by_department.items()]
    return sorted(lines, key=lambda line: (-line.asked, line.name))


def _line(
    name: str, asked: Sequence[Asked], agreed: int | None, took: Mapping[Asked, timedelta]
) -> Line:
    in_time = sum(_is_in_time(each, agreed, took) for each in asked if each in took)
    moment = now()
    late = sum(each.answered_at is None and each.due_at <= moment for each in asked)
    answered = [took[each] for each in asked if each in took]
    subjects = Counter(label for each in asked for label in each.labels)
    return Line(
        name=name,
        asked=len(asked),
        answered=len(answered),
        in_time=in_time,
        late=late + len(answered) - in_time,
        agreed=agreed,
        search=_middle(answered),
        subjects=sorted(subjects.items(), key=lambda each: (-each[1], each[0]))[:MOST_SUBJECTS],
    )


def _is_in_time(each: Asked, agreed: int | None, took: Mapping[Asked, timedelta]) -> bool:
    """By what the department agreed to; who agreed to nothing, by the deadline of the question."""
    if agreed is not None:
        return took[each] <= timedelta(hours=agreed)
    return each.answered_at is not None and each.answered_at <= each.due_at


def _middle(times: Sequence[timedelta]) -> timedelta | None:
    if len(times) < FEWEST:
        return None
    return timedelta(seconds=median(each.total_seconds() for each in times))

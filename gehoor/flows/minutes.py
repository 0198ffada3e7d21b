"""How many minutes a day the work takes, beside how much the filter let through."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from gehoor.flows.balance import bounds
from gehoor.inbox.queries.minutes import Worked, days_of_work
from gehoor.people.policies import ORGANISATION, Actor, see_all_totals


@dataclass(frozen=True, slots=True)
class Report:
    """The days on which something came in or was done."""

    days: Sequence[Worked]

    @property
    def messages(self) -> int:
        return sum(day.messages for day in self.days)

    @property
    def time(self) -> timedelta:
        return sum((day.time for day in self.days), timedelta(0))

    @property
    def a_day(self) -> timedelta:
        """Return the time of a usual day: the middle one."""
        times = sorted(day.time for day in self.days)
        return times[len(times) // 2] if times else timedelta(0)


def report(actor: Actor, *, since: date, until: date) -> Report:
    """Return the report of the days from `since` up to and including `until`, as days are here.

    Of all colleagues together, never of one: what somebody else did is not in a number of theirs.
    """
    begin, end = bounds(since)[0], bounds(until)[1]
    teams = None if see_all_totals(actor, ORGANISATION) else sorted(actor.teams)
    return Report(days_of_work(since=begin, until=end, teams=teams))


def minutes(time: timedelta) -> int:
    return round(time.total_seconds() / 60)

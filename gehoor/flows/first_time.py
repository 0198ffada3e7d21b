"""How many people had enough with one answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from gehoor.flows.balance import bounds
from gehoor.inbox.queries.first_time import FirstTime, right_first_time
from gehoor.inbox.rules.referrals import shares
from gehoor.kit.clock import now
from gehoor.people.policies import ORGANISATION, Actor, see_all_totals


@dataclass(frozen=True, slots=True)
class Report:
    """Who got a first answer in a time, per channel and together."""

    lines: Sequence[FirstTime]

    @property
    def total(self) -> FirstTime:
        return FirstTime(
            channel="",
            answered=sum(line.answered for line in self.lines),
            enough=sum(line.enough for line in self.lines),
        )


def report(actor: Actor, *, since: date, until: date) -> Report:
    """Return the report of the days from `since` up to and including `until`, as days are here."""
    begin, end = bounds(since)[0], bounds(until)[1]
    teams = None if see_all_totals(actor, ORGANISATION) else sorted(actor.teams)
    return Report(right_first_time(since=begin, until=end, now=now(), teams=teams))


def share_enough(line: FirstTime) -> float:
    """Return how many of a hundred had enough with one answer."""
    return shares(line.enough, line.answered - line.enough)[0]

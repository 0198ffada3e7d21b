"""What was handled within the term that was promised, and what was late."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from gehoor.flows.balance import bounds
from gehoor.inbox.queries.in_time import Kept, Late, late_waits, terms_kept
from gehoor.inbox.rules.referrals import shares
from gehoor.kit.clock import now
from gehoor.kit.snapshots import one_snapshot
from gehoor.people.policies import ORGANISATION, Actor, Place, see_all_totals, see_conversations

MOST_LISTED: Final = 500


@dataclass(frozen=True, slots=True)
class Report:
    """The waits that ended in a time and how their terms were kept, with what waits now."""

    lines: Sequence[Kept]
    total: Kept
    late: Sequence[Late]
    """of the conversations one may open, the latest first"""

    @property
    def is_all_listed(self) -> bool:
        return len(self.late) == self.total.late + self.total.open_late


def report(actor: Actor, *, since: date, until: date) -> Report:
    """Return the report of the days from `since` up to and including `until`, as days are here.

    Counts are of the channels whose totals one may see; which conversations were late only tells
    who may open them.
    """
    begin, end, moment = bounds(since)[0], bounds(until)[1], now()
    teams = None if see_all_totals(actor, ORGANISATION) else sorted(actor.teams)
    opens = [team for team in sorted(actor.teams) if see_conversations(actor, Place(team))]
    with one_snapshot():
        lines, total = terms_kept(since=begin, until=end, now=moment, teams=teams)
        late = late_waits(since=begin, until=end, now=moment, teams=opens, most=MOST_LISTED)
    return Report(lines, total, late)


def share_in_time(line: Kept) -> float:
    """Return how many of a hundred that ended did so in time."""
    return shares(line.in_time, line.late)[0]

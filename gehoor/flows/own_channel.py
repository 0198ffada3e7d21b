"""How many people were answered where they asked, and how many were only sent elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from gehoor.flows.balance import bounds
from gehoor.inbox import queries as inbox
from gehoor.inbox.models import Reply
from gehoor.inbox.queries import Answered
from gehoor.inbox.rules.referrals import shares
from gehoor.kit.snapshots import one_snapshot
from gehoor.people.policies import ORGANISATION, Actor, see_all_totals


@dataclass(frozen=True, slots=True)
class Report:
    """The answers sent in a time, per channel and together, with why people were sent elsewhere."""

    lines: Sequence[Answered]
    total: Answered
    reasons: Sequence[tuple[Reply.Referral, int]]

    @property
    def adds_up(self) -> bool:
        return sum(number for _, number in self.reasons) == self.total.elsewhere

    @property
    def shares(self) -> tuple[float, float]:
        return shares(self.total.here, self.total.elsewhere)


def report(actor: Actor, *, since: date, until: date) -> Report:
    """Return the report of the days from `since` up to and including `until`, as days are here."""
    begin, end = bounds(since)[0], bounds(until)[1]
    teams = None if see_all_totals(actor, ORGANISATION) else sorted(actor.teams)
    with one_snapshot():
        lines = inbox.answered_per_channel(since=begin, until=end, teams=teams)
        reasons = inbox.referrals_per_reason(since=begin, until=end, teams=teams)
    total = Answered(
        channel="",
        here=sum(line.here for line in lines),
        elsewhere=sum(line.elsewhere for line in lines),
        said_none=sum(line.said_none for line in lines),
    )
    return Report(lines, total, reasons)

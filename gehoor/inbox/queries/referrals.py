"""How many were answered where they asked, and how many were only sent elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from gehoor.inbox.models import Reply


@dataclass(frozen=True, slots=True)
class Answered:
    """The answers of one channel that were sent in some time."""

    channel: str
    here: int
    """answered in this channel"""
    elsewhere: int
    """only sent elsewhere"""
    said_none: int
    """of `here`: looked like a referral, and its writer said that it is none"""

    @property
    def answers(self) -> int:
        return self.here + self.elsewhere


# A text in numbered parts is one answer; what practised, failed or is in doubt is none.
COUNTED = """
FROM inbox_reply r JOIN channels_channel c ON c.id = r.channel_id
WHERE r.state = 'sent' AND r.part = 1 AND r.settled_at >= %(since)s AND r.settled_at < %(until)s
  AND (%(teams)s::bigint[] IS NULL OR c.team_id = ANY(%(teams)s))
"""
PER_CHANNEL = f"""
SELECT c.name, count(*) FILTER (WHERE r.referral IN ('', 'none')),
       count(*) FILTER (WHERE r.referral NOT IN ('', 'none')),
       count(*) FILTER (WHERE r.referral = 'none')
{COUNTED} GROUP BY c.id, c.name ORDER BY c.name, c.id
"""
PER_REASON = f"""
SELECT r.referral, count(*) {COUNTED} AND r.referral NOT IN ('', 'none')
GROUP BY r.referral ORDER BY count(*) DESC, r.referral
"""


def answered_per_channel(
    *, since: datetime, until: datetime, teams: Sequence[int] | None
) -> list[Answered]:
    """Return each channel in which an answer was sent; `teams` None is all there are."""
    with connection.cursor() as cursor:
        cursor.execute(PER_CHANNEL, _given(since, until, teams))
        return [Answered(*row) for row in cursor.fetchall()]


def referrals_per_reason(
    *, since: datetime, until: datetime, teams: Sequence[int] | None
) -> list[tuple[Reply.Referral, int]]:
    with connection.cursor() as cursor:
        cursor.execute(PER_REASON, _given(since, until, teams))
        return [(Reply.Referral(reason), number) for reason, number in cursor.fetchall()]


def _given(since: datetime, until: datetime, teams: Sequence[int] | None) -> dict[str, Any]:
    return {"since": since, "until": until, "teams": None if teams is None else list(teams)}

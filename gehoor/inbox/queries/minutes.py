"""How long people were at work on conversations each day, and what came in that day."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection

PAUSE = timedelta(minutes=5)
"""who does nothing for longer was not at work on it"""
FIRST_ACT = timedelta(minutes=1)
"""what an act takes that follows no other: the reading before it leaves no line"""
# Of everybody together: who did it stays inside.
WORKED = """
WITH acts AS (
    SELECT (e.at AT TIME ZONE %(zone)s)::date AS day, e.at,
      lag(e.at) OVER (PARTITION BY e.actor_id ORDER BY e.at, e.id) AS before
    FROM audit_entry e JOIN inbox_conversation c ON c.id = e.conversation_id
    JOIN channels_channel h ON h.id = c.channel_id
    WHERE e.actor_id IS NOT NULL AND e.at >= %(since)s AND e.at < %(until)s
      AND (%(teams)s::bigint[] IS NULL OR h.team_id = ANY(%(teams)s)))
SELECT day, sum(CASE WHEN at - before <= %(pause)s THEN at - before ELSE %(first)s END)
FROM acts GROUP BY day
"""
CAME_IN = """
SELECT (m.received_at AT TIME ZONE %(zone)s)::date AS day, count(*) FILTER (WHERE c.tier = 1),
  count(*) FILTER (WHERE c.tier = 2), count(*) FILTER (WHERE c.tier = 3)
FROM inbox_message m JOIN inbox_conversation c ON c.id = m.conversation_id
JOIN channels_channel h ON h.id = m.channel_id
WHERE m.kind = 'in' AND m.received_at >= %(since)s AND m.received_at < %(until)s
  AND (%(teams)s::bigint[] IS NULL OR h.team_id = ANY(%(teams)s))
GROUP BY day
"""


@dataclass(frozen=True, slots=True)
class Worked:
    """One day of work: what came in, how near to us, and how long people were at it."""

    day: date
    to_us: int = 0
    our_pages: int = 0
    found: int = 0
    time: timedelta = timedelta(0)

    @property
    def messages(self) -> int:
        return self.to_us + self.our_pages + self.found


def days_of_work(*, since: datetime, until: datetime, teams: Sequence[int] | None) -> list[Worked]:
    """Return each day on which something came in or was done, oldest first; `teams` None is all."""
    given: dict[str, Any] = {
        "since": since, "until": until, "teams": None if teams is None else list(teams),
        "zone": settings.TIME_ZONE, "pause": PAUSE, "first": FIRST_ACT,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(WORKED, given)
        worked = dict(cursor.fetchall())
        cursor.execute(CAME_IN, given)
        came = {day: Worked(day, *numbers) for day, *numbers in cursor.fetchall()}
    return [
        replace(came.get(day, Worked(day)), time=worked.get(day, timedelta(0)))
        for day in sorted({*worked, *came})
    ]

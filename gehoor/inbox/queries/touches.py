"""How soon somebody first touched what came in: any act of a person in its conversation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

# The log holds every act, and looking is one; what our own flows did touches nothing. A log
# line's number grows with its moment, so the first after a message is found by the index.
FIRST = """
SELECT m.channel_id, c.team_id, m.received_at, touched.at
FROM inbox_message m
JOIN channels_channel c ON c.id = m.channel_id
CROSS JOIN LATERAL (
    SELECT e.at FROM audit_entry e
    WHERE e.conversation_id = m.conversation_id AND e.actor_id IS NOT NULL
      AND e.at >= m.received_at
    ORDER BY e.id LIMIT 1) touched
WHERE m.kind = 'in' AND m.received_at >= %(since)s AND m.received_at < %(until)s
  AND (%(teams)s::bigint[] IS NULL OR c.team_id = ANY(%(teams)s))
"""


@dataclass(frozen=True, slots=True)
class Touch:
    """A message came in, and somebody was there."""

    channel: int
    team: int
    since: datetime
    at: datetime


def first_touches(*, since: datetime, until: datetime, teams: Sequence[int] | None) -> list[Touch]:
    """Return the first touch of each message received in this time; `teams` None is all."""
    given = {"since": since, "until": until, "teams": None if teams is None else list(teams)}
    with connection.cursor() as cursor:
        cursor.execute(FIRST, given)
        return [Touch(*row) for row in cursor.fetchall()]

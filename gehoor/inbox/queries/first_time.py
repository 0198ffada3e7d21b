"""Whether one answer was enough: who was answered and asked nothing more within five days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

ASKED_AGAIN_WITHIN = timedelta(days=5)
# The first answer somebody got in a conversation; a text in numbered parts is one. In a thread of
# many everybody has a first answer of their own.
FIRST_TIME = """
SELECT c.name, count(*), count(*) FILTER (WHERE NOT EXISTS (
    SELECT 1 FROM inbox_message again
    WHERE again.conversation_id = m.conversation_id AND again.kind = 'in' AND again.is_question
      AND NOT again.is_automatic AND lower(again.author_handle) = lower(r.to)
      AND again.received_at > r.settled_at AND again.received_at <= r.settled_at + %(within)s))
FROM inbox_reply r
JOIN inbox_message m ON m.id = r.message_id
JOIN channels_channel c ON c.id = r.channel_id
WHERE r.state = 'sent' AND r.part = 1 AND NOT m.is_automatic AND r.settled_at >= %(since)s
  AND r.settled_at < LEAST(%(until)s, %(now)s - %(within)s)
  AND (%(teams)s::bigint[] IS NULL OR c.team_id = ANY(%(teams)s))
  AND NOT EXISTS (
    SELECT 1 FROM inbox_message before JOIN inbox_reply earlier ON earlier.message_id = before.id
    WHERE before.conversation_id = m.conversation_id AND earlier.state = 'sent'
      AND NOT before.is_automatic
      AND earlier.part = 1 AND lower(earlier.to) = lower(r.to) AND earlier.id < r.id)
GROUP BY c.id, c.name ORDER BY c.name, c.id
"""


@dataclass(frozen=True, slots=True)
class FirstTime:
    """The people of one channel who got a first answer in some time, five days ago or more."""

    channel: str
    answered: int
    enough: int
    """of them: asked nothing more within five days"""


def right_first_time(
    *, since: datetime, until: datetime, now: datetime, teams: Sequence[int] | None
) -> list[FirstTime]:
    """Return each channel with first answers; `teams` None is all there are."""
    given: dict[str, Any] = {
        "since": since,
        "until": until,
        "now": now,
        "within": ASKED_AGAIN_WITHIN,
        "teams": None if teams is None else list(teams),
    }
    with connection.cursor() as cursor:
        cursor.execute(FIRST_TIME, given)
        return [FirstTime(*row) for row in cursor.fetchall()]

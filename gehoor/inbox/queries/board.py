"""Who has what: for each colleague how much is open, how much is late, and since when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db import connection

from gehoor.inbox.queries.ours import IS_OURS
from gehoor.inbox.queries.pages import AT_RISK, IS_HERE, IS_WORK

# What waits for nobody's answer is open too, but is late for nobody.
HANDS = f"""
SELECT u.id, coalesce(u.name, ''), coalesce(u.is_active, true), count(*),
       count(*) FILTER (WHERE {AT_RISK}),
       count(*) FILTER (WHERE c.turn = 0 AND c.due_at <= now()),
       min(c.waiting_since)
FROM inbox_conversation c
JOIN channels_channel ch ON ch.id = c.channel_id
LEFT JOIN people_user u ON u.id = c.assignee_id
WHERE {IS_OURS} AND {IS_HERE} AND {IS_WORK}
GROUP BY u.id, u.name, u.is_active ORDER BY u.id IS NOT NULL, u.name, u.id
"""  # noqa: S608  (constants)
HELD_BY = f"""
SELECT c.id FROM inbox_conversation c JOIN channels_channel ch ON ch.id = c.channel_id
WHERE {IS_OURS} AND {IS_HERE} AND {IS_WORK} AND c.assignee_id IS NOT DISTINCT FROM %(holder)s
ORDER BY c.id LIMIT %(most)s
"""  # noqa: S608  (constants)


@dataclass(frozen=True, slots=True)
class Hands:
    """What one colleague has; nobody's is what is left to divide."""

    user_id: int | None
    name: str
    is_active: bool
    open: int
    at_risk: int
    """of those: the term is nearly over, or over"""
    late: int
    """of those: it is over"""
    since: datetime | None
    """since when the longest waits"""


def hands(teams: Sequence[int]) -> list[Hands]:
    """Return what is in whose hands in these teams, nobody's first."""
    with connection.cursor() as cursor:
        cursor.execute(HANDS, {"teams": list(teams)})
        return [Hands(*row) for row in cursor.fetchall()]


def held_by(teams: Sequence[int], *, holder: int | None, most: int) -> list[int]:
    """Return the numbers of the open conversations of these teams that somebody has, or nobody."""
    with connection.cursor() as cursor:
        cursor.execute(HELD_BY, {"teams": list(teams), "holder": holder, "most": most})
        return [number for (number,) in cursor.fetchall()]


class Blocked(NamedTuple):
    """Somebody who is not answered for now."""

    conversation: int
    """the newest with them, where it can be taken back"""
    name: str
    until: datetime
    reason: str
    by: str


BLOCKED = f"""
SELECT DISTINCT ON (bl.until, bl.contact_id) c.id, p.name, bl.until, bl.reason, u.name
FROM contacts_block bl
JOIN contacts_contact p ON p.id = bl.contact_id
JOIN people_user u ON u.id = bl.by_id
JOIN inbox_conversation c ON c.contact_id = bl.contact_id
JOIN channels_channel ch ON ch.id = c.channel_id
WHERE bl.lifted_at IS NULL AND bl.until > now() AND {IS_OURS}
ORDER BY bl.until, bl.contact_id, c.last_message_at DESC
"""  # noqa: S608  (constants)


def blocked_in(teams: Sequence[int]) -> list[Blocked]:
    """Return who is blocked now and wrote to one of these teams, who is answered soonest first."""
    with connection.cursor() as cursor:
        cursor.execute(BLOCKED, {"teams": list(teams)})
        return [Blocked(*row) for row in cursor.fetchall()]

"""The term of a conversation: by when an answer was promised, as it stands on its row.

A term is old when it was worked out for another moment of waiting than the one that holds, or when
its clock should stand still and does not, or the other way round. The row itself tells
(`Conversation.has_old_term`), so it is seen whatever changed the conversation.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

Stop = dict[str, str | None]
"""from when ("since") to when ("until") the clock stood still, as it is stored"""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A conversation whose term is old, with what the term depends on. It is locked."""

    pk: int
    channel: int
    team: int
    since: datetime
    """when the first who waits posted it"""
    visibility: str
    answers: str
    sender: str
    is_stopped: bool
    waiting_since: datetime
    stops: Sequence[Stop]


@dataclass(frozen=True, slots=True)
class Worked:
    """A term as it is kept; without a moment there is none, or its clock stands still."""

    waiting: Waiting
    due_at: datetime | None
    warn_at: datetime | None
    stops: Sequence[Stop]


def take_old(numbers: Collection[int] | None = None, *, most: int) -> list[Waiting]:
    """Lock conversations whose term is old and return them; of these numbers, or of all.

    Of all, those that somebody is busy with are left for the next turn. Needs a transaction.
    """
    given: dict[str, Any] = {"most": most, "numbers": list(numbers or ())}
    with connection.cursor() as cursor:
        cursor.execute(OLD_OF_ALL if numbers is None else OLD_OF_THESE, given)
        return [as_waiting(row) for row in cursor.fetchall()]


def as_waiting(row: Sequence[Any]) -> Waiting:
    """Read a row of the query below."""
    return Waiting(*[*row[:-1], json.loads(row[-1])])


OLD = """
SELECT c.id, c.channel_id, ch.team_id, coalesce(m.sent_at, c.waiting_since),
       coalesce(m.visibility, CASE WHEN c.is_public THEN 'public' ELSE '' END),
       coalesce(m.answers, ''), coalesce(m.author_handle, ''),
       c.is_snoozed AND c.snoozed_until IS NULL, c.waiting_since, c.clock_stops::text
FROM inbox_conversation c
JOIN channels_channel ch ON ch.id = c.channel_id
LEFT JOIN LATERAL (
    SELECT sent_at, visibility, answers, author_handle FROM inbox_message
    WHERE conversation_id = c.id AND kind = 'in' AND received_at = c.waiting_since
      AND NOT is_automatic AND NOT is_around AND (visibility = '' OR is_to_us)
    ORDER BY sequence LIMIT 1) m ON true
WHERE c.has_old_term"""
IN_ORDER = " ORDER BY c.id LIMIT %(most)s FOR UPDATE OF c"
OLD_OF_ALL = OLD + IN_ORDER + " SKIP LOCKED"
OLD_OF_THESE = OLD + " AND c.id = ANY(%(numbers)s)" + IN_ORDER


def keep(worked: Sequence[Worked]) -> None:
    """Write terms down, by one statement."""
    columns: list[list[Any]] = [
        [each.waiting.pk for each in worked],
        [each.waiting.waiting_since for each in worked],
        [each.due_at for each in worked],
        [each.warn_at for each in worked],
        [each.waiting.is_stopped for each in worked],
        [json.dumps(list(each.stops)) for each in worked],
    ]
    with connection.cursor() as cursor:
        cursor.execute(KEEP, columns)


KEEP = """
UPDATE inbox_conversation c
SET (term_of, due_at, warn_at, is_clock_stopped, clock_stops)
  = (n.term_of, n.due_at, n.warn_at, n.is_clock_stopped, n.clock_stops::jsonb)
FROM unnest(%s::bigint[], %s::timestamptz[], %s::timestamptz[], %s::timestamptz[], %s::boolean[],
            %s::text[]) AS n(id, term_of, due_at, warn_at, is_clock_stopped, clock_stops)
WHERE c.id = n.id
"""


def let_all_be_old() -> None:
    """What was promised changed: every term is worked out anew, and holds until it is.

    It is said by the clock, which stands as it should not; so the row goes on telling for which
    wait its term is, should that end before its turn. Locked in order, as the intake does, so that
    neither waits for the other.
    """
    with connection.cursor() as cursor:
        cursor.execute(LET_ALL_BE_OLD)


LET_ALL_BE_OLD = """
WITH old AS (SELECT id FROM inbox_conversation
             WHERE status = 'open' AND waiting_since IS NOT NULL AND term_of IS NOT NULL
             ORDER BY id FOR UPDATE)
UPDATE inbox_conversation c SET is_clock_stopped = NOT (c.is_snoozed AND c.snoozed_until IS NULL)
FROM old WHERE c.id = old.id
"""

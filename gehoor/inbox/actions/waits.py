"""Waits that ended: noted once each, by what the row of a conversation says of itself.

A row tells that the wait its term is of has ended and that this is not noted yet, or that a wait
that was noted goes on (`Conversation.has_unnoted_end`); so it is seen whatever ended it, or took
its end back.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from gehoor.inbox.actions.terms import Waiting, as_waiting
from gehoor.inbox.models import EndedWait
from gehoor.kit.portable import add_rows


@dataclass(frozen=True, slots=True)
class Ended:
    """A conversation of which the end of a wait is to be noted or taken away. It is locked."""

    goes_on: bool
    """somebody waits again since before what was noted"""
    message: int | None
    """with which the wait began; None: it is not here any more, so its wait is not either"""
    owner: int
    """the team whose work it is"""
    due_at: datetime | None
    """by when an answer was promised; None: nothing was, or the clock stood still"""
    waiting: Waiting


@dataclass(frozen=True, slots=True)
class Line:
    """What is noted of a wait that ended."""

    message: int
    team: int
    due_at: datetime
    ended_at: datetime


def take_ended(numbers: Collection[int] | None = None, *, most: int) -> list[Ended]:
    """Lock conversations of which an end is to be noted and return them; of these numbers, or of
    all those nobody is busy with. Needs a transaction."""
    given: dict[str, Any] = {"most": most, "numbers": list(numbers or ())}
    with connection.cursor() as cursor:
        cursor.execute(ENDED_OF_ALL if numbers is None else ENDED_OF_THESE, given)
        return [
            Ended(goes_on, message, owner, due_at, as_waiting(rest))
            for goes_on, message, owner, due_at, *rest in cursor.fetchall()
        ]


ENDED = """
SELECT coalesce(c.waiting_since <= c.noted_of, false), m.id, coalesce(c.routed_to_id, ch.team_id),
       c.due_at, c.id, c.channel_id, ch.team_id, coalesce(m.sent_at, c.term_of),
       coalesce(m.visibility, ''), coalesce(m.answers, ''), coalesce(m.author_handle, ''), false,
       c.term_of, c.clock_stops::text
FROM inbox_conversation c
JOIN channels_channel ch ON ch.id = c.channel_id
LEFT JOIN LATERAL (
    SELECT id, sent_at, visibility, answers, author_handle FROM inbox_message
    WHERE conversation_id = c.id AND kind = 'in' AND received_at = c.term_of
      AND NOT is_automatic AND NOT is_around AND (visibility = '' OR is_to_us)
    ORDER BY sequence LIMIT 1) m ON true
WHERE c.has_unnoted_end"""
IN_ORDER = " ORDER BY c.id LIMIT %(most)s FOR UPDATE OF c"
ENDED_OF_ALL = ENDED + IN_ORDER + " SKIP LOCKED"
ENDED_OF_THESE = ENDED + " AND c.id = ANY(%(numbers)s)" + IN_ORDER


def note(ended: Sequence[Ended], lines: Sequence[Line]) -> None:
    """Write down what ended, and take away what goes on; each row knows that it was seen to."""
    going_on = [each.waiting.pk for each in ended if each.goes_on]
    take_away(going_on)
    columns: list[list[Any]] = [
        [each.message for each in lines],
        [each.team for each in lines],
        [each.due_at for each in lines],
        [each.ended_at for each in lines],
    ]
    with connection.cursor() as cursor:
        if lines:
            cursor.execute(WRITE, columns)
        cursor.execute(SEEN_TO, [going_on, [each.waiting.pk for each in ended]])


WRITE = """
INSERT INTO inbox_endedwait (message_id, team_id, due_at, ended_at)
SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::timestamptz[], %s::timestamptz[])
ON CONFLICT (message_id) DO UPDATE
SET (team_id, due_at, ended_at) = (EXCLUDED.team_id, EXCLUDED.due_at, EXCLUDED.ended_at)
"""
SEEN_TO = """
UPDATE inbox_conversation SET noted_of = CASE WHEN id <> ALL(%s) THEN term_of END
WHERE id = ANY(%s)
"""


def take_away(numbers: Collection[int]) -> None:
    """Forget the ends of what somebody waits for again in these: of the wait that goes on, and what
    was noted here after it began, because one wait holds all that came after it."""
    if numbers:
        with connection.cursor() as cursor:
            cursor.execute(TAKE_AWAY, [list(numbers)])


TAKE_AWAY = """
DELETE FROM inbox_endedwait w USING inbox_message m, inbox_conversation c
WHERE w.message_id = m.id AND c.id = m.conversation_id AND c.id = ANY(%s)
  AND (m.received_at = c.waiting_since
       OR (m.received_at > c.waiting_since AND m.received_at <= c.noted_of))
"""


def add_wait_records(records: Sequence[Mapping[str, Any]]) -> None:
    """Make ends of waits out of records of the open format; messages are there."""
    add_rows(EndedWait, records)

"""What was answered or ended within the term that was promised, and what was late."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from gehoor.inbox.models import EndedWait
from gehoor.kit.portable import flat

# A term that ends at a moment is over at that moment, as everywhere.
PER_CHANNEL = """
SELECT CASE GROUPING(ch.id) WHEN 0 THEN max(t.name) ELSE '' END,
       CASE GROUPING(ch.id) WHEN 0 THEN max(ch.name) ELSE '' END,
       count(*) FILTER (WHERE w.ended_at < w.due_at),
       count(*) FILTER (WHERE w.ended_at >= w.due_at),
       percentile_disc(0.5) WITHIN GROUP (ORDER BY w.ended_at - w.due_at)
           FILTER (WHERE w.ended_at >= w.due_at),
       max(w.ended_at - w.due_at) FILTER (WHERE w.ended_at >= w.due_at), 0, 0,
       GROUPING(ch.id) = 1
FROM inbox_endedwait w
JOIN inbox_message m ON m.id = w.message_id
JOIN channels_channel ch ON ch.id = m.channel_id
JOIN people_team t ON t.id = w.team_id
WHERE w.ended_at >= %(since)s AND w.ended_at < %(until)s
  AND (%(teams)s::bigint[] IS NULL OR ch.team_id = ANY(%(teams)s) OR t.id = ANY(%(teams)s))
GROUP BY GROUPING SETS ((t.id, ch.id), ())
"""
STILL_OPEN = """
SELECT t.name, ch.name, 0, 0, NULL, NULL, count(*) FILTER (WHERE c.due_at > %(now)s),
       count(*) FILTER (WHERE c.due_at <= %(now)s), false
FROM inbox_conversation c
JOIN channels_channel ch ON ch.id = c.channel_id
JOIN people_team t ON t.id = coalesce(c.routed_to_id, ch.team_id)
WHERE c.status = 'open' AND c.turn = 0
  AND (%(teams)s::bigint[] IS NULL OR ch.team_id = ANY(%(teams)s) OR t.id = ANY(%(teams)s))
GROUP BY t.id, t.name, ch.id, ch.name
"""
LATE = """
SELECT * FROM (
    SELECT m.conversation_id, t.name team, ch.name channel, m.sent_at, w.due_at due_at, w.ended_at,
           coalesce(w.ended_at, %(now)s) - w.due_at late
    FROM inbox_endedwait w
    JOIN inbox_message m ON m.id = w.message_id
    JOIN channels_channel ch ON ch.id = m.channel_id
    JOIN people_team t ON t.id = w.team_id
    WHERE w.ended_at >= %(since)s AND w.ended_at < %(until)s AND w.ended_at >= w.due_at
      AND (%(teams)s::bigint[] IS NULL OR ch.team_id = ANY(%(teams)s) OR t.id = ANY(%(teams)s))
    UNION ALL
    SELECT c.id, t.name, ch.name, c.waiting_since, c.due_at, NULL, %(now)s - c.due_at
    FROM inbox_conversation c
    JOIN channels_channel ch ON ch.id = c.channel_id
    JOIN people_team t ON t.id = coalesce(c.routed_to_id, ch.team_id)
    WHERE c.status = 'open' AND c.turn = 0 AND c.due_at <= %(now)s
      AND (%(teams)s::bigint[] IS NULL OR ch.team_id = ANY(%(teams)s) OR t.id = ANY(%(teams)s))
) each ORDER BY late DESC, conversation_id LIMIT %(most)s
"""


@dataclass(frozen=True, slots=True)
class Kept:
    """How the terms of one team in one channel were kept in some time."""

    team: str
    channel: str
    in_time: int
    late: int
    middle: timedelta | None
    """how late the middle one of the late ones was, by the clock"""
    worst: timedelta | None
    open: int
    """now, with time left"""
    open_late: int


@dataclass(frozen=True, slots=True)
class Late:
    """A wait that ended after its term, or that goes on while its term is over."""

    conversation: int
    team: str
    channel: str
    since: datetime
    due_at: datetime
    ended_at: datetime | None
    late: timedelta


def terms_kept(
    *, since: datetime, until: datetime, now: datetime, teams: Sequence[int] | None
) -> tuple[list[Kept], Kept]:
    """Return it per team and channel, and together; `teams` None is all there are."""
    given = _given(since=since, until=until, now=now, teams=teams)
    lines: dict[tuple[str, str], Kept] = {}
    total = Kept("", "", 0, 0, None, None, 0, 0)
    with connection.cursor() as cursor:
        cursor.execute(PER_CHANNEL, given)
        for *row, is_total in cursor.fetchall():
            line = Kept(*row)
            if is_total:
                total = line
            else:
                lines[line.team, line.channel] = line
        cursor.execute(STILL_OPEN, given)
        for *row, _ in cursor.fetchall():
            line = Kept(*row)
            lines[line.team, line.channel] = _with_open(lines.get((line.team, line.channel)), line)
            total = _with_open(total, line)
    return [lines[name] for name in sorted(lines)], total


def _with_open(line: Kept | None, open_ones: Kept) -> Kept:
    if line is None:
        return open_ones
    return Kept(
        line.team, line.channel, line.in_time, line.late, line.middle, line.worst,
        line.open + open_ones.open, line.open_late + open_ones.open_late,
    )  # fmt: skip


def late_waits(
    *, since: datetime, until: datetime, now: datetime, teams: Sequence[int], most: int
) -> list[Late]:
    """Return those of these teams that were or are late, the latest first."""
    given = _given(since=since, until=until, now=now, teams=teams) | {"most": most}
    with connection.cursor() as cursor:
        cursor.execute(LATE, given)
        return [Late(*row) for row in cursor.fetchall()]


def _given(
    *, since: datetime, until: datetime, now: datetime, teams: Sequence[int] | None
) -> dict[str, Any]:
    wanted = None if teams is None else list(teams)
    return {"since": since, "until": until, "now": now, "teams": wanted}


def wait_records() -> Iterator[dict[str, Any]]:
    return flat(EndedWait.objects.all(), "id", "message", "team", "due_at", "ended_at")

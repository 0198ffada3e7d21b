"""Channels in which nothing comes in while something always did in the same hours."""

from datetime import datetime, timedelta
from typing import Any

from django.db import connection

WEEKS = 4
AT_LEAST = 5
"""so many came in, in each of those weeks; fewer may be chance"""
LONGEST = timedelta(days=2)
"""a longer silence is compared by its last days"""
# That our own trial messages come in says nothing about others: they break no silence.
# Each part asks the index of a channel's deliveries by moment for a few rows.
SILENT = """
SELECT c.id, last.received_at
FROM channels_channel c
CROSS JOIN LATERAL (
    SELECT d.received_at FROM channels_delivery d
    WHERE d.channel_id = c.id AND d.state <> 'canary' ORDER BY d.received_at DESC LIMIT 1) last
CROSS JOIN LATERAL (SELECT GREATEST(last.received_at, %(now)s - %(longest)s) AS since) stretch
WHERE NOT EXISTS (
    SELECT 1 FROM generate_series(1, %(weeks)s) AS week
    WHERE (SELECT count(*) FROM (
        SELECT 1 FROM channels_delivery d
        WHERE d.channel_id = c.id AND NOT d.is_history AND d.state <> 'canary'
          AND d.received_at > stretch.since - week * interval '7 days'
          AND d.received_at <= %(now)s - week * interval '7 days'
        LIMIT %(least)s) came) < %(least)s)
"""


def strangely_silent(*, now: datetime) -> dict[int, datetime]:
    """Return the moment of the last delivery of each channel that is silent when it never is.

    In the hours since then at least five came in, in each of the four weeks before.
    """
    given: dict[str, Any] = {"now": now, "longest": LONGEST, "weeks": WEEKS, "least": AT_LEAST}
    with connection.cursor() as cursor:
        cursor.execute(SILENT, given)
        return dict(cursor.fetchall())

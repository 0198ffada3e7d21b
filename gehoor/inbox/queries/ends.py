"""How messages ended, for the closing balance."""

from datetime import datetime

from django.db import connection

# Every incoming message falls in exactly one of these, by what its conversation is now: done by an
# answer that left, done while practising, done on purpose without one, or open. What is put off is
# open, and counted apart as well.
ENDS = """
SELECT m.channel_id, count(*), count(DISTINCT m.delivery_id),
       count(*) FILTER (WHERE c.status = 'done' AND c.outcome = 'answered' AND NOT practised),
       count(*) FILTER (WHERE c.status = 'done' AND c.outcome = 'answered' AND practised),
       count(*) FILTER (WHERE c.status = 'done' AND c.outcome <> 'answered'),
       count(*) FILTER (WHERE c.status = 'open'), count(*) FILTER (WHERE c.is_snoozed)
FROM inbox_message m
JOIN inbox_conversation c ON c.id = m.conversation_id
CROSS JOIN LATERAL (
    SELECT EXISTS (SELECT 1 FROM inbox_message o JOIN inbox_reply r ON r.message_id = o.id
                   WHERE o.conversation_id = c.id AND r.state = 'practised')
       AND NOT EXISTS (SELECT 1 FROM inbox_message o JOIN inbox_reply r ON r.message_id = o.id
                       WHERE o.conversation_id = c.id AND r.state = 'sent') AS practised) how
WHERE m.kind = 'in' AND m.received_at >= %(since)s AND m.received_at < %(until)s
GROUP BY m.channel_id
"""
NAMES = ("messages", "deliveries", "answered", "practised", "not_handled", "open", "snoozed")


def ends_of_messages(*, since: datetime, until: datetime) -> dict[int, dict[str, int]]:
    """Return per channel how the messages received in this time ended."""
    with connection.cursor() as cursor:
        cursor.execute(ENDS, {"since": since, "until": until})
        return {row[0]: dict(zip(NAMES, row[1:], strict=True)) for row in cursor.fetchall()}

"""How messages ended, for the closing balance."""

from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Count
from django.db.models.functions import Now

from gehoor.inbox import rules
from gehoor.inbox.models import Conversation

# Every incoming message falls in exactly one of these, by how it ended itself, else by what its
# conversation is now: done by an answer that left, done while practising, done on purpose without
# one, or open. In a thread of many, what was answered itself is answered while the rest is open.
# What ended without an answer did so by a line of the protocol, or with a reason; of a message that
# ended by itself there always is one.
# What is put off is open, and counted apart as well; so is what nobody opened, took or put off.
ENDS = """
WITH answered AS (
    SELECT DISTINCT o.conversation_id, o.answers
    FROM inbox_conversation oc JOIN inbox_message o ON o.conversation_id = oc.id
    LEFT JOIN inbox_reply r ON r.message_id = o.id
    WHERE oc.status = 'open' AND oc.thread <> '' AND o.kind = 'out' AND o.answers <> ''
      AND NOT o.is_automatic
      AND (r.id IS NULL OR (r.state = ANY(%(answers)s) AND r.held_at IS NULL)))
SELECT m.channel_id, count(*), count(DISTINCT m.delivery_id),
       count(*) FILTER (WHERE ended.outcome = 'answered' AND NOT practised),
       count(*) FILTER (WHERE ended.outcome = 'answered' AND practised),
       count(*) FILTER (WHERE ended.outcome NOT IN ('', 'answered')
                          OR (ended.outcome = '' AND c.status = 'done')),
       count(*) FILTER (WHERE ended.outcome NOT IN ('', 'answered') AND m.outcome = ''
                          AND c.outcome_line_id IS NOT NULL),
       count(*) FILTER (WHERE ended.outcome NOT IN ('', 'answered')
                          AND (m.outcome <> ''
                               OR (c.outcome_line_id IS NULL AND c.outcome_reason <> ''))),
       count(*) FILTER (WHERE ended.outcome = '' AND c.status = 'open'),
       count(*) FILTER (WHERE ended.outcome = '' AND c.is_snoozed),
       count(*) FILTER (WHERE ended.outcome = '' AND c.status = 'open' AND c.is_unread
                          AND c.assignee_id IS NULL AND NOT c.is_snoozed)
FROM inbox_message m
JOIN inbox_conversation c ON c.id = m.conversation_id
LEFT JOIN answered a ON a.conversation_id = c.id AND a.answers = m.external_id
CROSS JOIN LATERAL (SELECT CASE WHEN m.outcome <> '' THEN m.outcome
                                WHEN a.answers IS NOT NULL THEN 'answered'
                                ELSE c.outcome END AS outcome) ended
CROSS JOIN LATERAL (
    SELECT EXISTS (SELECT 1 FROM inbox_message o JOIN inbox_reply r ON r.message_id = o.id
                   WHERE o.conversation_id = c.id AND r.state = 'practised')
       AND NOT EXISTS (SELECT 1 FROM inbox_message o JOIN inbox_reply r ON r.message_id = o.id
                       WHERE o.conversation_id = c.id AND r.state = 'sent') AS practised) how
WHERE m.kind = 'in' AND m.received_at >= %(since)s AND m.received_at < %(until)s
GROUP BY m.channel_id
"""
NAMES = (
    "messages", "deliveries", "answered", "practised", "not_handled", "by_protocol",
    "with_reason", "open", "snoozed", "untouched",
)  # fmt: skip


def ends_of_messages(*, since: datetime, until: datetime) -> dict[int, dict[str, int]]:
    """Return per channel how the messages received in this time ended."""
    with connection.cursor() as cursor:
        cursor.execute(ENDS, {"since": since, "until": until, "answers": sorted(rules.ANSWERS)})
        return {row[0]: dict(zip(NAMES, row[1:], strict=True)) for row in cursor.fetchall()}


def left_by_lines() -> dict[int, int]:
    """Return how many conversations each line of the protocol left in the last 30 days."""
    found = Conversation.objects.filter(
        status="done", outcome_line__isnull=False, last_message_at__gte=Now() - timedelta(days=30)
    ).exclude(outcome="answered")
    counted = found.order_by().values_list("outcome_line").annotate(number=Count("pk"))
    return {line: number for line, number in counted if line}

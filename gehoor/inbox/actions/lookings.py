"""Asking for the thread around a conversation, and writing down what came of it.

Every function that asks is one statement: it is called for each batch of arrivals, and each time
somebody opens a conversation.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import F
from django.db.models.functions import Greatest

from gehoor.inbox.models import Conversation, Looking

MOST_ASKED = 20
"""lookings of one channel that intake lets wait at a time; in a flood the others wait until
somebody opens them, so that the platform is not asked for thousands of threads"""
MOST_MISSES = 1_000


def ask(conversation: Conversation, *, now: datetime, older_than: timedelta) -> bool:
    """Let the platform be asked, unless it is about to be or was so lately; tells which."""
    given: dict[str, Any] = {
        "conversation": conversation.pk,
        "channel": conversation.channel_id,
        "now": now,
        "since": now - older_than,
    }
    with connection.cursor() as cursor:
        cursor.execute(ASK, given)
        return bool(cursor.rowcount)


ASK = """
INSERT INTO inbox_looking (conversation_id, channel_id, due_at, result, misses, problem)
VALUES (%(conversation)s, %(channel)s, %(now)s, '', 0, '')
ON CONFLICT (conversation_id) DO UPDATE SET due_at = EXCLUDED.due_at
WHERE inbox_looking.due_at IS NULL
  AND (inbox_looking.looked_at IS NULL OR inbox_looking.looked_at <= %(since)s)
"""


def ask_for_new(deliveries: Sequence[int], *, now: datetime) -> None:
    """Look around what just came in and turns to us, where it answers something we do not have:
    who opens it then sees at once what it is about."""
    given: dict[str, Any] = {"deliveries": list(deliveries), "now": now, "most": MOST_ASKED}
    with connection.cursor() as cursor:
        cursor.execute(ASK_FOR_NEW, given)


ASK_FOR_NEW = """
INSERT INTO inbox_looking (conversation_id, channel_id, due_at, result, misses, problem)
SELECT DISTINCT c.id, c.channel_id, %(now)s::timestamptz, '', 0, ''
FROM inbox_message m JOIN inbox_conversation c ON c.id = m.conversation_id
WHERE m.delivery_id = ANY(%(deliveries)s) AND m.kind = 'in' AND m.is_to_us AND m.answers <> ''
  AND c.is_public AND c.thread <> '' AND c.status = 'open'
  AND NOT EXISTS (SELECT FROM inbox_message p
                  WHERE p.channel_id = m.channel_id AND p.external_id = m.answers)
  AND (SELECT count(*) FROM inbox_looking l
       WHERE l.channel_id = m.channel_id AND l.due_at IS NOT NULL) < %(most)s
LIMIT %(most)s
ON CONFLICT (conversation_id) DO UPDATE SET due_at = EXCLUDED.due_at
WHERE inbox_looking.due_at IS NULL
"""


def begin(looking: Looking, *, again_at: datetime) -> None:
    """The platform is asked now; who asks may be broken off, and then it is asked again."""
    Looking.objects.filter(pk=looking.pk).update(due_at=again_at)


def settle(looking: Looking, *, result: str, now: datetime) -> None:
    """The platform answered."""
    Looking.objects.filter(pk=looking.pk).update(
        due_at=None, looked_at=now, result=result, misses=0, problem=""
    )


def miss(looking: Looking, *, problem: str, again_at: datetime) -> None:
    """It did not; it is asked again then."""
    Looking.objects.filter(pk=looking.pk).update(
        due_at=again_at, misses=min(looking.misses + 1, MOST_MISSES), problem=problem
    )


def give_up(looking: Looking, *, problem: str) -> None:
    """It did not, and asking again by ourselves makes no sense; somebody who looks may ask."""
    Looking.objects.filter(pk=looking.pk).update(due_at=None, problem=problem)


def put_off(channel_id: int, *, until: datetime) -> None:
    """The platform asks us to wait: that holds for every thread there."""
    waiting = Looking.objects.filter(channel_id=channel_id, due_at__isnull=False)
    waiting.update(due_at=Greatest(F("due_at"), until))

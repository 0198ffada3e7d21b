"""What of a thread still waits to be dealt with, message by message."""

from typing import Any, Final

from django.db import connection

from gehoor.inbox import rules
from gehoor.inbox.models import Conversation

# Answered is what an answer of ours answers that left, or is on its way. Written on our account
# elsewhere it has no reply of ours beside it.
ANSWERED: Final = """
    SELECT o.answers FROM inbox_message o LEFT JOIN inbox_reply r ON r.message_id = o.id
    WHERE o.conversation_id = %(conversation)s AND o.kind = 'out' AND o.answers <> ''
      AND NOT o.is_automatic
      AND (r.id IS NULL OR (r.state = ANY(%(answers)s) AND r.held_at IS NULL))
"""
IS_TOUCHED: Final = f"""
    (m.outcome <> '' OR c.status = 'done'
     OR (m.external_id <> '' AND m.external_id IN ({ANSWERED})))
"""
"""a condition on a message m of a conversation c: it ended by itself, by an answer, or together
with all the others"""


def given_for(conversation_id: int) -> dict[str, Any]:
    """Return what the conditions above are given."""
    return {"conversation": conversation_id, "answers": sorted(rules.ANSWERS)}


def has_untouched(conversation: Conversation) -> bool:
    """Is there a message in it that nobody has dealt with?"""
    with connection.cursor() as cursor:
        cursor.execute(HAS_UNTOUCHED, given_for(conversation.pk))
        found: bool = cursor.fetchone()[0]
    return found


HAS_UNTOUCHED = f"""
SELECT EXISTS (SELECT FROM inbox_message m JOIN inbox_conversation c ON c.id = m.conversation_id
               WHERE m.conversation_id = %(conversation)s AND m.kind = 'in' AND NOT {IS_TOUCHED})
"""  # noqa: S608

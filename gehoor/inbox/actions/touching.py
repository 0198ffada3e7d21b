"""Dealing with many messages of one thread, each by itself: taken up in batches, undone as one.

Every function here writes by one statement for a whole batch, and wants the caller's transaction.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from gehoor.inbox.models import BulkAct, BulkItem, Conversation, Message
from gehoor.inbox.queries.untouched import IS_TOUCHED, given_for

State = BulkAct.State


@dataclass(frozen=True, slots=True)
class TakenMessage:
    """One item whose turn has come, and how its message stands. Its conversation is locked."""

    item: int
    message: int
    is_touched: bool
    has_changed: bool
    ended_all: bool
    """of an item to be undone: with its batch nothing of the thread was left, so it was finished"""


def begin(thread: Conversation, numbers: Sequence[int], **facts: Any) -> BulkAct:
    """Write down what is asked, and for which messages of the thread; others are left out."""
    theirs = thread.messages.filter(kind=Message.Kind.INCOMING, pk__in=numbers)
    bulk = BulkAct.objects.create(thread=thread, total=theirs.count(), **facts)
    BulkItem.objects.bulk_create(
        BulkItem(bulk=bulk, conversation=thread, message_id=number)
        for number in theirs.order_by("pk").values_list("pk", flat=True)
    )
    return bulk


def take(bulk: BulkAct, thread: Conversation, *, size: int) -> list[TakenMessage]:
    """Return the next items. The thread is locked already."""
    busy = BulkItem.State.APPLIED if bulk.state == State.UNDOING else BulkItem.State.WAITING
    items = BulkItem.objects.filter(bulk=bulk, state=busy).order_by("pk")[:size]
    given = given_for(thread.pk) | {
        "items": list(items.values_list("pk", flat=True)),
        "message": bulk.seen_message,
        "version": bulk.seen_entry,
    }
    with connection.cursor() as cursor:
        cursor.execute(STANDING, given)
        return [TakenMessage(*row) for row in cursor.fetchall()]


# Changed is what nobody can have judged: it came, or was edited, after the thread was shown. What
# was moved to another conversation meanwhile is no longer of this thread.
STANDING = f"""
SELECT i.id, m.id, {IS_TOUCHED},
       m.conversation_id <> i.conversation_id OR m.id > %(message)s
       OR EXISTS (SELECT FROM inbox_messageversion v
                  WHERE v.message_id = m.id AND v.id > %(version)s),
       coalesce((i.before ->> 'ended_all')::boolean, false)
FROM inbox_bulkitem i
JOIN inbox_message m ON m.id = i.message_id
JOIN inbox_conversation c ON c.id = i.conversation_id
WHERE i.id = ANY(%(items)s) ORDER BY i.id
"""  # noqa: S608  (constants of ours)


def lock(bulk: BulkAct) -> Conversation:
    """Lock the thread of an act, as everybody does who adds to it."""
    found = Conversation.objects.select_for_update(of=("self",)).select_related("channel")
    return found.get(pk=bulk.thread_id or 0)


def end(messages: Collection[int], *, outcome: str) -> None:
    """Write down how these ended."""
    Message.objects.filter(pk__in=messages).update(outcome=outcome)


def note_that_all_ended(items: Collection[int]) -> None:
    """Remember that the thread was finished with these, so that undoing opens it again."""
    BulkItem.objects.filter(pk__in=items).update(before={"ended_all": True})


def take_back(items: Collection[int], *, outcome: str) -> set[int]:
    """Take back how these ended; return of which messages. What ended otherwise since, or stands in
    another conversation now, stays."""
    with connection.cursor() as cursor:
        cursor.execute(TAKE_BACK, {"items": list(items), "outcome": outcome})
        return {number for (number,) in cursor.fetchall()}


TAKE_BACK = """
UPDATE inbox_message m SET outcome = ''
FROM inbox_bulkitem i
WHERE i.id = ANY(%(items)s) AND m.id = i.message_id AND m.outcome = %(outcome)s
  AND m.conversation_id = i.conversation_id
RETURNING m.id
"""

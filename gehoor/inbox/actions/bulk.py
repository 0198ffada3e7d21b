"""Acts on many conversations: begun with all their items, taken up in batches, undone as one.

Every function here writes by one statement for a whole batch, and wants the caller's transaction.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from gehoor.inbox import rules
from gehoor.inbox.models import BulkAct, BulkItem, Conversation
from gehoor.inbox.queries.bulk import UNFINISHED
from gehoor.inbox.queries.seen import READINGS

State = BulkAct.State


@dataclass(frozen=True, slots=True)
class Taken:
    """One item whose turn has come, and how its conversation stands. The row is locked."""

    item: int
    conversation: int
    channel: int
    team: int
    also: int | None
    is_done: bool
    tier: int
    assignee: int | None
    is_tagged: bool
    is_undecided: bool
    has_changed: bool
    before: Mapping[str, Any] | None


def begin(numbers: Sequence[int], **facts: Any) -> BulkAct:
    """Write down what is asked, and for which conversations."""
    bulk = BulkAct.objects.create(total=len(numbers), **facts)
    _run(ADD_ITEMS, {"bulk": bulk.pk, "numbers": sorted(numbers)})
    return bulk


ADD_ITEMS = """
INSERT INTO inbox_bulkitem (bulk_id, conversation_id, state)
SELECT %(bulk)s, number, 'waiting' FROM unnest(%(numbers)s::bigint[]) number
"""


def claim(number: int) -> BulkAct | None:
    """Lock an act that is not at its end; None when it is, or when somebody is at work on it."""
    found = BulkAct.objects.select_for_update(of=("self",), skip_locked=True)
    related = found.select_related("author", "assignee", "tag")
    return related.filter(pk=number, state__in=UNFINISHED).first()


def lock_of(author_id: int | None, number: int) -> BulkAct | None:
    """Lock an act of this colleague, once whoever is at work on it has ended a batch."""
    found = BulkAct.objects.select_for_update(of=("self",))
    return found.filter(pk=number, author_id=author_id).first()


def take(bulk: BulkAct, *, size: int) -> list[Taken]:
    """Return the next items, with their conversations locked in the order everybody locks in."""
    busy = BulkItem.State.APPLIED if bulk.state == State.UNDOING else BulkItem.State.WAITING
    items = BulkItem.objects.filter(bulk=bulk, state=busy).order_by("pk")[:size]
    chosen = dict(items.values_list("pk", "conversation"))
    locked = Conversation.objects.select_for_update(of=("self",)).filter(pk__in=chosen.values())
    # Asked apart: what is read beside a lock may be older than what the lock waited for.
    list(locked.order_by("pk").values_list("pk", flat=True))
    given: dict[str, Any] = {
        "items": list(chosen),
        "tag": bulk.tag_id,
        "author": bulk.author_id,
        "message": bulk.seen_message,
        "entry": bulk.seen_entry,
        "readings": list(READINGS),
    }
    with connection.cursor() as cursor:
        cursor.execute(STANDING, given)
        return [Taken(*row) for row in cursor.fetchall()]


# Changed is what others did since the list was shown: a message, or an act in the log.
STANDING = """
SELECT i.id, c.id, ch.id, ch.team_id, c.routed_to_id, c.status = 'done', c.tier, c.assignee_id,
       EXISTS (SELECT FROM inbox_conversation_tags t
               WHERE t.conversation_id = c.id AND t.tag_id = %(tag)s),
       c.has_problem OR EXISTS (
           SELECT FROM inbox_message m JOIN inbox_reply r ON r.message_id = m.id
           WHERE m.conversation_id = c.id
             AND (r.state IN ('refused', 'unknown', 'failed') OR r.held_at IS NOT NULL))
       OR EXISTS (SELECT FROM inbox_approval a
                  WHERE a.conversation_id = c.id AND a.state = 'waiting'),
       EXISTS (SELECT FROM inbox_message m
               WHERE m.conversation_id = c.id AND m.id > %(message)s AND NOT m.is_around
                 AND m.author_id IS DISTINCT FROM %(author)s)
       OR EXISTS (SELECT FROM audit_entry e
                  WHERE e.conversation_id = c.id AND e.id > %(entry)s
                    AND e.actor_id <> %(author)s AND e.act <> ALL(%(readings)s)),
       i.before::json
FROM inbox_bulkitem i
JOIN inbox_conversation c ON c.id = i.conversation_id
JOIN channels_channel ch ON ch.id = c.channel_id
WHERE i.id = ANY(%(items)s) ORDER BY i.id
"""


def settle(states: Mapping[int, str]) -> None:
    """Write down what became of items; of what is applied also how it was before."""
    _run(SETTLE, {"items": list(states), "states": list(states.values())})


SETTLE = """
UPDATE inbox_bulkitem i SET state = n.state, before = CASE WHEN n.state = 'applied' THEN
    jsonb_build_object('status', c.status, 'outcome', c.outcome, 'reason', c.outcome_reason,
                       'assignee', c.assignee_id, 'waiting_since', c.waiting_since,
                       'is_unread', c.is_unread, 'tier', c.tier, 'next_sequence', c.next_sequence,
                       'is_snoozed', c.is_snoozed, 'snoozed_until', c.snoozed_until,
                       'snoozed_by', c.snoozed_by_id, 'back_because', c.back_because)
    ELSE i.before END
FROM unnest(%(items)s::bigint[], %(states)s::text[]) n(id, state), inbox_conversation c
WHERE i.id = n.id AND c.id = i.conversation_id
"""


def add_tag(numbers: Collection[int], tag_id: int) -> None:
    _run(ADD_TAG, {"numbers": list(numbers), "tag": tag_id})


ADD_TAG = """
INSERT INTO inbox_conversation_tags (conversation_id, tag_id)
SELECT number, %(tag)s FROM unnest(%(numbers)s::bigint[]) number ON CONFLICT DO NOTHING
"""


def assign(numbers: Collection[int], user_id: int | None) -> None:
    Conversation.objects.filter(pk__in=numbers).update(assignee_id=user_id)


def finish(
    numbers: Collection[int], *, outcome: str, reason: str, line: int | None = None
) -> dict[int, str]:
    """Close these; return how each ended. In which an answer of ours stands, is answered."""
    given: dict[str, Any] = {
        "numbers": list(numbers),
        "outcome": outcome,
        "reason": reason,
        "line": line,
        "answers": sorted(rules.ANSWERS),
    }
    with connection.cursor() as cursor:
        cursor.execute(FINISH, given)
        return dict(cursor.fetchall())


FINISH = """
UPDATE inbox_conversation c SET status = 'done', waiting_since = NULL, is_unread = false,
    is_snoozed = false, snoozed_until = NULL, back_because = '', outcome_reason = %(reason)s,
    outcome_line_id = %(line)s,
    outcome = CASE WHEN %(outcome)s = 'handled' AND EXISTS (
        SELECT FROM inbox_message m JOIN inbox_reply r ON r.message_id = m.id
        WHERE m.conversation_id = c.id AND r.state = ANY(%(answers)s) AND r.held_at IS NULL)
        THEN 'answered' ELSE %(outcome)s END
WHERE c.id = ANY(%(numbers)s) RETURNING c.id, c.outcome
"""


def leave_to_answer(numbers: Collection[int]) -> None:
    """Let these be read, and what was only found be among what people say to us."""
    Conversation.objects.filter(pk__in=numbers, is_unread=True).update(is_unread=False)
    found = Conversation.objects.filter(pk__in=numbers, tier=rules.Tier.FOUND)
    found.update(tier=rules.Tier.TO_US)


def take_back_to_read(items: Collection[int]) -> set[int]:
    """Let these be unread again as far as they were, and as far from us; one that was finished
    since stays as it is."""
    return _changed(TAKE_BACK_TO_READ, {"items": list(items)})


TAKE_BACK_TO_READ = """
UPDATE inbox_conversation c SET is_unread = (i.before ->> 'is_unread')::boolean,
    tier = coalesce((i.before ->> 'tier')::smallint, c.tier)
FROM inbox_bulkitem i
WHERE i.id = ANY(%(items)s) AND c.id = i.conversation_id AND c.status = 'open'
RETURNING c.id
"""


def put_off(until: Mapping[int, datetime | None], *, by: int) -> None:
    """Put conversations off, each until its own moment; None: until an answer comes."""
    _run(PUT_OFF, {"numbers": list(until), "until": list(until.values()), "by": by})


PUT_OFF = """
UPDATE inbox_conversation c
SET is_snoozed = true, snoozed_until = n.until, snoozed_by_id = %(by)s, back_because = ''
FROM unnest(%(numbers)s::bigint[], %(until)s::timestamptz[]) n(id, until) WHERE c.id = n.id
"""


def put_back(until: Mapping[int, datetime | None]) -> set[int]:
    """Let the conversations of these items be as they were before each was put off until its
    moment; one that came back since, or was put off anew, stays so."""
    return _changed(PUT_BACK, {"items": list(until), "until": list(until.values())})


PUT_BACK = """
UPDATE inbox_conversation c SET is_snoozed = (i.before ->> 'is_snoozed')::boolean,
    snoozed_until = (i.before ->> 'snoozed_until')::timestamptz,
    snoozed_by_id = (i.before ->> 'snoozed_by')::bigint,
    back_because = coalesce(i.before ->> 'back_because', '')
FROM inbox_bulkitem i, unnest(%(items)s::bigint[], %(until)s::timestamptz[]) n(id, until)
WHERE i.id = n.id AND c.id = i.conversation_id AND c.is_snoozed
  AND c.snoozed_until IS NOT DISTINCT FROM n.until
RETURNING c.id
"""


def cancel_waiting(bulk: BulkAct) -> None:
    """What had no turn yet gets none."""
    waiting = BulkItem.objects.filter(bulk=bulk, state=BulkItem.State.WAITING)
    waiting.update(state=BulkItem.State.CANCELLED)


def take_tag_off(numbers: Collection[int], tag_id: int) -> set[int]:
    """Return from which it was taken off; the others had lost it already."""
    return _changed(TAKE_TAG_OFF, {"numbers": list(numbers), "tag": tag_id})


TAKE_TAG_OFF = """
DELETE FROM inbox_conversation_tags WHERE conversation_id = ANY(%(numbers)s) AND tag_id = %(tag)s
RETURNING conversation_id
"""


def give_back(items: Collection[int], user_id: int | None) -> set[int]:
    """Give these to who had them before; a colleague who got one since keeps it."""
    return _changed(GIVE_BACK, {"items": list(items), "user": user_id})


GIVE_BACK = """
UPDATE inbox_conversation c SET assignee_id = (i.before ->> 'assignee')::bigint
FROM inbox_bulkitem i
WHERE i.id = ANY(%(items)s) AND c.id = i.conversation_id
  AND c.assignee_id IS NOT DISTINCT FROM %(user)s::bigint
RETURNING c.id
"""


def open_again(items: Collection[int]) -> set[int]:
    """Open these as they were; one in which something was written since, or which was merged into
    another, stays as it is."""
    return _changed(OPEN_AGAIN, {"items": list(items)})


OPEN_AGAIN = """
UPDATE inbox_conversation c SET status = i.before ->> 'status', outcome = i.before ->> 'outcome',
    outcome_reason = i.before ->> 'reason', outcome_line_id = NULL,
    waiting_since = (i.before ->> 'waiting_since')::timestamptz,
    is_unread = (i.before ->> 'is_unread')::boolean,
    is_snoozed = coalesce((i.before ->> 'is_snoozed')::boolean, false),
    snoozed_until = (i.before ->> 'snoozed_until')::timestamptz,
    back_because = coalesce(i.before ->> 'back_because', '')
FROM inbox_bulkitem i
WHERE i.id = ANY(%(items)s) AND c.id = i.conversation_id AND c.status = 'done'
  AND c.merged_into_id IS NULL
  AND NOT EXISTS (SELECT FROM inbox_message m
                  WHERE m.conversation_id = c.id AND NOT m.is_around
                    AND m.sequence >= (i.before ->> 'next_sequence')::int)
RETURNING c.id
"""


def end(bulk: BulkAct, *, now: datetime) -> None:
    """Everything had its turn."""
    bulk.state = State.UNDONE if bulk.state == State.UNDOING else State.DONE
    bulk.ended_at = bulk.ended_at or now
    bulk.save(update_fields=["state", "ended_at"])


def begin_undo(bulk: BulkAct) -> None:
    bulk.state = State.UNDOING
    bulk.save(update_fields=["state"])
    cancel_waiting(bulk)


def forget_bulk_acts(*, now: datetime, days: int) -> None:
    """Forget what ended long ago; the log keeps its own line of each conversation."""
    ended = BulkAct.objects.filter(ended_at__lt=now - timedelta(days=days))
    ended.exclude(state__in=UNFINISHED).delete()


def _changed(statement: str, given: Mapping[str, Any]) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return {number for (number,) in cursor.fetchall()}


def _run(statement: str, given: Mapping[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)

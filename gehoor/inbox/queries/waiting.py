"""Since when somebody waits; in a thread an answer to one is no answer to the others."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import F, Max, OuterRef, Q, QuerySet

from gehoor.contacts.models import Address
from gehoor.inbox import rules
from gehoor.inbox.models import Conversation, Message

# What a machine answered by itself is no answer: whoever wrote still waits for a person.
# One question, because it is asked again with every step of a reply. What we wrote elsewhere may
# come in late, so it answers what was written before it; of what came in after it only what it says
# it answers, because the day a post bears may not be true.
WAITS_SINCE = """
    SELECT min(theirs.received_at) FROM inbox_message theirs
    WHERE theirs.conversation_id = %(conversation)s AND theirs.kind = %(incoming)s
      AND (theirs.visibility = '' OR theirs.is_to_us)
      AND NOT theirs.is_automatic AND theirs.gone_at IS NULL AND theirs.outcome = ''
      AND theirs.sequence > coalesce((
          SELECT max(ours.sequence)
          FROM inbox_message ours JOIN inbox_reply reply ON reply.message_id = ours.id
          WHERE ours.conversation_id = %(conversation)s AND NOT ours.is_automatic
            AND reply.held_at IS NULL AND reply.state = ANY(%(answers)s)), 0)
      AND NOT EXISTS (
          SELECT FROM inbox_message elsewhere
          LEFT JOIN inbox_reply reply ON reply.message_id = elsewhere.id
          WHERE elsewhere.conversation_id = %(conversation)s
            AND elsewhere.kind = %(reply)s AND reply.id IS NULL
            AND ((elsewhere.sent_at >= theirs.sent_at
                  AND elsewhere.received_at >= theirs.received_at)
                 OR (elsewhere.answers <> '' AND elsewhere.answers = theirs.external_id)))
"""


def waits_since(conversation: Conversation) -> datetime | None:
    """Return since when the first waits whom no answer of ours came after; None: nobody does."""
    given: dict[str, Any] = {
        "conversation": conversation.pk,
        "answers": list(rules.ANSWERS),
        "reply": Message.Kind.REPLY.value,
        "incoming": Message.Kind.INCOMING.value,
    }
    with connection.cursor() as cursor:
        cursor.execute(WAITS_SINCE, given)
        since: datetime | None = cursor.fetchone()[0]
    return since


def waits_in_thread_since(conversation: Conversation) -> datetime | None:
    """Return since when the first waits who turned to us and was not answered; None: nobody does.

    Answered is whose message an answer of ours answers, for that message and what they wrote before
    it. A reply that did not arrive, may not have, or is held back is no answer.
    """
    theirs = asks_us(conversation.messages.all())
    answered = _answered_up_to(conversation)
    for handle, sequence, since in theirs.order_by("received_at", "sequence").values_list(
        "author_handle", "sequence", "received_at"
    ):
        if sequence > answered.get(handle, 0):
            return since
    return None


def asks_us(messages: QuerySet[Message]) -> QuerySet[Message]:
    """Return of these what somebody turned to us with that is not dealt with by itself."""
    return messages.filter(
        Q(visibility="") | Q(is_to_us=True),
        kind=Message.Kind.INCOMING,
        is_automatic=False,
        gone_at=None,
        outcome="",
    )


def others_wait_in(numbers: Collection[int]) -> set[int]:
    """Return in which of these somebody waits who is not the contact of the conversation."""
    own = Address.objects.filter(contact=OuterRef("conversation__contact"))
    theirs = (
        asks_us(Message.objects.filter(conversation__in=numbers))
        .filter(received_at__gte=F("conversation__waiting_since"))
        .exclude(author_handle__in=own.values("handle"))
    )
    return set(theirs.order_by().values_list("conversation_id", flat=True))


def _answered_up_to(conversation: Conversation) -> dict[str, int]:
    """Return of each whom we answered the place of the last message that was answered."""
    sent = Q(reply=None) | Q(reply__state__in=rules.ANSWERS, reply__held_at=None)
    by_us = conversation.messages.filter(sent, kind=Message.Kind.REPLY, is_automatic=False)
    ours = by_us.exclude(answers="")
    answered = conversation.messages.filter(
        kind=Message.Kind.INCOMING, external_id__in=list(ours.values_list("answers", flat=True))
    )
    last = answered.order_by().values_list("author_handle").annotate(last=Max("sequence"))
    return dict(last)

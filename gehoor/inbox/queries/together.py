"""What was handed over, what is followed, and from what a colleague keeps away."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import connection
from django.db.models import Q
from django.db.models.functions import Now

from gehoor.inbox.models import Conversation, Distance, Following, Handover, Message
from gehoor.inbox.queries.pages import visible_teams
from gehoor.people.policies import Actor

MOST_FOR_ME: Final = 100


@dataclass(frozen=True, slots=True)
class Given:
    """A conversation that was handed over to somebody, or to a team of theirs."""

    conversation: int
    subject: str
    channel: str
    by: str
    team: str
    """to which team; empty: to oneself"""
    note: str
    at: datetime
    is_new: bool
    due_at: datetime | None
    warn_at: datetime | None


@dataclass(frozen=True, slots=True)
class Followed:
    """A conversation somebody follows, and whether something became of it since they looked."""

    conversation: int
    subject: str
    channel: str
    status: str
    assignee: str
    last_message_at: datetime
    has_changed: bool


# Of a team it stands there until somebody has it; of oneself until somebody else has it.
GIVEN = """
SELECT c.id, coalesce(nullif(c.subject, ''), c.opening), ch.name, b.name, coalesce(t.name, ''),
       h.note, h.at, h.to_user_id IS NOT NULL AND h.seen_at IS NULL,
       CASE WHEN c.turn = 0 THEN c.due_at END, c.warn_at
FROM inbox_handover h
JOIN inbox_conversation c ON c.id = h.conversation_id
JOIN channels_channel ch ON ch.id = c.channel_id
JOIN people_user b ON b.id = h.by_id
LEFT JOIN people_team t ON t.id = h.to_team_id
WHERE (ch.team_id = ANY(%(teams)s) OR c.routed_to_id = ANY(%(teams)s))
  AND c.status = 'open'
  AND (h.to_user_id = %(user)s AND c.assignee_id = %(user)s
       OR h.to_team_id = ANY(%(teams)s) AND c.assignee_id IS NULL
          AND h.to_team_id = coalesce(c.routed_to_id, ch.team_id))
  AND NOT EXISTS (SELECT FROM inbox_handover n WHERE n.conversation_id = c.id AND n.id > h.id)
ORDER BY h.id DESC LIMIT %(most)s
"""
FOLLOWED = """
SELECT c.id, coalesce(nullif(c.subject, ''), c.opening), ch.name, c.status, coalesce(u.name, ''),
       c.last_message_at,
       (f.seen_sequence, f.seen_status, coalesce(f.seen_assignee, 0))
         <> (c.next_sequence, c.status, coalesce(c.assignee_id, 0)) AS has_changed
FROM inbox_following f
JOIN inbox_conversation c ON c.id = f.conversation_id
JOIN channels_channel ch ON ch.id = c.channel_id
LEFT JOIN people_user u ON u.id = c.assignee_id
WHERE f.user_id = %(user)s
  AND (ch.team_id = ANY(%(teams)s) OR c.routed_to_id = ANY(%(teams)s))
ORDER BY has_changed DESC, f.id DESC LIMIT %(most)s
"""


def given_to(actor: Actor) -> Sequence[Given]:
    """Return what was handed over to somebody and is still theirs to do, newest first."""
    return [Given(*row) for row in _rows(GIVEN, actor)]


def followed_by(actor: Actor) -> Sequence[Followed]:
    """Return what somebody follows, as far as they may see it: first what changed."""
    return [Followed(*row) for row in _rows(FOLLOWED, actor)]


def _rows(query: str, actor: Actor) -> list[tuple[Any, ...]]:
    given = {"user": actor.user_id, "teams": visible_teams(actor), "most": MOST_FOR_ME}
    with connection.cursor() as cursor:
        cursor.execute(query, given)
        return list(cursor.fetchall())


def is_following(actor: Actor, conversation: Conversation) -> bool:
    return Following.objects.filter(user=actor.user_id, conversation=conversation).exists()


def followers_of(conversation: Conversation) -> list[int]:
    return list(Following.objects.filter(conversation=conversation).values_list("user", flat=True))


def handovers_of(conversation: Conversation) -> list[Handover]:
    """Return who had it one after the other, oldest first."""
    found = Handover.objects.filter(conversation=conversation)
    return list(found.select_related("by", "before", "to_user", "to_team").order_by("pk"))


def distances_of(user_id: int | None) -> list[Distance]:
    """Return from what somebody keeps away now."""
    mine = Distance.objects.filter(Q(until__gt=Now()) | Q(until=None), user=user_id)
    return list(mine.select_related("channel", "tag").order_by("pk"))


def open_of(user_id: int) -> list[int]:
    """Return the numbers of what a colleague has open."""
    theirs = Conversation.objects.filter(assignee=user_id, status=Conversation.Status.OPEN)
    return list(theirs.order_by("pk").values_list("pk", flat=True))


def in_channel(numbers: Collection[int], channel: int) -> set[int]:
    found = Conversation.objects.filter(pk__in=numbers, channel=channel)
    return set(found.values_list("pk", flat=True))


def with_tag(numbers: Collection[int], tag: int) -> set[int]:
    found = Conversation.objects.filter(pk__in=numbers, tags=tag)
    return set(found.values_list("pk", flat=True))


def newest_words(numbers: Collection[int]) -> Mapping[int, str]:
    """Return what somebody wrote last in each of these, with its subject."""
    newest = (
        Message.objects.filter(conversation__in=numbers, kind=Message.Kind.INCOMING)
        .order_by("conversation", "-sequence")
        .distinct("conversation")
        .values_list("conversation", "conversation__subject", "text")
    )
    return {number: f"{subject}\n{text}" for number, subject, text in newest}

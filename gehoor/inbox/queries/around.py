"""What a conversation shows of the thread it is in: what it answers, and how much there is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import connection

from gehoor.inbox.models import Conversation
from gehoor.inbox.queries.untouched import IS_TOUCHED, given_for
from gehoor.inbox.queries.where import place_of
from gehoor.people.policies import Actor, see_names

HIGHEST: Final = 40
NEAREST: Final = 3


@dataclass(frozen=True, slots=True)
class Above:
    """A post of others that stands above who turned to us."""

    pk: int
    author: str
    handle: str
    text: str
    sent_at: datetime
    gone_at: datetime | None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A conversation in its thread."""

    above: Sequence[Above]
    """what the newest message to us answers, the first post first; the nearest of it"""
    further: int
    """how much more stands above those"""
    is_parent_missing: bool
    """it answers a post that we do not have"""
    replies: int
    questions: int
    untouched: int
    due_at: datetime | None
    """when the thread is fetched (again)"""
    looked_at: datetime | None
    result: str
    problem: str


# UNION and not UNION ALL: of two posts under one name each is followed once, and not twice as often
# at every step.
SURROUNDINGS: Final = f"""
WITH RECURSIVE newest AS (
    SELECT id, answers FROM inbox_message
    WHERE conversation_id = %(conversation)s AND kind = 'in' AND NOT is_around
    ORDER BY gone_at IS NOT NULL, sequence DESC LIMIT 1),
up(id, answers, steps) AS (
    SELECT id, answers, 0 FROM newest
    UNION
    SELECT p.id, p.answers, up.steps + 1 FROM up
    JOIN inbox_message p ON p.channel_id = %(channel)s AND p.external_id = up.answers
    WHERE up.answers <> '' AND up.steps < {HIGHEST} AND p.conversation_id = %(conversation)s),
above AS (
    SELECT m.*, min(up.steps) AS steps FROM up JOIN inbox_message m ON m.id = up.id
    WHERE up.steps > 0 AND m.is_around GROUP BY m.id)
SELECT (SELECT json_agg(json_build_array(id,
                   CASE WHEN %(named)s THEN author_name ELSE '' END,
                   CASE WHEN %(named)s THEN author_handle ELSE '' END,
                   text, sent_at, gone_at) ORDER BY steps DESC)
        FROM (SELECT * FROM above ORDER BY steps LIMIT {NEAREST}) nearest),
       (SELECT count(*) FROM above),
       (SELECT answers <> '' AND NOT EXISTS (
            SELECT FROM inbox_message p
            WHERE p.channel_id = %(channel)s AND p.external_id = newest.answers) FROM newest),
       count(*), count(*) FILTER (WHERE m.is_question),
       count(*) FILTER (WHERE NOT {IS_TOUCHED}),
       (SELECT json_build_array(due_at, looked_at, result, problem) FROM inbox_looking
        WHERE conversation_id = %(conversation)s)
FROM inbox_message m JOIN inbox_conversation c ON c.id = m.conversation_id
WHERE m.conversation_id = %(conversation)s AND m.kind = 'in'
"""  # noqa: S608  (constants of ours)


def surroundings_of(conversation: Conversation, actor: Actor) -> Surroundings:
    """Return how a conversation stands in its public thread, in one query."""
    given = given_for(conversation.pk) | {
        "channel": conversation.channel_id,
        "named": see_names(actor, place_of(conversation)),
    }
    with connection.cursor() as cursor:
        cursor.execute(SURROUNDINGS, given)
        above, number, missing, replies, questions, untouched, looking = cursor.fetchone()
    nearest = [Above(*each[:4], *map(_moment, each[4:])) for each in above or ()]
    due_at, looked_at, result, problem = looking or (None, None, "", "")
    return Surroundings(
        nearest, number - len(nearest), bool(missing), replies, questions, untouched,
        _moment(due_at), _moment(looked_at), result, problem,
    )  # fmt: skip


def _moment(written: Any) -> datetime | None:
    return datetime.fromisoformat(written) if written else None

"""Who saw what in a period: every reading in the log, with the names that belong to its numbers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import connection

READINGS = (
    "conversation.shown",
    "conversation.inspected",
    "original.shown",
    "attachment.shown",
    "attachment.downloaded",
    "delivery.downloaded",
    "conversations.searched",
    "report.shown",
    "report.exported",
)
SEEN_PAGE = 100
MOST_CONTACTS = 20


@dataclass(frozen=True)
class Asked:
    """Which readings somebody wants to know of."""

    since: datetime
    until: datetime
    teams: Sequence[int] | None = None
    """of these teams only; None is everything, also what belongs to no team"""
    user_id: int | None = None
    conversation_id: int | None = None
    contact_id: int | None = None
    before: int | None = None
    """only rows of the log with lower numbers than this, for the next page"""


@dataclass(frozen=True, slots=True)
class Seen:
    """Somebody saw something: who, when, what, whose, and by which right."""

    pk: int
    at: datetime
    user_id: int | None
    who: str
    act: str
    subject_id: int
    conversation_id: int | None
    team: str
    contact_id: int | None
    contact: str
    rights: Sequence[str]
    """the roles that gave the right; empty for rows from before this was kept"""
    reason: str


@dataclass(frozen=True, slots=True)
class Total:
    """The readings of one thing, or by one colleague, taken together."""

    number: int | None
    name: str
    times: int
    colleagues: int
    conversations: int
    first: datetime
    last: datetime


# Rows are of the log, names of now: what a contact or a colleague is called today.
WHICH = """
    FROM audit_entry AS entry
    LEFT JOIN people_user AS colleague ON colleague.id = entry.actor_id
    LEFT JOIN people_team AS team ON team.id = entry.team_id
    LEFT JOIN inbox_conversation AS conversation ON conversation.id = entry.conversation_id
    LEFT JOIN contacts_contact AS contact ON contact.id = conversation.contact_id
    WHERE entry.act = ANY(%(acts)s) AND entry.at >= %(since)s AND entry.at < %(until)s
    AND (%(teams)s::bigint[] IS NULL OR entry.team_id = ANY(%(teams)s::bigint[]))
    AND (%(user_id)s::bigint IS NULL OR entry.actor_id = %(user_id)s)
    AND (%(conversation_id)s::bigint IS NULL OR entry.conversation_id = %(conversation_id)s)
    AND (%(contact_id)s::bigint IS NULL OR conversation.contact_id = %(contact_id)s)
    AND (%(before)s::bigint IS NULL OR entry.id < %(before)s)
"""
ROWS = (
    """
    SELECT entry.id, entry.at, entry.actor_id, coalesce(colleague.name, entry.system), entry.act,
        entry.subject_id, entry.conversation_id, coalesce(team.name, ''), contact.id,
        coalesce(contact.name, ''),
        ARRAY(SELECT jsonb_array_elements_text(coalesce(entry.details -> 'by', '[]'))),
        entry.reason
"""
    + WHICH
    + "ORDER BY entry.id DESC LIMIT %(page)s"
)
COUNTED = "SELECT count(*) FROM (SELECT" + WHICH + "LIMIT %(most)s) AS counted"  # noqa: S608
TOTALS = """
    SELECT {number}, {name}, count(*), count(DISTINCT entry.actor_id),
        count(DISTINCT entry.conversation_id), min(entry.at), max(entry.at)
"""
BY_COLLEAGUE = (
    TOTALS.format(number="entry.actor_id", name="coalesce(colleague.name, '')")
    + WHICH
    + "GROUP BY 1, 2 ORDER BY 3 DESC, 2 LIMIT 500"
)
BY_CONVERSATION = (
    TOTALS.format(number="entry.conversation_id", name="coalesce(contact.name, '')")
    + WHICH
    + "AND entry.conversation_id IS NOT NULL GROUP BY 1, 2 ORDER BY 3 DESC, 1 LIMIT 500"
)
BY_CONTACT = (
    TOTALS.format(number="contact.id", name="contact.name")
    + WHICH
    + "AND contact.id IS NOT NULL GROUP BY 1, 2 ORDER BY 3 DESC, 2, 1 LIMIT 500"
)
GROUPED = {"colleague": BY_COLLEAGUE, "conversation": BY_CONVERSATION, "contact": BY_CONTACT}
CONTACTS = """
    SELECT DISTINCT contact.id, contact.name,
        (SELECT string_agg(shown, ', ' ORDER BY shown) FROM contacts_address
         WHERE contact_id = contact.id)
    FROM contacts_contact AS contact
    LEFT JOIN contacts_address AS address ON address.contact_id = contact.id
    WHERE (address.handle = lower(%(words)s) OR contact.name ILIKE %(pattern)s)
    AND (%(teams)s::bigint[] IS NULL OR EXISTS (
        SELECT FROM inbox_conversation AS one JOIN channels_channel AS ch ON ch.id = one.channel_id
        WHERE one.contact_id = contact.id AND ch.team_id = ANY(%(teams)s::bigint[])))
    ORDER BY contact.name, contact.id LIMIT %(most)s
"""


def seen(asked: Asked) -> list[Seen]:
    """Return one page of readings, newest first."""
    with connection.cursor() as cursor:
        cursor.execute(ROWS, _given(asked) | {"page": SEEN_PAGE})
        return [Seen(*row) for row in cursor.fetchall()]


def all_seen(asked: Asked) -> Iterator[Seen]:
    """Yield every reading, newest first, a page at a time, so that their number does not matter."""
    while page := seen(asked):
        yield from page
        asked = replace(asked, before=page[-1].pk)


def count_seen(asked: Asked, *, most: int) -> int:
    """Return how many readings there are; counting ends at `most`."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTED, _given(asked) | {"most": most})
        return int(cursor.fetchone()[0])


def totals_of_seen(asked: Asked, by: str) -> list[Total]:
    """Return the readings taken together by colleague, conversation or contact; at most 500."""
    with connection.cursor() as cursor:
        cursor.execute(GROUPED[by], _given(asked))
        return [Total(*row) for row in cursor.fetchall()]


def contacts_named(words: str, teams: Sequence[int] | None) -> list[tuple[int, str, str]]:
    """Return number, name and addresses of who is called so, or writes from exactly this."""
    escaped = words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    given = {"words": words, "pattern": f"%{escaped}%", "teams": _list(teams)}
    with connection.cursor() as cursor:
        cursor.execute(CONTACTS, given | {"most": MOST_CONTACTS})
        return [(number, name, addresses or "") for number, name, addresses in cursor.fetchall()]


def name_of_contact(number: int, teams: Sequence[int] | None) -> str | None:
    """Return what a contact is called, to who may know that they are one."""
    with connection.cursor() as cursor:
        cursor.execute(NAME, {"number": number, "teams": _list(teams)})
        row = cursor.fetchone()
    return row[0] if row else None


NAME = """
    SELECT contact.name FROM contacts_contact AS contact WHERE contact.id = %(number)s
    AND (%(teams)s::bigint[] IS NULL OR EXISTS (
        SELECT FROM inbox_conversation AS one JOIN channels_channel AS ch ON ch.id = one.channel_id
        WHERE one.contact_id = contact.id AND ch.team_id = ANY(%(teams)s::bigint[])))
"""


def _given(asked: Asked) -> dict[str, Any]:
    return {
        "acts": list(READINGS),
        "since": asked.since,
        "until": asked.until,
        "teams": _list(asked.teams),
        "user_id": asked.user_id,
        "conversation_id": asked.conversation_id,
        "contact_id": asked.contact_id,
        "before": asked.before,
    }


def _list(teams: Sequence[int] | None) -> list[int] | None:
    return None if teams is None else list(teams)

"""The baseline of a page: one prepared query by psycopg, and Jinja2 with the same template.

No middleware, no session, no policies, no ORM. What the page is told besides its rows is handed in,
as the product told its own template.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from jinja2 import Environment
from psycopg import Connection
from psycopg.rows import class_row


@dataclass(slots=True)
class Row:
    """One conversation as the list shows it."""

    pk: int
    contact: str
    subject: str
    opening: str
    channel: str
    connector: str
    stage: str
    is_public: bool
    is_unread: bool
    has_problem: bool
    status: str
    outcome: str
    waiting_since: datetime | None
    last_message_at: datetime
    assignee: str
    assignee_id: int | None
    tag: str
    sort_at: datetime
    beside: Sequence[dict[str, Any]]
    tier: int
    is_snoozed: bool
    snoozed_until: datetime | None
    snoozed_by: Sequence[Any]
    back_because: str
    due_at: datetime | None
    warn_at: datetime | None
    is_emergency: bool
    had_contact: str


NEWEST_OPEN = """
SELECT c.id AS pk, p.name AS contact, c.subject, c.opening, ch.name AS channel, ch.connector,
       ch.stage, c.is_public, c.is_unread, c.has_problem, c.status, c.outcome, c.waiting_since,
       c.last_message_at, coalesce(u.name, '') AS assignee, c.assignee_id,
       coalesce((SELECT t.name FROM inbox_conversation_tags ct JOIN inbox_tag t ON t.id = ct.tag_id
                 WHERE ct.conversation_id = c.id ORDER BY ct.id LIMIT 1), '') AS tag,
       c.sort_at,
       coalesce((SELECT json_agg(json_build_object('name', bu.name,
                                                   'writes', b.writes_until > now()))
                 FROM inbox_presence b JOIN people_user bu ON bu.id = b.user_id
                 WHERE b.conversation_id = c.id AND b.looks_until > now()), '[]') AS beside,
       c.tier, c.is_snoozed, c.snoozed_until,
       json_build_array(c.snoozed_by_id, coalesce(s.name, '')) AS snoozed_by, c.back_because,
       CASE WHEN c.turn = 0 THEN c.due_at END AS due_at, c.warn_at, c.is_emergency, c.had_contact
FROM inbox_conversation c
JOIN channels_channel ch ON ch.id = c.channel_id
JOIN contacts_contact p ON p.id = c.contact_id
LEFT JOIN people_user u ON u.id = c.assignee_id
LEFT JOIN people_user s ON s.id = c.snoozed_by_id
WHERE c.status = 'open' AND NOT c.is_snoozed AND c.rank <= 1 AND ch.team_id = ANY(%(teams)s)
ORDER BY c.rank, c.turn, c.turn_at, c.id LIMIT %(size)s
"""


def rows_of(connection: Connection[Any], *, teams: Sequence[int], size: int) -> list[Row]:
    with connection.cursor(row_factory=class_row(Row)) as cursor:
        cursor.execute(NEWEST_OPEN, {"teams": list(teams), "size": size}, prepare=True)
        return cursor.fetchall()


def render(
    environment: Environment, template: str, rows: Sequence[Row], told: Mapping[str, Any]
) -> str:
    return environment.get_template(template).render({**told, "rows": rows})

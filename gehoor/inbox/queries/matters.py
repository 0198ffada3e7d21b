"""What is asked of matters: which there are, who waits in them, what was sent."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import connection
from django.db.models import Count, F, Q, QuerySet

from gehoor.inbox.models import Conversation, Matter, MatterGo, MatterLink, MatterTurn
from gehoor.inbox.queries.pages import named_teams, visible_teams
from gehoor.people.policies import Actor, Place

MOST_LINKED: Final = 500
MOST_GOES: Final = 20


@dataclass(frozen=True, slots=True)
class Linked:
    """One conversation about a matter."""

    conversation: int
    who: str
    """empty for who sees no names"""
    subject: str
    channel: str
    is_public: bool
    status: str
    waiting_since: datetime | None
    seen_sequence: int
    is_answered: bool
    """by a go of this matter, and not taken back"""
    linked_at: datetime

    @property
    def waits(self) -> bool:
        """Is it still to be answered?"""
        return self.status == "open" and not self.is_answered


LINKED: Final = """
SELECT c.id, CASE WHEN ch.team_id = ANY(%(named)s) OR c.routed_to_id = ANY(%(named)s)
                  THEN p.name ELSE '' END,
       coalesce(nullif(c.subject, ''), c.opening), ch.name, c.is_public, c.status, c.waiting_since,
       c.next_sequence,
       EXISTS (SELECT FROM inbox_matterturn t JOIN inbox_mattergo g ON g.id = t.go_id
               LEFT JOIN inbox_reply r ON r.id = t.reply_id
               WHERE g.matter_id = l.matter_id AND t.conversation_id = c.id AND t.state = 'given'
                 AND coalesce(r.state, '') <> 'withdrawn'),
       l.at
FROM inbox_matterlink l
JOIN inbox_conversation c ON c.id = l.conversation_id
JOIN channels_channel ch ON ch.id = c.channel_id
JOIN contacts_contact p ON p.id = c.contact_id
WHERE l.matter_id = %(matter)s
  AND (ch.team_id = ANY(%(teams)s) OR c.routed_to_id = ANY(%(teams)s))
ORDER BY c.waiting_since IS NULL, c.waiting_since, c.id LIMIT %(most)s
"""


def find_matter(pk: int) -> tuple[Matter, Place] | None:
    found = Matter.objects.select_related("team").filter(pk=pk).first()
    return (found, Place(team=found.team_id)) if found else None


def matters_of(actor: Actor) -> QuerySet[Matter]:
    """Return the matters of one's teams, open ones first, with how many are linked and wait."""
    waits = Q(links__conversation__waiting_since__isnull=False)
    return (
        Matter.objects.filter(team__in=visible_teams(actor))
        .select_related("team")
        .annotate(linked=Count("links"), waiting=Count("links", filter=waits))
        .order_by(F("ended_at").desc(nulls_first=True), "-pk")
    )


def linked_to(matter: Matter, actor: Actor) -> Sequence[Linked]:
    """Return what is about a matter as far as one may see it, who waits longest first."""
    given: dict[str, Any] = {
        "matter": matter.pk,
        "teams": visible_teams(actor),
        "named": named_teams(actor),
        "most": MOST_LINKED,
    }
    with connection.cursor() as cursor:
        cursor.execute(LINKED, given)
        return [Linked(*row) for row in cursor.fetchall()]


def matter_of(conversation: Conversation) -> Matter | None:
    link = MatterLink.objects.select_related("matter").filter(conversation=conversation).first()
    return link.matter if link else None


@dataclass(frozen=True, slots=True)
class Gone:
    """How far one text has come, and who did not get it."""

    go: MatterGo
    total: int
    given: int
    left: Sequence[MatterTurn]

    @property
    def taken(self) -> int:
        return self.given + len(self.left)


def goes_of(matter: Matter) -> list[Gone]:
    """Return what was sent in a matter, newest first, with how far it has come."""
    State = MatterTurn.State  # noqa: N806
    found = matter.goes.select_related("by").order_by("-pk")[:MOST_GOES]
    turns = MatterTurn.objects.filter(go__in=[each.pk for each in found])
    of_go: dict[int, list[MatterTurn]] = {}
    for turn in turns.select_related("conversation").order_by("pk"):
        of_go.setdefault(turn.go_id, []).append(turn)
    return [
        Gone(
            go,
            len(mine := of_go.get(go.pk, [])),
            sum(each.state == State.GIVEN for each in mine),
            [each for each in mine if each.state == State.LEFT],
        )
        for go in found
    ]


def go_of_click(click: uuid.UUID) -> MatterGo | None:
    return MatterGo.objects.filter(click=click).first()


def unfinished_goes() -> list[int]:
    found = MatterGo.objects.filter(ended_at=None).order_by("pk")
    return list(found.values_list("pk", flat=True)[:20])

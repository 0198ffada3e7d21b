"""Where a colleague was named, as far as they may still see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import connection
from django.db.models import F, Q

from gehoor.inbox.models import Naming
from gehoor.inbox.queries.ours import FOR_SOMEBODY
from gehoor.inbox.queries.pages import visible_teams
from gehoor.people.policies import Actor

MOST_NAMINGS: Final = 50
LONGEST_SHOWN: Final = 300
COUNT_FOR_SOMEBODY: Final = f"SELECT {FOR_SOMEBODY}"


@dataclass(frozen=True, slots=True)
class Named:
    """A note in which somebody was named."""

    conversation: int
    sequence: int
    subject: str
    """without one, how the conversation began"""
    channel: str
    author: str
    text: str
    at: datetime
    seen_at: datetime | None


def times_named(actor: Actor) -> int:
    """Return how much is for somebody where they have not looked since: how often they were named,
    what was given to them, and in how much of what they follow something changed."""
    given = {"user": actor.user_id, "teams": visible_teams(actor)}
    with connection.cursor() as cursor:
        cursor.execute(COUNT_FOR_SOMEBODY, given)
        return int(cursor.fetchone()[0])


def namings_of(actor: Actor) -> Sequence[Named]:
    """Return where somebody was named, newest first."""
    found = (
        Naming.objects.filter(
            Q(message__channel__team__in=visible_teams(actor))
            | Q(message__conversation__routed_to__in=visible_teams(actor)),
            user=actor.user_id,
        )
        .order_by("-pk")
        .values_list(
            "message__conversation_id",
            "message__sequence",
            F("message__conversation__subject"),
            F("message__conversation__opening"),
            "message__channel__name",
            "message__author_name",
            "message__text",
            "message__received_at",
            "seen_at",
        )[:MOST_NAMINGS]
    )
    return [
        Named(pk, place, subject or opening, channel, author, text[:LONGEST_SHOWN], at, seen_at)
        for pk, place, subject, opening, channel, author, text, at, seen_at in found
    ]

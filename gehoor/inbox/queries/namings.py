"""Where a colleague was named, as far as they may still see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import F

from gehoor.inbox.models import Naming
from gehoor.inbox.queries.pages import visible_teams
from gehoor.people.policies import Actor

MOST_NAMINGS: Final = 50
LONGEST_SHOWN: Final = 300


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
    """Return how often somebody was named where they have not looked since."""
    unseen = Naming.objects.filter(user=actor.user_id, seen_at=None)
    if not unseen.exists():
        return 0
    return unseen.filter(message__channel__team__in=visible_teams(actor)).count()


def namings_of(actor: Actor) -> Sequence[Named]:
    """Return where somebody was named, newest first."""
    found = (
        Naming.objects.filter(user=actor.user_id, message__channel__team__in=visible_teams(actor))
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

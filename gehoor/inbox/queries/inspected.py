"""The conversations an inspection is about."""

from collections.abc import Sequence

from gehoor.inbox.models import Conversation

MOST_INSPECTED = 100
COLUMN = {"conversation": "pk", "contact": "contact_id", "channel": "channel_id"}


def about(*, scope: str, number: int) -> Sequence[Conversation]:
    """Return one conversation, all with one contact, or all of one channel; the newest first.

    `scope` is the name of what `number` is of, as an inspection keeps it.
    """
    found = Conversation.objects.select_related("channel", "contact")
    found = found.filter(**{COLUMN[scope]: number}, merged_into__isnull=True)
    return list(found.order_by("-last_message_at", "-pk")[:MOST_INSPECTED])


def is_about(conversation: Conversation, *, scope: str, number: int) -> bool:
    """Does it belong to those? Also one of which there are too many to list."""
    return bool(getattr(conversation, COLUMN[scope]) == number)


def teams_with(*, scope: str, number: int) -> list[int]:
    """Return the teams whose conversations those are."""
    found = Conversation.objects.filter(**{COLUMN[scope]: number}).order_by()
    pairs = found.values_list("channel__team_id", "routed_to_id").distinct()
    return sorted({team for pair in pairs for team in pair if team is not None})

"""Who is named in a note, and that they know."""

from collections.abc import Iterable
from datetime import datetime

from gehoor.inbox.models import Message, Naming


def name(note: Message, user_ids: Iterable[int]) -> None:
    """Keep that a note names these colleagues; the same note twice names them once."""
    Naming.objects.bulk_create(
        [Naming(message=note, user_id=user_id) for user_id in user_ids], ignore_conflicts=True
    )


def mark_seen(user_id: int, conversation_id: int, *, now: datetime) -> bool:
    """They have the conversation before them, so they know. Was there something they did not?"""
    unseen = Naming.objects.filter(user_id=user_id, seen_at=None)
    return unseen.filter(message__conversation=conversation_id).update(seen_at=now) > 0

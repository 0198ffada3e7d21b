"""What came in, as rules look at it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from gehoor.inbox.models import Conversation, Message


@dataclass(frozen=True, slots=True)
class Came:
    """One message that came in, with what rules ask of it."""

    conversation: int
    channel: int
    visibility: str
    answers: str
    sender: str
    subject: str
    text: str = field(repr=False)
    tags: Sequence[str] = ()
    """of its conversation"""


def came_since(since: datetime, *, most: int) -> list[Came]:
    """Return what came in since then that waits for us, or did, newest first; without machines."""
    found = Message.objects.filter(
        kind=Message.Kind.INCOMING, received_at__gte=since, is_automatic=False, is_around=False
    ).order_by("-pk")
    rows = list(
        found.values_list(
            "conversation_id", "channel_id", "visibility", "answers", "author_handle",
            "subject", "text",
        )[:most]
    )  # fmt: skip
    tags: dict[int, list[str]] = {}
    labels = Conversation.tags.through.objects.filter(conversation__in={row[0] for row in rows})
    for conversation, name in labels.values_list("conversation_id", "tag__name"):
        tags.setdefault(conversation, []).append(name)
    return [Came(*row, tags=tags.get(row[0], ())) for row in rows]


def conversations_of(deliveries: Iterable[int]) -> dict[tuple[int, int], Conversation]:
    """Return the conversation in which each part of these deliveries stands."""
    found = Message.objects.filter(delivery__in=set(deliveries)).select_related(
        "conversation__channel"
    )
    return {(each.delivery_id or 0, each.part): each.conversation for each in found.order_by("pk")}

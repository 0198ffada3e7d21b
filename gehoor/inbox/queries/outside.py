"""What was sent on our accounts without us, and how much waits in which channel."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db.models import Count, Min

from gehoor.inbox.models import Conversation, Message


def sent_outside(teams: Collection[int], *, most: int) -> Sequence[Message]:
    """Return the answers on accounts of these teams that did not leave through here, newest first.

    They have no place in the outbox and no colleague as their author.
    """
    found = Message.objects.filter(
        kind=Message.Kind.REPLY, reply=None, author=None, is_around=False,
        channel__team__in=list(teams),
    ).select_related("channel", "conversation")  # fmt: skip
    return list(found.order_by("-sent_at", "-pk")[:most])


def waiting_in(channels: Collection[int]) -> dict[int, tuple[int, datetime]]:
    """Return in which of these channels somebody waits for us: how many, and since when."""
    found = Conversation.objects.filter(
        channel__in=list(channels), status=Conversation.Status.OPEN, waiting_since__isnull=False
    )
    by_channel = found.order_by().values("channel")
    waits = by_channel.annotate(number=Count("pk"), since=Min("waiting_since"))
    rows = waits.values_list("channel", "number", "since")
    return {channel: (number, since) for channel, number, since in rows if since}


def to_cover(channel: int, *, owner: int | None) -> list[Conversation]:
    """Return what is open in a channel and lies with nobody, or with who looks after it."""
    found = Conversation.objects.filter(channel=channel, status=Conversation.Status.OPEN)
    hands = found.filter(assignee=None) | found.filter(assignee=owner, assignee__isnull=False)
    return list(hands.select_related("channel").order_by("pk"))

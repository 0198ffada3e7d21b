"""What is asked of the looking around public conversations."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q

from gehoor.channels.models import Circuit
from gehoor.channels.queries import shut_channels
from gehoor.inbox.models import Conversation, Looking, Message
from gehoor.inbox.queries.answering import OPEN
from gehoor.inbox.rules.around import around_post


def next_due_looking(channel_id: int, *, now: datetime) -> Looking | None:
    """Return whose thread is to be fetched next."""
    due = Looking.objects.filter(channel_id=channel_id, due_at__lte=now)
    return due.select_related("conversation").order_by("due_at", "pk").first()


def channels_with_due_lookings(*, now: datetime) -> list[int]:
    """Return the channels in which a thread is to be fetched; those left alone now wait."""
    due = Looking.objects.filter(due_at__lte=now, channel__is_closed=False)
    able = due.exclude(channel__in=shut_channels(Circuit.Door.READING, now=now))
    return list(able.order_by().values_list("channel_id", flat=True).distinct())


def looking_of(conversation: Conversation) -> Looking | None:
    return Looking.objects.filter(conversation=conversation).first()


def anchors_of(conversation: Conversation) -> list[str]:
    """Return around which posts to look: the first that is still there gives the thread.

    Of a thread that began with a post of ours everything; else what stands around who turned to us
    last. What strangers say elsewhere in a thread that is not ours is none of our business.
    """
    messages = conversation.messages.exclude(external_id="")
    ours = messages.filter(kind=Message.Kind.REPLY, external_id=conversation.thread)
    theirs = messages.filter(kind=Message.Kind.INCOMING, is_around=False, gone_at=None)
    newest = theirs.order_by("-sequence").values_list("external_id", flat=True)[:MOST_ANCHORS]
    return [*ours.values_list("external_id", flat=True)[:1], *newest]


MOST_ANCHORS = 3


def missing_around(
    conversation: Conversation, *, anchor: str, shown: Collection[str], before: datetime
) -> list[str]:
    """Return which posts we have around another that a look at its whole thread did not show.

    Only what everybody may read and we have since `before`: other posts may be hidden from us
    without being gone, or not be shown yet.
    """
    messages = conversation.messages.exclude(kind=Message.Kind.NOTE).exclude(external_id="")
    answers = dict(messages.order_by("sequence").values_list("external_id", "answers"))
    left_before = Q(reply=None) | Q(reply__state="sent", reply__settled_at__lt=before)
    known = messages.filter(left_before, gone_at=None, visibility__in=OPEN, received_at__lt=before)
    names = set(known.values_list("external_id", flat=True))
    return sorted((names & around_post(anchor, answers)) - set(shown))

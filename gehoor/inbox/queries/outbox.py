"""What is asked of replies on their way."""

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Count, F, Max, Min, Q
from django.db.models.functions import Coalesce, Now

from gehoor.channels.models import Channel, Circuit
from gehoor.channels.queries import shut_channels
from gehoor.inbox import rules
from gehoor.inbox.models import Conversation, Message, Reply
from gehoor.inbox.queries.where import place_of
from gehoor.people.policies import Place

JUST_NOW: Final = timedelta(minutes=1)
"""how soon after one's own answer a screen may not show it yet"""
UNDECIDED = Q(state__in=rules.PROBLEMS) | Q(held_at__isnull=False)
"""what a person must decide about before its conversation can be closed"""


def channels_with_due_replies(*, now: datetime) -> list[int]:
    """Return the channels whose sender has something to do; held, shut and closed ones wait."""
    is_due = Q(state=Reply.State.UNKNOWN, due_at__lte=now) | Q(state=Reply.State.SENDING)
    in_turn = Reply.objects.filter(state=Reply.State.QUEUED, due_at__lte=now).in_turn()
    due = Reply.objects.filter(is_due | Q(pk__in=in_turn.values("pk")), held_at=None)
    able = due.exclude(channel__health=Channel.Health.LOCKED_OUT).exclude(channel__is_closed=True)
    able = able.exclude(channel__in=shut_channels(Circuit.Door.SENDING, now=now))
    return list(able.order_by().values_list("channel_id", flat=True).distinct())


def unsettled_replies() -> dict[int, dict[str, tuple[int, datetime | None]]]:
    """Return per channel and state how many replies a machine or a person still has to settle.

    Of replies on their way only those count that should have left: with the moment since when the
    oldest of them was due, or its try began. What is held after a restore is no backlog.
    """
    found = Reply.objects.filter(
        Q(state=Reply.State.QUEUED, due_at__lte=Now())
        | Q(state=Reply.State.SENDING)
        | Q(state__in=rules.PROBLEMS),
        held_at=None,
    ).exclude(channel__is_closed=True)
    rows = (
        found.order_by()
        .values_list("channel_id", "state")
        .annotate(number=Count("pk"), oldest=Min(Coalesce("started_at", "due_at", "queued_at")))
    )
    counted: dict[int, dict[str, tuple[int, datetime | None]]] = {}
    for channel, state, number, oldest in rows:
        counted.setdefault(channel, {})[state] = (number, oldest)
    return counted


def next_unknown_due(channel_id: int, *, now: datetime) -> Reply | None:
    found = Reply.objects.filter(
        channel_id=channel_id, state=Reply.State.UNKNOWN, due_at__lte=now, held_at=None
    ).select_related("message")
    return found.order_by("due_at", "pk").first()


def newer_replies(conversation: Conversation, *, after: int, than: int | None) -> Sequence[Message]:
    """Return the answers of people since message number `after`, which the asker had on screen.

    Not what colleague `than` sent there themselves just now, faster than their screen shows it.
    What they sent longer ago, from another window, or another let out in their name, is news.
    """
    theirs = conversation.messages.filter(kind=Message.Kind.REPLY, is_automatic=False)
    of_just_now = Q(reply__approval=None, reply__queued_at__gt=Now() - JUST_NOW)
    own = Q(author=than) & of_just_now if than else Q(pk=None)
    found = theirs.filter(sequence__gt=after).exclude(own)
    newer = found.exclude(reply__state=Reply.State.WITHDRAWN).select_related("author")
    return list(newer.order_by("sequence"))


def sent_before(client_uuid: uuid.UUID) -> Reply | None:
    """Return the reply a browser made under this number before: a double click, a resubmit."""
    found = Reply.objects.filter(client_uuid=client_uuid)
    # Nearly always there is none, and that is quicker to learn than all of it.
    return found.select_related("message").first() if found.exists() else None


def id_of_part_before(reply: Reply) -> str:
    """Return what the platform calls the part before this one, which this one answers: so the
    parts are one thread. Empty for a first part, and when only a person knows that it arrived."""
    if reply.part == 1:
        return ""
    before = Reply.objects.filter(series=reply.series, part=reply.part - 1)
    return before.values_list("message__external_id", flat=True).first() or ""


def is_answered(conversation: Conversation) -> bool:
    """Did a reply of a person leave, or is one on its way?"""
    return Reply.objects.filter(
        message__conversation=conversation,
        message__is_automatic=False,
        state__in=rules.ANSWERS,
        held_at=None,
    ).exists()


def has_unsettled_problem(conversation: Conversation) -> bool:
    return Reply.objects.filter(UNDECIDED, message__conversation=conversation).exists()


def find_reply(pk: int) -> tuple[Reply, Place] | None:
    reply = (
        Reply.objects.select_related("message__conversation__channel", "channel")
        .filter(pk=pk)
        .first()
    )
    return (reply, place_of(reply.message.conversation)) if reply else None


def find_note(conversation: Conversation, note_id: str) -> Message | None:
    return conversation.messages.filter(kind=Message.Kind.NOTE, external_id=note_id).first()


def last_word_of(conversation: Conversation, handle: str) -> datetime | None:
    """Return when somebody wrote last, by their platform: from then on it counts how long they can
    be answered. What they took away since was written all the same."""
    theirs = conversation.messages.filter(kind=Message.Kind.INCOMING, author_handle=handle)
    last: datetime | None = theirs.aggregate(last=Max("sent_at"))["last"]
    return last


def written_since(channel_id: int, names: Collection[str], *, since: datetime) -> set[str]:
    """Return which of these posts we have, and were surely written since then.

    One that bears the moment it came in may have claimed what cannot be.
    """
    if not names:
        return set()
    is_sure = Q(reply__isnull=False) | Q(sent_at__lt=F("received_at"))
    found = Message.objects.filter(
        is_sure, channel_id=channel_id, external_id__in=names, sent_at__gte=since
    )
    return set(found.values_list("external_id", flat=True))


def messages_replaced_by(
    channel_id: int, deliveries: Mapping[int, str]
) -> dict[tuple[int, int], int]:
    """Return which earlier message each (delivery, part) is a newer version of.

    A version is a delivery with the transport id of an earlier one and other content.
    """
    # The channel of the delivery is its message's own; named, it lets the ledger's index be used.
    earlier = Message.objects.filter(
        channel_id=channel_id,
        delivery__channel_id=channel_id,
        delivery__transport_id__in=deliveries.values(),
    ).values_list("pk", "part", "delivery__transport_id", "delivery_id")
    newest: dict[tuple[str, int], tuple[int, int]] = {}
    for pk, part, transport_id, delivery_id in earlier:
        key = (transport_id, part)
        newest[key] = max(newest.get(key, (0, 0)), (delivery_id, pk))
    parts = {part for _, part in newest}
    return {
        (delivery_id, part): newest[transport_id, part][1]
        for delivery_id, transport_id in deliveries.items()
        for part in parts
        if (transport_id, part) in newest
    }


def problem_replies(conversation_ids: Iterable[int]) -> Sequence[Reply]:
    """Return the replies a person must decide about, oldest first, in one query."""
    found = Reply.objects.filter(UNDECIDED, message__conversation__in=list(conversation_ids))
    return list(found.select_related("message", "channel").order_by("pk"))


def held_replies(*, after: int = 0, size: int | None = None) -> Sequence[Reply]:
    """Return the replies that are held back after a restore, oldest first."""
    found = Reply.objects.filter(held_at__isnull=False, pk__gt=after).select_related(
        "message__author", "message__conversation", "channel__team"
    )
    return list(found.order_by("pk")[:size])


def count_held() -> int:
    return Reply.objects.filter(held_at__isnull=False).count()


def was_answered_alone(
    contact_id: int, *, since: datetime, but: Collection[uuid.UUID] = ()
) -> bool:
    """Did a machine answer this contact since then, in whatever conversation? What it did not send
    after all counts, too: better once too little than twice. `but`: replies that do not count."""
    found = Message.objects.filter(
        conversation__contact=contact_id, kind=Message.Kind.REPLY, is_automatic=True
    )
    return found.filter(sent_at__gt=since).exclude(reply__client_uuid__in=list(but)).exists()


def came_in_from(contact_id: int, *, since: datetime) -> list[int]:
    """Return the numbers of what this contact wrote since then, wherever."""
    found = Message.objects.filter(
        conversation__contact=contact_id, kind=Message.Kind.INCOMING, received_at__gt=since
    )
    return list(found.values_list("pk", flat=True))


def numbers_of(deliveries: Iterable[int]) -> dict[tuple[int, int], int]:
    """Return the number of the message that each part of these deliveries became."""
    found = Message.objects.filter(delivery__in=set(deliveries)).order_by()
    rows = found.values_list("delivery_id", "part", "pk")
    return {(delivery or 0, part): number for delivery, part, number in rows}


def last_answer_in(conversation: Conversation) -> str:
    """Return what we answered last; empty when we did not."""
    ours = conversation.messages.filter(kind=Message.Kind.REPLY, is_automatic=False)
    ours = ours.exclude(reply__state=Reply.State.WITHDRAWN)
    return ours.order_by("-sequence").values_list("text", flat=True).first() or ""

"""Handing over, following and keeping away: everything that changes those tables."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Q

from gehoor.inbox.models import Conversation, Distance, Following, Handover


def note_handover(conversation: Conversation, **facts: Any) -> Handover:
    return Handover.objects.create(conversation=conversation, **facts)


def see_handovers(user_id: int, conversation: Conversation, *, now: datetime) -> bool:
    """They have it before them, so they know. Was there one they did not?"""
    unseen = Handover.objects.filter(to_user=user_id, conversation=conversation, seen_at=None)
    return unseen.update(seen_at=now) > 0


def follow(conversation: Conversation, *, user_id: int, now: datetime) -> bool:
    """Tell whether that is new."""
    return Following.objects.get_or_create(
        conversation=conversation,
        user_id=user_id,
        defaults={"since": now, **_as_it_is(conversation)},
    )[1]


def let_go(conversation: Conversation, *, user_id: int) -> bool:
    return Following.objects.filter(conversation=conversation, user=user_id).delete()[0] > 0


def see_followed(user_id: int, conversation: Conversation) -> bool:
    """They have it before them as it is now. Was anything else when they last looked?"""
    seen = _as_it_is(conversation)
    mine = Following.objects.filter(conversation=conversation, user=user_id)
    other = ~Q(seen_sequence=seen["seen_sequence"], seen_status=seen["seen_status"])
    other |= Q(seen_assignee__isnull=seen["seen_assignee"] is not None)
    if seen["seen_assignee"] is not None:
        other |= ~Q(seen_assignee=seen["seen_assignee"])
    return mine.filter(other).update(**seen) > 0


def _as_it_is(conversation: Conversation) -> dict[str, Any]:
    return {
        "seen_sequence": conversation.next_sequence,
        "seen_status": conversation.status,
        "seen_assignee": conversation.assignee_id,
    }


def keep_away(user_id: int, *, now: datetime, **facts: Any) -> Distance:
    """Begin to keep away; what ran out is forgotten, so that nothing of it lasts."""
    forget_past_distances(now=now, user_id=user_id)
    return Distance.objects.create(user_id=user_id, **facts)


def forget_past_distances(*, now: datetime, user_id: int | None = None) -> None:
    past = Distance.objects.filter(until__lte=now)
    (past.filter(user=user_id) if user_id else past).delete()


def come_back(user_id: int, **facts: Any) -> list[int]:
    """End keeping away; return the numbers of what went back to the team because of it."""
    mine = Distance.objects.filter(user=user_id, **facts)
    gave = [number for each in mine.order_by("pk") for number in each.gave]
    mine.delete()
    return gave


def put_back_to_team(numbers: Collection[int], *, user_id: int) -> list[int]:
    """Let nobody have what this colleague had; return which those were."""
    theirs = Conversation.objects.filter(pk__in=numbers, assignee=user_id, status="open")
    found = sorted(theirs.values_list("pk", flat=True))
    theirs.filter(pk__in=found).update(assignee=None)
    return found


def take_up_again(numbers: Collection[int], *, user_id: int) -> list[int]:
    """Give back what nobody took meanwhile; return which those were."""
    free = Conversation.objects.filter(pk__in=numbers, assignee=None, status="open")
    found = sorted(free.values_list("pk", flat=True))
    free.filter(pk__in=found).update(assignee=user_id)
    return found

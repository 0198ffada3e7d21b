"""Putting conversations off, and bringing them back."""

from datetime import datetime

from gehoor.inbox.models import Conversation

Back = Conversation.Back


def lock(conversation: Conversation) -> Conversation:
    """Return the conversation as it is now, and nobody else's until the commit."""
    return Conversation.objects.select_for_update().get(pk=conversation.pk)


def put_off(conversation: Conversation, *, until: datetime | None, by: int | None) -> None:
    """Put it off until a moment; None: until whoever it is with writes."""
    conversation.snoozed_by_id = by
    _keep(conversation, is_snoozed=True, until=until)


def bring_back(conversation: Conversation) -> None:
    """It is work again, as long as it waited for."""
    _keep(conversation, is_snoozed=False, until=None)


def _keep(conversation: Conversation, *, is_snoozed: bool, until: datetime | None) -> None:
    conversation.is_snoozed, conversation.snoozed_until = is_snoozed, until
    conversation.back_because = Back.NOT
    conversation.save(update_fields=["is_snoozed", "snoozed_until", "snoozed_by", "back_because"])


def bring_back_due(*, now: datetime, most: int) -> list[tuple[int, int, datetime]]:
    """Bring back those whose time has come, and let them be noticed; return them with their teams
    and times. Who is busy with one keeps it for now: the next turn is soon."""
    due = Conversation.objects.select_for_update(of=("self",), skip_locked=True)
    rows = list(
        due.filter(is_snoozed=True, snoozed_until__lte=now)
        .order_by("snoozed_until", "pk")
        .values_list("pk", "channel__team", "snoozed_until")[:most]
    )
    back = Conversation.objects.filter(pk__in=[pk for pk, _team, _until in rows])
    back.update(is_snoozed=False, is_unread=True, back_because=Back.TIME)
    return [(pk, team, until) for pk, team, until in rows if until]

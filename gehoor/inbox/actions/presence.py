"""Who comes to a conversation, begins to write in it, and goes. Each says whether others see it."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db.models import Q

from gehoor.inbox import rules
from gehoor.inbox.models import Conversation, Presence


def look(conversation: Conversation, *, user_id: int, now: datetime) -> bool:
    """Somebody looks, or still does. One statement for who was there already."""
    until = now + rules.LOOKS_FOR
    mine = Presence.objects.filter(conversation=conversation, user_id=user_id)
    if mine.filter(looks_until__gt=now).update(looks_until=until):
        return False
    Presence.objects.update_or_create(
        conversation=conversation, user_id=user_id, defaults={"looks_until": until}
    )
    return True


def go_on_writing(conversation: Conversation, *, user_id: int, now: datetime) -> bool:
    """Keep the answer with who has it; False when they do not have it (any more)."""
    mine = Presence.objects.filter(conversation=conversation, user_id=user_id)
    going_on = mine.filter(writes_until__gt=now)
    until = now + rules.WRITES_FOR
    return bool(going_on.update(writes_until=until, looks_until=now + rules.LOOKS_FOR))


def begin_writing(
    conversation: Conversation, *, user_id: int, now: datetime, until: datetime
) -> bool:
    """Make the answer theirs, unless it is a colleague's. Needs the conversation locked."""
    others = Presence.objects.filter(conversation=conversation).exclude(user_id=user_id)
    others.filter(writes_until__lte=now).update(writes_until=None)
    if others.filter(writes_until__isnull=False).exists():
        return False
    Presence.objects.update_or_create(
        conversation=conversation,
        user_id=user_id,
        defaults={"looks_until": now + rules.LOOKS_FOR, "writes_until": until},
    )
    return True


def end_writing(conversation: Conversation, *, user_id: int | None = None) -> bool:
    """Let go of the answer: this colleague, or whoever has it."""
    writing = Presence.objects.filter(conversation=conversation, writes_until__isnull=False)
    if user_id is not None:
        writing = writing.filter(user_id=user_id)
    return bool(writing.update(writes_until=None))


def end_writing_in(conversations: Collection[int]) -> Sequence[tuple[int, int]]:
    """Let go of the answers in many conversations; return those that were somebody's, with team."""
    writing = Presence.objects.filter(
        conversation__in=list(conversations), writes_until__isnull=False
    )
    found = list(writing.values_list("conversation_id", "conversation__channel__team_id"))
    if found:
        writing.update(writes_until=None)
    return found


def leave(conversation: Conversation, *, user_id: int) -> bool:
    """Somebody goes, and what they were writing is no longer theirs alone."""
    return bool(Presence.objects.filter(conversation=conversation, user_id=user_id).delete()[0])


def forget_gone(*, now: datetime) -> Sequence[tuple[int, int]]:
    """Remove what ran out; return the conversations in which it did, each with its team.

    Passes over what somebody changes at this very moment: the next time is soon.
    """
    writes_no_more = Q(writes_until__isnull=True) | Q(writes_until__lte=now)
    gone = Q(looks_until__lte=now) & writes_no_more
    found = Presence.objects.filter(gone | Q(writes_until__lte=now))
    rows = found.select_for_update(of=("self",), skip_locked=True).values_list(
        "pk", "conversation_id", "conversation__channel__team_id"
    )
    at = {pk: (conversation, team) for pk, conversation, team in rows}
    these = Presence.objects.filter(pk__in=at)
    these.filter(gone).delete()
    these.filter(writes_until__lte=now).update(writes_until=None)
    return sorted(set(at.values()))

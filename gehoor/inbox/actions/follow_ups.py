"""Everything that changes the tasks of telling that something is solved."""

from collections.abc import Collection
from datetime import datetime

from gehoor.inbox.models import Conversation, FollowUp, Reply

State = FollowUp.State
NOT_ENDED = (State.OPEN, State.WRITING)


def make(conversation: Conversation, *, by_id: int | None, due_at: datetime, now: datetime) -> bool:
    """Make the task of a conversation; false when it has one, or had."""
    return FollowUp.objects.get_or_create(
        conversation=conversation,
        defaults={"made_by_id": by_id, "due_at": due_at, "made_at": now},
    )[1]


def make_many(numbers: Collection[int], *, by_id: int, due_at: datetime, now: datetime) -> None:
    """Make the tasks of conversations that have none; they are locked."""
    FollowUp.objects.bulk_create(
        FollowUp(conversation_id=number, made_by_id=by_id, due_at=due_at, made_at=now)
        for number in numbers
    )


def unmake(numbers: Collection[int], *, since: datetime) -> set[int]:
    """Take away the tasks made since then at which nobody began; return of which conversations."""
    found = FollowUp.objects.filter(conversation__in=numbers, state=State.OPEN, made_at__gte=since)
    taken = set(found.values_list("conversation_id", flat=True))
    found.delete()
    return taken


def begin_writing(conversation: Conversation) -> bool:
    found = FollowUp.objects.filter(conversation=conversation, state__in=NOT_ENDED)
    return found.update(state=State.WRITING) > 0


def end_by_reply(
    conversation: Conversation, *, reply: Reply, by_id: int | None, now: datetime
) -> bool:
    """The reply that was begun for it is on its way: it is told."""
    found = FollowUp.objects.filter(conversation=conversation, state=State.WRITING)
    return found.update(state=State.DONE, reply=reply, ended_by=by_id, ended_at=now) > 0


def open_again(reply: Reply) -> bool:
    """The reply was taken back, so it is not told."""
    found = FollowUp.objects.filter(reply=reply, state=State.DONE)
    return found.update(state=State.OPEN, reply=None, ended_by=None, ended_at=None) > 0


def drop(conversation: Conversation, *, by_id: int | None, now: datetime) -> bool:
    found = FollowUp.objects.filter(conversation=conversation, state__in=NOT_ENDED)
    return found.update(state=State.DROPPED, ended_by=by_id, ended_at=now) > 0

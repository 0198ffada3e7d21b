"""Replies that came out of a backup: held, because nobody knows what became of them since."""

from collections.abc import Sequence
from datetime import datetime

from gehoor.inbox import rules
from gehoor.inbox.actions.replying import StepNotAllowed, reflect
from gehoor.inbox.models import Reply

State = Reply.State


def hold_unsettled(*, now: datetime) -> Sequence[Reply]:
    """Hold every reply the machine might still do something with. Their states stay as they are."""
    unsettled = Reply.objects.filter(state__in=rules.UNSETTLED, held_at=None)
    found = list(unsettled.select_for_update().order_by("pk"))
    unsettled.update(held_at=now)
    for reply in found:
        reflect(reply)
    return found


def release(reply: Reply, state: Reply.State, *, now: datetime) -> None:
    """Let go of a held reply the way a person decided. Raises StepNotAllowed when it is not held.

    What may follow is not what `rules.ALLOWED` says: the state it has is that of the backup.
    """
    current = Reply.objects.select_for_update().get(pk=reply.pk)
    if current.held_at is None or state not in rules.AFTER_HELD:
        raise StepNotAllowed(f"held {current.state} -> {state}")
    current.held_at = None
    current.state = state
    if state == State.QUEUED:
        # A try of before the backup says nothing: this one begins anew, under the same key.
        current.due_at, current.problem = now, ""
        current.attempt = current.started_at = None
        for name, value in rules.begin_anew().items():
            setattr(current, name, value)
    else:
        current.due_at, current.settled_at = None, now
    current.save()
    reflect(current)
    reply.refresh_from_db()

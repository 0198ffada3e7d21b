"""The story of ending sessions: one's own, here or elsewhere, and a colleague's."""

from uuid import UUID

from django.db import transaction

from gehoor.audit.actions import record
from gehoor.kit.clock import now
from gehoor.logins import actions
from gehoor.people.models import User
from gehoor.people.policies import Actor


@transaction.atomic
def end_one(actor: Actor, user: User, number: UUID) -> None:
    """End one session of one's own. One that had ended already is well."""
    if actions.end_session(user_id=user.pk, number=number):
        record(actor, "end_session", "user", user.pk)


@transaction.atomic
def end_others(actor: Actor, user: User, *, keep: str | None) -> int:
    """End every session of one's own but the one with the key to `keep`; returns how many."""
    ended = actions.end_sessions(user_id=user.pk, keep=keep)
    record(actor, "end_sessions", "user", user.pk, ended=ended)
    return ended


@transaction.atomic
def end_of_colleague(actor: Actor, user: User) -> int:
    """Log a colleague out everywhere, now; streams end within seconds."""
    ended = actions.end_sessions(user_id=user.pk)
    record(actor, "end_sessions", "user", user.pk, ended=ended)
    return ended


def forget_ended() -> None:
    """Clear away sessions that have ended."""
    actions.forget_ended_sessions(now=now())

"""Everything that changes sessions and the ways to log in."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from gehoor.logins.models import ForgottenPassword, RequiredStep, Session, Try
from gehoor.logins.rules import FORGET_TRIES_AFTER, MOST_TRIES, stored_key
from gehoor.people.policies import Role


def end_session(*, user_id: int, number: UUID) -> bool:
    """End one session of a colleague; says whether there was one."""
    return bool(Session.objects.filter(user_id=user_id, number=number).delete()[0])


def end_sessions(*, user_id: int, keep: str | None = None) -> int:
    """End every session of a colleague but that with the key to `keep`; returns how many."""
    others = Session.objects.filter(user_id=user_id)
    if keep:
        others = others.exclude(session_key=stored_key(keep))
    return others.delete()[0]


def forget_ended_sessions(*, now: datetime) -> int:
    return Session.objects.filter(expire_date__lte=now).delete()[0]


def note_try(what: str, who: str, *, now: datetime) -> bool:
    """Write down a try before it is made; False when there were too many lately.

    First written, then counted: tries in the same moment count each other too.
    """
    Try.objects.filter(at__lte=now - FORGET_TRIES_AFTER).delete()
    Try.objects.create(what=what, who=who, at=now)
    return Try.objects.filter(what=what, who=who).count() <= MOST_TRIES


def forget_tries(what: str, who: str) -> None:
    Try.objects.filter(what=what, who=who).delete()


def require_steps(roles: Iterable[Role]) -> None:
    """Let exactly these roles need a second step."""
    wanted = list(roles)
    RequiredStep.objects.exclude(role__in=wanted).delete()
    for role in wanted:
        RequiredStep.objects.get_or_create(role=role)


def note_forgotten(email: str, *, now: datetime) -> ForgottenPassword:
    return ForgottenPassword.objects.create(email=email, asked_at=now)


def take_forgotten(pk: int) -> str:
    """Return the address somebody named, and forget it; empty when it was taken already."""
    found = ForgottenPassword.objects.select_for_update().filter(pk=pk).first()
    if found is None:
        return ""
    found.delete()
    return found.email

"""The story of the second step of logging in: set up, used, lost, reset."""

from collections.abc import Iterable
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext as _

from gehoor.audit.actions import record
from gehoor.kit.clock import now
from gehoor.logins import actions, queries
from gehoor.logins.actions import steps
from gehoor.logins.rules import in_parts
from gehoor.people.models import User
from gehoor.people.policies import Actor, Role

TRY = "code"


class NotRight(Exception):
    """The code or the passkey is not right. The message says what to do."""


class TooManyTries(NotRight):
    """Guessing is over for now."""


def add_app(actor: Actor, user: User, *, secret: str, code: str) -> list[str]:
    """Let an authenticator app be a second step. Returns recovery codes if these are the first."""
    _count_try(user)
    with transaction.atomic():
        if not steps.add_app(user, secret, code):
            raise NotRight(_("This code is not right. Look at the newest code in your app."))
        actions.forget_tries(TRY, str(user.pk))
        record(actor, "add_step", "user", user.pk, kind="totp")
        return _first_codes(user)


@transaction.atomic
def add_passkey(actor: Actor, user: User, *, name: str, credential: dict[str, Any]) -> list[str]:
    """Let a passkey be a second step, and the only step when it knows its owner."""
    steps.add_passkey(user, name=name or steps.default_name(user), credential=credential)
    record(actor, "add_step", "user", user.pk, kind="webauthn")
    return _first_codes(user)


@transaction.atomic
def remove(actor: Actor, user: User, number: int) -> bool:
    """Remove one second step; says whether it was there."""
    kind = steps.remove_step(user, number)
    if kind:
        record(actor, "remove_step", "user", user.pk, kind=kind)
    return bool(kind)


@transaction.atomic
def new_codes(actor: Actor, user: User) -> list[str]:
    """Make new recovery codes, in parts of four; the old ones stop working."""
    record(actor, "new_codes", "user", user.pk)
    return [in_parts(code) for code in steps.new_recovery_codes(user)]


def use_code(user: User, code: str) -> str:
    """Use a code of the app, or a recovery code; returns which. A code works once."""
    _count_try(user)
    with transaction.atomic():
        if steps.use_app_code(user, code):
            used = "totp"
        elif steps.use_recovery_code(user, code):
            used = "recovery_codes"
            record(Actor(user_id=user.pk), "use_recovery_code", "user", user.pk)
        else:
            raise NotRight(_("This code is not right, or was used before."))
        actions.forget_tries(TRY, str(user.pk))
    return used


def use_passkey(passkey: Authenticator, counter: int) -> None:
    """Note how often a passkey has signed by now. Raises NotRight when somebody may have copied it.

    That is a sign and no proof, so that the key is not taken away: its owner is told, and the log.
    """
    user_id = passkey.user_id
    with transaction.atomic():
        is_right = steps.count_use(passkey, counter)
        if not is_right:
            record(Actor(user_id=user_id), "passkey_may_be_copied", "user", user_id)
    if not is_right:
        raise NotRight(
            _(
                "You were not logged in: it may be that somebody copied this passkey. Try again or"
                " log in another way, and then remove this passkey under Logging in and security."
            )
        )


@transaction.atomic
def reset(actor: Actor, user: User, *, reason: str) -> None:
    """Take away a colleague's second step, for who lost it. They set up another at log-in."""
    steps.remove_steps(user)
    actions.end_sessions(user_id=user.pk)
    record(actor, "reset_steps", "user", user.pk, reason=reason)


@transaction.atomic
def require(actor: Actor, roles: Iterable[Role]) -> None:
    """Let exactly these roles need a second step."""
    wanted = sorted(roles)
    before = sorted(queries.roles_that_need_a_step())
    actions.require_steps(wanted)
    record(actor, "require_steps", "logging_in", 0, before=before, after=wanted)


def _first_codes(user: User) -> list[str]:
    """Return recovery codes for who has none yet, so that nobody is locked out."""
    if queries.codes_left(user):
        return []
    return [in_parts(code) for code in steps.new_recovery_codes(user)]


def _count_try(user: User) -> None:
    """Count apart from what follows, so that a wrong code counts although it changes nothing."""
    if not actions.note_try(TRY, str(user.pk), now=now()):
        raise TooManyTries(_("There were too many tries. Wait 15 minutes and try again."))

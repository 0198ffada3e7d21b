"""The story of teams and people: who comes in, what they may, and when they leave."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from gehoor.audit.actions import record
from gehoor.flows import alarms, leaving
from gehoor.kit.clock import now
from gehoor.logins import actions as logins
from gehoor.logins import queries as who
from gehoor.organisation import queries as organisation
from gehoor.people import actions, queries
from gehoor.people.models import Team, User
from gehoor.people.policies import Actor, Role

STARTING = Actor(system="start")
ONE_FIRST_ADMINISTRATOR = 7_101
"""the advisory lock under which the first administrator is made"""


class NotChanged(Exception):
    """Nothing was changed. The message says why and what to do."""


class NoLongerValid(NotChanged):
    """The link is unknown, used or too old; which of them is not told."""


@dataclass(frozen=True)
class Invited:
    """An invitation as it is shown once, to the administrator who made it."""

    user: User
    link: str = field(repr=False)
    is_mailed: bool


def first_link() -> str:
    """Return a one-time link for the first administrator; empty while there is one already."""
    with transaction.atomic():
        _one_at_a_time()
        if who.administrators().exists():
            return ""
        record(STARTING, "first_link", "invitation", 0)
        return _link(actions.make_invitation(None, now=now()))


def invite(
    actor: Actor,
    *,
    name: str,
    email: str,
    teams: Iterable[Team],
    roles: Mapping[Role, datetime | None],
) -> Invited:
    """Make an account for a colleague, and the link with which they set a password."""
    user, link = admit(actor, name=name, email=email, teams=teams, roles=roles)
    return Invited(user, link, mail_link(user, link))


def admit(
    actor: Actor,
    *,
    name: str,
    email: str,
    teams: Iterable[Team],
    roles: Mapping[Role, datetime | None],
) -> tuple[User, str]:
    """Make the account and its link, and mail nobody: who calls may still change their mind."""
    try:
        with transaction.atomic():
            user = actions.make_user(
                name=name, email=email, teams=teams, language=organisation.ours().language
            )
            actions.change_roles(user, roles)
            record(actor, "invite", "user", user.pk, **as_logged(user))
            link = _link(actions.make_invitation(user, now=now()))
    except IntegrityError as error:
        raise NotChanged(_("There is already a colleague with this e-mail address.")) from error
    return user, link


def invite_again(actor: Actor, user: User) -> Invited:
    """Make a new link, also for who forgot the password. Earlier links stop working."""
    if not user.is_active:
        raise NotChanged(_("This colleague was deactivated. Reactivate the account first."))
    with transaction.atomic():
        link = link_for(actor, user)
    return Invited(user, link, mail_link(user, link))


def link_for(actor: Actor, user: User) -> str:
    """Return a new one-time link for somebody; earlier ones stop working. Call in a transaction."""
    record(actor, "invite_again", "user", user.pk)
    return _link(actions.make_invitation(user, now=now()))


def accept(token: str, *, name: str, email: str, password: str) -> User:
    """Use a one-time link: set the password, and return who may now log in.

    An invited colleague keeps the address the administrator gave; only the very first
    administrator tells their own.
    """
    try:
        with transaction.atomic():
            return _accept(token, name=name, email=email, password=password)
    except IntegrityError as error:
        raise NotChanged(_("There is already a colleague with this e-mail address.")) from error


def _accept(token: str, *, name: str, email: str, password: str) -> User:
    _one_at_a_time()
    invitation = queries.open_invitation(token, now=now())
    if invitation is None or not actions.use_invitation(invitation, now=now()):
        raise NoLongerValid
    user = invitation.user or _first_administrator(name=name, email=email)
    actions.rename(user, name=name)
    actions.set_password(user, password)
    logins.end_sessions(user_id=user.pk)
    record(queries.actor_of(user), "accept_invitation", "user", user.pk)
    return user


def _first_administrator(*, name: str, email: str) -> User:
    if who.administrators().exists():
        raise NoLongerValid
    user = actions.make_user(name=name, email=email)
    actions.change_roles(user, {Role.ADMINISTRATOR: None})
    return user


@transaction.atomic
def change_password(actor: Actor, user: User, password: str, *, keep: str | None = None) -> None:
    """Set one's own password; sessions end, but for the one with the key to `keep`."""
    actions.set_password(user, password)
    logins.end_sessions(user_id=user.pk, keep=keep)
    record(actor, "change_password", "user", user.pk)


@transaction.atomic
def change_preferences(
    user: User, *, language: str, theme: str, letter_keys: bool, is_compact: bool
) -> None:
    """Keep how somebody likes their own screen. Not logged: it concerns nobody else."""
    actions.change_preferences(
        user, language=language, theme=theme, letter_keys=letter_keys, is_compact=is_compact
    )


def change_colleague(
    actor: Actor,
    user: User,
    *,
    name: str,
    email: str,
    teams: Iterable[Team],
    roles: Mapping[Role, datetime | None],
) -> None:
    """Change somebody's name, address, teams and roles. An administrator always remains."""
    keeps_it = Role.ADMINISTRATOR in roles and roles[Role.ADMINISTRATOR] is None
    try:
        with transaction.atomic():
            _one_at_a_time()
            if not keeps_it:
                _refuse_for_last_administrator(user)
            before = queries.actor_of(user)
            actions.change_user(user, name=name, email=email, teams=teams)
            actions.change_roles(user, roles)
            _end_sessions_after_loss(actor, user, before)
            leaving.pass_work_on(actor, user)
            record(actor, "change", "user", user.pk, **as_logged(user))
    except IntegrityError as error:
        raise NotChanged(_("There is already a colleague with this e-mail address.")) from error


@transaction.atomic
def deactivate(actor: Actor, user: User) -> int:
    """Shut somebody out: every session, stream and link of theirs ends.

    Returns how many conversations they had, which are to divide again.
    """
    _one_at_a_time()
    _refuse_for_last_administrator(user)
    actions.deactivate(user)
    logins.end_sessions(user_id=user.pk)
    record(actor, "deactivate", "user", user.pk)
    return leaving.pass_work_on(actor, user)


def reactivate(actor: Actor, user: User) -> Invited:
    """Let somebody in again, with a new link to set a password."""
    with transaction.atomic():
        actions.reactivate(user)
        record(actor, "reactivate", "user", user.pk)
    return invite_again(actor, user)


def make_team(actor: Actor, *, name: str, identity: str, signature: str) -> Team:
    try:
        with transaction.atomic():
            team = actions.make_team(name=name, identity=identity, signature=signature)
            record(actor, "make", "team", team.pk, team_id=team.pk, name=name, identity=identity)
    except IntegrityError as error:
        raise NotChanged(_("There is already a team with this name.")) from error
    return team


def change_team(actor: Actor, team: Team, *, name: str, identity: str, signature: str) -> None:
    try:
        with transaction.atomic():
            actions.change_team(team, name=name, identity=identity, signature=signature)
            record(actor, "change", "team", team.pk, team_id=team.pk, name=name, identity=identity)
    except IntegrityError as error:
        raise NotChanged(_("There is already a team with this name.")) from error


def _end_sessions_after_loss(actor: Actor, user: User, before: Actor) -> None:
    """Who may less now begins anew, so that nothing of before stays on a screen.

    Who does it to oneself goes on: rights are looked up at every step.
    """
    after = queries.actor_of(user)
    has_lost = before.roles - after.roles or before.teams - after.teams
    if has_lost and actor.user_id != user.pk:
        logins.end_sessions(user_id=user.pk)


def _refuse_for_last_administrator(user: User) -> None:
    if who.is_last_administrator(user):
        raise NotChanged(
            _("This is the only administrator. Make somebody else administrator first.")
        )


def _one_at_a_time() -> None:
    """Keep two administrators from taking each other's last seat in the same moment."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_FIRST_ADMINISTRATOR])


def as_logged(user: User) -> dict[str, Any]:
    """Return what the log keeps of somebody's place: ids and roles, no name or address."""
    roles = {held.role: held.until and held.until.isoformat() for held in user.roles_held.all()}
    return {"roles": roles, "teams": sorted(user.teams.values_list("pk", flat=True))}


def _link(token: str) -> str:
    """Links come from the setting, never from a request header."""
    return f"{settings.BASE_URL}{reverse('welcome', args=[token])}"


def mail_link(user: User, link: str) -> bool:
    """Mail the link when mail to colleagues is set up; tells whether that worked."""
    if not settings.EMAIL_HOST:
        return False
    with override(user.language):
        subject = _("Your account for Gehoor")
        text = _(
            "You can use Gehoor. Set your password within 48 hours:\n\n%(link)s\n\n"
            "The link works once."
        ) % {"link": link}
    return alarms.mail(user.email, subject, text)

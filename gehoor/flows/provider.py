"""The story of logging in by the organisation's own provider: there, back, and what it gives."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from gehoor.audit.actions import record
from gehoor.kit import openid
from gehoor.kit.clock import now
from gehoor.kit.openid import Attempt, Call, NotTrusted, Troubled
from gehoor.kit.safefetch import Caller
from gehoor.kit.text import N_
from gehoor.kit.vault import CannotOpen
from gehoor.logins import actions as sessions
from gehoor.logins import queries
from gehoor.logins.actions import provider as actions
from gehoor.logins.models import Provider
from gehoor.logins.rules import Rights, groups_in, rights_of
from gehoor.people import actions as people
from gehoor.people import queries as colleagues
from gehoor.people.models import User
from gehoor.people.policies import Actor, Role
from gehoor.people.rules import fold_email

log = logging.getLogger(__name__)

KNOWN = openid.Known()
BY_PROVIDER = Actor(system="provider")
ONE_PERSON = 7_102
"""the advisory lock under which a person comes in, so that one account is made and not two"""

CANCELLED = N_("Logging in at the provider was cancelled.")
REFUSED_THERE = N_("The provider refused to log you in.")
OTHER_SESSION = N_("This answer does not belong to an attempt in this browser. Try again.")
NOT_SET_UP = N_("Logging in with the organisation's account is not set up.")
OTHER_PROVIDER = N_("The answer comes from another provider.")


class NotLetIn(Exception):
    """The provider knows this person, but here they may not in. The message says what to do."""


@dataclass(frozen=True)
class Seen:
    """What the provider tells of somebody, and what that would give; for who sets it up."""

    subject: str
    name: str
    email: str
    groups: tuple[str, ...]
    rights: Rights | None
    level: str


def back_address() -> str:
    """Return where the provider sends people back to: from the setting, never from a request."""
    return f"{settings.BASE_URL}{reverse('provider_callback')}"


def begin(*, call: Call | None = None) -> tuple[str, Attempt]:
    """Return where to go to log in, and what the answer must match. Raises Troubled."""
    _provider, server, client = _ready(call, is_trial=False)
    attempt = openid.new_attempt()
    return openid.address_to_go(server, client, attempt, back=back_address()), attempt


def begin_trial(*, call: Call | None = None) -> tuple[str, Attempt]:
    """The same, to look at what comes back; works before others can use it, and asks anew."""
    KNOWN.forget()
    _provider, server, client = _ready(call, is_trial=True)
    attempt = openid.new_attempt()
    return openid.address_to_go(server, client, attempt, back=back_address()), attempt


def come_back(attempt: Attempt, answer: Mapping[str, str], *, call: Call | None = None) -> User:
    """Return who may now log in. Raises Troubled or NotLetIn; then nobody is logged in."""
    provider, claims = _claims(attempt, answer, call, is_trial=False)
    return _let_in(provider, claims)


def look(attempt: Attempt, answer: Mapping[str, str], *, call: Call | None = None) -> Seen:
    """Return what the provider tells of who tries, and let nobody in. Raises Troubled."""
    provider, claims = _claims(attempt, answer, call, is_trial=True)
    groups = groups_in(claims, provider.groups_claim)
    return Seen(
        subject=str(claims["sub"]),
        name=_text(claims, "name"),
        email=_text(claims, "email"),
        groups=tuple(groups),
        rights=rights_of(groups, queries.rights_given()),
        level=_text(claims, "acr"),
    )


def address_to_leave(*, call: Call | None = None) -> str:
    """Return where one logs out at the provider too; empty when that cannot be now."""
    try:
        _provider, server, client = _ready(call, is_trial=False)
    except Troubled:
        return ""
    return openid.address_to_leave(server, client, back=f"{settings.BASE_URL}{reverse('left')}")


def _ready(call: Call | None, *, is_trial: bool) -> tuple[Provider, openid.Server, openid.Client]:
    provider = queries.provider() if is_trial else queries.provider_in_use()
    if provider is None:
        raise NotTrusted(NOT_SET_UP)
    try:
        client = queries.client_of(provider)
    except CannotOpen as problem:
        raise NotTrusted(str(problem)) from problem
    return provider, KNOWN.find(provider.issuer, call or _call()), client


def _call() -> Call:
    return Caller(also=settings.FETCH_ALSO).call


def _claims(
    attempt: Attempt, answer: Mapping[str, str], call: Call | None, *, is_trial: bool
) -> tuple[Provider, dict[str, Any]]:
    try:
        return _judged(attempt, answer, call or _call(), is_trial=is_trial)
    except Troubled as problem:
        log.warning("Nobody was logged in by the provider: %s", problem)
        raise


def _judged(
    attempt: Attempt, answer: Mapping[str, str], call: Call, *, is_trial: bool
) -> tuple[Provider, dict[str, Any]]:
    if problem := answer.get("error"):
        raise NotTrusted(CANCELLED if problem == "access_denied" else REFUSED_THERE)
    provider, server, client = _ready(call, is_trial=is_trial)
    if answer.get("iss", server.issuer if not server.names_itself else "") != server.issuer:
        raise NotTrusted(OTHER_PROVIDER)
    code = answer.get("code", "")
    return provider, openid.finish(
        server, client, attempt, code=code, back=back_address(), call=call
    )


def _let_in(provider: Provider, claims: Mapping[str, Any]) -> User:
    """Find or make the colleague, and give exactly what the groups say now."""
    rights = rights_of(groups_in(claims, provider.groups_claim), queries.rights_given())
    problem: NotLetIn | None = None
    with transaction.atomic():
        _one_at_a_time()
        user = _known(provider, claims)
        if user and not user.is_active:
            raise NotLetIn(_("Your account was deactivated here. Ask an administrator."))
        if rights is None:
            # What somebody had ends also when they may not in; that must not be rolled back.
            problem = NotLetIn(_no_group(provider))
            rights = Rights()
        if user is None and problem is None:
            user = _new(provider, claims)
        if user:
            _give(user, rights)
            if problem is None:
                actions.note_use(user, now=now())
                record(Actor(user_id=user.pk), "log_in_by_provider", "user", user.pk)
    if problem or user is None:
        raise problem or NotLetIn(_no_group(provider))
    return user


def _known(provider: Provider, claims: Mapping[str, Any]) -> User | None:
    """Return who this is by the provider's own name for them, or by an address that may count."""
    if user := queries.account_at(provider.issuer, claims["sub"]):
        return user
    email = fold_email(_text(claims, "email"))
    user = User.objects.filter(email=email).first() if email else None
    if user is None:
        return None
    is_certain = claims.get("email_verified", True) is True
    if not provider.finds_by_email or not is_certain or hasattr(user, "provider_account"):
        raise NotLetIn(
            _(
                "There is already a colleague here with your e-mail address. Ask an administrator"
                " to let the provider find colleagues by their address."
            )
        )
    actions.connect(user, issuer=provider.issuer, subject=claims["sub"], now=now())
    record(BY_PROVIDER, "connect_to_provider", "user", user.pk)
    return user


def _new(provider: Provider, claims: Mapping[str, Any]) -> User:
    email = fold_email(_text(claims, "email"))
    try:
        validate_email(email)
        user = people.make_user(name=(_text(claims, "name") or email)[:100], email=email)
    except (ValidationError, IntegrityError) as error:
        raise NotLetIn(
            _("The provider does not tell your e-mail address. Ask an administrator.")
        ) from error
    actions.connect(user, issuer=provider.issuer, subject=claims["sub"], now=now())
    record(BY_PROVIDER, "make_by_provider", "user", user.pk)
    return user


def _give(user: User, rights: Rights) -> None:
    """Let rights follow the groups; the last administrator stays one, or nobody could mend it."""
    before = colleagues.actor_of(user)
    roles = set(rights.roles)
    if Role.ADMINISTRATOR in before.roles - roles and queries.is_last_administrator(user):
        roles.add(Role.ADMINISTRATOR)
        record(BY_PROVIDER, "keep_last_administrator", "user", user.pk)
    if before.roles == roles and before.teams == rights.teams:
        return
    people.change_roles(user, dict.fromkeys(roles))
    people.change_teams(user, rights.teams)
    if before.roles - roles or before.teams - rights.teams:
        sessions.end_sessions(user_id=user.pk)
    record(
        BY_PROVIDER,
        "rights_by_groups",
        "user",
        user.pk,
        roles=sorted(roles),
        teams=sorted(rights.teams),
    )


def _no_group(provider: Provider) -> str:
    return _(
        "Your account at %(name)s works, but none of your groups gives access here. Ask an"
        " administrator."
    ) % {"name": provider.name}


def _text(claims: Mapping[str, Any], name: str) -> str:
    found = claims.get(name)
    return found.strip()[:200] if isinstance(found, str) else ""


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_PERSON])

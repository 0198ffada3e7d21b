"""Everything asked of sessions and the ways to log in."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from hashlib import sha256
from typing import Any, NamedTuple

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Exists, Q, QuerySet

from gehoor.kit.clock import about_now
from gehoor.kit.openid import Client, Proof
from gehoor.kit.openid import ClientKey as Key
from gehoor.kit.vault import Vault
from gehoor.logins.models import (
    ClientKey,
    GroupRight,
    Provider,
    ProviderAccount,
    RequiredStep,
    Session,
)
from gehoor.logins.rules import Rights, is_trial, mark_of_provider
from gehoor.people import queries as people
from gehoor.people.models import ROLE_NAMES, User
from gehoor.people.policies import Actor, Role

SECRET = "provider"  # noqa: S105  (the name of a field in the vault)

LOGINS_NOW = f"""
    SELECT asked.session, colleague.id, sha256(convert_to(colleague.password, 'UTF8')),
           CASE WHEN %(is_enforced)s AND sitting.how <> 'provider'
                AND NOT EXISTS (SELECT 1 FROM mfa_authenticator AS step
                    WHERE step.user_id = colleague.id AND step.type IN ('totp', 'webauthn'))
                AND EXISTS (SELECT 1 FROM people_roleheld AS held
                    JOIN logins_requiredstep AS required ON required.role = held.role
                    WHERE (held.until IS NULL OR held.until > now()) AND (
                        held.user_id = colleague.id OR held.user_id IN (
                            SELECT away.person_id FROM people_absence AS away
                            WHERE away.backup_id = colleague.id
                                AND away.since <= now() AND away.until > now())))
           THEN '{{}}' ELSE ARRAY(SELECT role::text FROM people_roleheld
                 WHERE user_id = colleague.id AND (until IS NULL OR until > now())) END,
           ARRAY(SELECT team_id FROM people_user_teams WHERE user_id = colleague.id),
           {people.COVERS.format(who="colleague.id")}
    FROM unnest(%(sessions)s::text[], %(users)s::bigint[]) AS asked (session, user_id)
    JOIN logins_session AS sitting ON sitting.session_key = asked.session
        AND sitting.expire_date > now() AND sitting.seen_at > now() - %(idle)s::interval
    JOIN people_user AS colleague ON colleague.id = asked.user_id AND colleague.is_active
"""  # noqa: S608  (constants)
"""What those who are still logged in may act as now, for many logins at once.

Who owes a second step acts without roles, as `acting` says for one request.
"""


class Login(NamedTuple):
    """Somebody who is logged in: their session, and the password it was opened with, hashed."""

    session: str
    """as stored: the hash of the key in the cookie"""
    user_id: int
    stamp: bytes


def asked_about(logins: Iterable[Login]) -> dict[str, Any]:
    """Return what `LOGINS_NOW` asks for."""
    asked = list(logins)
    return {
        "sessions": [login.session for login in asked],
        "users": [login.user_id for login in asked],
        "idle": settings.SESSION_IDLE,
        "is_enforced": is_enforced(),
    }


def mark_of(provider: Provider) -> str:
    """Return what a session keeps that was opened by this provider, as it is set up now."""
    return mark_of_provider(provider.issuer, provider.client_id, provider.proof)


def stamp_of(user: User) -> bytes:
    """Return what changes with the password; `LOGINS_NOW` computes the same."""
    return sha256(user.password.encode()).digest()


def actor_from(
    user_id: int,
    roles: Iterable[str],
    teams: Iterable[int],
    covers: Iterable[Mapping[str, Any]] = (),
) -> Actor:
    """Return the actor that a row of `LOGINS_NOW` tells of."""
    place = people.place_with(roles, teams, covers)
    return Actor(user_id=user_id, roles=place.roles, teams=place.teams)


def sessions_of(user: User) -> QuerySet[Session]:
    """Return where somebody is logged in now, the newest at work first."""
    now = about_now()
    return user.sessions.filter(
        expire_date__gt=now, seen_at__gt=now - settings.SESSION_IDLE
    ).order_by("-seen_at", "-started_at")


def is_enforced() -> bool:
    """Must who needs a second step have one before anything else? In a trial it can wait."""
    return not is_trial(settings.BASE_URL)


class Acting(NamedTuple):
    """What somebody may act as in this session, and whether a second step must come first."""

    actor: Actor
    owes_step: bool


def acting(user: User, *, how: str) -> Acting:
    """Return the actor; who owes a second step is logged in, but holds no role until then."""
    actor = people.actor_of(user)
    if how == Session.How.PROVIDER or not is_enforced() or not needs_step(user, actor.roles):
        return Acting(actor, owes_step=False)
    return Acting(replace(actor, roles=frozenset(), teams=frozenset()), owes_step=True)


def needs_step(user: User, roles: Collection[Role]) -> bool:
    """Does a role somebody holds ask for a second step that they do not have?"""
    return RequiredStep.objects.filter(role__in=list(roles)).exists() and not has_step(user)


def has_step(user: User) -> bool:
    return steps_of(user).exists()


def steps_of(user: User) -> QuerySet[Authenticator]:
    """Return the second steps somebody has, without recovery codes."""
    real = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    found: QuerySet[Authenticator] = Authenticator.objects.filter(user=user, type__in=real)
    return found.order_by("created_at")


def codes_left(user: User) -> int:
    """Return how many recovery codes are unused."""
    kept = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
    return len(kept.wrap().get_unused_codes()) if kept else 0


def roles_that_need_a_step() -> frozenset[Role]:
    return frozenset(Role(role) for role in RequiredStep.objects.values_list("role", flat=True))


def administrators() -> QuerySet[User]:
    """Return the administrators who can get in: with a password here, or by the provider."""
    here = ~Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    if not is_local_log_in_allowed():
        here = Q(pk__isnull=True)
    there = Q(provider_account__isnull=False) & Exists(Provider.objects.filter(is_on=True))
    return people.with_role(Role.ADMINISTRATOR).filter(here | there)


def is_last_administrator(user: User) -> bool:
    others = administrators().exclude(pk=user.pk).exists()
    return not others and administrators().filter(pk=user.pk).exists()


def may_log_in_here(user: User) -> bool:
    """May somebody use a password or passkey of ours? Not when the provider is the only way."""
    return user.is_active and is_local_log_in_allowed()


def is_local_log_in_allowed() -> bool:
    return not Provider.objects.filter(is_only_way=True).exists()


def provider() -> Provider | None:
    """Return the organisation's own log-in, once somebody set it up."""
    return Provider.objects.filter(pk=1).first()


def provider_in_use() -> Provider | None:
    return Provider.objects.filter(pk=1, is_on=True).first()


def client_of(provider: Provider) -> Client:
    """Return who we are to the provider, with what proves it, out of the vault.

    Raises CannotOpen.
    """
    vault = Vault(settings.VAULT_KEYS)
    kept = vault.open(bytes(provider.vault), row=provider.vault_id, name=SECRET)
    newest = ClientKey.objects.order_by("-pk").first()
    return Client(
        client_id=provider.client_id,
        proof=Proof(provider.proof),
        secret=kept.get("secret", ""),
        key=key_of(newest) if newest else None,
        scopes=provider.scopes,
        levels=tuple(provider.levels.split()),
    )


def key_of(kept: ClientKey) -> Key:
    vault = Vault(settings.VAULT_KEYS)
    opened = vault.open(bytes(kept.vault), row=kept.vault_id, name=SECRET)
    return Key(opened["private"], kept.public, kept.certificate)


def published_keys() -> list[dict[str, Any]]:
    """Return the public halves: of the newest key, and of the one before, which may be in use."""
    return list(ClientKey.objects.order_by("-pk").values_list("public", flat=True)[:2])


def certificate() -> str:
    """Return the certificate of the newest key; empty when there is none."""
    newest = ClientKey.objects.order_by("-pk").first()
    return newest.certificate if newest else ""


def account_at(issuer: str, subject: str) -> User | None:
    found = ProviderAccount.objects.filter(issuer=issuer, subject=subject)
    account = found.select_related("user").first()
    return account.user if account else None


def group_rights() -> QuerySet[GroupRight]:
    return GroupRight.objects.order_by("group").prefetch_related("teams")


def rights_given() -> dict[str, Rights]:
    """Return what each group known here gives."""
    return {
        each.group: Rights(
            frozenset(Role(role) for role in each.roles),
            frozenset(team.pk for team in each.teams.all()),
        )
        for each in group_rights()
    }


def role_names(rights: Rights | None) -> list[str]:
    """Return these roles in words, in the order of the program."""
    return [str(ROLE_NAMES[role]) for role in Role if rights and role in rights.roles]


def team_names(rights: Rights | None) -> list[str]:
    return sorted(people.team_names_of(rights.teams).values()) if rights else []

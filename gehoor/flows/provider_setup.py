"""The story of setting up the organisation's own provider, without locking anybody out."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gehoor.audit.actions import record
from gehoor.kit import openid
from gehoor.kit.clock import now
from gehoor.kit.openid import Call, Proof
from gehoor.kit.safefetch import Caller
from gehoor.logins import queries
from gehoor.logins.actions import provider as actions
from gehoor.logins.models import Provider
from gehoor.people.models import Team
from gehoor.people.policies import Actor, Role

SUBJECT = "logging_in"
ESSENTIAL = ("issuer", "client_id", "proof")
"""with another value of one of these it is another provider, or another way of being known to it"""


class NotChanged(Exception):
    """Nothing was changed. The message says why and what to do."""


def keep(actor: Actor, facts: Mapping[str, Any], *, secret: str) -> bool:
    """Keep the settings. Says whether that switched the provider off, to be tried first.

    A stored secret is for the provider it was given for, and goes to no other.
    """
    with transaction.atomic():
        before = queries.provider()
        is_other = before is None or any(getattr(before, each) != facts[each] for each in ESSENTIAL)
        if before and before.issuer != facts["issuer"] and not secret:
            actions.forget_secret(before)
        provider = actions.keep_provider(facts, secret=secret)
        was_on = provider.is_on
        if is_other:
            actions.switch(provider, is_on=False, is_only_way=False)
        if not queries.published_keys():
            actions.make_key("Gehoor", now=now())
        record(actor, "set_up_provider", SUBJECT, 0, issuer=provider.issuer)
    return is_other and was_on


def look_at(actor: Actor, provider: Provider, *, call: Call | None = None) -> list[str]:
    """Ask the provider what it is; return what it lacks. Raises openid.Troubled, in words."""
    record(actor, "try_provider", SUBJECT, 0, issuer=provider.issuer)
    server = openid.find(provider.issuer, call or Caller(also=settings.FETCH_ALSO).call)
    return openid.shortcomings(server, Proof(provider.proof))


@transaction.atomic
def switch_on(actor: Actor, provider: Provider) -> None:
    actions.switch(provider, is_on=True, is_only_way=provider.is_only_way)
    record(actor, "switch_provider_on", SUBJECT, 0)


@transaction.atomic
def switch_off(actor: Actor, provider: Provider) -> None:
    """Close this way in; the password is one again, for who has it."""
    actions.switch(provider, is_on=False, is_only_way=False)
    if not queries.administrators().exists():
        raise NotChanged(
            _("No administrator has a password here. Give one a link first, or nobody gets in.")
        )
    record(actor, "switch_provider_off", SUBJECT, 0)


@transaction.atomic
def make_only_way(actor: Actor, provider: Provider, *, is_by_provider: bool) -> None:
    """Let nobody log in with a password or passkey of ours, once this way is proven to work."""
    if not is_by_provider:
        raise NotChanged(
            _(
                "Log in with the organisation's account first, and do this again. So it is sure"
                " that an administrator gets in that way."
            )
        )
    actions.switch(provider, is_on=True, is_only_way=True)
    record(actor, "local_log_in_off", SUBJECT, 0)


@transaction.atomic
def allow_passwords(actor: Actor, provider: Provider) -> None:
    actions.switch(provider, is_on=provider.is_on, is_only_way=False)
    record(actor, "local_log_in_on", SUBJECT, 0)


@transaction.atomic
def make_key(actor: Actor) -> None:
    actions.make_key("Gehoor", now=now())
    record(actor, "new_client_key", SUBJECT, 0)


def give_group(
    actor: Actor, group: str, *, roles: Iterable[Role], teams: Iterable[Team], before: str = ""
) -> None:
    """Let a group of the provider give roles and teams; they count at the next log-in."""
    wanted = list(roles)
    try:
        with transaction.atomic():
            if before and before != group:
                forget_group(actor, before)
            given = actions.give_group(group, roles=wanted, teams=teams)
            record(
                actor,
                "give_group",
                SUBJECT,
                given.pk,
                group=group,
                roles=sorted(wanted),
                teams=sorted(given.teams.values_list("pk", flat=True)),
            )
    except IntegrityError as error:
        raise NotChanged(_("Somebody else changed this group. Look again.")) from error


@transaction.atomic
def forget_group(actor: Actor, group: str) -> None:
    actions.forget_group(group)
    record(actor, "forget_group", SUBJECT, 0, group=group)

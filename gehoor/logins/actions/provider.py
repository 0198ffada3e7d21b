"""Everything that changes the organisation's own log-in, and who is who there."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.conf import settings

from gehoor.kit.openid import ClientKey as Key
from gehoor.kit.openid import new_key
from gehoor.kit.vault import Vault
from gehoor.logins.models import ClientKey, GroupRight, Provider, ProviderAccount
from gehoor.logins.queries import SECRET
from gehoor.people.models import Team, User
from gehoor.people.policies import Role


def keep_provider(facts: Mapping[str, Any], *, secret: str) -> Provider:
    """Keep the settings; an empty secret leaves the one that is stored."""
    kept = Provider.objects.filter(pk=1).first() or Provider(pk=1, vault_id=uuid4())
    for name, value in facts.items():
        setattr(kept, name, value)
    if secret:
        vault = Vault(settings.VAULT_KEYS)
        kept.vault = vault.seal({"secret": secret}, row=kept.vault_id, name=SECRET)
    kept.save()
    return kept


def forget_secret(provider: Provider) -> None:
    """Let go of a secret that belonged to another provider."""
    provider.vault = b""
    provider.save(update_fields=["vault"])


def switch(provider: Provider, *, is_on: bool, is_only_way: bool) -> None:
    provider.is_on, provider.is_only_way = is_on, is_only_way
    provider.save(update_fields=["is_on", "is_only_way"])


def make_key(name: str, *, now: datetime) -> None:
    """Make a new key to prove who we are with; the one before stays published."""
    keep_key(new_key(name, now=now), now=now)


def keep_key(made: Key, *, now: datetime) -> None:
    """Keep a key as the newest, its private half in the vault."""
    row = uuid4()
    ClientKey.objects.create(
        made_at=now,
        public=made.public,
        certificate=made.certificate,
        vault_id=row,
        vault=Vault(settings.VAULT_KEYS).seal({"private": made.private}, row=row, name=SECRET),
    )
    kept = ClientKey.objects.order_by("-pk").values_list("pk", flat=True)[:2]
    ClientKey.objects.exclude(pk__in=list(kept)).delete()


def connect(user: User, *, issuer: str, subject: str, now: datetime) -> None:
    """Let this subject at the provider be this colleague."""
    ProviderAccount.objects.create(user=user, issuer=issuer, subject=subject, used_at=now)


def note_use(user: User, *, now: datetime) -> None:
    ProviderAccount.objects.filter(user=user).update(used_at=now)


def give_group(group: str, *, roles: Iterable[Role], teams: Iterable[Team]) -> GroupRight:
    """Let membership of a group give exactly these roles and teams."""
    given, _ = GroupRight.objects.update_or_create(
        group=group, defaults={"roles": sorted(str(role) for role in roles)}
    )
    given.teams.set(teams)
    return given


def forget_group(group: str) -> None:
    GroupRight.objects.filter(group=group).delete()

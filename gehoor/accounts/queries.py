"""Everything asked of the register of accounts."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Q, QuerySet

from gehoor.accounts.models import Account
from gehoor.channels.models import Channel
from gehoor.kit.portable import flat
from gehoor.people.policies import ORGANISATION, Place

NOBODY = Q(owner=None) | Q(owner__is_active=False)


def accounts() -> QuerySet[Account]:
    """Return all of them, by platform and name."""
    found = Account.objects.select_related("channel__team", "owner", "backup", "adopted_by")
    return found.order_by("platform", "name", "pk")


def find_account(pk: int) -> tuple[Account, Place] | None:
    found = accounts().filter(pk=pk).first()
    return (found, ORGANISATION) if found else None


def of_channel(channel: int) -> Account | None:
    return accounts().filter(channel=channel).first()


def of_handle(platform: str, handle: str) -> Account | None:
    return accounts().filter(platform__iexact=platform, handle__iexact=handle).first()


def is_taken(account: Account) -> bool:
    """Is there another one of the same name on the same platform?"""
    same = Account.objects.filter(platform__iexact=account.platform, handle__iexact=account.handle)
    return same.exclude(pk=account.pk).exists()


def main_handle(platform: str) -> str:
    """Return the main account on that platform; empty when there is none."""
    found = Account.objects.filter(platform__iexact=platform, kind=Account.Kind.MAIN)
    return found.order_by("pk").values_list("handle", flat=True).first() or ""


def not_in_register() -> QuerySet[Channel]:
    """Return the open channels of which no account stands in it."""
    known = Account.objects.exclude(channel=None).values("channel")
    return Channel.objects.filter(is_closed=False).exclude(pk__in=known).order_by("name")


def with_channel_and_backup() -> list[Account]:
    """Return those whose messages could go to the team behind them."""
    found = accounts().filter(backup__isnull=False, channel__isnull=False)
    return list(found.exclude(channel__is_closed=True))


def without_owner() -> list[Account]:
    """Return the connected accounts that nobody who works here looks after."""
    return list(accounts().filter(NOBODY, channel__is_closed=False))


def account_records() -> Iterator[dict[str, Any]]:
    """Return the register as the open format has it."""
    return flat(
        Account.objects.all(), "id", "platform", "handle", "name", "kind", "purpose", "channel",
        "owner", "backup", "ends_on", "adopted_by", "adopted_at", "created_at",
    )  # fmt: skip


def names_of(pks: Iterable[int]) -> dict[int, str]:
    return dict(Account.objects.filter(pk__in=list(pks)).values_list("pk", "name"))

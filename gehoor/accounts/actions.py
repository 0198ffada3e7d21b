"""Everything that changes the register of accounts."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from gehoor.accounts.models import Account
from gehoor.kit.portable import go_on_counting


def keep(account: Account) -> None:
    """Keep an account as it now is, new or not."""
    account.save()


def adopt(account: Account, *, by: int, now: datetime) -> bool:
    """Take it over after its end; False when somebody else did so first."""
    found = Account.objects.filter(pk=account.pk, adopted_at=None)
    return bool(found.update(adopted_by=by, adopted_at=now, owner=by))


def forget(account: Account) -> None:
    account.delete()


def add_account_records(records: Sequence[Mapping[str, Any]]) -> None:
    """Make accounts out of records of the open format."""
    related = {"channel", "owner", "backup", "adopted_by"}
    Account.objects.bulk_create(
        Account(**{f"{name}_id" if name in related else name: each[name] for name in each})
        for each in records
    )
    go_on_counting(Account)

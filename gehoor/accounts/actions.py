"""Everything that changes the register of accounts."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from gehoor.accounts.models import Account
from gehoor.kit.portable import add_rows


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
    add_rows(Account, records)

"""Who is pushed to at an address, and with what its platform signs."""

from datetime import datetime

from django.conf import settings
from django.db.models import DateTimeField, Func, Max

from gehoor.channels.models import Channel, Delivery
from gehoor.channels.queries.accounts import account_of, connectors
from gehoor.contracts.connector import Account, NotAllowed
from gehoor.contracts.pushes import Receiver
from gehoor.kit.vault import CannotOpen, Vault

PUSH_SECRET_FIELD = "push_secret"  # noqa: S105  (the name of a field)


def find_pushed_to(key: str) -> tuple[Channel, datetime] | None:
    """Return the open channel with this address, and the database's present moment."""
    moment = Func(function="clock_timestamp", output_field=DateTimeField())
    found = Channel.objects.filter(push_key=key, is_closed=False).annotate(asked_at=moment).first()
    return (found, found.asked_at) if found else None


def receiver_of(channel: Channel) -> Receiver | None:
    """Return the connector's door for pushes; None when its platform cannot push."""
    connector = connectors().get(channel.connector)
    return connector if isinstance(connector, Receiver) else None


def push_account_of(channel: Channel) -> Account:
    """Open the account with the secret its pushes are signed with. Raises NotAllowed."""
    account = account_of(channel)
    vault = Vault(settings.VAULT_KEYS)
    try:
        ours = vault.open(bytes(channel.push_secret), row=channel.vault_id, name=PUSH_SECRET_FIELD)
    except CannotOpen as error:
        raise NotAllowed(str(error)) from error
    return Account(channel.pk, account.settings, {**account.secrets, **ours})


def last_delivery_at(channel: Channel) -> datetime | None:
    """Return when something last came in, fetched or pushed."""
    found: datetime | None = Delivery.objects.filter(channel=channel).aggregate(
        last=Max("received_at")
    )["last"]
    return found

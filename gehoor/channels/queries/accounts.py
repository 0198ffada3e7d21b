"""Opening a channel: its account, its reader, and its sender when something may leave."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from gehoor.channels.models import Channel
from gehoor.contracts.certificates import certificate_reader_of
from gehoor.contracts.connector import (
    Account,
    Capabilities,
    Connector,
    NotAllowed,
    Outgoing,
    Reader,
    Recorded,
    Renew,
    Sender,
    Unreachable,
    store_nowhere,
)
from gehoor.contracts.consent import ConsentState, consent_of
from gehoor.contracts.posts import Visibility
from gehoor.kit.certificates import Certificate
from gehoor.kit.clock import about_now
from gehoor.kit.plugins import find_plugins
from gehoor.kit.vault import CannotOpen, Vault
from gehoor.people.policies import Place

CREDENTIALS = "credentials"
"""the field secrets are bound to"""
NOTHING_YET: Mapping[str, Any] = MappingProxyType({})


class NothingMayLeave(Exception):
    """This channel gives no sender now. The message says why; what waits, stays waiting."""


class OnlyListening(NothingMayLeave):
    """The channel listens: nobody may even try to answer."""


class HeldBack(NothingMayLeave):
    """The channel is closed, or its platform does not accept our credentials."""


class Recorder:
    """Takes the sender's place while a channel practises: nothing reaches anybody."""

    def send(self, outgoing: Outgoing) -> Recorded:
        return Recorded()

    def find_sent(self, outgoing: Outgoing) -> None:
        """Nothing may be looked up either; that nothing was found would prove nothing."""
        raise Unreachable("This channel practises. Nothing was looked up.")

    def keep_copy(self, outgoing: Outgoing) -> None:
        """Nothing was sent, so there is nothing to keep."""


def connectors() -> dict[str, Connector]:
    """Return every connector there is, by its key."""
    return find_plugins("gehoor.connectors")


def connector_of(channel: Channel) -> Connector:
    found = connectors().get(channel.connector)
    if found is None:
        raise NotAllowed(
            f"This installation has no connector named {channel.connector}. "
            "What was received is kept; install the connector again."
        )
    return found


def capabilities_of(channel: Channel) -> Capabilities:
    """Return what this account can do. Needs no secrets, so it always has an answer."""
    connector = connector_of(channel)
    return connector.capabilities(
        Account(
            channel_id=channel.pk,
            settings=dict(channel.settings),
            secrets={},
            learned=channel.learned,
        )
    )


def capabilities_for(channel: Channel, readers: str) -> Capabilities:
    """Return what holds there for an answer that these may read."""
    return capabilities_of(channel).for_readers(Visibility(readers))


def account_of(channel: Channel, *, renew: Renew = store_nowhere) -> Account:
    """Open the account: its settings, and its secrets out of the vault.

    `renew` lets its connector have renewed secrets stored; flows hand it in.

    Secrets that cannot be opened are the trouble of this channel alone, so they are told in the
    same way as credentials that a platform no longer accepts.
    """
    vault = Vault(settings.VAULT_KEYS)
    try:
        secrets = vault.open(bytes(channel.credentials), row=channel.vault_id, name=CREDENTIALS)
    except CannotOpen as error:
        raise NotAllowed(str(error)) from error
    return account_with(channel.pk, channel.settings, secrets, renew=renew, learned=channel.learned)


def account_with(
    channel_id: int,
    given: Mapping[str, str],
    secrets: Mapping[str, str],
    *,
    renew: Renew = store_nowhere,
    learned: Mapping[str, Any] = NOTHING_YET,
) -> Account:
    """Return an account as its connector sees it, with what this server lets be fetched."""
    return Account(
        channel_id=channel_id,
        settings=dict(given),
        secrets=secrets,
        renew=renew,
        may_also_fetch=settings.FETCH_ALSO,
        opened_at=about_now(),
        learned=learned,
    )


def reader_of(channel: Channel, *, renew: Renew = store_nowhere) -> Reader:
    """Return the door that is always open."""
    return connector_of(channel).reader(account_of(channel, renew=renew))


def consent_state(channel: Channel) -> ConsentState | None:
    """Tell how access to the platform stands; None where nobody has to give it."""
    try:
        consent = consent_of(connector_of(channel))
        return consent.state(account_of(channel)) if consent else None
    except NotAllowed:
        return None


def certificates_of(channel: Channel) -> Sequence[Certificate]:
    """Ask the servers of a channel until when their certificates are good. Raises NotAllowed."""
    ask = certificate_reader_of(connector_of(channel))
    return ask(account_of(channel)) if ask else ()


def sender_of(channel: Channel, *, renew: Renew = store_nowhere) -> Sender:
    """Return the only door through which anything may leave. Raises NothingMayLeave.

    The row is asked anew: a channel that was taken back a moment ago must not send because
    somebody still holds an older copy of it.
    """
    row = Channel.objects.get(pk=channel.pk)
    if row.is_closed:
        raise HeldBack(f"{row.name} is closed. Nothing was sent.")
    if row.stage == Channel.Stage.LISTEN or not capabilities_of(row).can_answer:
        raise OnlyListening(f"{row.name} only listens. Nothing was sent.")
    if row.stage == Channel.Stage.PRACTISE:
        return Recorder()
    if row.is_held:
        raise HeldBack(
            f"{row.name} does not accept our credentials. Replies wait until they are renewed."
        )
    return connector_of(row).sender(account_of(row, renew=renew))


def can_answer(channel: Channel) -> bool:
    """Can anybody be answered here at all? A platform that is not installed can be mended."""
    found = connectors().get(channel.connector)
    return found is None or capabilities_of(channel).can_answer


def can_be_private(channel: Channel) -> bool:
    """Can somebody be answered here so that only they read it?"""
    found = connectors().get(channel.connector)
    return found is not None and Visibility.DIRECT in capabilities_of(channel).visibilities


def is_chat(channel: Channel) -> bool:
    """Do people sit waiting there while they write?"""
    found = connectors().get(channel.connector)
    return found is not None and capabilities_of(channel).is_chat


def chats() -> frozenset[int]:
    """Return the channels in which they do."""
    return frozenset(channel.pk for channel in Channel.objects.all() if is_chat(channel))


def may_reply(channel: Channel) -> bool:
    """Can an answer be written in it now?"""
    is_at_work = channel.stage != Channel.Stage.LISTEN and not channel.is_closed
    return is_at_work and can_answer(channel)


def can_answer_with(connector: Connector) -> bool:
    """Would a new channel of this platform be able to answer?"""
    blank = {field.name: field.default for field in connector.fields}
    return connector.capabilities(Account(channel_id=0, settings=blank, secrets={})).can_answer


def read_only_connectors() -> frozenset[str]:
    """Return the platforms on which nobody can be answered."""
    return frozenset(key for key, found in connectors().items() if not can_answer_with(found))


def find_channel(pk: int) -> tuple[Channel, Place] | None:
    channel = Channel.objects.select_related("team").filter(pk=pk).first()
    return (channel, Place(team=channel.team_id)) if channel else None


def may_leave(channel: Channel) -> bool:
    """Would this channel give a real sender now?"""
    row = Channel.objects.get(pk=channel.pk)
    return row.stage == Channel.Stage.LIVE and not row.is_closed and not row.is_held


def all_channels() -> QuerySet[Channel]:
    """Return every channel, closed ones last, with the team each is of."""
    return Channel.objects.select_related("team").order_by("is_closed", "name")


def is_connected(connector: str, address: str) -> bool:
    """Is this address read already? Reading it twice would show every message twice."""
    open_ones = Channel.objects.filter(connector=connector, is_closed=False)
    return bool(address) and open_ones.filter(address__iexact=address).exists()


def find_by_address(connector: str, address: str) -> Channel | None:
    """Return the channel of this address, an open one rather than a closed one."""
    found = Channel.objects.filter(connector=connector, address__iexact=address)
    return found.select_related("team").order_by("is_closed", "-pk").first()


def names_of(pks: Iterable[int]) -> dict[int, str]:
    return dict(Channel.objects.filter(pk__in=list(pks)).values_list("pk", "name"))


def channels_called(name: str) -> list[Channel]:
    """Return the channels with this name, or with this number when it is one."""
    if name.isdecimal():
        return list(Channel.objects.filter(pk=int(name)))
    return list(Channel.objects.filter(name__iexact=name))

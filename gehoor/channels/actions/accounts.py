"""Making and changing channels; what waits in them is in `deliveries`."""

from collections.abc import Mapping
from uuid import uuid4

from django.conf import settings

from gehoor.channels.models import Channel
from gehoor.channels.queries.accounts import CREDENTIALS
from gehoor.channels.queries.circuits import health_by_circuits
from gehoor.contracts.connector import Change, Secrets
from gehoor.kit.clock import now
from gehoor.kit.live import announce
from gehoor.kit.vault import Vault

SETTINGS_TOPIC = "settings"


def add_channel(
    *,
    name: str,
    connector: str,
    team_id: int,
    purpose: str,
    account: Mapping[str, str],
    address: str,
) -> Channel:
    """Make a channel. It begins by listening, whatever anybody wishes."""
    channel = Channel.objects.create(
        name=name,
        connector=connector,
        team_id=team_id,
        purpose=purpose,
        address=address,
        settings=dict(account),
        vault_id=uuid4(),
        stage=Channel.Stage.LISTEN,
    )
    announce(SETTINGS_TOPIC, "channel", channel.pk)
    return channel


def change_channel(
    channel: Channel, *, name: str, team_id: int, purpose: str, account: Mapping[str, str]
) -> None:
    channel.name, channel.team_id, channel.purpose = name, team_id, purpose
    channel.settings = dict(account)
    channel.save(update_fields=["name", "team", "purpose", "settings"])
    announce(SETTINGS_TOPIC, "channel", channel.pk)


def answer_privately_only(channel: Channel, *, reason: str) -> bool:
    """Keep why answers are for one person only, or nothing; tells whether that is new."""
    row = Channel.objects.filter(pk=channel.pk).exclude(private_only=reason)
    if not row.update(private_only=reason):
        return False
    announce(SETTINGS_TOPIC, "channel", channel.pk)
    return True


def move_to_stage(channel: Channel, *, came_from: str, stage: str) -> bool:
    """Change the stage; False when somebody else changed it first."""
    row = Channel.objects.filter(pk=channel.pk, stage=came_from, is_closed=False)
    if not row.update(stage=stage):
        return False
    announce(SETTINGS_TOPIC, "channel", channel.pk)
    return True


def close(channel: Channel) -> None:
    """Stop reading and sending. What was received stays, and what waits to be sent waits."""
    Channel.objects.filter(pk=channel.pk).update(is_closed=True)
    announce(SETTINGS_TOPIC, "channel", channel.pk)


def reopen(channel: Channel) -> None:
    """Read again. Answering begins anew with listening, so that nothing old is sent unseen."""
    Channel.objects.filter(pk=channel.pk).update(is_closed=False, stage=Channel.Stage.LISTEN)
    record_health(channel, Channel.Health.NEW, "")
    announce(SETTINGS_TOPIC, "channel", channel.pk)


def let_all_listen() -> list[tuple[Channel, str]]:
    """Let every channel only listen, and return those that did more, with the stage they had."""
    did_more = list(Channel.objects.exclude(stage=Channel.Stage.LISTEN).order_by("pk"))
    Channel.objects.filter(pk__in=[channel.pk for channel in did_more]).update(
        stage=Channel.Stage.LISTEN
    )
    return [(channel, channel.stage) for channel in did_more]


def seal_credentials(channel: Channel, secrets: Mapping[str, str]) -> None:
    """Store the account's secrets; the channel is tried anew with them."""
    vault = Vault(settings.VAULT_KEYS)
    channel.credentials = vault.seal(secrets, row=channel.vault_id, name=CREDENTIALS)
    channel.save(update_fields=["credentials"])
    record_health(channel, Channel.Health.NEW, "")


def renew_secrets(number: int, change: Change) -> Secrets:
    """Store what a connector makes of the secrets, one process at a time; return what is stored.

    The row stays locked while the platform is asked, so that of two processes only one asks it:
    some platforms end the old secret at once. Only this channel waits. Needs a transaction.
    """
    # Deliveries name this row; they need not wait for it.
    row = Channel.objects.select_for_update(no_key=True).get(pk=number)
    vault = Vault(settings.VAULT_KEYS)
    stored = vault.open(bytes(row.credentials), row=row.vault_id, name=CREDENTIALS)
    renewed = change(stored)
    if dict(renewed) != stored:
        row.credentials = vault.seal(renewed, row=row.vault_id, name=CREDENTIALS)
        row.save(update_fields=["credentials"])
    return renewed


def record_health(channel: Channel, health: Channel.Health, detail: str = "") -> bool:
    """Write how the channel is doing, only when that changed; tells whether it did.

    Open settings screens are told. Mailing the administrators is up to the flow.
    """
    row = Channel.objects.filter(pk=channel.pk)
    has_changed = bool(
        row.exclude(health=health).update(health=health, health_detail=detail, health_since=now())
    )
    has_other_words = bool(row.exclude(health_detail=detail).update(health_detail=detail))
    channel.health, channel.health_detail = health, detail
    if has_changed or has_other_words:
        announce(SETTINGS_TOPIC, "channel", channel.pk)
    return has_changed


def note_trouble(channel: Channel, problem: str) -> bool:
    """Write down what is wrong; tells whether it was well before.

    That our credentials are refused says more than any of this, so it stays: while it does, no
    reply is tried.
    """
    if Channel.objects.filter(pk=channel.pk, health=Channel.Health.LOCKED_OUT).exists():
        return False
    return record_health(channel, Channel.Health.TROUBLED, problem)


def end_trouble(channel: Channel, problem: str) -> None:
    """This is no longer wrong; any other trouble stays, and shows now."""
    told = Channel.objects.filter(
        pk=channel.pk, health=Channel.Health.TROUBLED, health_detail=problem
    )
    if told.exists():
        record_health(channel, *health_by_circuits(channel))

"""Making and changing channels; what waits in them is in `deliveries`."""

from collections.abc import Mapping
from uuid import uuid4

from django.conf import settings

from gehoor.channels.models import Channel
from gehoor.channels.queries.accounts import CREDENTIALS
from gehoor.kit.clock import now
from gehoor.kit.live import announce
from gehoor.kit.vault import Vault

SETTINGS_TOPIC = "settings"


def add_channel(
    *, name: str, connector: str, team_id: int, purpose: str, settings_of: Mapping[str, str]
) -> Channel:
    """Make a channel. It begins by listening, whatever anybody wishes."""
    return Channel.objects.create(
        name=name,
        connector=connector,
        team_id=team_id,
        purpose=purpose,
        settings=dict(settings_of),
        vault_id=uuid4(),
        stage=Channel.Stage.LISTEN,
    )


def seal_credentials(channel: Channel, secrets: Mapping[str, str]) -> None:
    """Store the account's secrets; the channel is tried anew with them."""
    vault = Vault(settings.VAULT_KEYS)
    channel.credentials = vault.seal(secrets, row=channel.vault_id, name=CREDENTIALS)
    channel.save(update_fields=["credentials"])
    record_health(channel, Channel.Health.NEW, "")


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

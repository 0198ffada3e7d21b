"""The address a platform pushes to, and the secret it signs with."""

import secrets

from django.conf import settings

from gehoor.channels.actions.accounts import SETTINGS_TOPIC
from gehoor.channels.models import Channel
from gehoor.channels.queries.pushing import PUSH_SECRET_FIELD
from gehoor.contracts.pushes import PUSH_SECRET
from gehoor.kit.live import announce
from gehoor.kit.vault import Vault

KEY_BYTES, SECRET_BYTES = 16, 32


def renew_push_secret(channel: Channel) -> str:
    """Make a new secret, and an address when there is none; return the secret, this once.

    From now on nothing signed with the old one is accepted.
    """
    made = secrets.token_urlsafe(SECRET_BYTES)
    vault = Vault(settings.VAULT_KEYS)
    sealed = vault.seal({PUSH_SECRET: made}, row=channel.vault_id, name=PUSH_SECRET_FIELD)
    channel.push_key = channel.push_key or secrets.token_urlsafe(KEY_BYTES)
    channel.push_secret = sealed
    channel.save(update_fields=["push_key", "push_secret"])
    announce(SETTINGS_TOPIC, "channel", channel.pk)
    return made


def end_pushes(channel: Channel) -> None:
    """Forget address and secret: what is pushed there from now on is for nobody."""
    channel.push_key, channel.push_secret = None, b""
    channel.save(update_fields=["push_key", "push_secret"])
    announce(SETTINGS_TOPIC, "channel", channel.pk)

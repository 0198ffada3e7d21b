"""Everything that changes channels and their deliveries."""

from gehoor.channels.actions.accounts import add_channel, record_health, seal_credentials

__all__ = ["add_channel", "record_health", "seal_credentials"]

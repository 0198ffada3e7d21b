"""Bluesky: mentions of our account, replies and direct messages to us, and our answers to them."""

from gehoor.connectors.bluesky.connector import PLUGIN

__all__ = ["PLUGIN"]

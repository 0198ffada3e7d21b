"""Mastodon: mentions and direct messages of our account, and our answers to them."""

from gehoor.connectors.mastodon.connector import PLUGIN

__all__ = ["PLUGIN"]

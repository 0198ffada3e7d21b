"""Bluesky: mentions of our account and replies to us, and our public answers to them."""

from gehoor.connectors.bluesky.connector import PLUGIN

__all__ = ["PLUGIN"]

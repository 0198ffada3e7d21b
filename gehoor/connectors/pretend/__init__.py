"""Pretend: a platform that does not exist, for practising, demonstrations and tests."""

from gehoor.connectors.pretend.connector import PLUGIN

__all__ = ["PLUGIN"]

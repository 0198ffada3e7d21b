"""A feed: news, blogs and alerts, followed by RSS or Atom. It is read and never answered."""

from gehoor.connectors.feed.connector import PLUGIN

__all__ = ["PLUGIN"]

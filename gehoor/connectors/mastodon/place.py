"""Where a reader of Mastodon stands: an id in each list, and what is looked at once more."""

from dataclasses import dataclass
from typing import Any

from gehoor.connectors.mastodon.sources import order_of
from gehoor.connectors.mastodon.watched import Watched
from gehoor.contracts.connector import Cursor


@dataclass
class Place:
    """The cursor while it is worked on."""

    whose: str
    """which server and account it belongs to: of another it says nothing"""
    at: dict[str, str]
    began: dict[str, str]
    watched: Watched

    @classmethod
    def of(cls, cursor: Cursor, whose: str) -> "Place":
        known = cursor if cursor.get("for") == whose else {}
        return cls(
            whose=whose,
            at=dict(known.get("at", {})),
            began=dict(known.get("from", {})),
            watched=Watched(known.get("watched", ()), int(known.get("turn", 0))),
        )

    @property
    def cursor(self) -> dict[str, Any]:
        return {
            "for": self.whose,
            "at": self.at,
            "from": self.began,
            "watched": list(self.watched.entries.values()),
            "turn": self.watched.turn,
        }

    def begin(self, name: str, identity: str) -> None:
        self.at[name] = self.began[name] = identity

    def move(self, name: str, identity: str) -> bool:
        """Go on to this one; False when we stood there already."""
        has_moved = self.at[name] != identity
        self.at[name] = identity
        return has_moved

    def has_passed(self, name: str, identity: str) -> bool:
        place = order_of(identity)
        return order_of(self.began.get(name, "")) < place <= order_of(self.at[name])

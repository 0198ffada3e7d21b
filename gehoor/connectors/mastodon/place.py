"""Where a reader of Mastodon stands: an id in each list, and what is looked at once more."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from gehoor.connectors.mastodon.sources import Listed, Source, is_placed, order_of
from gehoor.connectors.mastodon.watched import Watched
from gehoor.contracts.connector import Cursor

OVERLAP: Final = 10
"""how many of each list are asked for again: a server may list one late, below what we had"""


@dataclass
class Place:
    """The cursor while it is worked on."""

    whose: str
    """which server and account it belongs to: of another it says nothing"""
    at: dict[str, str]
    began: dict[str, str]
    lately: dict[str, list[str]]
    """the last ids of each list, in their order"""
    watched: Watched

    @classmethod
    def of(cls, cursor: Cursor, whose: str) -> "Place":
        known = cursor if cursor.get("for") == whose else {}
        return cls(
            whose=whose,
            at=dict(known.get("at", {})),
            began=dict(known.get("from", {})),
            lately={name: list(ids) for name, ids in known.get("lately", {}).items()},
            watched=Watched(known.get("watched", ()), int(known.get("turn", 0))),
        )

    @property
    def cursor(self) -> dict[str, Any]:
        return {
            "for": self.whose,
            "at": self.at,
            "from": self.began,
            "lately": self.lately,
            "watched": list(self.watched.entries.values()),
            "turn": self.watched.turn,
        }

    def begin(self, name: str, identity: str) -> None:
        self.at[name] = self.began[name] = identity

    def after(self, name: str) -> str:
        """Return after which id is asked: some before the last."""
        lately = self.lately.get(name, [])
        return lately[0] if lately else self.at[name]

    def fresh(self, source: Source, page: Iterable[Listed]) -> list[Listed]:
        """Leave out what was had already."""
        lately = self.lately.get(source.name, ())
        return [each for each in page if not is_placed(each) or source.id_of(each) not in lately]

    def move(self, name: str, identity: str) -> bool:
        """Go on to this one; False when we stood there, or further, already."""
        lately = sorted({*self.lately.get(name, []), identity}, key=order_of)
        self.lately[name] = lately[-OVERLAP:]
        has_moved = order_of(self.at[name]) < order_of(identity)
        if has_moved:
            self.at[name] = identity
        return has_moved

    def has_passed(self, name: str, identity: str) -> bool:
        place = order_of(identity)
        return order_of(self.began.get(name, "")) < place <= order_of(self.at[name])

"""Where we stand in the direct messages: a place in the log, and what we have of the last days."""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from gehoor.connectors.bluesky.convos import LONG_AGO
from gehoor.contracts.connector import Cursor

AT_FIRST: Final = timedelta(days=7)
"""what was written before we came, as far back as this, is taken in"""
OVERLAP: Final = timedelta(hours=72)
"""how far back the conversations themselves are looked at"""
REMEMBERED: Final = OVERLAP + timedelta(days=1)
WIDE_EVERY: Final = timedelta(minutes=5)
HASH_BYTES: Final = 6
MINUTE: Final = 60


@dataclass
class Memory:
    """What the cursor holds, as values."""

    owner: str
    since: datetime | None = None
    """what was said before this was there before us"""
    rev: str = ""
    """our place in the log; empty: we have not looked to the end yet"""
    looked: datetime = LONG_AGO
    """when we last looked at the conversations themselves"""
    seen: dict[str, int] = field(default_factory=dict)
    """of what we have, its mark and the minute it was said"""

    @property
    def is_first(self) -> bool:
        return not self.rev

    def see(self, mark: str, date: datetime) -> None:
        self.seen[mark] = int(max(date, LONG_AGO).timestamp()) // MINUTE

    def forget_old(self) -> None:
        """Forget what no look will come across again."""
        edge = int((self.looked - REMEMBERED).timestamp()) // MINUTE
        self.seen = {mark: minute for mark, minute in self.seen.items() if minute >= edge}


def memory_in(cursor: Cursor, owner: str) -> Memory:
    """Read the cursor; one that belongs to another account is none."""
    if cursor.get("for") != owner:
        return Memory(owner)
    return Memory(
        owner,
        since=datetime.fromisoformat(cursor["since"]) if cursor.get("since") else None,
        rev=str(cursor["rev"]),
        looked=datetime.fromisoformat(cursor["looked"]),
        seen=dict(cursor["seen"]),
    )


def as_cursor(memory: Memory) -> Mapping[str, Any]:
    return {
        "for": memory.owner,
        "since": memory.since.isoformat() if memory.since else "",
        "rev": memory.rev,
        "looked": memory.looked.astimezone(UTC).isoformat(),
        "seen": memory.seen,
    }


def mark_of(name: str) -> str:
    """Return by what we know that we have a message, or a sign that was given to one."""
    return base64.urlsafe_b64encode(hashlib.sha256(name.encode()).digest()[:HASH_BYTES]).decode()

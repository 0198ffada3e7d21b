"""How far back we look for mentions, and what we remember of them.

The platform sorts mentions by the date their author gave them, and its cursor only goes back. A
post that is dated back appears below older ones. So nothing is "after the cursor": each look goes
back over a window, and what we have seen is known by its address.
"""

import base64
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from gehoor.contracts.connector import Cursor

OVERLAP: Final = timedelta(hours=72)
"""how far back every wide look goes; also how long we see that a post was taken away"""
DEEPEST: Final = timedelta(days=30)
AT_FIRST: Final = timedelta(days=7)
"""what was written before we came, as far back as this, is taken in"""
WIDE_EVERY: Final = timedelta(minutes=5)
DEEP_EVERY: Final = timedelta(days=1)
LONG_AGO: Final = datetime(2000, 1, 1, tzinfo=UTC)
HASH_BYTES: Final = 6
"""of each address we have seen: among 10,000 one in five million would be taken for another"""


@dataclass
class Memory:
    """What the cursor holds, as values. `since` None: we have never looked."""

    owner: str
    since: datetime | None = None
    """mentions dated before this were there before us"""
    looked: datetime = LONG_AGO
    """when we last looked over the whole overlap"""
    dug: datetime = LONG_AGO
    """when we last looked as deep as we ever do"""
    seen: set[str] = field(default_factory=set)
    watched: dict[str, list[str]] = field(default_factory=dict)
    """what may still be taken away: address, with its date and its author's handle"""
    own: str = ""
    """the newest post of our own that we know"""
    young: set[str] = field(default_factory=set)
    """posts of our own that may have been answered before they were shown"""

    @property
    def is_first(self) -> bool:
        return self.since is None


def memory_in(cursor: Cursor, owner: str) -> Memory:
    """Read the cursor; one that belongs to another account is none."""
    if cursor.get("for") != owner:
        return Memory(owner)
    return Memory(
        owner,
        since=datetime.fromisoformat(cursor["since"]) if cursor.get("since") else None,
        looked=datetime.fromisoformat(cursor["looked"]),
        dug=datetime.fromisoformat(cursor["dug"]),
        seen=set(cursor["seen"]),
        watched=dict(cursor["watched"]),
        own=cursor["own"],
        young=set(cursor.get("young", ())),
    )


def as_cursor(memory: Memory) -> dict[str, Any]:
    return {
        "for": memory.owner,
        "since": memory.since.isoformat() if memory.since else "",
        "looked": memory.looked.isoformat(),
        "dug": memory.dug.isoformat(),
        "seen": sorted(memory.seen),
        "watched": memory.watched,
        "own": memory.own,
        "young": sorted(memory.young),
    }


@dataclass(frozen=True)
class Depth:
    """How far one look goes back."""

    edge: datetime
    is_wide: bool
    is_deep: bool


def depth_of_look(memory: Memory, now: datetime, *, is_opening: bool) -> Depth:
    """Look shallow mostly, over the overlap at first and every five minutes, and deep once a day.

    After an absence the overlap begins where we last looked.
    """
    if memory.is_first or now - memory.dug >= DEEP_EVERY:
        return Depth(now - DEEPEST, is_wide=True, is_deep=True)
    if is_opening or now - memory.looked >= WIDE_EVERY:
        edge = min(now, memory.looked) - OVERLAP
        return Depth(max(edge, now - DEEPEST), is_wide=True, is_deep=False)
    return Depth(now - OVERLAP, is_wide=False, is_deep=False)


def mark_of(notice: Mapping[str, Any]) -> str:
    """Return by what we know that we have seen this one: its address and its content."""
    facts = f"{notice.get('uri')} {notice.get('cid')}"
    return base64.urlsafe_b64encode(hashlib.sha256(facts.encode()).digest()[:HASH_BYTES]).decode()


def date_of(notice: Mapping[str, Any]) -> datetime:
    """Return the date by which the platform sorts; nonsense counts as long ago."""
    try:
        moment = datetime.fromisoformat(str(notice.get("indexedAt")))
    except ValueError:
        return LONG_AGO
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def missing_from(
    memory: Memory, shown: set[str], edge: datetime, is_fresh: Callable[[str, datetime], bool]
) -> list[str]:
    """Return what we watch, and what a look as far as `edge` should have shown and did not."""
    dated = ((uri, datetime.fromisoformat(told[0])) for uri, told in memory.watched.items())
    return [
        uri for uri, date in dated if uri not in shown and date > edge and not is_fresh(uri, date)
    ]

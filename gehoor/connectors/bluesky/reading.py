"""Asks Bluesky who mentioned, answered or quoted us, what is gone, and what we said elsewhere."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from time import monotonic, sleep
from typing import Any, Final

from gehoor.connectors.bluesky.early import answers_to, is_kept, shown_of
from gehoor.connectors.bluesky.looks import in_looks
from gehoor.connectors.bluesky.pictures import pictures_of, posts_in
from gehoor.connectors.bluesky.posts import COLLECTION, arrived, gone, is_post, key_of, repo_of
from gehoor.connectors.bluesky.session import Session, handle_of
from gehoor.connectors.bluesky.tids import moment_of
from gehoor.connectors.bluesky.window import (
    AT_FIRST,
    DEEPEST,
    LONG_AGO,
    OVERLAP,
    Depth,
    Memory,
    as_cursor,
    date_of,
    depth_of_look,
    mark_of,
    memory_in,
    missing_from,
)
from gehoor.contracts.connector import Batch, Cursor
from gehoor.kit.safefetch import Fetcher

POLL_SECONDS: Final = 2
PAGE: Final = 100
MOST_PAGES: Final = 400
REASONS: Final = ("mention", "reply", "quote")
OWN_EVERY: Final = 3
"""of every so many looks one asks what we posted elsewhere"""

LAG: Final = timedelta(minutes=10)
"""how far behind the part that shows posts may be"""

Notice = Mapping[str, Any]
Fresh = Callable[[str, datetime], bool]


class PostReader:
    """Reads the mentions of one account. Nothing is marked as read there."""

    def __init__(self, session: Session, fetcher: Fetcher, *, now: datetime) -> None:
        self.session = session
        self.fetcher = fetcher
        self.opened_at, self.began = now, monotonic()
        self.looks = 0
        self.waiting: list[Notice] = []
        self.gone: list[str] = []
        self.memory: Memory | None = None
        """where we stand once everything that waits is handed over"""

    @property
    def now(self) -> datetime:
        return self.opened_at + timedelta(seconds=monotonic() - self.began)

    def fetch(self, cursor: Cursor, *, limit: int) -> Batch:
        """Return what is new, oldest first. Raises NotAllowed, Unreachable."""
        memory = memory_in(cursor, self._owner())
        if self.memory is None:
            self.memory = self._look(memory)
        return self._next_batch(memory, limit)

    def wait(self, seconds: float) -> None:
        sleep(min(seconds, POLL_SECONDS))

    def transport_ids(self, cursor: Cursor) -> set[str]:
        """Return what the platform still shows of what the cursor says we have.

        What was there before we came is known as well, and was never stored.
        """
        memory = memory_in(cursor, self._owner())
        since = max(memory.since or self.now, self.now - DEEPEST)
        return {
            str(notice["uri"])
            for notice in self._notices(since)
            if mark_of(notice) in memory.seen and date_of(notice) >= since
        }

    def close(self) -> None:
        """Nothing stays open between two questions."""

    def _owner(self) -> str:
        return f"{self.session.server.address} {self.session.did}"

    def _look(self, memory: Memory) -> Memory:
        """Find what is new, and say where we stand once all of it is handed over."""
        now, depth = self.now, depth_of_look(memory, self.now, is_opening=not self.looks)
        after = replace(
            memory,
            since=memory.since or now - AT_FIRST,
            seen=set(memory.seen),
            watched=dict(memory.watched),
            young=set(memory.young),
        )
        # First, so that whoever is told of as well comes in with what only telling says of them.
        early = list(self._early(after, now)) if depth.is_wide else []
        found = [*early, *self._found(memory, depth)]
        self.waiting = [*self._own_posts(memory, after), *self._new(found, memory, after)]
        self.waiting.sort(key=date_of)
        self.gone = self._close_window(found, after, depth, now) if depth.is_wide else []
        self.looks += 1
        return after

    def _found(self, memory: Memory, depth: Depth) -> Iterator[Notice]:
        """Yield what the look shows. A shallow one ends at the first page without anything new."""
        for page in self._pages(depth.edge):
            yield from page
            if not depth.is_wide and all(mark_of(notice) in memory.seen for notice in page):
                return

    def _notices(self, edge: datetime) -> Iterator[Notice]:
        for page in self._pages(edge):
            yield from page

    def _pages(self, edge: datetime) -> Iterator[list[Notice]]:
        asked: dict[str, Any] = {"limit": PAGE, "reasons": REASONS}
        for _ in range(MOST_PAGES):
            body = self.session.read("app.bsky.notification.listNotifications", **asked)
            notices = body.get("notifications")
            page = [each for each in notices or () if isinstance(each, dict)]
            wanted = [each for each in page if is_wanted(each)]
            yield [each for each in wanted if date_of(each) >= edge]
            is_past = bool(page) and date_of(page[-1]) < edge
            if is_past or not page or not body.get("cursor"):
                return
            asked["cursor"] = body["cursor"]

    def _early(self, after: Memory, now: datetime) -> Iterator[Notice]:
        """Yield what answers our newest posts; each is asked until it is surely shown."""
        for uri in shown_of(self.session, after.young):
            yield from answers_to(self.session, uri)
            if made_at(uri) < now - LAG:
                after.young.discard(uri)

    def _new(self, found: Sequence[Notice], memory: Memory, after: Memory) -> list[Notice]:
        """Return what we have not seen, and remember what was there before us as seen."""
        new = {mark_of(notice): notice for notice in found if mark_of(notice) not in memory.seen}
        if memory.is_first:
            since = after.since or self.now
            after.seen |= {mark for mark, notice in new.items() if date_of(notice) < since}
        return [notice for mark, notice in new.items() if mark not in after.seen]

    def _close_window(
        self, found: Sequence[Notice], after: Memory, depth: Depth, now: datetime
    ) -> list[str]:
        """Forget what is below the window, and return what is gone from within it."""
        shown = {str(each["uri"]) for each in found}
        taken_away = self._really_gone(missing_from(after, shown, depth.edge, self._fresh(now)))
        after.watched = {
            uri: told
            for uri, told in after.watched.items()
            if uri not in taken_away and datetime.fromisoformat(told[0]) > now - OVERLAP
        }
        after.young &= set(after.watched)
        after.looked = now
        if depth.is_deep:
            after.dug = now
            after.seen &= {mark_of(notice) for notice in found}
        return taken_away

    def _fresh(self, now: datetime) -> Fresh:
        """Our own post of a moment ago may not be shown yet."""
        return lambda uri, date: repo_of(uri) == self.session.did and date > now - LAG

    def _really_gone(self, missing: Sequence[str]) -> list[str]:
        """Ask for each post by itself: a mention also disappears when its author is muted."""
        gone: list[str] = []
        for asked in in_looks(missing):
            body = self.session.read("app.bsky.feed.getPosts", uris=asked)
            there = {post.get("uri") for post in posts_in(body)}
            gone += [uri for uri in asked if uri not in there and not self._is_kept(uri)]
        return gone

    def _is_kept(self, uri: str) -> bool:
        """What shows posts may be hours behind; of our own our own server knows better."""
        return repo_of(uri) == self.session.did and is_kept(self.session, uri)

    def _own_posts(self, memory: Memory, after: Memory) -> list[Notice]:
        """Return what was posted from our account since we last looked, with us as its author.

        Our own server knows it at once, and sorts it by its names.
        """
        if self.looks % OWN_EVERY:
            return []
        since = (after.since or self.now) if memory.is_first else LONG_AGO
        records = [
            record
            for record in self._records_after(memory.own, since)
            if made_at(record["uri"]) >= since
        ]
        # A name of another kind, or of a clock that was ahead, would hide all that come after it.
        timed = [record["uri"] for record in records if self._is_past(made_at(record["uri"]))]
        after.own = max([memory.own, *map(key_of, timed)])
        notices = [self._as_notice(record) for record in records]
        return [notice for notice in notices if mark_of(notice) not in memory.seen]

    def _is_past(self, moment: datetime) -> bool:
        return LONG_AGO < moment <= self.now + LAG

    def _records_after(self, own: str, since: datetime) -> Iterator[Mapping[str, Any]]:
        asked: dict[str, Any] = {
            "repo": self.session.did, "collection": COLLECTION, "limit": PAGE,
        }  # fmt: skip
        for _ in range(MOST_PAGES):
            body = self.session.read("com.atproto.repo.listRecords", **asked)
            records = [each for each in body.get("records") or () if is_record(each)]
            new = [each for each in records if key_of(each["uri"]) > own]
            yield from new
            is_past = len(new) < len(records) or (new and made_at(new[-1]["uri"]) < since)
            if is_past or not records or not body.get("cursor"):
                return
            asked["cursor"] = body["cursor"]

    def _as_notice(self, record: Mapping[str, Any]) -> Notice:
        author = {"did": self.session.did, "handle": handle_of(self.session.account.settings)}
        return {
            "uri": record["uri"],
            "cid": record.get("cid"),
            "author": author,
            "record": record["value"],
            "indexedAt": made_at(record["uri"]).isoformat(),
        }

    def _next_batch(self, memory: Memory, limit: int) -> Batch:
        """Hand over as much as may be, and a cursor that stands exactly there."""
        after = self.memory or memory
        now = self.waiting[:limit]
        taken_away = self.gone[: limit - len(now)]
        pictures = pictures_of(self.session, now, self.fetcher)
        ours = self.session.did
        handed = [
            arrived(each, ours=ours, pictures=pictures.get(str(each["uri"]), ())) for each in now
        ]
        handed += [gone(uri, *memory.watched.get(uri, ("", ""))[1:]) for uri in taken_away]
        self.waiting, self.gone = self.waiting[len(now) :], self.gone[len(taken_away) :]
        for notice in now:
            remember(after, notice, self.now, ours=ours)
        if self.waiting or self.gone:
            return Batch(handed, as_cursor(self._half_way(memory, after)), has_more=True)
        self.memory = None
        return Batch(handed, as_cursor(after))

    def _half_way(self, memory: Memory, after: Memory) -> Memory:
        """Were we stopped here, the same look must be taken again."""
        kept = {uri: memory.watched[uri] for uri in self.gone if uri in memory.watched}
        return replace(
            after,
            looked=memory.looked,
            dug=memory.dug,
            own=memory.own,
            watched=after.watched | kept,
            young=memory.young | after.young,
        )


def remember(memory: Memory, notice: Notice, now: datetime, *, ours: str) -> None:
    """Know this one from now on, and watch it as long as it may be taken away unnoticed."""
    memory.seen.add(mark_of(notice))
    date, uri = date_of(notice), str(notice["uri"])
    if date > now - OVERLAP:
        author = notice.get("author")
        handle = author.get("handle") if isinstance(author, dict) else ""
        memory.watched[uri] = [date.isoformat(), str(handle or "")]
        if repo_of(uri) == ours:
            memory.young.add(uri)


def is_wanted(notice: Notice) -> bool:
    """Is this about a post, and one of the reasons we asked for?"""
    return is_post(notice.get("uri")) and notice.get("reason") in REASONS


def is_record(told: object) -> bool:
    return (
        isinstance(told, dict) and is_post(told.get("uri")) and isinstance(told.get("value"), dict)
    )


def made_at(uri: str) -> datetime:
    return moment_of(key_of(uri)) or LONG_AGO

"""Asks a feed what is new: politely, once per turn, and never twice for what has not changed."""

import contextlib
from collections.abc import Callable, Iterator, Mapping
from time import sleep
from typing import Any, Final

from gehoor.connectors.feed.items import Keyed, link_hash, with_keys
from gehoor.connectors.feed.splitting import Document, NotSplit, split
from gehoor.contracts.connector import Arrived, Batch, Cursor, NotAllowed, Unreachable
from gehoor.kit.safefetch import Fetched, Fetcher, Forbidden, NotFetched, place_of
from gehoor.kit.text import N_

TURN_SECONDS: Final = 60
"""how often the poller comes along; a feed lets it pass until its own time has come"""
LONGEST_PAUSE: Final = 3600
"""how long a source may ask to be left alone by what it calls fresh"""
SOON: Final = 300
LATER: Final = 3600
# What feeds are served as, in practice; what is inside decides.
TYPES: Final = frozenset(
    {
        "application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/xml",
        "text/xml", "application/x-rss+xml", "text/rss+xml", "text/html", "text/plain",
    }
)  # fmt: skip

WANTS_LOGIN: Final = N_("The source does not accept us: this feed asks for a name and password.")
NOT_LET_IN: Final = N_("The source does not accept this login. Enter it again.")
LOGIN_STAYS: Final = N_(
    "The feed is at another site now, and a login is not sent there. Close this channel, and add "
    "one for the new address."
)
GONE: Final = N_(
    "The source says that this feed is gone for good (410). It is not asked any more. Close the "
    "channel, or try the connection when the feed is back."
)
NOT_THERE: Final = N_("The source does not have this feed (404). It is asked again in an hour.")
NOT_GIVEN: Final = N_("The source does not give us this feed (403). It is asked again in an hour.")
BUSY: Final = N_("The source asked us to wait. It is asked again when that time is over.")
TROUBLE: Final = N_("The source has trouble of its own. It is asked again.")
ODD: Final = N_("The source gave an answer that means nothing to us. It is asked again.")
MOVED: Final = N_("The source moved this feed for good. It is read at its new address:")

Split = Callable[..., Document]
NO_LOGIN: Final[Mapping[str, str]] = {}


class FeedReader:
    """Reads one feed. The cursor holds what every item in it looked like the last time.

    cursor: `for` the address it belongs to, `at` where the feed moved to, `etag` and `modified` of
    the last whole document, `seen` (key: hash of link and of words), and `earlier` as long as the
    items that were there before us are not all stored.
    """

    def __init__(
        self,
        address: str,
        fetcher: Fetcher,
        *,
        pause_seconds: int,
        split: Split = split,
        login: Mapping[str, str] = NO_LOGIN,
    ) -> None:
        self.address = address
        self.fetcher = fetcher
        self.login = login
        self.pause_seconds = pause_seconds
        self.split = split
        self.turns_to_pass = 0
        self.unread: Iterator[Keyed] | None = None
        self.end: dict[str, Any] = {}
        self.present: set[str] = set()

    def fetch(self, cursor: Cursor, *, limit: int) -> Batch:
        """Return what is new or changed, oldest first. Raises NotAllowed, Unreachable."""
        if self.unread is None and self.turns_to_pass:
            self.turns_to_pass -= 1
            return Batch([], cursor, was_asked=False)
        cursor = cursor if cursor.get("for") == self.address else {"for": self.address}
        if self.unread is None:
            self.unread = self._ask(cursor)
        return self._next_batch(cursor, limit)

    def wait(self, seconds: float) -> None:
        sleep(min(seconds, TURN_SECONDS))

    def transport_ids(self, cursor: Cursor) -> set[str]:
        """Return what the last document held, as the cursor knows it: no reason to ask again."""
        return set(cursor.get("seen", {}))

    def close(self) -> None:
        """Nothing stays open between two questions."""

    def _next_batch(self, cursor: Cursor, limit: int) -> Batch:
        seen: dict[str, list[str]] = dict(cursor.get("seen", {}))
        earlier = is_first(cursor)
        arrived: list[Arrived] = []
        for keyed in self.unread or ():
            known = [link_hash(keyed.item), keyed.item.digest]
            if seen.get(keyed.key) == known:
                continue
            seen[keyed.key] = known
            arrived.append(Arrived(keyed.key, keyed.raw(earlier=earlier)))
            if len(arrived) == limit:
                return Batch(arrived, self._half_way(cursor, seen), has_more=True)
        self.unread = None
        end = self._at_end(cursor, seen)
        return Batch(arrived, end, told=f"{MOVED}\n{end['at']}" if end.get("at") else "")

    def _half_way(self, cursor: Cursor, seen: dict[str, list[str]]) -> dict[str, Any]:
        """Keep the old conditions: were we stopped here, the whole document is needed again."""
        return dict(cursor) | {"seen": seen, "earlier": is_first(cursor)}

    def _at_end(self, cursor: Cursor, seen: dict[str, list[str]]) -> dict[str, Any]:
        if not self.end:  # nothing had changed
            return dict(cursor)
        return {"for": self.address, **self.end, "seen": remembered(seen, self.present)}

    def _ask(self, cursor: Cursor) -> Iterator[Keyed]:
        answer, moved_to = self._answer(cursor)
        if answer.status == 304:
            self._pass_turns(answer.fresh_seconds)
            self.end = {}
            return iter(())
        try:
            document = self.split(
                answer.content, content_type=answer.content_type, address=answer.address
            )
        except NotSplit as problem:
            raise Unreachable(str(problem), wait_seconds=self.pause_seconds) from problem
        links = {key: known[0] for key, known in cursor.get("seen", {}).items()}
        keyed = with_keys(document.items, links)
        self.present = {each.key for each in keyed}
        self.end = {"at": moved_to, "etag": answer.etag, "modified": answer.last_modified}
        self._pass_turns(max(answer.fresh_seconds, document.fresh_minutes * 60))
        return iter(keyed)

    def _answer(self, cursor: Cursor) -> tuple[Fetched, str]:
        """Ask the source, and say where the feed is from now on when that is elsewhere.

        A moved feed that is not at its new address is asked at the old one.
        """
        moved_to = str(cursor.get("at", ""))
        if moved_to:
            with contextlib.suppress(NotAllowed, Unreachable):
                answer = self._answer_at(moved_to, cursor)
                return answer, answer.moved_to or moved_to
        answer = self._answer_at(self.address, {} if moved_to else cursor)
        return answer, answer.moved_to

    def _answer_at(self, address: str, cursor: Cursor) -> Fetched:
        # Until every item that was there before us is stored, the document is needed whole.
        known: Cursor = {} if is_first(cursor) else cursor
        try:
            answer = self.fetcher.fetch(
                address,
                types=TYPES,
                etag=str(known.get("etag", "")),
                last_modified=str(known.get("modified", "")),
                login=self.login if is_same_site(address, self.address) else NO_LOGIN,
            )
        except NotFetched as problem:
            raise Unreachable(str(problem), wait_seconds=min(SOON, self.pause_seconds)) from problem
        return self._unless_refused(answer)

    def _unless_refused(self, answer: Fetched) -> Fetched:
        if answer.status in {200, 304}:
            return answer
        if answer.status == 401:
            raise NotAllowed(self._why_not_let_in(answer))
        if answer.status == 410:
            raise NotAllowed(GONE)
        if answer.status in {429, 503}:
            raise Unreachable(BUSY, wait_seconds=max(answer.wait_seconds or 0, self.pause_seconds))
        if answer.status in {403, 404}:
            refused = NOT_GIVEN if answer.status == 403 else NOT_THERE
            raise Unreachable(refused, wait_seconds=LATER)
        trouble = TROUBLE if answer.status >= 500 else ODD
        raise Unreachable(trouble, wait_seconds=self.pause_seconds)

    def _why_not_let_in(self, answer: Fetched) -> str:
        if not self.login:
            return WANTS_LOGIN
        return NOT_LET_IN if is_same_site(answer.address, self.address) else LOGIN_STAYS

    def _pass_turns(self, fresh_seconds: int) -> None:
        """Let the poller come along without asking, until the feed's own time has come."""
        pause = max(self.pause_seconds, min(fresh_seconds, LONGEST_PAUSE))
        self.turns_to_pass = max(pause // TURN_SECONDS - 1, 0)


def is_same_site(one: str, other: str) -> bool:
    """Would a login go to the same server, in the same way?"""
    try:
        return place_of(one).origin == place_of(other).origin
    except Forbidden:
        return False


def is_first(cursor: Cursor) -> bool:
    """Are there items that were there before we came, and are not all stored?"""
    return "seen" not in cursor or bool(cursor.get("earlier"))


def remembered(seen: dict[str, list[str]], present: set[str]) -> dict[str, list[str]]:
    """Keep what the feed still holds, and the key that several items share as long as one does."""
    if not present:
        return seen
    shared = {key.rpartition(" ")[0] for key in present}
    return {key: known for key, known in seen.items() if key in present or key in shared}

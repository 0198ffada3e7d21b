"""Reads a Mastodon account: forward through its lists, and back over what may have changed."""

from collections.abc import Mapping
from datetime import timedelta
from time import monotonic
from typing import Any, Final

from gehoor.connectors.mastodon.calls import Server
from gehoor.connectors.mastodon.gathering import Gatherer
from gehoor.connectors.mastodon.hints import FEW, Hints
from gehoor.connectors.mastodon.knowing import learn
from gehoor.connectors.mastodon.place import OVERLAP, Place
from gehoor.connectors.mastodon.sources import PAGE, Source, is_placed, sources_of
from gehoor.connectors.mastodon.statuses import Kept, Us, odd, uri_of
from gehoor.contracts.connector import Account, Batch, Cursor
from gehoor.kit.safefetch import Fetcher

LEARN_EVERY: Final = 3600.0
SOMETIMES: Final = 15.0
"""seconds: the lists that are not hinted at are not asked at every hint"""
BY_THE_CLOCK: Final = 10.0
"""seconds between two looks at who names us, where no stream hints at it"""
SELDOM: Final = 60.0
"""seconds between two looks at the rest there: of 300 calls in five minutes this leaves half"""
LEDGER_BACK: Final = timedelta(hours=72)
MOST_BYTES: Final = 16_000_000
"""of one batch; pictures are large, and a batch is held in memory"""
AGAIN: Final = "again"


class MastodonReader:
    """cursor: `for` whose it is, an id per list in `at` and where each began in `from`, `watched`
    what is looked at once more, and `turn` where that looking is."""

    def __init__(self, account: Account, name: str) -> None:
        self.server = Server(account)
        self.fetcher = Fetcher(also=account.may_also_fetch)
        self.name = name
        self.now = account.opened_at
        self.learned: dict[str, Any] = {}
        self.learn_at = 0.0
        self.gatherer: Gatherer | None = None
        self.due: dict[str, float] = {}
        self.hints: Hints | None = None
        self.watched: frozenset[str] = frozenset()

    def fetch(self, cursor: Cursor, *, limit: int) -> Batch:
        """Return what is new, changed or gone, oldest first. Raises NotAllowed, Unreachable."""
        us = self._us()
        place = Place.of(cursor, f"{self.server.base} {us.id}")
        found: dict[str, Kept] = {}
        has_more = False
        for source in sources_of(us):
            if self._is_due(source.name):
                has_more |= self._forward(source, place, found, limit)
        if not has_more and len(found) < limit and self._is_due(AGAIN):
            self._look_again(place, found, limit)
        self.watched = frozenset(place.watched.entries)
        in_order = sorted(found.values(), key=lambda kept: str(kept.status.get("created_at") or ""))
        arrived = [kept.arrived for kept in in_order]
        return Batch(arrived, place.cursor, has_more=has_more, learned=self.learned)

    def wait(self, seconds: float) -> None:
        """Return once the stream hints at something, or after `seconds`; where no stream
        stands sooner, as long as the server lets us call."""
        if self.hints is None:
            us_id = self.learned.get("us", {}).get("id", "")
            self.hints = Hints(self.server, self.learned.get("streams", ""), us_id)
        self.hints.watched = self.watched
        if not self.hints.is_heard and self.server.left >= FEW:
            seconds = min(seconds, BY_THE_CLOCK)
        for name in self.hints.wait(seconds):
            self.due.pop(name, None)

    def transport_ids(self, cursor: Cursor) -> set[str]:
        """Return what the server lists of the last 72 hours, between where we began and where we
        are. Raises NotAllowed, Unreachable."""
        us = self._us()
        place = Place.of(cursor, f"{self.server.base} {us.id}")
        until = self.now - LEDGER_BACK if self.now else None
        return {
            uri_of(status)
            for source in sources_of(us)
            if source.name in place.at
            for listed in source.back(self.server, until=until)
            if place.has_passed(source.name, source.id_of(listed))
            if (status := source.status_of(listed)) is not None
        }

    def close(self) -> None:
        if self.hints is not None:
            self.hints.close()

    def _us(self) -> Us:
        if monotonic() >= self.learn_at:
            self.learned = learn(self.server, self.name)
            self.learn_at = monotonic() + LEARN_EVERY
        told = self.learned["us"]
        us = Us(told["id"], told["username"], self.learned["domain"])
        if self.gatherer is None or self.gatherer.us != us:
            self.gatherer = Gatherer(self.server, us, self.fetcher)
        return us

    @property
    def _rest(self) -> float:
        """How long the lists are left alone in which a mention does not stand."""
        return SOMETIMES if self.hints is None or self.hints.is_heard else SELDOM

    def _is_due(self, name: str) -> bool:
        return monotonic() >= self.due.get(name, 0.0)

    def _forward(self, source: Source, place: Place, found: dict[str, Kept], limit: int) -> bool:
        """Take what comes next of one list; True when there is more of it."""
        if source.name not in place.at:
            place.begin(source.name, source.start(self.server, now=self.now))
        room, has_moved = min(limit - len(found), PAGE - OVERLAP), False
        if room <= 0:
            return True
        room += len(place.lately.get(source.name, ()))
        page = source.after(self.server, limit=room, at=place.after(source.name))
        for listed in place.fresh(source, page):
            if self._is_full(found) or len(found) >= limit:
                return True
            if (status := source.status_of(listed)) is not None:
                self._keep(status, place, found)
            has_moved |= is_placed(listed) and place.move(source.name, source.id_of(listed))
        if len(page) >= room and has_moved:
            return True
        if source.name != "mentions":
            self.due[source.name] = monotonic() + self._rest
        return False

    def _look_again(self, place: Place, found: dict[str, Kept], limit: int) -> None:
        hinted = self.hints.take_changed() if self.hints else ()
        wanted = place.watched.next(hinted)[: limit - len(found)]
        for status in place.watched.changed(self.server, wanted):
            self._keep(status, place, found)
        self.due[AGAIN] = monotonic() + self._rest

    def _keep(self, status: Mapping[str, Any], place: Place, found: dict[str, Kept]) -> None:
        assert self.gatherer is not None  # noqa: S101 - `_us` made it
        try:
            kept = self.gatherer.gather(status)
        except (KeyError, TypeError, AttributeError):
            kept = odd(status, self.gatherer.us)
        else:
            place.watched.note(kept)
        found[kept.uri] = kept

    def _is_full(self, found: Mapping[str, Kept]) -> bool:
        sizes = (len(content or b"") for kept in found.values() for _, content in kept.files)
        return sum(sizes) > MOST_BYTES

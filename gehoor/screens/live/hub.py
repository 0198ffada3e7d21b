"""Every open stream of this process, and which hint goes to whom. No database, no network."""

import asyncio
import json
import logging
from collections import defaultdict
from collections.abc import Iterable
from itertools import islice
from math import ceil

from gehoor.logins.queries import Login

log = logging.getLogger(__name__)

# More than this waiting means that nobody reads: one `refetch` says the same in fewer words.
MOST_WAITING = 100

REFETCH = b"event: refetch\ndata: {}\n\n"
LOST = b"event: lost\ndata: {}\n\n"


class Stream:
    """What one open screen may hear, and what still has to be written to it."""

    __slots__ = ("_waiting", "is_over", "login", "news", "topics")

    def __init__(self, login: Login, topics: frozenset[str]) -> None:
        self.login = login
        self.topics = topics
        self.is_over = False
        self.news = asyncio.Event()
        # A dictionary, for its keys: a hint that already waits is not written twice.
        self._waiting: dict[bytes, None] = {}

    def put(self, event: bytes) -> None:
        if REFETCH in self._waiting and event is not LOST:
            return
        self._waiting[event] = None
        if len(self._waiting) > MOST_WAITING:
            self.start_anew()
        self.news.set()

    def start_anew(self) -> None:
        """Drop what waits; the screen fetches what it may see now."""
        self._waiting = {REFETCH: None}
        self.news.set()

    def take(self) -> bytes:
        """Return what waits, and forget it."""
        taken, self._waiting = b"".join(self._waiting), {}
        self.news.clear()
        return taken

    def end(self) -> None:
        self.is_over = True
        self.news.set()


class Hub:
    """The streams by topic. Used from one event loop only, so nothing needs a lock."""

    def __init__(self) -> None:
        self.streams: dict[Stream, None] = {}
        """a dictionary, for its order: whose turn comes first"""
        self.is_closing = False
        self.hears = False
        """does a hint reach us now?"""
        self._by_topic: defaultdict[str, set[Stream]] = defaultdict(set)

    def add(self, stream: Stream) -> None:
        self.streams[stream] = None
        self._follow(stream, stream.topics)
        if not self.hears:
            stream.put(LOST)
        if self.is_closing:
            stream.end()

    def remove(self, stream: Stream) -> None:
        self.streams.pop(stream, None)
        self._unfollow(stream)

    def next_in_turn(self, share: int) -> list[Stream]:
        """Return one in so many of the streams, and put them last; so all have had their turn
        after `share` times, and who came meanwhile too."""
        some = list(islice(self.streams, ceil(len(self.streams) / share)))
        for stream in some:
            self.streams[stream] = self.streams.pop(stream)
        return some

    def tell(self, payload: str) -> None:
        """Pass on one notice of the database to the streams that follow its topic."""
        try:
            topic = str(json.loads(payload)["topic"])
        except (ValueError, KeyError, TypeError):
            log.warning("A live notice that is not ours was left out.")
            return
        if followers := self._by_topic.get(topic):
            event = f"data: {payload}\n\n".encode()
            for stream in followers:
                stream.put(event)

    def tell_lost(self) -> None:
        """Hints no longer reach us: let the screens say so."""
        self.hears = False
        for stream in self.streams:
            stream.put(LOST)

    def tell_found(self) -> None:
        """Hints reach us again. What was missed nobody knows, so everybody fetches anew."""
        self.hears = True
        for stream in self.streams:
            stream.start_anew()

    def keep_only(self, rights: Iterable[tuple[Stream, frozenset[str]]]) -> None:
        """Apply what each stream may hear now; a stream with nothing to hear ends."""
        for stream, topics in rights:
            if stream not in self.streams:  # left while we asked
                continue
            if not topics:
                stream.end()
                self.remove(stream)
            elif topics != stream.topics:
                self._unfollow(stream)
                self._follow(stream, topics)
                # What waits may be about something they may no longer see.
                stream.start_anew()

    def close(self) -> None:
        """End every stream, and whichever still comes: the program stops."""
        self.is_closing = True
        for stream in self.streams:
            stream.end()

    def _follow(self, stream: Stream, topics: frozenset[str]) -> None:
        stream.topics = topics
        for topic in topics:
            self._by_topic[topic].add(stream)

    def _unfollow(self, stream: Stream) -> None:
        for topic in stream.topics:
            self._by_topic[topic].discard(stream)
            if not self._by_topic[topic]:
                del self._by_topic[topic]

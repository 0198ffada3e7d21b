"""The stream of a server, as a mere hint to look now: what it says is never taken for the truth.

https://docs.joinmastodon.org/methods/streaming/#user
"""

import json
from collections.abc import Collection, Iterator
from contextlib import suppress
from random import uniform
from threading import Condition, Thread
from time import monotonic
from typing import Any, Final

from gehoor.connectors.mastodon.calls import Server
from gehoor.kit.safefetch import NotFetched, Stream, listen

PATH: Final = "/api/v1/streaming/user"
SILENCE: Final = 60.0
"""seconds without even a heartbeat, which comes every fifteen, mean that nobody is there"""
PACE: Final = 1.2
"""seconds between two looks, however much is hinted at: 300 calls in five minutes are allowed"""
FEW: Final = 60
"""with fewer calls left than this no hint is followed"""
FIRST_PAUSE, LONGEST_PAUSE = 2.0, 600.0
NOT_SPOKEN_HERE: Final = frozenset({400, 401, 403, 404, 405, 410, 501})
MOST_CHANGED: Final = 200
LONGEST_EVENT: Final = 2_000_000
TOO_LARGE: Final = "An event of the stream does not end."


class Hints:
    """Listens in a thread of its own, from the first wait on."""

    def __init__(self, server: Server, address: str, us_id: str) -> None:
        self.server, self.address, self.us_id = server, address, us_id
        self.told = Condition()
        self.names: set[str] = set()
        self.is_hinted = False
        self.is_closed = False
        self.is_heard = False
        """does a stream stand now? A smaller server has none"""
        self.changed: dict[str, None] = {}
        self.watched: Collection[str] = ()
        self.stream: Stream | None = None
        self.looked_at = 0.0
        if address:
            Thread(target=self._listen, name="mastodon-stream", daemon=True).start()

    def wait(self, seconds: float) -> set[str]:
        """Return once something is hinted at, or after `seconds`: the lists to look at as well."""
        until = monotonic() + seconds
        with self.told:
            if self.told.wait_for(lambda: self.is_hinted or self.is_closed, timeout=seconds):
                rest = min(self.looked_at + PACE, until) - monotonic()
                self.told.wait_for(lambda: self.is_closed, timeout=max(rest, 0.0))
            names, self.names, self.is_hinted = self.names, set(), False
            self.looked_at = monotonic()
            return names

    def take_changed(self) -> list[str]:
        """Return the statuses of which the stream said that they changed or went."""
        with self.told:
            changed, self.changed = list(self.changed), {}
            return changed

    def close(self) -> None:
        with self.told:
            self.is_closed = True
            self.told.notify_all()
        if self.stream is not None:
            self.stream.hang_up()

    def _listen(self) -> None:
        pause = FIRST_PAUSE
        while not self.is_closed:
            began = monotonic()
            with suppress(NotFetched):
                if not self._hear():
                    return
            pause = FIRST_PAUSE if monotonic() - began > SILENCE else min(pause * 2, LONGEST_PAUSE)
            with self.told:
                self.told.wait_for(lambda: self.is_closed, timeout=uniform(pause / 2, pause))  # noqa: S311

    def _hear(self) -> bool:
        """Listen until it ends; False when there is no stream here at all."""
        headers = {
            "Authorization": f"Bearer {self.server.token}",
            "Accept": "text/event-stream",
        }
        address = self.address + PATH
        with listen(self.server.caller, address, headers=headers, silence=SILENCE) as stream:
            if stream.status in NOT_SPOKEN_HERE:
                return False
            if stream.status != 200 or "event-stream" not in stream.content_type:
                return True
            self.stream = stream
            if self.is_closed:
                return True  # closed while we were connecting, when there was nothing to hang up
            self.is_heard = True
            self._hint()  # what came while nobody listened
            try:
                for event, payload in events_in(stream):
                    self._note(event, payload)
                    if self.is_closed:
                        break
            finally:
                self.is_heard = False
        return True

    def _note(self, event: str, payload: str) -> None:
        if event == "notification" and read(payload).get("type") == "mention":
            self._hint()
        elif event == "conversation":
            self._hint("direct")
        elif event == "update" and str(part(payload, "account").get("id")) == self.us_id:
            self._hint("own")
        elif event in {"status.update", "delete"}:
            identity = payload.strip() if event == "delete" else str(read(payload).get("id"))
            if identity in self.watched and len(self.changed) < MOST_CHANGED:
                with self.told:
                    self.changed[identity] = None
                self._hint("again")

    def _hint(self, *names: str) -> None:
        if self.server.left < FEW:
            return
        with self.told:
            self.names.update(names)
            self.is_hinted = True
            self.told.notify_all()


def events_in(stream: Stream) -> Iterator[tuple[str, str]]:
    """Yield the events of a stream (HTML, 9.2): their names and what they carry.

    Raises NotFetched, also for one that does not end.
    """
    event, size = "", 0
    carried: list[str] = []
    for line in stream.lines():
        if not line:
            if event:
                yield event, "\n".join(carried)
            event, carried, size = "", [], 0
        elif line.startswith("event:"):
            event = line[6:].strip()
        elif line.startswith("data:"):
            carried.append(line[5:].removeprefix(" "))
            size += len(line)
            if size > LONGEST_EVENT:
                raise NotFetched(TOO_LARGE)


def read(payload: str) -> dict[str, Any]:
    try:
        said = json.loads(payload)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def part(payload: str, name: str) -> dict[str, Any]:
    found = read(payload).get(name)
    return found if isinstance(found, dict) else {}

"""Those outside who go on whatever happens: platforms that push, colleagues who write and read."""

import threading
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from http.client import HTTPException
from itertools import cycle

import httpx
from django.utils.crypto import get_random_string

from gehoor.testing.pusher import Pusher
from gehoor.testing.standin import Platform

PATIENCE = 60.0


@dataclass
class Seen:
    """What the outside was told: every key it tried, and what it was told yes about."""

    tried: list[str] = field(default_factory=list)
    promised: list[str] = field(default_factory=list)
    refused: Counter[int] = field(default_factory=Counter)
    """how often each other answer was given; 0 is none at all"""

    @property
    def again(self) -> int:
        """How often somebody had to come again."""
        return self.refused.total()


@dataclass
class Outside:
    """Platforms that push and colleagues who write, all of whom come again until they hear yes."""

    port: int
    pusher: Pusher
    conversation: int
    sessions: list[str]
    platforms: int = 3
    readers: int = 0
    pause: float = 0.0
    """seconds between two acts of the same one"""
    stop: threading.Event = field(default_factory=threading.Event)
    pushes: Seen = field(default_factory=Seen)
    notes: Seen = field(default_factory=Seen)
    replies: Seen = field(default_factory=Seen)
    pages: Seen = field(default_factory=Seen)
    threads: list[threading.Thread] = field(default_factory=list)

    def begin(self) -> None:
        everybody: list[Callable[[], None]] = [self.push_on] * self.platforms
        everybody += [partial(self.write_on, session) for session in self.sessions]
        everybody += [partial(self.read_on, self.sessions[0])] * self.readers
        self.threads = [threading.Thread(target=each, daemon=True) for each in everybody]
        for thread in self.threads:
            thread.start()

    def end(self) -> None:
        """Let everybody finish what they began; nothing may be left half told."""
        self.stop.set()
        for thread in self.threads:
            thread.join(PATIENCE)
        assert not [thread for thread in self.threads if thread.is_alive()]

    def push_on(self) -> None:
        citizens = Platform()
        while not self.stop.is_set():
            post = citizens.post(id=uuid.uuid4().hex)
            self.insist(self.pushes, post["id"], lambda: self.pusher.push([post]).status)  # noqa: B023
            self.stop.wait(self.pause)

    def write_on(self, session: str) -> None:
        while not self.stop.is_set():
            for seen, place in ((self.notes, "note"), (self.replies, "reply")):
                key = str(uuid.uuid4())
                self.insist(seen, key, lambda: self.click(session, place, key))  # noqa: B023
                self.stop.wait(self.pause)

    def read_on(self, session: str) -> None:
        """Open one page after the other; who gets none tries the next."""
        pages = cycle(["/inbox/", f"/conversations/{self.conversation}/", "/problems/"])
        while not self.stop.is_set():
            page = next(pages)
            self.pages.tried.append(page)
            if (status := self.open(session, page)) == 200:
                self.pages.promised.append(page)
            else:
                self.pages.refused[status] += 1
            self.stop.wait(self.pause)

    def open(self, session: str, page: str) -> int:
        address, cookies = f"http://localhost:{self.port}{page}", {"sessionid": session}
        try:
            return httpx.get(address, cookies=cookies, timeout=PATIENCE).status_code
        except (httpx.TransportError, HTTPException):
            return 0

    def insist(self, seen: Seen, key: str, act: Callable[[], int]) -> None:
        """Do the same with the same key until the answer is yes."""
        seen.tried.append(key)
        while (status := act()) not in {200, 302, 303}:
            seen.refused[status] += 1
            self.stop.wait(0.02)
        seen.promised.append(key)

    def click(self, session: str, place: str, key: str) -> int:
        token = get_random_string(32)
        form = {
            "text": f"Geschreven met {key}",
            "client_uuid": key,
            "seen_sequence": "1000000",
            "csrfmiddlewaretoken": token,
        }
        cookies = {"sessionid": session, "csrftoken": token}
        address = f"http://localhost:{self.port}/conversations/{self.conversation}/{place}/"
        try:
            return httpx.post(address, data=form, cookies=cookies, timeout=PATIENCE).status_code
        except (httpx.TransportError, HTTPException):
            return 0

    @property
    def seen(self) -> dict[str, Seen]:
        return {
            "pages": self.pages,
            "pushes": self.pushes,
            "notes": self.notes,
            "replies": self.replies,
        }


def rows_of(seen: Seen, rows: list[str]) -> list[str]:
    """Return every key that has not exactly one row, with what it was told."""
    counted = Counter(rows)
    return [
        f"{key}: {counted[key]} rows, told {'yes' if key in seen.promised else 'nothing'}"
        for key in seen.tried
        if counted[key] != 1
    ]

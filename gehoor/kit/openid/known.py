"""What a provider said of itself, kept for a while: no visitor can make us ask it all day."""

import time
from collections.abc import Callable
from threading import Lock
from typing import Final

from gehoor.kit.openid.finding import Server, find
from gehoor.kit.openid.shapes import Call, Troubled

KEPT_FOR: Final = 300.0
"""seconds; what a provider says of itself changes once in years"""
TROUBLE_KEPT_FOR: Final = 15.0
"""seconds; short enough that nobody waits long for a provider that works again"""


class Known:
    """One provider, as it described itself to this process; safe to share between threads."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._issuer = ""
        self._until = 0.0
        self._found: Server | None = None
        self._problem: Troubled | None = None

    def find(self, issuer: str, call: Call) -> Server:
        """Return what it said; ask only when that is long ago. Raises Away or NotTrusted.

        One asks, and whoever comes meanwhile waits for that answer.
        """
        with self._lock:
            if issuer == self._issuer and self._clock() < self._until:
                if self._found is not None:
                    return self._found
                if self._problem is not None:
                    # A new one: an exception that is raised over and over grows with each place.
                    raise type(self._problem)(str(self._problem))
            return self._ask(issuer, call)

    def forget(self) -> None:
        """Ask anew at the next opportunity."""
        with self._lock:
            self._until = self._clock()

    def _ask(self, issuer: str, call: Call) -> Server:
        self._issuer, self._found, self._problem = issuer, None, None
        try:
            self._found = find(issuer, call)
        except Troubled as problem:
            self._problem = problem
            self._until = self._clock() + TROUBLE_KEPT_FOR
            raise
        self._until = self._clock() + KEPT_FOR
        return self._found

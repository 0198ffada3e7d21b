"""Says how often something happened, and that at most once a minute: whoever does it a million
times must not fill our disk."""

import logging
import time
from collections import Counter
from collections.abc import Callable
from threading import Lock

SECONDS_BETWEEN_LINES = 60.0


class Seldom:
    """Counts by kind since this process started; safe to share between threads."""

    def __init__(
        self, log: logging.Logger, words: str, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.counts: Counter[str] = Counter()
        self._log, self._words, self._clock = log, words, clock
        self._lock = Lock()
        self._next_line = float("-inf")

    def add(self, kind: str) -> None:
        """Count one more of `kind`, which is a word of ours and never a stranger's."""
        with self._lock:
            self.counts[kind] += 1
            if self._clock() < self._next_line:
                return
            self._next_line = self._clock() + SECONDS_BETWEEN_LINES
            said = dict(self.counts)
        self._log.warning("%s: %s", self._words, said)

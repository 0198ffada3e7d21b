"""What each thread of this process is at, so that one that is stuck is seen while others go on.

A thread says what it begins with, and takes a step whenever it gets on. It writes into memory of
its own process alone, so saying so costs nothing and needs nobody.
"""

import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

PATIENCE = 600.0
"""seconds without a step after which a thread counts as stuck; longer than any wait we allow"""
FRAMES = 6


@dataclass(eq=False)
class Work:
    """One piece of work, by the thread that is at it."""

    name: str
    """of the work and a row's number; never anything about a person"""
    thread: int
    moved_at: float
    patience: float
    is_told: bool = False


_at_work: dict[int, Work] = {}


@contextmanager
def busy(
    name: str, *, patience: float = PATIENCE, clock: Callable[[], float] = time.monotonic
) -> Iterator[Work]:
    """Say for the block what this thread is at."""
    thread = threading.get_ident()
    before = _at_work.get(thread)
    work = _at_work[thread] = Work(name, thread, clock(), patience)
    try:
        yield work
    finally:
        if before is None:
            del _at_work[thread]
        else:
            before.moved_at, _at_work[thread] = clock(), before


def step(*, clock: Callable[[], float] = time.monotonic) -> None:
    """Say that this thread gets on; where nothing was begun, that means nothing."""
    if work := _at_work.get(threading.get_ident()):
        work.moved_at = clock()


@dataclass(frozen=True)
class Stuck:
    """Work that takes no step any more, and for how many seconds."""

    work: Work
    seconds: float


def longest_stuck(*, clock: Callable[[], float] = time.monotonic) -> Stuck | None:
    """Return what takes no step any more for the longest time; None when all get on."""
    now = clock()
    silent = [Stuck(work, now - work.moved_at) for work in list(_at_work.values())]
    stuck = [each for each in silent if each.seconds > each.work.patience]
    return max(stuck, key=lambda each: each.seconds, default=None)


def where(work: Work) -> str:
    """Return in which lines of the program a thread stands: names only, no values."""
    frame = sys._current_frames().get(work.thread)
    lines = traceback.extract_stack(frame)[-FRAMES:] if frame else []
    return " < ".join(f"{each.name} ({each.filename}:{each.lineno})" for each in reversed(lines))

"""Keeps our processes alive: starts them, starts them again when they die, stops them in order."""

import logging
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from mmap import mmap
from typing import Protocol

from gehoor.project.processes import end_with_parent, hear_all_signals, show_name

log = logging.getLogger("gehoor.supervisor")

STOP = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
# After a long outage of the database everything must work again within a minute.
FIRST_WAIT, LONGEST_WAIT = 0.25, 10.0
# Who lived this long was well; the next restart waits briefly again.
WELL_AFTER = 60.0
# Who lives but says nothing for so long hangs. Longer than any other process is patient with it.
HUNG_AFTER, LOOK_EVERY = 60.0, 10.0
# Together under the five seconds we promise.
SECONDS_FOR_CHILDREN, SECONDS_FOR_SERVER = 3.0, 1.5
BYTES = 8


class Child(Protocol):
    """Something that runs beside us."""

    name: str

    @property
    def pid(self) -> int | None: ...
    @property
    def beats(self) -> int | None:
        """Return how often it said that it lives; None for who never does."""

    def start(self) -> None: ...
    def has_ended(self) -> str:
        """Return how it ended, in words; empty while it lives."""

    def ask_to_stop(self) -> None: ...
    def kill(self) -> None: ...


@dataclass
class Forked:
    """A child that begins as a copy of us, so that what we imported needs no second import."""

    name: str
    work: Callable[[Callable[[], None]], object]
    """What it does; it is handed what it says with that it lives"""
    pid: int | None = None
    # Shared with the child, so that hearing it needs neither a database nor a place on a disk.
    _said: mmap = field(default_factory=lambda: mmap(-1, BYTES), repr=False)

    @property
    def beats(self) -> int:
        return int.from_bytes(self._said[:BYTES])

    def _beat(self) -> None:
        self._said[:BYTES] = (self.beats + 1).to_bytes(BYTES)

    def start(self) -> None:
        sys.stdout.flush()
        sys.stderr.flush()
        parent = os.getpid()
        self.pid = os.fork()
        if self.pid == 0:
            _become_child(self.name, lambda: self.work(self._beat), parent)

    def has_ended(self) -> str:
        if self.pid is None:
            return "it was not started"
        ended, status = os.waitpid(self.pid, os.WNOHANG)
        if not ended:
            return ""
        # What it started itself must not live on beside its successor.
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        return in_words(status)

    def ask_to_stop(self) -> None:
        if self.pid is not None:
            os.kill(self.pid, signal.SIGTERM)

    def kill(self) -> None:
        if self.pid is not None:
            os.kill(self.pid, signal.SIGKILL)


def _become_child(name: str, work: Callable[[], object], parent: int) -> None:
    """Do `work` and end, without any of the parent's own endings. Never returns."""
    code = 1
    try:
        os.setsid()
        for sign in STOP:
            signal.signal(sign, signal.SIG_DFL)
        end_with_parent(signal.SIGTERM)
        if os.getppid() != parent:
            os._exit(0)
        hear_all_signals()
        show_name(f"gehoor {name}")
        work()
        code = 0
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 1
    except BaseException:
        # The last stop of this process: shown, not lost.
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def in_words(status: int) -> str:
    """Say how a process ended."""
    code = os.waitstatus_to_exitcode(status)
    return f"it was ended by {signal.Signals(-code).name}" if code < 0 else f"it ended with {code}"


@dataclass
class Watch:
    """One child, and when it may be started again."""

    child: Child
    is_running: bool = False
    started_at: float = 0.0
    wait: float = FIRST_WAIT
    start_at: float = 0.0
    beats: int | None = None
    heard_at: float = 0.0

    def start(self, now: float) -> None:
        self.child.start()
        self.is_running, self.started_at = True, now
        self.beats, self.heard_at = self.child.beats, now

    def silent_for(self, now: float) -> float:
        """Return for how many seconds a child that speaks has said nothing."""
        if self.child.beats is None or self.child.beats != self.beats:
            self.beats, self.heard_at = self.child.beats, now
        return now - self.heard_at

    def note_end(self, now: float) -> float:
        """Return how many seconds to wait before the next start; each time longer."""
        self.is_running = False
        if now - self.started_at > WELL_AFTER:
            self.wait = FIRST_WAIT
        waited, self.wait = self.wait, min(self.wait * 2, LONGEST_WAIT)
        self.start_at = now + waited
        return waited


@dataclass
class Supervisor:
    """Watches children until somebody asks to stop.

    `server` is what the children need; it starts before them and stops after them.
    """

    children: Sequence[Child]
    server: Child | None = None
    tell: Callable[[dict[str, int]], object] = lambda _: None
    """Called with the process numbers whenever they change"""
    hung_after: float = HUNG_AFTER
    """seconds of silence after which a child that lives is ended"""
    looked_at: float | None = None
    watches: list[Watch] = field(init=False)

    def __post_init__(self) -> None:
        self.watches = [Watch(child) for child in self.children]
        if self.server is not None:
            self.watches.insert(0, Watch(self.server, is_running=True, started_at=time.monotonic()))

    def run(self) -> None:
        """Start everything and keep it alive; return after a request to stop, all ended."""
        signal.pthread_sigmask(signal.SIG_BLOCK, STOP | {signal.SIGCHLD})
        try:
            while True:
                self.look(time.monotonic())
                heard = signal.sigtimedwait(STOP | {signal.SIGCHLD}, self._pause())
                if heard is not None and heard.si_signo in STOP:
                    return
        finally:
            self.stop()

    def look(self, now: float) -> None:
        """Notice who ended, end who hangs; start who may start."""
        changed = False
        self._forgive_silence_while_we_slept(now)
        for watch in self.watches:
            if watch.is_running and (silent := watch.silent_for(now)) > self.hung_after:
                log.warning("%s: silent for %.0f s, so it hangs; ended", watch.child.name, silent)
                watch.child.kill()
            if watch.is_running and (words := watch.child.has_ended()):
                seconds = watch.note_end(now)
                log.warning("%s: %s; starts again in %.2g s", watch.child.name, words, seconds)
            if not watch.is_running and now >= watch.start_at:
                watch.start(now)
                changed = True
        if changed:
            self.tell({w.child.name: w.child.pid for w in self.watches if w.child.pid})

    def _forgive_silence_while_we_slept(self, now: float) -> None:
        """Somebody may have stopped the whole family, or the machine; then nobody could speak."""
        if self.looked_at is not None and now - self.looked_at > 2 * LOOK_EVERY:
            for watch in self.watches:
                watch.heard_at = now
        self.looked_at = now

    def _pause(self) -> float:
        """Return how long we may sleep: a death wakes us, a planned start must not be missed."""
        planned = [watch.start_at for watch in self.watches if not watch.is_running]
        waits = [start - time.monotonic() for start in planned]
        return max(0.0, min([*waits, LOOK_EVERY, self.hung_after / 2]))

    def stop(self) -> None:
        """Stop the children, then the server they need. A second request ends them at once."""
        children = [w for w in self.watches if w.is_running and w.child is not self.server]
        _end(children, SECONDS_FOR_CHILDREN)
        _end([w for w in self.watches if w.is_running], SECONDS_FOR_SERVER)


def _end(watches: list[Watch], seconds: float) -> None:
    for watch in watches:
        watch.child.ask_to_stop()
    deadline = time.monotonic() + seconds
    while alive := [watch for watch in watches if _still_runs(watch)]:
        heard = signal.sigtimedwait(STOP | {signal.SIGCHLD}, 0.05)
        is_asked_again = heard is not None and heard.si_signo in STOP
        if time.monotonic() > deadline or is_asked_again:
            for watch in alive:
                watch.child.kill()
            deadline = time.monotonic() + 0.5


def _still_runs(watch: Watch) -> bool:
    if watch.is_running and watch.child.has_ended():
        watch.is_running = False
    return watch.is_running

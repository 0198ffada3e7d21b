"""One `gehoor run` per folder: a lock that ends with its holder, however it ends."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from gehoor.project.terminal import Trouble

LOCK, NOTE = "lock", "running.json"


class RunsAlready(Trouble):
    """Another `gehoor run` holds the folder."""


@dataclass
class Held:
    """The lock, and the note beside it that says who runs where."""

    home: Path
    address: str
    file: TextIO

    def tell(self, pids: dict[str, int]) -> None:
        """Write down which processes run, for a second start and for `gehoor doctor`."""
        note = {"address": self.address, "pid": os.getpid(), "processes": pids}
        unfinished = self.home / f"{NOTE}.unfinished"
        unfinished.write_text(json.dumps(note))
        unfinished.replace(self.home / NOTE)

    def leave(self) -> None:
        """Let go in a forked child; the lock stays with the parent."""
        self.file.close()


@contextmanager
def held(home: Path, *, address: str) -> Iterator[Held]:
    """Hold the folder, or say who holds it."""
    home.mkdir(parents=True, exist_ok=True)
    with (home / LOCK).open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = _note(home)
            raise RunsAlready(
                f"Gehoor runs already in {home}: {holder['address']} (process {holder['pid']}). "
                "Use that one, or stop it first."
            ) from error
        lock = Held(home, address, file)
        lock.tell({})
        yield lock
        (home / NOTE).unlink(missing_ok=True)


def running(home: Path) -> dict[str, Any]:
    """Return what the holder wrote; empty when nobody runs."""
    try:
        with (home / LOCK).open() as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return {}
    except BlockingIOError:
        return _note(home)
    return {}


def _note(home: Path) -> dict[str, Any]:
    try:
        return dict(json.loads((home / NOTE).read_text()))
    except (FileNotFoundError, ValueError):
        # The holder took the lock this very moment and has not written yet.
        return {"address": "starting", "pid": "unknown", "processes": {}}

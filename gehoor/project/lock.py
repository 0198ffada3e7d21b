"""One `gehoor run` per folder: a lock that ends with its holder, however it ends."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from gehoor.project.terminal import Trouble


class RunsAlready(Trouble):
    """Another `gehoor run` holds the folder."""


@dataclass
class Held:
    """The lock, and the file beside it that says who runs where."""

    file: TextIO
    address: str

    def tell(self, pids: dict[str, int]) -> None:
        """Write down which processes run, for a second start and for `gehoor doctor`."""
        self.file.seek(0)
        self.file.truncate()
        json.dump({"address": self.address, "pid": os.getpid(), "processes": pids}, self.file)
        self.file.flush()

    def leave(self) -> None:
        """Let go in a forked child; the lock stays with the parent."""
        self.file.close()


@contextmanager
def held(home: Path, *, address: str) -> Iterator[Held]:
    """Hold the folder, or say who holds it."""
    home.mkdir(parents=True, exist_ok=True)
    with (home / "running.json").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise RunsAlready(_who_holds(home)) from error
        lock = Held(file, address)
        lock.tell({})
        yield lock
        if not file.closed:
            file.truncate(0)


def running(home: Path) -> dict[str, object]:
    """Return what the holder wrote; empty when nobody runs."""
    try:
        with (home / "running.json").open() as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return {}
    except BlockingIOError:
        return _read(home)
    return {}


def _read(home: Path) -> dict[str, object]:
    try:
        written = json.loads((home / "running.json").read_text())
    except ValueError:
        return {"address": "?", "pid": "?"}
    return dict(written)


def _who_holds(home: Path) -> str:
    holder = _read(home)
    return (
        f"Gehoor runs already in {home}: {holder['address']} (process {holder['pid']}). "
        "Use that one, or stop it first."
    )

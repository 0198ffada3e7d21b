"""Real worker and poller processes on the test database, to be killed at will."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import psutil
from django.db import connection
from psycopg.conninfo import make_conninfo

# Recovery first writes every file through to the disk, which takes long on a busy one.
SECONDS_TO_RECOVER = 90.0


def database_url() -> str:
    """Return the address of the database this test uses, for another process."""
    known = connection.settings_dict
    return make_conninfo(
        dbname=str(known["NAME"]),
        user=str(known["USER"]) or None,
        password=str(known["PASSWORD"]) or None,
        host=str(known["HOST"]) or None,
        port=str(known["PORT"]) or None,
    )


@dataclass
class Crew:
    """Processes of ours that are started again when they are killed."""

    scale: float
    """how much faster the clocks of retries and waits run"""
    folder: str | None = None
    """where they are started; what lies there is imported first"""
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, name: str, command: str, **settings: str) -> subprocess.Popen[bytes]:
        environment = os.environ | {
            "DATABASE_URL": database_url(),
            "GEHOOR_TIME_SCALE": str(self.scale),
            "GEHOOR_TESTING": "1",
            "GEHOOR_LOG_LEVEL": "ERROR",
        }
        environment |= settings
        self.running[name] = subprocess.Popen(
            [sys.executable, "-m", "gehoor", command],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            cwd=self.folder,
            start_new_session=True,
        )
        return self.running[name]

    def ask_to_stop(self, name: str, *, seconds: float) -> int:
        """Ask one process to stop, as an administrator does; return how it ended."""
        self.running[name].send_signal(signal.SIGTERM)
        return self.await_death(name, seconds=seconds)

    def await_death(self, name: str, *, seconds: float) -> int:
        """Wait until a process ended by itself, end what it left behind, return how it ended."""
        process = self.running.pop(name)
        family = psutil.Process(process.pid).children(recursive=True)
        try:
            ended = process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise
        finally:
            self._end(family)
        return ended

    def _end(self, family: list[psutil.Process]) -> None:
        for child in family:
            if child.is_running():
                child.kill()

    def kill(self, name: str) -> None:
        """End one process and all it started, at once and without a word."""
        process = self.running.pop(name)
        family = psutil.Process(process.pid).children(recursive=True)
        process.send_signal(signal.SIGKILL)
        process.wait()
        self._end(family)

    def end(self) -> None:
        for name in list(self.running):
            self.kill(name)


def wait_until(
    is_true: Callable[[], bool],
    *,
    seconds: float = SECONDS_TO_RECOVER,
    what: str,
    told: Callable[[], object] = str,
) -> float:
    """Look until something is so; return how long it took.

    Fails in words, with how things stand then, as `told` tells it.
    """
    begun = time.monotonic()
    while not is_true():
        passed = time.monotonic() - begun
        if passed > seconds:
            raise AssertionError(f"After {seconds:.0f} seconds still not: {what}. {told()}".strip())
        time.sleep(0.05)
    return time.monotonic() - begun

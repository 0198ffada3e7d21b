"""An installation of its own for a test: the whole program, started and stopped as people do."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psutil

from gehoor.project import lock
from gehoor.project.embedded import Cluster
from gehoor.testing.ports import free_port
from gehoor.testing.processes import wait_until

ROOT = Path(__file__).resolve().parents[2]
SECONDS_TO_START = 90.0


def is_alive(process: psutil.Process) -> bool:
    """Does it still run? In a container without init the dead stay listed."""
    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


@dataclass
class Installation:
    """A folder, a port and a Python: everything a `gehoor` command needs."""

    home: Path
    python: str = sys.executable
    user: str | None = None
    path: str = str(ROOT)
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[str] | None = None
    settings: dict[str, str] = field(default_factory=dict)
    """what differs from an installation out of the box"""

    @property
    def environment(self) -> dict[str, str]:
        own = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("GEHOOR_", "DATABASE_", "COV_", "PYTEST_"))
        }
        return (
            own
            | {
                "GEHOOR_HOME": str(self.home),
                "GEHOOR_PORT": str(self.port),
                "PYTHONPATH": self.path,
                "PYTHONUNBUFFERED": "1",
                "HOME": str(self.home),
            }
            | self.settings
        )

    @property
    def log(self) -> Path:
        return self.home.with_name(f"{self.home.name}.log")

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    def command(self, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self.python, "-m", "gehoor", *words],
            env=self.environment | settings,
            user=self.user,
            cwd="/",
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )

    def start(self) -> float:
        """Start everything; return how many seconds the first answer took."""
        began = time.monotonic()
        self.begin()
        wait_until(self.answers, seconds=SECONDS_TO_START, what="a page is shown")
        return time.monotonic() - began

    def begin(self) -> None:
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                [self.python, "-m", "gehoor", "run"],
                env=self.environment,
                user=self.user,
                cwd="/",
                stdout=log,
                stderr=subprocess.STDOUT,
                text=True,
                start_new_session=True,
            )

    def answers(self) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, self.said()
        try:
            return httpx.get(self.address, timeout=10).status_code < 500
        except httpx.TransportError:
            return False

    def said(self) -> str:
        return self.log.read_text()

    def pids(self) -> dict[str, int]:
        return dict(lock.running(self.home).get("processes", {}))

    def press_ctrl_c(self) -> float:
        """Send what a terminal sends, to everybody in its group; return the seconds it took."""
        assert self.process is not None
        everybody = psutil.Process(self.process.pid).children(recursive=True)
        began = time.monotonic()
        os.killpg(self.process.pid, signal.SIGINT)
        self.process.wait(30)
        took = time.monotonic() - began
        assert not [child for child in everybody if is_alive(child)]
        return took

    def remove(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.press_ctrl_c()
        shutil.rmtree(Cluster(self.home).base, ignore_errors=True)
        shutil.rmtree(self.home, ignore_errors=True)
        self.log.unlink(missing_ok=True)


def new_home() -> Path:
    """Make a short folder that the database's user can reach, unlike pytest's own."""
    home = Path(tempfile.mkdtemp(prefix="gehoor-"))
    home.chmod(0o711)
    return home

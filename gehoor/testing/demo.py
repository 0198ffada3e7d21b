"""The demo as people start it, in a folder of its own."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import psycopg

from gehoor.project.embedded import Cluster
from gehoor.project.environment import OWNER_ROLE
from gehoor.testing.ports import free_port
from gehoor.testing.processes import wait_until

ROOT = Path(__file__).resolve().parents[2]
LONGEST_START = 600.0
FROM_OUTSIDE = ("GEHOOR_", "DATABASE_", "DJANGO_", "PYTEST_", "COV_")


@dataclass
class Demo:
    """A running demo. Its home is made below `folder`, which must be reachable for anybody."""

    folder: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[str] | None = None

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def log(self) -> Path:
        return self.folder / "said"

    @property
    def home(self) -> Path:
        """The newest home: beginning anew makes another one."""
        homes = sorted(self.folder.glob("gehoor-demo-*"), key=lambda each: each.stat().st_mtime)
        return homes[-1]

    @property
    def environment(self) -> dict[str, str]:
        kept = {n: value for n, value in os.environ.items() if not n.startswith(FROM_OUTSIDE)}
        own = {"TMPDIR": str(self.folder), "GEHOOR_PORT": str(self.port), "PYTHONPATH": str(ROOT)}
        return kept | own | {"PYTHONUNBUFFERED": "1"}

    def start(self, **settings: str) -> float:
        """Start it; return after how many seconds its first page was answered."""
        began = time.monotonic()
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "gehoor", "demo"],
                env=self.environment | settings,
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                text=True,
                start_new_session=True,
            )
        wait_until(self.answers, seconds=LONGEST_START, what="the demo shows a page")
        return time.monotonic() - began

    def answers(self) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, self.said()
        try:
            return httpx.get(f"{self.address}/demo/", timeout=10).status_code == 200
        except httpx.TransportError:
            return False

    def said(self) -> str:
        return self.log.read_text()

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(30)

    def command(self, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
        """Run another command of ours on the home of this demo."""
        return subprocess.run(
            [sys.executable, "-m", "gehoor", *words],
            env=self.environment | {"GEHOOR_HOME": str(self.home)} | settings,
            cwd="/",
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Ask its database, as the owner."""
        with psycopg.connect(Cluster(self.home).url(OWNER_ROLE), autocommit=True) as owner:
            return owner.execute(query.encode()).fetchall()


@contextmanager
def demo() -> Iterator[Demo]:
    """Hand out a demo that is not started yet; stop it and clear up after it."""
    folder = Path(tempfile.mkdtemp(prefix="gd-"))
    folder.chmod(0o711)
    shown = Demo(folder)
    try:
        yield shown
    finally:
        shown.stop()
        shutil.rmtree(folder, ignore_errors=True)

"""A throw-away Gehoor with example conversations: for screenshots and for figures in a browser.

`python -m tools.throwaway` runs one until Ctrl-C and prints how to look at it.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
LONGEST_START = 120.0
SESSION_COOKIE = "sessionid"
CHROMIUM = "/usr/bin/chromium"
FROM_OUTSIDE = ("GEHOOR_", "DATABASE_", "BASE_URL", "UNTRUSTED_URL", "DJANGO_")


@dataclass(frozen=True)
class Running:
    """A running Gehoor."""

    address: str
    home: Path

    def environment(self) -> dict[str, str]:
        return _environment(self.home, self.address)

    def seed(self, *, more: int = 0) -> dict[str, Any]:
        """Store the examples, and `more` beside them; return what tools.seeding tells."""
        command = [sys.executable, "-m", "tools.seeding", str(more)]
        made = subprocess.run(
            command, cwd=ROOT, env=self.environment(), capture_output=True, text=True, check=False
        )
        if made.returncode:
            raise RuntimeError(made.stderr)
        told: dict[str, Any] = json.loads(made.stdout.splitlines()[-1])
        return told


def _environment(home: Path, address: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(FROM_OUTSIDE)}
    port = address.rsplit(":", 1)[1]
    return kept | {
        "GEHOOR_HOME": str(home),
        "GEHOOR_PORT": port,
        "GEHOOR_ORGANISATION": "Gemeente Voorbeeldstad",
        "DJANGO_SETTINGS_MODULE": "gehoor.project.settings",
    }


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


@contextmanager
def home() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="gehoor-") as folder:
        # The server of the database runs as nobody when we are root, and must be let in.
        Path(folder).chmod(0o711)
        yield Path(folder)


@contextmanager
def running(place: Path, *, port: int = 0, **settings: str) -> Iterator[Running]:
    """Run `gehoor run` on a free port for the block, and end it by its process id."""
    address = f"http://localhost:{port or free_port()}"
    with (place / "output").open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "gehoor", "run"],
            cwd=ROOT,
            env=_environment(place, address) | settings,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        wait_for_page(f"{address}/login/", process)
        yield Running(address, place)
    except Exception:
        sys.stderr.write((place / "output").read_text())
        raise
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(20)


def wait_for_page(address: str, process: subprocess.Popen[bytes]) -> None:
    """Return when a page is answered; fail when the program ends before that."""
    deadline = time.monotonic() + LONGEST_START
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310
                answer.read()
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            if process.poll() is not None:
                raise RuntimeError("Gehoor ended before it answered.") from None
        time.sleep(0.02)
    raise TimeoutError(f"{address} was not answered in {LONGEST_START:.0f} seconds.")


@contextmanager
def browser() -> Iterator[Browser]:
    """Debian's Chromium. Without its own sandbox, because root may not use that."""
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        try:
            yield found
        finally:
            found.close()


def main() -> None:
    with home() as place, running(place) as gehoor:
        told = gehoor.seed()
        for who in ("agent", "administrator"):
            cookie = f"{SESSION_COOKIE}={told[who]}"
            sys.stdout.write(f"{gehoor.address}, with the cookie {cookie} as {who}\n")
        sys.stdout.flush()
        signal.sigwait({signal.SIGINT, signal.SIGTERM})


if __name__ == "__main__":
    main()

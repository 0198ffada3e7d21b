"""Idle memory of everything together: `gehoor run` with its own PostgreSQL, a minute after start.

Counted is PSS, in which a page that several processes share is parted among them, so that the sum
is what the machine really gives up.
"""

import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import psutil

from benchmarks.harness import ROOT, Figure, write
from tools.throwaway import Running, home, running

GOAL_MB = 350
SECONDS_IDLE = 60
READER = "gehoor.contracts.reading"
ONE_DELIVERY = """
import django
django.setup()
from gehoor.channels.models import Channel
from gehoor.testing import make
make.delivery(Channel.objects.order_by("pk")[0])
"""


def run() -> None:
    with home() as place, running(place) as gehoor:
        gehoor.seed()
        _let_something_be_read(gehoor)
        time.sleep(SECONDS_IDLE)
        root = _supervisor(gehoor)
        found = memory_of(root)
        if not any(READER in " ".join(child.cmdline()) for child in root.children(recursive=True)):
            raise AssertionError("The guarded child that reads is not there.")
    total = sum(found.values())
    largest = sorted(found.items(), key=lambda each: -each[1])
    write(
        "idle_memory",
        [Figure("idle memory of everything together (PSS)", GOAL_MB, total, "MB")],
        note=f"`gehoor run` with its embedded PostgreSQL and the example conversations, "
        f"{SECONDS_IDLE} seconds after a page was asked for and a message was read: the guarded "
        f"child that reads is among the {len(found)} processes. What they share is counted once.",
        megabytes={name: round(size, 1) for name, size in largest},
    )


def memory_of(root: psutil.Process) -> dict[str, float]:
    """Return the PSS of a process and all below it, in MB, by name and number."""
    found: dict[str, float] = {}
    for process in [root, *root.children(recursive=True)]:
        with suppress(FileNotFoundError, ProcessLookupError, psutil.NoSuchProcess):
            found[f"{process.name()} {process.pid}"] = _pss(process.pid)
    return found


def _pss(number: int) -> float:
    for line in Path(f"/proc/{number}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1000
    return 0.0


def _let_something_be_read(gehoor: Running) -> None:
    """The child that reads starts with the first delivery, and stays."""
    command = [sys.executable, "-c", ONE_DELIVERY]
    subprocess.run(command, cwd=ROOT, env=gehoor.environment(), check=True)


def _supervisor(gehoor: Running) -> psutil.Process:
    """Return our child that is `gehoor run` with this folder."""
    for child in psutil.Process().children():
        if child.environ().get("GEHOOR_HOME") == str(gehoor.home):
            return child
    raise AssertionError("gehoor run is not a child of ours.")

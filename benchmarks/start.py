"""A warm start: from the command to the first answered page, with a database made before."""

import time
from pathlib import Path

from benchmarks.harness import Figure, write
from tools.throwaway import free_port, home, running

TIMES = 5
GOAL_SECONDS = 4


def run() -> None:
    with home() as place:
        first = _seconds_to_page(place)
        warm = sorted(_seconds_to_page(place) for _ in range(TIMES))
    write(
        "start",
        [Figure("warm start to first answered page", GOAL_SECONDS, warm[TIMES // 2], "s (wall)")],
        note=f"`gehoor run` with its embedded PostgreSQL, until the log-in page is answered; "
        f"median of {TIMES}, {warm[0]:.2f} to {warm[-1]:.2f}. The very first start, which "
        f"makes the database, took {first:.1f} s.",
        seconds=warm,
    )


def _seconds_to_page(place: Path) -> float:
    begun = time.perf_counter()
    with running(place, port=free_port()):
        return time.perf_counter() - begun

"""Runs the benchmarks, each in an installation of its own, and renews docs/figures.md.

`python -m benchmarks` runs all, `python -m benchmarks intake` one, `filled` those on a filled desk.
"""

import subprocess
import sys
from importlib import import_module

from benchmarks.harness import KEPT, RESULTS, ROOT
from benchmarks.home import installation
from tools import figures

# Filled once: making a million messages takes longer than what is done with them.
IN_A_FILLED_INSTALLATION = ("inbox_page", "open_conversation", "thread", "backup")
IN_AN_INSTALLATION = (
    "intake",
    "black_hole",
    "live_streams",
    "recovery",
    "push_backlog",
    "push_to_screen",
    "mention_to_screen",
    "two_of_each",
    "mention_bluesky",
    "bulk",
    "month",
)
BY_THEMSELVES = (
    "terms",
    "first_visit",
    "keys",
    "start",
    "idle_memory",
    "demo_start",
    "leaks",
    "emergencies",
    "kinds",
    "team_day",
    "style",
)
FILLED = "filled"


def main(names: list[str]) -> int:
    if len(names) == 1:
        run(names[0])
    else:
        for name in names or [*IN_AN_INSTALLATION, FILLED, *BY_THEMSELVES]:
            subprocess.run([sys.executable, "-m", "benchmarks", name], cwd=ROOT, check=True)
    if RESULTS == KEPT:
        (ROOT / figures.PAGE).write_text(figures.page(ROOT))
    return 0


def run(name: str) -> None:
    """Run one benchmark. Its module is imported late: models need an installation first."""
    if name in IN_AN_INSTALLATION:
        with installation() as cluster:
            import_module(f"benchmarks.{name}").run(cluster)
    elif name in (FILLED, *IN_A_FILLED_INSTALLATION):
        with installation() as cluster:
            desk = import_module("benchmarks.fill").fill(cluster)
            for each in IN_A_FILLED_INSTALLATION if name == FILLED else (name,):
                import_module(f"benchmarks.{each}").run(cluster, desk)
    else:
        import_module(f"benchmarks.{name}").run()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

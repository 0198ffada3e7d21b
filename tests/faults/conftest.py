"""What every fault run needs, and what it found: a line for each file, for `make faults`."""

import json
import os
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest

from gehoor.testing.processes import Crew
from gehoor.testing.standin import StandIn, stand_in
from tests.faults.chance import SEED

TAKES_TURNS = os.environ.get("GEHOOR_TURNS") == "yes"
"""so in `make test`, which must end in 25 minutes; `make faults` runs all of them"""
# The longest files, in turns that take about as long.
TURNS = (
    ("test_f2_failpoints", "test_f13_hung_worker", "test_f10_dovecot", "test_f12_database_clock",
     "test_f17_soak"),
    ("test_f15_deploys", "test_f11_strings", "test_f14_restored_while_sending",
     "test_f3_killed_web", "test_f6_disk_full"),
    ("test_f4_database_stops", "test_f18_two_browsers", "test_f12_clocks"),
    ("test_f5_slow_database", "test_f1_killed_workers", "test_f1_killed_poller",
     "test_f15_nginx"),
)  # fmt: skip
REPORT = os.environ.get("GEHOOR_FAULT_REPORT")
found: dict[str, dict[str, Any]] = {}


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Let the long files take turns by the luck of the run, where that is asked."""
    theirs = [
        name for number, turn in enumerate(TURNS) if number != SEED % len(TURNS) for name in turn
    ]
    if TAKES_TURNS and item.path.stem in theirs and "quiet" not in item.keywords:
        pytest.skip(f"its turn is in another run (seed {SEED}); `make faults` runs all")


@pytest.fixture
def platform(tmp_path: Path) -> Iterator[StandIn]:
    """A platform that writes down what reached citizens, also for who outlives it."""
    with stand_in(ledger=tmp_path / "effects.jsonl") as running:
        yield running


@pytest.fixture
def crew(request: pytest.FixtureRequest) -> Iterator[Crew]:
    """Processes to break, with the clocks of the file that asks."""
    crew = Crew(request.module.SCALE)
    try:
        yield crew
    finally:
        crew.end()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    module = getattr(item, "module", None)
    if REPORT and module and (report.when == "call" or report.outcome != "passed"):
        note(module, report)
    return report


def note(module: Any, report: pytest.TestReport) -> None:
    name = module.__name__.rpartition(".")[2]
    line = found.setdefault(
        name,
        {
            "file": name,
            "what": module.__doc__.splitlines()[0],
            "passed": 0,
            "failed": 0,
            "skipped": 0,
            "seconds": 0.0,
            "measured": [],
        }
        | {each: getattr(module, each.upper(), None) for each in ("seed", "rounds", "scale")},
    )
    line[report.outcome] += 1
    line["seconds"] += report.duration
    line["measured"] += [said for what, said in report.user_properties if what == "measured"]


def pytest_sessionfinish() -> None:
    if REPORT and found:
        Path(REPORT).parent.mkdir(parents=True, exist_ok=True)
        Path(REPORT).write_text("".join(json.dumps(line) + "\n" for line in found.values()))

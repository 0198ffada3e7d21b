"""The page of faults keeps what people wrote and tells what the last large run found."""

from datetime import UTC, datetime

from tools import faults

LINE = {
    "file": "test_f1_killed_workers",
    "what": "F1: workers are killed.",
    "passed": 1,
    "failed": 0,
    "skipped": 0,
    "seconds": 61.2,
    "rounds": 500,
    "seed": 7,
    "scale": 0.05,
    "measured": ["lost | nothing"],
}


def test_a_run_replaces_the_table_and_nothing_above_it() -> None:
    when = datetime(2026, 11, 24, tzinfo=UTC)

    once = faults.page("# Faults\n", [LINE], when=when, machine="2 cores")
    twice = faults.page(once, [LINE], when=when, machine="2 cores")

    assert once == twice
    assert once.startswith("# Faults\n")
    assert "| 500 | 7 | 0.05 | 1 passed in 61 s | lost / nothing |" in once

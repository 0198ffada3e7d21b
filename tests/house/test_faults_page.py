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


WHEN = datetime(2026, 11, 24, tzinfo=UTC)


def test_a_run_replaces_its_own_row_and_nothing_above_the_table() -> None:
    once = faults.page("# Faults\n", [LINE], when=WHEN, machine="2 cores")
    twice = faults.page(once, [LINE], when=WHEN, machine="2 cores")

    assert once == twice
    assert once.startswith("# Faults\n")
    assert "| 500 | 7 | 0.05 | 1 passed in 61 s | lost / nothing | 2026-11-24, 2 cores |" in once


def test_what_another_run_found_stays_and_the_rows_stand_in_order() -> None:
    later = LINE | {"file": "test_f10_imap", "seed": 11}
    first = faults.page("# Faults\n", [later], when=WHEN, machine="2 cores")

    both = faults.page(first, [LINE], when=WHEN, machine="2 cores")

    rows = [line.partition(":")[0] for line in both.splitlines() if line.startswith("| `")]
    assert rows == ["| `test_f1_killed_workers`", "| `test_f10_imap`"]


def test_faults_are_run_by_name() -> None:
    assert faults.files(["F1"]) == ["test_f1_killed_poller", "test_f1_killed_workers"]
    assert faults.files(["guards"]) == ["test_guards"]
    assert faults.files(["F99"]) == []
    assert faults.files([])[:2] == faults.files(["f1"])

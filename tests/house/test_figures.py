"""Every figure we promise has its benchmark, and the page of figures tells what was measured."""

import json
from importlib import import_module
from pathlib import Path

import pytest

from benchmarks.__main__ import BY_THEMSELVES, IN_A_FILLED_INSTALLATION, IN_AN_INSTALLATION
from benchmarks.harness import Cost, Figure, NotTheSame, in_pairs, percentile
from tests.house.reading import ROOT
from tools import figures

BENCHMARKS = (*IN_AN_INSTALLATION, *IN_A_FILLED_INSTALLATION, *BY_THEMSELVES)


def cost(seconds: float) -> Cost:
    return Cost(seconds, seconds, 0.0)


@pytest.mark.parametrize("name", BENCHMARKS)
def test_every_benchmark_has_its_file(name: str) -> None:
    assert callable(import_module(f"benchmarks.{name}").run)


def test_results_are_of_benchmarks_there_are() -> None:
    assert {result["benchmark"] for result in figures.results(ROOT)} <= set(BENCHMARKS)


def test_another_outcome_than_the_baseline_is_no_figure() -> None:
    with pytest.raises(NotTheSame, match=r"1: 2 against 3"):
        in_pairs(lambda: (cost(1), [1, 2]), lambda: (cost(1), [1, 3]), times=1)


def test_the_middle_of_the_pairs_counts() -> None:
    costs = iter([1.0, 9.0, 2.0])

    ours, theirs = in_pairs(lambda: (cost(next(costs)), 0), lambda: (cost(1), 0), times=3)

    assert (ours.processor, theirs.processor) == (2.0, 1.0)


def test_percentiles_are_values_that_were_measured() -> None:
    assert percentile([5.0, 1.0, 3.0], 0.5) == 3.0
    assert percentile([5.0, 1.0, 3.0], 1.0) == 5.0


def test_a_goal_is_a_floor_or_a_ceiling() -> None:
    assert Figure("mails", 100, 120, "a second", more_is_better=True).is_met
    assert not Figure("page", 15, 16, "ms").is_met


def test_the_page_says_when_a_goal_is_not_met(tmp_path: Path) -> None:
    folder = tmp_path / "benchmarks" / "results"
    folder.mkdir(parents=True)
    figure = {"name": "page", "goal": 15, "value": 16.42, "unit": "ms", "more_is_better": False}
    machine = {"cores": 2, "processor": "One", "python": "3.11", "load": [0.1]}
    result = {
        "benchmark": "page", "measured_at": "today", "commit": "abc", "machine": machine,
        "figures": [{**figure, "is_met": False}], "note": "Quiet.",
    }  # fmt: skip
    (folder / "page.json").write_text(json.dumps(result))

    assert "| page | at most 15 ms | 16.4 ms | **no** |" in figures.page(tmp_path)

"""Measures work fairly: processor time of all who take part, in pairs, with the same outcome.

Wall time on a shared machine says little, so a figure is processor time unless it says otherwise:
our own process, its children, and the processes of the database server.
"""

import json
import os
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any, TypeVar

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / "benchmarks" / "results"
RESULTS = Path(os.environ.get("GEHOOR_BENCH_RESULTS", KEPT))
"""elsewhere when a test only tries whether a benchmark still works"""
Outcome = TypeVar("Outcome")
TICKS = os.sysconf("SC_CLK_TCK")


class NotTheSame(Exception):
    """Product and baseline came to different outcomes, so comparing their cost says nothing."""


@dataclass(frozen=True)
class Cost:
    """What a piece of work took, in seconds."""

    wall: float
    ours: float
    """processor time of this process and its children that ended or still run"""
    database: float
    """processor time of the database server"""

    @property
    def processor(self) -> float:
        return self.ours + self.database


def measure(work: Callable[[], Outcome], *, server: int | None = None) -> tuple[Cost, Outcome]:
    """Do the work once; `server` is the process id of the database server."""
    database, ours, started = _tree(server), _own(), time.perf_counter()
    outcome = work()
    wall = time.perf_counter() - started
    return Cost(wall, _own() - ours, _tree(server) - database), outcome


def measure_others(work: Callable[[], object], processes: Sequence[int], *, server: int) -> Cost:
    """Do the work once; count what these processes and the database spend, and not ourselves."""
    database, ours, started = _tree(server), spent_by(processes), time.perf_counter()
    work()
    wall = time.perf_counter() - started
    return Cost(wall, spent_by(processes) - ours, _tree(server) - database)


def spent_by(processes: Sequence[int]) -> float:
    """Processor time of these processes and their children, also of threads that ended.

    Counted in ticks of a hundredth of a second: a web process has a thread for each page.
    """
    return (
        sum(
            _ticks(process) + sum(_ticks(child) for child in _children(process))
            for process in processes
        )
        / TICKS
    )


def _ticks(process: int) -> int:
    """Return what a process and its ended children have spent; 0 when it has gone meanwhile."""
    with suppress(FileNotFoundError, ProcessLookupError):
        numbers = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
        return sum(int(each) for each in numbers[11:15])
    return 0


@dataclass(frozen=True)
class Use:
    """What a piece of work took by the clock, and what of the machine."""

    wall: float
    web_and_worker: float
    database: float
    busy: float
    """the share of all cores that was in use, by whomever"""


def measure_use(work: Callable[[], object], processes: Sequence[int], *, server: int) -> Use:
    """Do the work once, and see how much of the machine was in use meanwhile."""
    busy, whole = _cores()
    cost = measure_others(work, processes, server=server)
    busy_after, whole_after = _cores()
    share = (busy_after - busy) / max(1, whole_after - whole)
    return Use(cost.wall, cost.ours, cost.database, share)


def _cores() -> tuple[int, int]:
    """Return the ticks that all cores together were busy, and all there were."""
    numbers = [int(each) for each in Path("/proc/stat").read_text().splitlines()[0].split()[1:9]]
    idle = numbers[3] + numbers[4]
    return sum(numbers) - idle, sum(numbers)


def _own() -> float:
    """Processor time of ourselves, of children that ended, and of those that still run."""
    spent = 0.0
    for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN):
        usage = resource.getrusage(who)
        spent += usage.ru_utime + usage.ru_stime
    return spent + sum(_spent(child) for child in _children(os.getpid()))


def _tree(server: int | None) -> float:
    """Processor time of a server with its children, those that ended included."""
    if server is None:
        return 0.0
    numbers = Path(f"/proc/{server}/stat").read_text().rsplit(")", 1)[1].split()
    ended = (int(numbers[13]) + int(numbers[14])) / TICKS
    return ended + _spent(server) + sum(_spent(child) for child in _children(server))


def _children(parent: int) -> list[int]:
    """Return the living children of a process that are not database servers of ours."""
    text = Path(f"/proc/{parent}/task/{parent}/children").read_text()
    return [int(number) for number in text.split() if _name(int(number)) != "postgres"] + [
        int(number) for number in text.split() if _name(parent) == "postgres"
    ]


def _name(process: int) -> str:
    with suppress(FileNotFoundError, ProcessLookupError):
        return Path(f"/proc/{process}/comm").read_text().strip()
    return ""


def _spent(process: int) -> float:
    """Processor time of one process to the nanosecond; 0 when it has gone meanwhile."""
    with suppress(FileNotFoundError, ProcessLookupError):
        threads = Path(f"/proc/{process}/task").iterdir()
        return sum(int((thread / "schedstat").read_text().split()[0]) for thread in threads) / 1e9
    return 0.0


def in_pairs(
    product: Callable[[], tuple[Cost, Outcome]],
    baseline: Callable[[], tuple[Cost, Outcome]],
    *,
    times: int,
) -> tuple[Cost, Cost]:
    """Run both in turn, `times` times; return the median cost of each. Outcomes must be equal."""
    ours, theirs = [], []
    for _ in range(times):
        cost_of_product, outcome = product()
        cost_of_baseline, expected = baseline()
        if outcome != expected:
            raise NotTheSame(_first_difference(outcome, expected))
        ours.append(cost_of_product)
        theirs.append(cost_of_baseline)
    return middle(ours), middle(theirs)


def _first_difference(outcome: object, expected: object) -> str:
    """Say where two outcomes part, for who has to mend it."""
    if isinstance(outcome, list | tuple | str) and isinstance(expected, list | tuple | str):
        if len(outcome) != len(expected) and not isinstance(outcome, str):
            return f"{len(outcome)} against {len(expected)}"
        for place, (ours, theirs) in enumerate(zip(outcome, expected, strict=False)):
            if ours != theirs and isinstance(outcome, str):
                around = slice(max(place - 60, 0), place + 60)
                return f"{outcome[around]!r} against {str(expected)[around]!r}"
            if ours != theirs:
                return f"{place}: {_first_difference(ours, theirs)}"
    return f"{outcome!r} against {expected!r}"


def middle(costs: list[Cost]) -> Cost:
    return Cost(
        *(median(asdict(cost)[part] for cost in costs) for part in ("wall", "ours", "database"))
    )


def percentile(values: list[float], share: float) -> float:
    """Return the value that `share` (0 to 1) of the values do not pass."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))]


@dataclass(frozen=True)
class Figure:
    """One number we promise, what it should be, and what it was."""

    name: str
    goal: float
    value: float
    unit: str
    more_is_better: bool = False

    @property
    def is_met(self) -> bool:
        return self.value >= self.goal if self.more_is_better else self.value <= self.goal


def write(name: str, figures: list[Figure], **also: Any) -> None:
    """Keep the figures of one benchmark as JSON, with what they were measured on."""
    RESULTS.mkdir(exist_ok=True)
    kept = {
        "benchmark": name,
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": _commit(),
        "machine": _machine(),
        "figures": [{**asdict(figure), "is_met": figure.is_met} for figure in figures],
        **also,
    }
    text = json.dumps(kept, indent=2, ensure_ascii=False) + "\n"
    (RESULTS / f"{name}.json").write_text(text)
    sys.stdout.write(text)


def _commit() -> str:
    command = ["git", "rev-parse", "--short", "HEAD"]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return answer.stdout.strip() or "unknown"


def _machine() -> dict[str, Any]:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    models = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return {
        "processor": models[0] if models else platform.machine(),
        "cores": os.cpu_count(),
        "load": [round(load, 2) for load in os.getloadavg()],
        "python": platform.python_version(),
    }

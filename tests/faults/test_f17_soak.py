"""F17: the whole program runs for long while anything breaks; every promise is watched."""

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

import psutil
import pytest
from django.db import connection

from gehoor.testing.installation import Installation, is_alive
from gehoor.testing.ownserver import own_program
from gehoor.testing.processes import wait_until
from tests.faults import chance
from tests.faults.life import going_on, surely
from tests.faults.town import CLASSES, Town, account_of, town

pytestmark = pytest.mark.faults

SEED = chance.SEED
SCALE = 0.05
SECONDS = float(os.environ.get("GEHOOR_SOAK_SECONDS", "1800" if chance.ASKED else "25"))
CHECK_EVERY = 10.0 if chance.ASKED else 5.0
MOST_MEMORY, MOST_CONNECTIONS = 400 * 1024 * 1024, 100
MOST_BETWEEN, ASLEEP, QUIET_WITHIN = 6.0, 12.0, 300.0
LANES = 4
WAYS_TO_ANSWER_BADLY = (
    "late", "swallow", "reset", "reset_before", "error_after", "error_before", "limited",
)  # fmt: skip


@dataclass
class Soak:
    """One long run: what breaks, and what was seen while it did."""

    program: Installation
    place: Town
    luck: random.Random
    broke: Counter[str] = field(default_factory=Counter)
    memory: dict[str, list[int]] = field(default_factory=dict)
    connections: list[int] = field(default_factory=list)
    checks: int = 0

    def break_something(self) -> None:
        """Let one thing go wrong, drawn by luck."""
        act = self.luck.choice([self.kill, self.kill, self.hang, self.answer_badly, self.flood])
        act()

    def kill(self) -> None:
        name = self.luck.choice(["worker", "worker", "poll", "web", "database"])
        if pid := self.program.pids().get(name):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
            self.broke[f"{name} killed"] += 1

    def hang(self) -> None:
        """Put a process to sleep for longer than it may be silent, and let it wake as a zombie."""
        name = self.luck.choice(["worker", "poll"])
        if pid := self.program.pids().get(name):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGSTOP)
                live(self.luck.uniform(0.5, ASLEEP))
                os.kill(pid, signal.SIGCONT)
            self.broke[f"{name} hung"] += 1

    def answer_badly(self) -> None:
        kind = self.luck.choice(WAYS_TO_ANSWER_BADLY)
        account = account_of(self.luck.choice(CLASSES))
        self.place.platform.misbehave(kind, account=account, milliseconds=200)
        self.broke[f"platform {kind}"] += 1

    def flood(self) -> None:
        for _ in range(self.luck.randrange(5, 30)):
            self.place.write(*CLASSES)
        self.broke["flood"] += 1

    def look(self) -> None:
        """Check every promise that must hold at any moment, and what the program uses."""
        assert self.place.broken_now() == []
        for name, pid in self.program.pids().items():
            with suppress(psutil.NoSuchProcess):
                process = psutil.Process(pid)
                if name != "database" and is_alive(process):
                    self.memory.setdefault(name, []).append(process.memory_info().rss)
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname IS NOT NULL")
            self.connections.append(int(cursor.fetchone()[0]))
        self.checks += 1

    @property
    def most_in_doubt(self) -> int:
        """Every fault can leave in doubt what was being sent, one reply in each lane."""
        return self.broke.total() * LANES

    def report(self) -> str:
        most = {name: f"{max(held) >> 20} MB" for name, held in sorted(self.memory.items())}
        return (
            f"{self.checks} checks, broken: {dict(self.broke)}; memory at most {most}, "
            f"{max(self.connections, default=0)} connections at most; {self.place.counts()}"
        )


def test_a_long_run_with_random_faults_keeps_every_promise(
    django_db_blocker: pytest.FixtureRequest,
    capsys: pytest.CaptureFixture[str],
    record_property: Callable[[str, object], None],
) -> None:
    luck = random.Random(SEED)
    with (
        django_db_blocker.unblock(),  # type: ignore[attr-defined]
        own_program(scale=SCALE) as program,
        town(luck) as place,
    ):
        soak = Soak(program, place, random.Random(SEED + 1))
        with going_on(place, pause=1.0):
            run(soak)
        place.platform.behave()
        took = wait_until(surely(place.is_quiet), seconds=QUIET_WITHIN, what="everything settled")
        soak.look()
        said = f"{SECONDS:.0f} s, {soak.report()}, final after {took:.1f} s"
        record_property("measured", said)
        with capsys.disabled():
            print(f"\nF17 seed={SEED} scale={SCALE} {said}")  # noqa: T201

        assert place.broken_at_the_end(in_flight=soak.most_in_doubt) == []
        assert max(max(held) for held in soak.memory.values()) < MOST_MEMORY
        assert max(soak.connections) < MOST_CONNECTIONS


def run(soak: Soak) -> None:
    """Break and look, until the time is over; a look that finds no database looks again."""
    until = time.monotonic() + SECONDS
    look_at = time.monotonic() + CHECK_EVERY
    while time.monotonic() < until:
        live(soak.luck.uniform(0.2, MOST_BETWEEN))
        soak.break_something()
        if time.monotonic() >= look_at:
            wait_until(surely(lambda: looked(soak)), seconds=QUIET_WITHIN, what="a look")
            look_at = time.monotonic() + CHECK_EVERY


def looked(soak: Soak) -> bool:
    soak.look()
    return True


def live(seconds: float) -> None:
    until = time.monotonic() + seconds
    wait_until(lambda: time.monotonic() > until, seconds=2 * seconds + 60, what="time passed")

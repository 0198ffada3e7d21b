"""Children are started again when they die, ever slower, and stopped in order."""

import os
import signal
from dataclasses import dataclass, field

from gehoor.project.supervisor import LONGEST_WAIT, WELL_AFTER, Forked, Supervisor, in_words


@dataclass
class Pretended:
    """A child that lives and dies on command, and writes down what is asked of it."""

    name: str
    diary: list[str] = field(default_factory=list)
    pid: int | None = None
    end: str = ""
    is_stubborn: bool = False

    def start(self) -> None:
        self.pid, self.end = 100, ""
        self.diary.append(f"start {self.name}")

    def has_ended(self) -> str:
        return self.end

    def ask_to_stop(self) -> None:
        self.diary.append(f"stop {self.name}")
        self.end = "" if self.is_stubborn else "stopped"

    def kill(self) -> None:
        self.diary.append(f"kill {self.name}")
        self.end = "killed"


def test_a_child_that_died_is_started_again_after_a_short_wait() -> None:
    child = Pretended("web")
    supervisor = Supervisor([child])
    supervisor.look(now=0)

    child.end = "it ended with 1"
    supervisor.look(now=10)
    supervisor.look(now=10.1)
    assert child.diary == ["start web"]
    supervisor.look(now=10.3)

    assert child.diary == ["start web", "start web"]


def test_a_child_that_keeps_dying_is_started_ever_slower_but_always_again() -> None:
    child, now, waits = Pretended("web"), 0.0, []
    supervisor = Supervisor([child])
    [watch] = supervisor.watches
    for _ in range(12):
        supervisor.look(now)
        child.end = "it ended with 1"
        supervisor.look(now)
        waits.append(watch.start_at - now)
        now = watch.start_at

    assert waits == sorted(waits)
    assert waits[0] < 1
    assert waits[-1] == LONGEST_WAIT


def test_a_child_that_was_well_for_long_is_started_again_soon() -> None:
    child = Pretended("web")
    supervisor = Supervisor([child])
    [watch] = supervisor.watches
    watch.wait = LONGEST_WAIT
    supervisor.look(now=0)

    child.end = "it was ended by SIGKILL"
    supervisor.look(now=WELL_AFTER + 1)

    assert watch.start_at - (WELL_AFTER + 1) < 1


def test_the_database_stops_after_those_who_use_it() -> None:
    diary: list[str] = []
    web, database = Pretended("web", diary), Pretended("database", diary)
    supervisor = Supervisor([web], server=database)
    supervisor.look(now=0)

    supervisor.stop()

    assert diary == ["start web", "stop web", "stop database"]


def test_others_are_told_the_numbers_of_the_processes() -> None:
    told: list[dict[str, int]] = []
    supervisor = Supervisor([Pretended("web"), Pretended("poll")], tell=told.append)

    supervisor.look(now=0)
    supervisor.look(now=1)

    assert told == [{"web": 100, "poll": 100}]


def test_a_forked_child_tells_how_it_ended() -> None:
    ends = {}
    for name, work in {"well": lambda: None, "ill": lambda: os._exit(7)}.items():
        child = Forked(name, work)
        child.start()
        assert child.pid is not None
        os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
        ends[name] = child.has_ended()

    assert ends == {"well": "it ended with 0", "ill": "it ended with 7"}


def test_a_killed_child_is_described_by_the_signal() -> None:
    child = Forked("sleeper", signal.pause)
    child.start()
    assert child.pid is not None
    assert child.has_ended() == ""

    child.kill()
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)

    assert child.has_ended() == "it was ended by SIGKILL"


def test_endings_are_told_in_words() -> None:
    assert in_words(0) == "it ended with 0"
    assert in_words(signal.SIGTERM) == "it was ended by SIGTERM"

"""Children are started again when they die, ever slower, and stopped in order."""

import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from gehoor.project.supervisor import (
    HUNG_AFTER,
    LONGEST_WAIT,
    WELL_AFTER,
    Forked,
    Supervisor,
    Watch,
    in_words,
)
from gehoor.testing.processes import wait_until


@dataclass
class Pretended:
    """A child that lives and dies on command, and writes down what is asked of it."""

    name: str
    diary: list[str] = field(default_factory=list)
    pid: int | None = None
    end: str = ""
    is_stubborn: bool = False
    beats: int | None = None

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


def living(*, since: float = 0) -> tuple[Pretended, Supervisor]:
    """A child that said at `since` that it lives, and who watches it."""
    child = Pretended("poll", beats=1)
    supervisor = Supervisor([child])
    supervisor.look(now=since)
    return child, supervisor


def test_a_child_that_lives_and_says_nothing_any_more_is_ended_and_started_again() -> None:
    child, supervisor = living()

    for now in range(10, int(HUNG_AFTER) + 20, 10):
        supervisor.look(now=now)
    supervisor.look(now=now + 1)
    supervisor.look(now=now + 2)

    assert child.diary == ["start poll", "kill poll", "start poll"]


def test_a_child_that_goes_on_saying_that_it_lives_is_left_alone() -> None:
    child, supervisor = living()

    for now in range(10, 10 * int(HUNG_AFTER), 10):
        child.beats = now
        supervisor.look(now=now)

    assert child.diary == ["start poll"]


def test_a_child_that_never_says_anything_is_watched_for_its_end_only() -> None:
    child, supervisor = living()
    child.beats = None

    for now in range(10, 10 * int(HUNG_AFTER), 10):
        supervisor.look(now=now)

    assert child.diary == ["start poll"]


def test_who_slept_itself_does_not_blame_the_children_for_their_silence() -> None:
    child, supervisor = living()

    supervisor.look(now=10 * HUNG_AFTER)
    supervisor.look(now=10 * HUNG_AFTER + 10)

    assert child.diary == ["start poll"]


def test_a_forked_child_is_heard_by_who_started_it_and_heard_no_more_once_it_is_put_to_sleep() -> (
    None
):
    def live(beat: Callable[[], object]) -> None:
        while True:
            beat()
            time.sleep(0.01)

    child = Forked("sleeper", live)
    child.start()
    assert child.pid is not None
    wait_until(lambda: child.beats > 3, seconds=60, what="it says that it lives")

    os.kill(child.pid, signal.SIGSTOP)
    os.waitid(os.P_PID, child.pid, os.WSTOPPED | os.WNOWAIT)
    watch = Watch(child, is_running=True)
    wait_until(
        lambda: watch.silent_for(time.monotonic()) > 0.3, seconds=60, what="it says nothing more"
    )

    child.kill()
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
    assert child.has_ended() == "it was ended by SIGKILL"


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
    for name, work in {"well": lambda _: None, "ill": lambda _: os._exit(7)}.items():
        child = Forked(name, work)
        child.start()
        assert child.pid is not None
        os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
        ends[name] = child.has_ended()

    assert ends == {"well": "it ended with 0", "ill": "it ended with 7"}


def test_a_killed_child_is_described_by_the_signal() -> None:
    child = Forked("sleeper", lambda _: signal.pause())
    child.start()
    assert child.pid is not None
    assert child.has_ended() == ""

    child.kill()
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)

    assert child.has_ended() == "it was ended by SIGKILL"


def test_endings_are_told_in_words() -> None:
    assert in_words(0) == "it ended with 0"
    assert in_words(signal.SIGTERM) == "it was ended by SIGTERM"

"""F4, pushes: the database hangs, dies or has nothing left; the answer is "later", and in time."""

import json
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from statistics import median

import psutil
import psycopg
import pytest

from gehoor.project.embedded import Cluster
from gehoor.project.environment import OWNER_ROLE
from gehoor.testing.installation import Installation, new_home
from gehoor.testing.processes import wait_until
from gehoor.testing.pusher import NO_ANSWER, Answer, Pusher
from gehoor.testing.standin import Platform
from tests.faults import chance

pytestmark = [pytest.mark.faults, pytest.mark.processes, pytest.mark.quiet]

ROUNDS = chance.size(1, most=5)
TRIES = 5
WITHIN, BACK_WITHIN = 2.0, 60.0
CONNECTIONS = 3


class Town:
    """A whole running Gehoor, a platform that pushes to it, and its database to be hurt."""

    def __init__(self, installation: Installation) -> None:
        self.installation = installation
        self.citizens = Platform()
        told = json.loads(self._in_it("gehoor.testing.pushed_channel").splitlines()[-1])
        self.pusher = Pusher(told["address"], told["secret"], port=installation.port)
        self.waiting: list[dict[str, object]] = []

    def _in_it(self, module: str) -> str:
        environment = self.installation.environment | {
            "DJANGO_SETTINGS_MODULE": "gehoor.project.settings"
        }
        command = [sys.executable, "-m", module]
        return subprocess.run(
            command, env=environment, cwd="/", capture_output=True, text=True, check=True
        ).stdout

    def push_once(self) -> Answer:
        """Push something new; it is kept to be pushed again."""
        post = self.citizens.post()
        self.waiting.append(post)
        return self.pusher.push([post])

    def push_again(self) -> None:
        """Let the platform come again with everything, until each is stored."""
        for post in self.waiting:
            self.pusher.push_until_stored([post], seconds=BACK_WITHIN)

    def database(self) -> list[psutil.Process]:
        server = psutil.Process(self.installation.pids()["database"])
        return [server, *server.children(recursive=True)]

    def rows(self) -> list[str]:
        with self.connect() as direct:
            found = direct.execute("SELECT transport_id FROM channels_delivery ORDER BY id")
            return sorted(str(name) for (name,) in found)

    def expected(self) -> list[str]:
        return sorted(f"post/{post['id']}" for post in self.waiting)

    def connect(self) -> "psycopg.Connection[tuple[object, ...]]":
        return psycopg.connect(Cluster(self.installation.home).url(OWNER_ROLE))


@pytest.fixture(scope="module")
def place() -> Iterator[Town]:
    installation = Installation(new_home(), settings={"GEHOOR_WEB_CONNECTIONS": str(CONNECTIONS)})
    try:
        installation.start()
        yield Town(installation)
    finally:
        installation.remove()


@contextmanager
def stopped(processes: list[psutil.Process]) -> Iterator[None]:
    """Let them hang: they keep every connection and answer nothing."""
    for process in processes:
        process.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        for process in processes:
            process.send_signal(signal.SIGCONT)


def check_in_time(answers: list[Answer], record_property: Callable[[str, object], None]) -> None:
    said = f"{len(answers)} told to come later, half within {half(answers):.2f} s"
    record_property("measured", said)
    assert {answer.status for answer in answers} == {503}
    assert half(answers) < WITHIN


def half(answers: list[Answer]) -> float:
    return median(answer.seconds for answer in answers)


def test_a_database_that_hangs_is_told_within_two_seconds(
    place: Town, record_property: Callable[[str, object], None]
) -> None:
    answers = []
    for _ in range(ROUNDS):
        assert place.push_once().status == 200
        with stopped(place.database()):
            answers += [place.push_once() for _ in range(TRIES)]
        place.push_again()

    check_in_time(answers, record_property)
    assert place.rows() == place.expected()


def test_a_database_that_dies_is_told_at_once_and_comes_back(
    place: Town, record_property: Callable[[str, object], None]
) -> None:
    answers = []
    took = []
    for _ in range(ROUNDS):
        place.database()[0].kill()
        answers += [place.push_once() for _ in range(TRIES)]
        took.append(
            wait_until(
                lambda: place.push_once().status == 200, seconds=BACK_WITHIN, what="it is back"
            )
        )
        place.push_again()
    record_property("measured", f"back to service after {max(took):.1f} s at most")

    # The first may still be stored: its connection outlives the one who accepted it.
    assert {answer.status for answer in answers} <= {200, 503}
    assert half(answers) < WITHIN
    assert place.rows() == place.expected()


def test_a_pool_that_is_empty_is_told_within_two_seconds(
    place: Town, record_property: Callable[[str, object], None]
) -> None:
    """Visitors hold every connection of web, because a table they need is locked."""
    with place.connect() as direct:
        direct.execute("LOCK TABLE logins_session IN ACCESS EXCLUSIVE MODE")
        visitors = [threading.Thread(target=visit, args=[place]) for _ in range(CONNECTIONS)]
        for visitor in visitors:
            visitor.start()
        wait_until(
            lambda: waiting_for_lock(direct) >= CONNECTIONS, seconds=30, what="visitors wait"
        )
        answers = [place.push_once() for _ in range(TRIES)]
        direct.rollback()
    for visitor in visitors:
        visitor.join(30)
    place.push_again()

    check_in_time(answers, record_property)
    assert place.rows() == place.expected()


def visit(place: Town) -> None:
    page = replace(place.pusher, address=f"{place.installation.address}/inbox/")
    answer = page.send(b"", {"Cookie": "sessionid=abcdefgh"}, method="GET")
    assert answer.status != NO_ANSWER


def waiting_for_lock(direct: "psycopg.Connection[tuple[object, ...]]") -> int:
    found = direct.execute(
        "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'logins_session'::regclass"
    ).fetchone()
    return int(str(found[0])) if found else 0

"""F15: a new release comes in under load: tables changed, then one process after the other."""

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest

from gehoor.channels import actions as channels
from gehoor.channels.models import Channel, Delivery
from gehoor.health.models import Heartbeat
from gehoor.inbox.models import Conversation, Message, Reply
from gehoor.people.models import User
from gehoor.project.environment import OWNER_ROLE
from gehoor.testing.balancer import Balancer, balancing
from gehoor.testing.installation import free_port
from gehoor.testing.ownserver import OwnServer, own_server
from gehoor.testing.processes import Crew, wait_until
from gehoor.testing.pusher import Pusher
from gehoor.testing.web import session_of
from tests.faults import chance, releases
from tests.faults.life import going_on
from tests.faults.outside import Outside, rows_of
from tests.faults.town import CLASSES, Town, account_of, town

pytestmark = pytest.mark.faults

SEED = chance.SEED
SCALE = 0.1
ROUNDS = chance.size(1, most=5)
WEBS = ("web-1", "web-2")
BESIDE = {"worker": "worker", "poller": "poll"}
LOOK_EVERY, DRAIN = 0.2, 2.0
READY_WITHIN, QUIET_WITHIN = 120.0, 180.0
MOST_ERRORS = 0.001


@dataclass
class Fleet:
    """Processes of their own on one database: two that answer, one that works, one that asks."""

    server: OwnServer
    crew: Crew
    balancer: Balancer
    port: int
    """where visitors come, in front of both that answer"""
    place: Path | None = None
    """where the release lies that is started from now on; None is the one that is tested"""
    ports: dict[str, int] = field(default_factory=dict)

    def start(self, name: str) -> None:
        settings = self.server.settings | {
            "DATABASE_OWNER_URL": "",
            "GEHOOR_HOME": str(self.server.installation.home),
            "BASE_URL": f"http://localhost:{self.port}",
            "GEHOOR_DRAIN_SECONDS": str(DRAIN),
        }
        if name in WEBS:
            settings["GEHOOR_PORT"] = str(self.ports[name])
        if self.place is not None:
            settings["PYTHONPATH"] = str(self.place)
        self.crew.start(name, BESIDE.get(name, "web"), **settings)

    def is_up(self, name: str, version: str) -> bool:
        if name in WEBS and not self.balancer.ready[self.ports[name]]:
            return False
        number = self.crew.running[name].pid
        return Heartbeat.objects.filter(number=number, version=version).exists()

    def start_all(self, version: str) -> None:
        for name in (*WEBS, *BESIDE):
            self.start(name)
        for name in (*WEBS, *BESIDE):
            self._await(name, version)

    def deploy(self, release: Path, version: str) -> None:
        """Change the tables, then let each process make place for its successor, one by one."""
        self.migrate(release)
        self.place = release
        for name in (*WEBS, *BESIDE):
            self.crew.ask_to_stop(name, seconds=60)
            self.start(name)
            self._await(name, version)

    def migrate(self, release: Path) -> None:
        installation = self.server.installation
        installation.path = str(release)
        done = installation.command("migrate")
        assert done.returncode == 0, done.stderr
        assert "up to date now" in done.stdout

    def _await(self, name: str, version: str) -> None:
        wait_until(lambda: self.is_up(name, version), seconds=READY_WITHIN, what=f"{name} is up")


@pytest.fixture
def server(django_db_blocker: pytest.FixtureRequest) -> Iterator[OwnServer]:
    with django_db_blocker.unblock(), own_server(scale=SCALE) as running:  # type: ignore[attr-defined]
        yield running


@contextmanager
def fleet_on(server: OwnServer) -> Iterator[Fleet]:
    # Nothing of our working copy may be imported in its place by a process of another release.
    crew = Crew(SCALE, folder="/")
    ports = {name: free_port() for name in WEBS}
    balancer = Balancer(list(ports.values()), look_every=LOOK_EVERY)
    with balancing(balancer) as port:
        try:
            yield Fleet(server, crew, balancer, port, ports=ports)
        finally:
            crew.end()


def outside_of(place: Town, fleet: Fleet) -> Outside:
    """Let platforms push, and colleagues of channel A read and write, all through the proxy."""
    channel = Channel.objects.get(pk=place.channels["A"].pk)
    secret = channels.renew_push_secret(channel)
    address = f"http://localhost:{fleet.port}/hooks/{channel.push_key}"
    agent = User.objects.get(pk=place.agents["A"].user_id or pytest.fail("nobody"))
    conversation = Conversation.objects.filter(channel=channel).order_by("pk")[0]
    return Outside(
        fleet.port, Pusher(address, secret, account=account_of("A")), conversation.pk,
        [session_of(agent)], platforms=1, readers=3, pause=0.05,
    )  # fmt: skip


def test_a_new_release_under_load_loses_nothing_and_is_hardly_noticed(
    server: OwnServer,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    record_property: Callable[[str, object], None],
) -> None:
    with town(random.Random(SEED)) as place, fleet_on(server) as fleet:
        fleet.start_all(releases.version(0).removesuffix(".0"))
        place.write(*CLASSES)
        place.send_mail()
        wait_until(place.is_quiet, seconds=READY_WITHIN, what="the first messages read")
        outside = outside_of(place, fleet)
        outside.begin()
        with going_on(place, pause=0.5):
            for number in range(1, ROUNDS + 1):
                fleet.deploy(releases.make_release(tmp_path, number), releases.version(number))
        outside.end()
        place.posts += len(outside.pushes.tried)
        took = wait_until(place.is_quiet, seconds=QUIET_WITHIN, what="everything settled")
        said = f"{told(outside, fleet)}; {place.counts()}, final after {took:.1f} s"
        record_property("measured", said)
        with capsys.disabled():
            print(f"\nF15 seed={SEED} scale={SCALE} rounds={ROUNDS} {said}")  # noqa: T201

        assert errors(outside) < MOST_ERRORS
        assert lost_or_doubled(outside) == []
        assert place.broken_at_the_end(in_flight=0) == []


def told(outside: Outside, fleet: Fleet) -> str:
    asked = ", ".join(
        f"{len(each.tried)} {what} (errors: {dict(each.refused) or 'none'})"
        for what, each in outside.seen.items()
    )
    return f"{asked}; the proxy went elsewhere {fleet.balancer.elsewhere} times"


def errors(outside: Outside) -> float:
    """Return which part of all that was asked got no answer, or a wrong one."""
    again = sum(each.again for each in outside.seen.values())
    return again / (again + sum(len(each.promised) for each in outside.seen.values()))


def lost_or_doubled(outside: Outside) -> list[str]:
    pushed = Delivery.objects.values_list("transport_id", flat=True)
    written = dict(Message.objects.exclude(kind="in").values_list("pk", "text"))
    keys = [text.split()[-1] for text in written.values()]
    return [
        *rows_of(outside.pushes, [each.removeprefix("post/") for each in pushed]),
        *rows_of(outside.notes, keys),
        *rows_of(outside.replies, keys),
        *rows_of(
            outside.replies,
            [str(key) for key in Reply.objects.values_list("client_uuid", flat=True)],
        ),
    ]


def test_a_change_of_tables_that_must_wait_keeps_nobody_waiting(
    server: OwnServer, tmp_path: Path
) -> None:
    release = releases.make_release(tmp_path, 1)
    url = server.cluster.url(OWNER_ROLE)
    with town(random.Random(SEED)) as place, fleet_on(server) as fleet:
        place.write("A")
        migrating = threading.Thread(target=fleet.migrate, args=[release])
        with psycopg.connect(url) as reader:
            # As a backup does, which reads every table for as long as it lasts.
            reader.execute("SELECT count(*) FROM inbox_message")
            migrating.start()
            wait_until(lambda: waits_for_a_table(url), seconds=READY_WITHIN, what="it must wait")
            longest = longest_look(url, seconds=4.0)
        migrating.join(READY_WITHIN)

        assert longest < 3.0
        assert not migrating.is_alive()
        with psycopg.connect(url) as looking:
            assert looking.execute("SELECT release_1 FROM inbox_message").fetchall() == []


def waits_for_a_table(url: str) -> bool:
    with psycopg.connect(url) as looking:
        return bool(looking.execute("SELECT 1 FROM pg_locks WHERE NOT granted").fetchone())


def longest_look(url: str, *, seconds: float) -> float:
    """Read the table that must change again and again; return how long the longest look took."""
    until, longest = time.monotonic() + seconds, 0.0
    while time.monotonic() < until:
        begun = time.monotonic()
        with psycopg.connect(url) as looking:
            looking.execute("SELECT count(*) FROM inbox_message")
        longest = max(longest, time.monotonic() - begun)
        time.sleep(0.05)
    return longest

"""F5: the database is slow and the pool drained: who comes in is served, nothing is lost."""

import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from gehoor.people.models import User
from gehoor.project.environment import APP_ROLE, DATABASE_NAME
from gehoor.testing.faultproxy import Proxy, fault_proxy
from gehoor.testing.ownserver import OwnServer, own_server
from gehoor.testing.processes import wait_until
from gehoor.testing.web import session_of
from tests.faults import chance
from tests.faults.life import going_on, surely
from tests.faults.town import CLASSES, Town, town

pytestmark = pytest.mark.faults

SEED = chance.SEED
SCALE = 0.1
LATENCY, LASTS = (2.0, 600 * SCALE) if chance.ASKED else (0.3, 5.0)
# More than the web process has connections, so that its pool is drained all the time.
READERS, COMING_IN = 16, 3
PORT_OF_NOBODY = 1
MOST_REFUSED, TOLD_WITHIN, QUIET_WITHIN = 0.01, 2.0, 180.0


@pytest.fixture
def server(django_db_blocker: pytest.FixtureRequest) -> Iterator[OwnServer]:
    with django_db_blocker.unblock(), own_server(scale=SCALE) as running:  # type: ignore[attr-defined]
        yield running


@pytest.fixture
def proxy(server: OwnServer) -> Iterator[Proxy]:
    """Put a proxy between the program and its database, and start the program."""
    with fault_proxy(server.cluster.sockets / ".s.PGSQL.5432") as running:
        address = f"postgresql://{APP_ROLE}@127.0.0.1:{running.port}/{DATABASE_NAME}"
        server.installation.settings["DATABASE_URL"] = address
        server.installation.start()
        yield running


def test_a_slow_database_and_a_drained_pool_keep_nobody_out_and_lose_nothing(
    server: OwnServer,
    proxy: Proxy,
    capsys: pytest.CaptureFixture[str],
    record_property: Callable[[str, object], None],
) -> None:
    with town(random.Random(SEED)) as place:
        place.write(*CLASSES)
        wait_until(surely(place.is_quiet), seconds=QUIET_WITHIN, what="the first messages read")
        with going_on(place):
            proxy.latency = LATENCY
            pages, logins = crowd(server, place)
            proxy.latency = 0
        took = wait_until(surely(place.is_quiet), seconds=QUIET_WITHIN, what="everything settled")
        said = (
            f"latency {LATENCY:.1f} s: log-in page {dict(logins)}, pages {dict(pages)}, "
            f"{place.counts()}, final after {took:.1f} s"
        )
        record_property("measured", said)
        with capsys.disabled():
            print(f"\nF5 seed={SEED} scale={SCALE} {said}")  # noqa: T201

        assert set(pages) <= {200, 503}, "a page may say that Gehoor is busy, and nothing else"
        refused = sum(times for status, times in logins.items() if status >= 500)
        assert refused <= MOST_REFUSED * sum(logins.values())
        assert place.broken_at_the_end(in_flight=place.posts) == []


def crowd(server: OwnServer, place: Town) -> tuple[Counter[int], Counter[int]]:
    """Let many read pages and some come in, all at once and for a while; count the answers."""
    agent = User.objects.get(pk=place.agents["A"].user_id or pytest.fail("nobody"))
    session = session_of(agent)
    address, stop = server.installation.address, threading.Event()
    timer = threading.Timer(LASTS, stop.set)
    timer.start()
    with ThreadPoolExecutor(READERS + COMING_IN) as pool:
        reading = [
            pool.submit(visit, f"{address}/", {"sessionid": session}, stop) for _ in range(READERS)
        ]
        coming = [pool.submit(visit, f"{address}/login/", {}, stop) for _ in range(COMING_IN)]
    return sum((each.result() for each in reading), Counter()), sum(
        (each.result() for each in coming), Counter()
    )


def visit(address: str, cookies: dict[str, str], stop: threading.Event) -> Counter[int]:
    answers: Counter[int] = Counter()
    while not stop.is_set():
        found = httpx.get(address, cookies=cookies, timeout=120, follow_redirects=True)
        answers[found.status_code] += 1
        stop.wait(0.1)
    return answers


def test_who_asks_while_the_database_is_away_hears_so_soon(server: OwnServer, proxy: Proxy) -> None:
    proxy.target = PORT_OF_NOBODY
    proxy.hang_up()

    begun = time.monotonic()
    answer = httpx.get(
        f"{server.installation.address}/", cookies={"sessionid": "x" * 32}, timeout=60
    )

    assert answer.status_code == 503
    # Ten times the promise: neighbours on the machine say nothing about us.
    assert time.monotonic() - begun < 10 * TOLD_WITHIN
    assert httpx.get(f"{server.installation.address}/login/", timeout=60).status_code == 200

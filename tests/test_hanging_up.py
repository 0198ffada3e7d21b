"""Who hangs up in the middle of a request takes no connection to the database along."""

import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

import httpx
import psycopg
import pytest

from gehoor.people.models import User
from gehoor.people.policies import Role
from gehoor.testing import make
from gehoor.testing.ports import free_port
from gehoor.testing.processes import Crew, database_url, wait_until
from gehoor.testing.web import session_of

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]

LEAVERS, POOL = 50, 4
# The pool, the listening to news, and the sign of life.
MOST_SESSIONS = POOL + 2
PATIENCE = 60.0
OF_WEB = (
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE datname = current_database() AND application_name LIKE 'gehoor-web-%'"
)


@dataclass
class Web:
    """One web process with a small pool, and somebody who is logged in."""

    port: int
    cookie: str

    def ask(self) -> socket.socket:
        """Ask for a page; who closes what this returns hangs up."""
        asking = socket.create_connection(("127.0.0.1", self.port))
        head = f"GET /inbox/team/ HTTP/1.1\r\nHost: localhost:{self.port}\r\nCookie: {self.cookie}"
        asking.sendall(f"{head}\r\n\r\n".encode())
        return asking

    def status(self, path: str) -> int:
        try:
            address = f"http://localhost:{self.port}{path}"
            return httpx.get(address, headers={"Cookie": self.cookie}, timeout=PATIENCE).status_code
        except httpx.TransportError:
            return 0


@pytest.fixture
def web() -> Iterator[Web]:
    agent = make.user(Role.AGENT, teams=(make.team(),))
    crew = Crew(1.0)
    web = Web(free_port(), f"sessionid={session_of(agent)}")
    settings = {"GEHOOR_PORT": str(web.port), "BASE_URL": "", "GEHOOR_WEB_CONNECTIONS": str(POOL)}
    try:
        crew.start("web", "web", **settings)
        wait_until(lambda: web.status("/inbox/team/") == 200, seconds=PATIENCE, what="web answers")
        yield web
    finally:
        crew.end()


@contextmanager
def held() -> Iterator[None]:
    """Let every request that asks who somebody is wait as long as the block lasts."""
    with psycopg.connect(database_url()) as holding:
        holding.execute(f"LOCK TABLE {User._meta.db_table} IN ACCESS EXCLUSIVE MODE".encode())
        yield


def count(database: psycopg.Connection[Any], which: str = "") -> int:
    found = database.execute((OF_WEB + which).encode()).fetchone()
    return int(found[0]) if found else 0


def waiting(database: psycopg.Connection[Any]) -> int:
    return count(database, " AND wait_event_type = 'Lock'")


def test_fifty_who_hang_up_in_mid_request_leave_every_connection_behind(web: Web) -> None:
    with psycopg.connect(database_url(), autocommit=True) as database:
        for _ in range(3):
            with held(), ExitStack() as leaving:
                for _ in range(LEAVERS):
                    leaving.enter_context(web.ask())
                wait_until(
                    lambda: waiting(database) == POOL, seconds=PATIENCE, what="all are at work"
                )
            wait_until(lambda: waiting(database) == 0, seconds=PATIENCE, what="nobody is")
            assert count(database) <= MOST_SESSIONS

        # The pool has them all again: as many pages as it has connections are made at once.
        with ThreadPoolExecutor(POOL) as readers:
            wait_until(lambda: all_read(web, readers, database), seconds=PATIENCE, what="all again")
        assert count(database) <= MOST_SESSIONS


def all_read(web: Web, readers: ThreadPoolExecutor, database: psycopg.Connection[Any]) -> bool:
    """Do as many pages as there are connections wait at once, and are they shown then?"""
    with held():
        pages = [readers.submit(web.status, "/inbox/team/") for _ in range(POOL)]
        wait_until(
            lambda: waiting(database) == POOL or any(page.done() for page in pages),
            seconds=PATIENCE, what="all are at work again",
        )  # fmt: skip
        are_all_at_work = waiting(database) == POOL
    return are_all_at_work and [page.result() for page in pages] == [200] * POOL

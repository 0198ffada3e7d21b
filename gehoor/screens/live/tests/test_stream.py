"""The event stream as a browser meets it: a real server, real sessions, the real database."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from http.client import HTTPConnection, HTTPResponse, IncompleteRead
from statistics import quantiles
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from gehoor.flows import second_steps, sessions, staffing
from gehoor.kit.live import announce
from gehoor.logins.models import Session
from gehoor.people.models import RoleHeld, User
from gehoor.people.policies import Role
from gehoor.screens.live.door import Door, Receive, Scope, Send
from gehoor.testing import make
from gehoor.testing.web import running, session_of

pytestmark = pytest.mark.django_db(transaction=True)

CHECK_SECONDS = 0.2
# The promise is 5 seconds for checks each 4; here checks come twenty times as often.
ENDS_WITHIN = 5 * CHECK_SECONDS / 4 + 1
PATIENCE = 10


@dataclass
class Screen:
    """Somebody's open stream, read in the background."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    hints: list[dict[str, Any]] = field(default_factory=list)
    heard_at: list[float] = field(default_factory=list)
    has_ended: bool = False

    def read(self, response: HTTPResponse) -> None:
        event = ""
        with suppress(IncompleteRead, ValueError, OSError):  # we left in the middle of it
            while line := response.readline().decode():
                self.lines.append(line.rstrip("\n"))
                if line.startswith("event: "):
                    event = line
                if line.startswith("data: ") and not event:
                    self.heard_at.append(time.perf_counter())
                    self.hints.append(json.loads(line.removeprefix("data: ")))
                if line == "\n":
                    event = ""
            self.has_ended = True

    def hears(self, event: str) -> bool:
        return f"event: {event}" in self.lines


class Live:
    """A running server with only the event stream behind it."""

    def __init__(self, port: int, door: Door) -> None:
        self.port = port
        self.door = door

    @contextmanager
    def opened_by(self, session: str) -> Iterator[Screen]:
        before = len(self.door.hub.streams)
        browser = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        browser.request(
            "GET", "/live", headers={"Cookie": f"{settings.SESSION_COOKIE_NAME}={session}"}
        )
        response = browser.getresponse()
        screen = Screen(response.status, {k.lower(): v for k, v in response.getheaders()})
        reading = threading.Thread(target=screen.read, args=[response])
        reading.start()
        if response.status == 200:
            soon(lambda: len(self.door.hub.streams) > before)
        try:
            yield screen
        finally:
            if browser.sock:
                browser.sock.shutdown(socket.SHUT_RDWR)
            else:
                response.close()
            reading.join(PATIENCE)
            browser.close()


def soon(is_so: Callable[[], object], *, within: float = PATIENCE) -> None:
    """Wait until `is_so`, around a real server and no longer than `within`."""
    deadline = time.monotonic() + within
    while not is_so():
        assert time.monotonic() < deadline, "It did not happen in time."
        time.sleep(0.005)


@pytest.fixture
def live() -> Iterator[Live]:
    with serving() as found:
        yield found


@contextmanager
def serving(*, heartbeat_seconds: float = 20) -> Iterator[Live]:
    door = Door(check_seconds=CHECK_SECONDS, heartbeat_seconds=heartbeat_seconds)

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "lifespan":
            await door(scope, receive, send)
            return
        await receive()
        door.start()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await door.stop()
        await send({"type": "lifespan.shutdown.complete"})

    with running(application, before_shutdown=door.close) as port:
        soon(lambda: door.hub.hears)
        yield Live(port, door)


def agent(**given: Any) -> tuple[User, int]:
    team = make.team()
    return make.user(Role.AGENT, teams=(team,), **given), team.pk


def test_a_hint_arrives_after_the_commit_and_not_before(live: Live) -> None:
    user, team = agent()

    with live.opened_by(session_of(user)) as screen:
        with transaction.atomic():
            announce(f"team-{team}", "conversation", 7)
            assert screen.hints == []
        soon(lambda: screen.hints)

    assert screen.hints == [{"topic": f"team-{team}", "kind": "conversation", "id": 7}]


def test_a_hint_of_what_was_rolled_back_never_arrives(live: Live) -> None:
    user, team = agent()

    with live.opened_by(session_of(user)) as screen:
        with transaction.atomic():
            announce(f"team-{team}", "conversation", 7)
            transaction.set_rollback(True)
        announce(f"team-{team}", "conversation", 8)
        soon(lambda: screen.hints)

    assert [hint["id"] for hint in screen.hints] == [8]


def test_nobody_hears_of_other_teams_other_people_or_settings_that_are_not_theirs(
    live: Live,
) -> None:
    user, team = agent()
    other, other_team = agent()

    with live.opened_by(session_of(user)) as screen:
        for topic in (f"team-{other_team}", f"user-{other.pk}", "settings", "team-%", "team-"):
            announce(topic, "conversation", 1)
        # Notices arrive in order, so once the last is here the others will not come.
        announce(f"team-{team}", "conversation", 2)
        soon(lambda: screen.hints)

    assert [hint["id"] for hint in screen.hints] == [2]


def test_an_administrator_hears_of_settings_and_not_of_conversations(live: Live) -> None:
    team = make.team()
    user = make.user(Role.ADMINISTRATOR, teams=(team,))

    with live.opened_by(session_of(user)) as screen:
        announce(f"team-{team.pk}", "conversation", 1)
        announce("settings", "channel", 2)
        announce(f"user-{user.pk}", "draft", 3)
        soon(lambda: len(screen.hints) == 2)

    assert [hint["id"] for hint in screen.hints] == [2, 3]


def test_who_is_not_logged_in_is_refused(live: Live) -> None:
    for session in ("", "made-up"):
        with live.opened_by(session) as screen:
            assert screen.status == 401


def test_who_was_deactivated_is_refused(live: Live) -> None:
    user, _ = agent()
    session = session_of(user)
    User.objects.filter(pk=user.pk).update(is_active=False)

    with live.opened_by(session) as screen:
        assert screen.status == 401


def test_only_asking_is_possible(live: Live) -> None:
    browser = HTTPConnection("127.0.0.1", live.port, timeout=PATIENCE)
    browser.request("POST", "/live")

    assert browser.getresponse().status == 405
    browser.close()


def _deactivate(user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)


def _log_out(user: User) -> None:
    Session.objects.all().delete()


def _let_the_session_end(user: User) -> None:
    Session.objects.update(expire_date=timezone.now())


def _change_the_password(user: User) -> None:
    user.set_password("een heel ander wachtwoord")
    user.save()


def _be_away_for_too_long(user: User) -> None:
    Session.objects.update(seen_at=timezone.now() - timedelta(minutes=31))


def _be_logged_out_by_an_administrator(user: User) -> None:
    sessions.end_of_colleague(make.actor(Role.ADMINISTRATOR), user)


def _lose_the_second_step(user: User) -> None:
    second_steps.reset(make.actor(Role.ADMINISTRATOR), user, reason="Verloren")


def _lose_a_role(user: User) -> None:
    staffing.change_colleague(
        make.actor(Role.ADMINISTRATOR),
        user,
        name=user.name,
        email=user.email,
        teams=list(user.teams.all()),
        roles={Role.READER: None},
    )


def _delete(user: User) -> None:
    User.objects.filter(pk=user.pk).delete()


@pytest.mark.parametrize(
    "lose",
    [
        _deactivate,
        _log_out,
        _let_the_session_end,
        _change_the_password,
        _be_away_for_too_long,
        _be_logged_out_by_an_administrator,
        _lose_the_second_step,
        _lose_a_role,
        _delete,
    ],
)
def test_a_stream_ends_within_five_seconds_of_the_login(
    live: Live, lose: Callable[[User], None]
) -> None:
    user, _ = agent()

    with live.opened_by(session_of(user)) as screen:
        lose(user)
        soon(lambda: screen.has_ended, within=ENDS_WITHIN)


def _lose_the_role(user: User) -> None:
    RoleHeld.objects.filter(user=user).delete()


def _let_the_role_end(user: User) -> None:
    RoleHeld.objects.filter(user=user).update(until=timezone.now())


def _leave_the_team(user: User) -> None:
    user.teams.clear()


@pytest.mark.parametrize("lose", [_lose_the_role, _let_the_role_end, _leave_the_team])
def test_who_loses_a_role_or_team_no_longer_hears_of_it(
    live: Live, lose: Callable[[User], None]
) -> None:
    user, team = agent()

    with live.opened_by(session_of(user)) as screen:
        lose(user)
        # They may have things on screen that they may no longer see.
        soon(lambda: screen.hears("refetch"), within=ENDS_WITHIN)
        announce(f"team-{team}", "conversation", 1)
        announce(f"user-{user.pk}", "draft", 2)
        soon(lambda: screen.hints)

    assert [hint["id"] for hint in screen.hints] == [2]


def test_who_joins_a_team_hears_of_it_without_reconnecting(live: Live) -> None:
    user, _ = agent()
    new = make.team()

    with live.opened_by(session_of(user)) as screen:
        user.teams.add(new)
        soon(lambda: screen.hears("refetch"), within=ENDS_WITHIN)
        announce(f"team-{new.pk}", "conversation", 5)
        soon(lambda: screen.hints)

    assert screen.hints[0]["id"] == 5


def test_after_the_database_hung_up_every_screen_fetches_anew(live: Live) -> None:
    user, team = agent()

    with live.opened_by(session_of(user)) as screen:
        _hang_up()
        soon(lambda: screen.hears("refetch"))
        announce(f"team-{team}", "conversation", 9)
        soon(lambda: screen.hints)

    assert screen.lines.index("event: lost") < screen.lines.index("event: refetch")
    assert screen.hints[-1]["id"] == 9


def _hang_up() -> None:
    """End the listening connection, as a restart of the database would.

    It is known by the start of what it asked last: the database keeps 1,024 bytes of that.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND (query LIKE 'LISTEN%%' OR query LIKE '%%SELECT asked.session%%')"
        )
        assert cursor.rowcount == 1


def test_a_quiet_stream_shows_that_it_lives() -> None:
    user, _ = agent()

    with serving(heartbeat_seconds=0.05) as live, live.opened_by(session_of(user)) as screen:
        soon(lambda: screen.lines.count(": still here") >= 3)

    assert screen.lines[0] == "retry: 2000"


def test_a_screen_that_leaves_is_forgotten(live: Live) -> None:
    user, _ = agent()

    with live.opened_by(session_of(user)):
        assert len(live.door.hub.streams) == 1

    soon(lambda: not live.door.hub.streams)


def test_the_server_stops_at_once_though_a_stream_is_open() -> None:
    user, _ = agent()

    with serving() as live, live.opened_by(session_of(user)) as screen:
        live.door.close()
        soon(lambda: screen.has_ended, within=1)


def test_a_stream_is_never_cached_buffered_or_guessed_at(live: Live) -> None:
    user, _ = agent()

    with live.opened_by(session_of(user)) as screen:
        assert screen.headers["content-type"] == "text/event-stream; charset=utf-8"
        assert screen.headers["cache-control"] == "no-store"
        assert screen.headers["x-accel-buffering"] == "no"
        assert screen.headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in screen.headers["content-security-policy"]


def test_a_hint_is_fast(live: Live, record_property: Callable[[str, object], None]) -> None:
    user, team = agent()
    told = []

    with live.opened_by(session_of(user)) as screen:
        for number in range(100):
            told.append(time.perf_counter())
            announce(f"team-{team}", "conversation", number)
            soon(lambda: len(screen.hints) == len(told))

    taken = [heard - said for said, heard in zip(told, screen.heard_at, strict=True)]
    half, nearly_all = quantiles(taken, n=20)[9], quantiles(taken, n=20)[18]
    record_property("hint_ms", {"p50": half * 1000, "p95": nearly_all * 1000})
    assert half < 0.5

"""The whole program as people start, use, break and stop it."""

import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import psutil
import psycopg
import pytest

from gehoor.project import binaries, lock
from gehoor.project.embedded import Cluster
from gehoor.project.environment import OWNER_ROLE
from gehoor.testing.installation import ROOT, Installation, is_alive, new_home
from gehoor.testing.processes import wait_until

pytestmark = pytest.mark.processes

WARM_START, STOP = 4.0, 5.0


@pytest.fixture
def stopped() -> Iterator[Installation]:
    installation = Installation(new_home())
    yield installation
    installation.remove()


@pytest.fixture(scope="module")
def running() -> Iterator[Installation]:
    """One installation that the gentle tests of this file share."""
    installation = Installation(new_home())
    installation.start()
    yield installation
    installation.remove()


def test_a_start_prints_the_address_and_a_link_for_the_first_administrator(
    running: Installation,
) -> None:
    link = re.search(rf"{running.address}/\S+/\S+", running.said())

    assert f"Gehoor runs at {running.address}" in running.said()
    assert link
    assert httpx.get(link[0], follow_redirects=True).status_code == 200


def test_the_first_page_is_answered(running: Installation) -> None:
    assert httpx.get(running.address, follow_redirects=True).status_code == 200


def test_a_second_start_says_that_it_runs_already(running: Installation) -> None:
    second = running.command("run")

    assert second.returncode == 1
    assert "runs already" in second.stderr
    assert running.address in second.stderr


def test_only_our_own_machine_can_reach_it(running: Installation) -> None:
    assert running.process is not None
    family = [running.process.pid, *running.pids().values()]
    open_to = {
        connection.laddr.ip
        for pid in family
        for connection in psutil.Process(pid).net_connections(kind="inet")
        if connection.status == psutil.CONN_LISTEN
    }

    assert open_to == {"127.0.0.1"}


def test_the_doctor_is_content_with_a_running_installation(running: Installation) -> None:
    examined = running.command("doctor")

    assert "red" not in examined.stdout
    assert "the log can be added to and read, not changed" in examined.stdout
    assert examined.returncode == 0


def test_the_doctor_and_other_commands_refuse_an_old_schema(running: Installation) -> None:
    rows = "FROM django_migrations WHERE app = 'inbox'"
    with psycopg.connect(Cluster(running.home).url(OWNER_ROLE), autocommit=True) as owner:
        kept = owner.execute(f"DELETE {rows} RETURNING app, name, applied").fetchall()
        try:
            examined, refused = running.command("doctor"), running.command("worker")
        finally:
            for row in kept:
                owner.execute(
                    "INSERT INTO django_migrations (app, name, applied) VALUES (%s, %s, %s)", row
                )

    assert examined.returncode == refused.returncode == 1
    assert "old schema" in examined.stdout
    assert "gehoor migrate" in refused.stderr


def test_an_administrator_can_be_invited_again(running: Installation) -> None:
    invited = running.command("invite-administrator")

    assert invited.returncode == 0
    assert invited.stdout.startswith(running.address)


@pytest.mark.parametrize("name", ["worker", "poll", "web", "database"])
def test_a_killed_process_is_started_again(running: Installation, name: str) -> None:
    wait_until(lambda: len(running.pids()) == 4, what="all four run")
    before = running.pids()[name]

    os.kill(before, signal.SIGKILL)

    wait_until(lambda: running.pids().get(name, before) != before, what=f"a new {name} runs")
    wait_until(running.answers, what="a page is shown")
    wait_until(lambda: running.command("doctor").returncode == 0, what="doctor finds all well")


@pytest.mark.long
def test_a_process_that_hangs_is_ended_and_started_again(stopped: Installation) -> None:
    stopped.settings |= {"GEHOOR_TESTING": "1", "GEHOOR_TIME_SCALE": "0.1"}
    stopped.start()
    wait_until(lambda: len(stopped.pids()) == 4, what="all four run")
    hanging = {name: stopped.pids()[name] for name in ("worker", "poll", "web")}

    for pid in hanging.values():
        os.kill(pid, signal.SIGSTOP)

    wait_until(lambda: not set(stopped.pids().values()) & set(hanging.values()), what="new ones")
    wait_until(stopped.answers, what="a page is shown")
    for name in hanging:
        assert f"{name}: silent for" in stopped.said()


@pytest.mark.long
def test_a_process_that_cannot_start_is_tried_ever_slower_and_harms_no_other(
    stopped: Installation,
) -> None:
    stopped.settings["GEHOOR_WORKER_CONCURRENCY"] = "many"
    stopped.start()
    others = {name: pid for name, pid in stopped.pids().items() if name != "worker"}

    wait_until(lambda: len(waits_in(stopped.said())) >= 5, what="it was started five times")

    waits = waits_in(stopped.said())
    assert waits == sorted(waits)
    assert waits[4] >= 8 * waits[0]
    assert stopped.answers()
    assert {name: stopped.pids()[name] for name in others} == others
    assert "GEHOOR_WORKER_CONCURRENCY must be a whole number" in stopped.said()


def waits_in(log: str) -> list[float]:
    """Return how long the supervisor waited before each next start of the worker."""
    found = re.findall(r"worker: it ended .* starts again in ([0-9.e+]+) s", log)
    return [float(seconds) for seconds in found]


@pytest.mark.quiet
def test_what_was_prepared_once_starts_fast_and_stops_fast(stopped: Installation) -> None:
    stopped.start()
    stopped.press_ctrl_c()

    # The best of three: a neighbour on the machine says nothing about us.
    started_in, stopped_in = zip(
        *((stopped.start(), stopped.press_ctrl_c()) for _ in range(3)), strict=True
    )

    assert min(started_in) < WARM_START
    assert max(stopped_in) < STOP
    assert stopped.process is not None
    assert stopped.process.returncode == 0
    assert "Traceback" not in stopped.said()


@pytest.mark.quiet
def test_ctrl_c_stops_it_also_while_it_is_starting(stopped: Installation) -> None:
    stopped.begin()
    wait_until((stopped.home / "run" / ".s.PGSQL.5432").exists, what="the database listens")

    assert stopped.press_ctrl_c() < STOP
    assert "Traceback" not in stopped.said()
    assert lock.running(stopped.home) == {}


@pytest.mark.quiet
def test_an_open_event_stream_does_not_keep_it_from_stopping(stopped: Installation) -> None:
    stopped.start()
    with socket.create_connection(("127.0.0.1", stopped.port)) as stream:
        stream.sendall(b"GET /live HTTP/1.1\r\nHost: localhost\r\n\r\n")

        assert stopped.press_ctrl_c() < STOP


def test_when_the_supervisor_is_killed_everything_ends_and_can_start_again(
    stopped: Installation,
) -> None:
    stopped.start()
    assert stopped.process is not None
    wait_until(lambda: len(stopped.pids()) == 4, what="all four run")
    family = [psutil.Process(pid) for pid in stopped.pids().values()]

    os.kill(stopped.process.pid, signal.SIGKILL)
    stopped.process.wait()
    stopped.start()

    wait_until(lambda: not any(is_alive(each) for each in family), what="the old ones ended")
    wait_until(lambda: len(stopped.pids()) == 4, what="all four run")
    wait_until(stopped.answers, what="a page is shown")


def test_a_taken_port_is_told_before_anything_else_happens(stopped: Installation) -> None:
    with socket.socket() as stranger:
        stranger.bind(("127.0.0.1", stopped.port))
        stranger.listen()

        refused, examined = stopped.command("run"), stopped.command("doctor")

    assert refused.returncode == examined.returncode == 1
    assert f"Port {stopped.port} on 127.0.0.1 cannot be used" in refused.stderr
    assert "taken by another program" in examined.stdout


@pytest.mark.parametrize("command", ["web", "worker", "poll"])
def test_nothing_starts_without_keys(stopped: Installation, command: str) -> None:
    refused = stopped.command(command)

    assert refused.returncode == 1
    assert "There is no GEHOOR_SECRET_KEY" in refused.stderr


def test_a_database_that_cannot_be_reached_is_told_in_words(stopped: Installation) -> None:
    nowhere = {"DATABASE_URL": "postgresql://gehoor@127.0.0.1:1/gehoor"}

    for command in ("run", "migrate"):
        refused = stopped.command(command, **nowhere)
        assert refused.returncode == 1
        assert "127.0.0.1 cannot be reached" in refused.stderr
        assert "Traceback" not in refused.stderr
    assert "127.0.0.1 cannot be reached" in stopped.command("doctor", **nowhere).stdout


def test_a_folder_with_too_long_a_name_is_told_in_words(stopped: Installation) -> None:
    refused = stopped.command("run", GEHOOR_HOME=str(stopped.home / ("x" * 100)))

    assert refused.returncode == 1
    assert "too long a name" in refused.stderr


def test_migrate_starts_the_embedded_database_for_itself(stopped: Installation) -> None:
    migrated, again = stopped.command("migrate"), stopped.command("migrate")

    assert "up to date now" in migrated.stdout
    assert "up to date already" in again.stdout
    assert not (stopped.home / "run" / ".s.PGSQL.5432").exists()


def test_it_runs_as_an_ordinary_user() -> None:
    if os.getuid():
        pytest.skip("We are an ordinary user already: every other test here shows it.")
    installation = Installation(new_home(), user="nobody")
    installation.python, installation.path = reachable_python("nobody", installation.home)
    nobody = pwd.getpwnam("nobody")
    os.chown(installation.home, nobody.pw_uid, nobody.pw_gid)
    try:
        installation.start()
        owners = {psutil.Process(pid).username() for pid in installation.pids().values()}
        installation.press_ctrl_c()
    finally:
        installation.remove()

    assert owners == {"nobody"}


def reachable_python(user: str, folder: Path) -> tuple[str, str]:
    """Return a Python of our own release and our packages, copied if `user` cannot reach them."""
    release = f"python{sys.version_info.major}.{sys.version_info.minor}"
    pythons = [sys.executable, shutil.which(release, path="/usr/bin:/usr/local/bin")]
    packages = Path(psycopg.__file__).parents[1]
    path = f"{ROOT}:{packages}"
    if not (binaries.can_be_reached(ROOT) and binaries.can_be_reached(packages)):
        shutil.copytree(packages, folder / "packages")
        shutil.copytree(ROOT / "gehoor", folder / "packages" / "gehoor")
        path = str(folder / "packages")
    for python in pythons:
        if python and _can_import(python, path, user):
            return python, path
    pytest.skip(f"NOT SHOWN: user {user} can run no {release} that knows our packages.")


def _can_import(python: str, path: str, user: str) -> bool:
    try:
        tried = subprocess.run(
            [python, "-c", "import gehoor.project.embedded, django"],
            env={"PYTHONPATH": path},
            user=user,
            cwd="/",
            capture_output=True,
            check=False,
        )
    except PermissionError:
        return False
    return tried.returncode == 0


def test_started_by_root_the_database_runs_as_another_user(running: Installation) -> None:
    if os.getuid():
        pytest.skip("We are an ordinary user.")

    assert psutil.Process(running.pids()["database"]).username() == "nobody"


def test_root_can_work_in_a_closed_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if os.getuid():
        pytest.skip("Only root needs another user for the database.")
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    # As if the packages were in root's own folder.
    monkeypatch.setattr(binaries, "can_be_reached", lambda _: False)
    cluster = Cluster(closed)
    try:
        cluster.start()

        assert cluster.base.is_relative_to("/var/lib/gehoor")
        assert cluster.programs.is_relative_to(cluster.base)
        assert cluster.base.stat().st_mode & 0o777 == 0o700
    finally:
        cluster.stop()
        shutil.rmtree(cluster.base)

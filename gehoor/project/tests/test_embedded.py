"""The embedded PostgreSQL: closed to others, silent about people, and hard to confuse."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from gehoor.project import binaries
from gehoor.project.binaries import DatabaseDidNotStart, user_of_server
from gehoor.project.embedded import SUPERUSER, Cluster
from gehoor.project.environment import OWNER_ROLE
from gehoor.testing.processes import wait_until


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    with tempfile.TemporaryDirectory(prefix="gehoor-") as folder:
        Path(folder).chmod(0o711)
        installed = os.environ.get("GEHOOR_TEST_POSTGRES")
        made = Cluster(
            Path(folder), is_durable=False, installed=Path(installed) if installed else None
        )
        made.start()
        yield made
        made.stop()


def connect(cluster: Cluster) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(cluster.url(OWNER_ROLE), autocommit=True)


def setting(cluster: Cluster, name: str) -> object:
    with connect(cluster) as connection:
        found = connection.execute("SELECT current_setting(%s)", [name]).fetchone()
    assert found
    return found[0]


def test_it_opens_no_network_port_and_its_socket_is_behind_a_closed_folder(
    cluster: Cluster,
) -> None:
    assert setting(cluster, "listen_addresses") == ""
    assert cluster.sockets.resolve().stat().st_mode & 0o777 == 0o700
    assert cluster.base.stat().st_mode & 0o777 == 0o700


def test_nobody_is_trusted_by_name(cluster: Cluster) -> None:
    rules = (cluster.data / "pg_hba.conf").read_text()

    assert rules.split() == ["local", "all", "all", "peer", "map=gehoor"]


def test_roles_that_work_are_no_superusers(cluster: Cluster) -> None:
    with connect(cluster) as connection:
        mighty = connection.execute("SELECT rolname FROM pg_roles WHERE rolsuper").fetchall()

    assert mighty == [(SUPERUSER,)]


def test_letters_of_every_language_sort_and_fold_without_surprise(cluster: Cluster) -> None:
    with connect(cluster) as connection:
        found = connection.execute("SELECT lower('ÉÜĲ'), upper('ß-é'), length('ĳ🙂')").fetchone()

    assert found is not None
    assert found[0] == "éüĳ"
    assert found[2] == 2


def test_the_log_of_the_server_never_quotes_what_people_wrote(cluster: Cluster) -> None:
    with connect(cluster) as connection:
        connection.execute("CREATE TABLE people (email text PRIMARY KEY)")
        connection.execute("INSERT INTO people VALUES ('jan@example.org')")
        with pytest.raises(psycopg.errors.UniqueViolation, match=r"jan@example\.org"):
            connection.execute("INSERT INTO people VALUES ('jan@example.org')")
        with pytest.raises(psycopg.errors.InvalidTextRepresentation):
            connection.execute("SELECT 'jan@example.org'::int")

    assert "jan@example.org" not in cluster.log.read_text()


def test_a_server_that_outlived_its_starter_is_replaced(cluster: Cluster) -> None:
    orphan = cluster.process
    assert orphan is not None
    with connect(cluster) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1 AS one")

    cluster.start()

    assert orphan.wait(10) == 0
    with connect(cluster) as connection:
        assert connection.execute("SELECT one FROM kept").fetchone() == (1,)


def test_data_of_another_release_are_refused_and_left_alone(tmp_path: Path) -> None:
    cluster = Cluster(tmp_path)
    cluster.data.mkdir(parents=True)
    (cluster.data / "PG_VERSION").write_text("9\n")
    try:
        with pytest.raises(DatabaseDidNotStart, match=r"made by PostgreSQL 9.*Nothing was changed"):
            cluster.launch()

        assert [file.name for file in cluster.data.iterdir()] == ["PG_VERSION"]
    finally:
        shutil.rmtree(cluster.base)


@pytest.mark.skipif(os.getuid() != 0, reason="Only root looks for another user.")
def test_root_without_an_unprivileged_user_is_told_what_to_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(binaries, "UNPRIVILEGED_USERS", ("no-such-user",))

    with pytest.raises(DatabaseDidNotStart, match=r"refuses to run as root.*DATABASE_URL"):
        user_of_server()


@pytest.fixture
def home() -> Iterator[Path]:
    """Hand out a folder that the user of the server can reach."""
    with tempfile.TemporaryDirectory(prefix="gehoor-") as folder:
        Path(folder).chmod(0o711)
        yield Path(folder)


def test_a_server_that_ends_at_once_says_why(home: Path) -> None:
    cluster = Cluster(home, shared_buffers="nonsense", is_durable=False)

    with pytest.raises(DatabaseDidNotStart, match="shared_buffers"):
        cluster.start()


def test_who_stops_while_the_data_are_made_leaves_no_half_of_them(home: Path) -> None:
    cluster = Cluster(home, is_durable=False)
    cluster.begin()
    wait_until((cluster.data / "PG_VERSION").exists, seconds=60, what="some of it is there")

    cluster.stop()

    assert not cluster.data.exists()
    assert cluster.process is None

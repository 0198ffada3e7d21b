"""Gives the tests a database: a throw-away embedded server, unless DATABASE_OWNER_URL names one.

With GEHOOR_TEST_POSTGRES it is made of the programs in that folder, such as Debian's PostgreSQL 15.
Loaded by pytest before Django is, because Django reads the address when it starts.
"""

import atexit
import os
import re
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import hypothesis
import psycopg
import pytest
from django.utils import translation
from psycopg.conninfo import make_conninfo

from gehoor.project.keys import EXAMPLE_AUDIT_KEY, EXAMPLE_SECRET, EXAMPLE_VAULT_KEY
from gehoor.testing.turns import has_its_turn

# As `quiet` or `(browser or faults) and not quiet`: a test has one of these in its own file; only
# `axe` it gets by what it calls.
MARKS: Final = re.compile(r"\(?(?!axe)(\w+(?: or \w+)*)\)?(?: and not \w+)?$")

TEMPLATE: Final = "gehoor_template"


def pytest_addoption() -> None:
    """The earliest hook there is: before pytest-django reads the settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gehoor.project.settings")
    os.environ["GEHOOR_TESTING"] = "1"
    os.environ.setdefault("GEHOOR_SECRET_KEY", EXAMPLE_SECRET)
    os.environ.setdefault("GEHOOR_VAULT_KEYS", EXAMPLE_VAULT_KEY)
    os.environ.setdefault("GEHOOR_AUDIT_KEYS", EXAMPLE_AUDIT_KEY)
    # Workers side by side must have the same luck, or they do not collect the same tests.
    os.environ.setdefault("GEHOOR_FAULT_SEED", str(1 + secrets.randbelow(10**6 - 1)))
    choose_home()
    # WhiteNoise warns when the folder of collected static files is not there.
    (Path(os.environ["GEHOOR_HOME"]) / "static").mkdir(parents=True, exist_ok=True)
    if "DATABASE_OWNER_URL" not in os.environ:
        start_server(Path(os.environ["GEHOOR_HOME"]))
    # Tests make tables, so they connect as the owner; tests of the app role change role themselves.
    os.environ["DATABASE_URL"] = os.environ["DATABASE_OWNER_URL"]


def pytest_configure() -> None:
    """Once Django is loaded: a test that commits leaves tables that are emptied our way."""
    from django.db import connection
    from django.test import TransactionTestCase

    from gehoor.testing.tables import empty

    # On a build server nothing that hypothesis kept survives, so a failure says how to repeat it.
    hypothesis.settings.register_profile("told", print_blob=True)
    hypothesis.settings.load_profile("told")

    def empty_tables(_: TransactionTestCase) -> None:
        empty()

    TransactionTestCase._fixture_teardown = empty_tables  # type: ignore[attr-defined]
    connection.settings_dict["TEST"]["TEMPLATE"] = os.environ.get("GEHOOR_TEST_TEMPLATE")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """In `make test`, which must end in 25 minutes, one in three that take long has its turn."""
    if item.get_closest_marker("long") and not has_its_turn(item.nodeid, one_of=3):
        pytest.skip("its turn is in another run; pytest by itself runs all of it")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Pass over files without a mark that is asked for: reading them all takes twenty seconds."""
    asked = MARKS.match(config.getoption("markexpr"))
    if not asked or collection_path.suffix != ".py":
        return None
    if "GEHOOR_TEST_POSTGRES" in os.environ and not has_its_turn(collection_path.name, one_of=3):
        return True
    text = collection_path.read_text()
    return None if any(f"mark.{mark}" in text for mark in asked[1].split(" or ")) else True


def choose_home() -> None:
    """Give this run a folder of its own, and in it one to each worker that tests side by side."""
    if "GEHOOR_HOME" not in os.environ:
        os.environ["GEHOOR_HOME"] = tempfile.mkdtemp(prefix="gehoor-")
        atexit.register(shutil.rmtree, os.environ["GEHOOR_HOME"], ignore_errors=True)
    if worker := os.environ.get("PYTEST_XDIST_WORKER"):
        os.environ["GEHOOR_HOME"] += f"/{worker}"


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Words in tests are the words in the code; Dutch has tests of its own."""
    with translation.override("en"):
        yield


def pytest_report_header() -> str:
    """Say which database the tests run on."""
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"]) as connection:
        return f"database: PostgreSQL {connection.info.server_version // 10_000}"


def start_server(home: Path) -> None:
    from gehoor.project.embedded import Cluster
    from gehoor.project.environment import OWNER_ROLE

    home.chmod(0o711)
    installed = os.environ.get("GEHOOR_TEST_POSTGRES")
    cluster = Cluster(
        home,
        shared_buffers="128MB",
        is_durable=False,
        installed=Path(installed) if installed else None,
    )
    cluster.start()
    atexit.register(cluster.stop)
    os.environ["DATABASE_OWNER_URL"] = cluster.url(OWNER_ROLE)
    make_template(cluster.url(OWNER_ROLE))


def make_template(address: str) -> None:
    """Make a database with all tables, of which the one of each worker is a copy."""
    from gehoor.project.ready_made import ORDERS

    with psycopg.connect(address, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {TEMPLATE}")
    with psycopg.connect(make_conninfo(address, dbname=TEMPLATE)) as template:
        template.execute("SET LOCAL check_function_bodies = off")
        template.execute(ORDERS.read_bytes())
    os.environ["GEHOOR_TEST_TEMPLATE"] = TEMPLATE

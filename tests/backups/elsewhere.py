"""Another installation in this process: Django looks at its database and folder for a while."""

import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import psycopg
import pytest
from django.db import connection
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from pytest_django.fixtures import Settings

from gehoor.project import schema
from gehoor.project.backup import making, restoring, tables
from gehoor.project.backup.archive import opened
from gehoor.project.backup.making import Made
from gehoor.project.backup.restoring import Restored
from gehoor.project.embedded import Cluster
from gehoor.project.environment import OWNER_ROLE
from gehoor.testing.processes import wait_until

OLD: Final = Path(__file__).with_name("version-0.1.0.backup")
"""made by the schema of version 0.1.0 on PostgreSQL 15, with the keys under PASSPHRASE"""
PASSPHRASE: Final = "drie fietsen en een windmolen"
OWNER_URL: Final = os.environ["DATABASE_OWNER_URL"]
DEBIAN_15: Final = Path("/usr/lib/postgresql/15/bin")


def quiet(_: str) -> None:
    """Say nothing."""


@dataclass
class Elsewhere:
    """A database that nobody else uses, and a folder for attachments."""

    url: str
    folder: Path
    settings: Settings

    @contextmanager
    def looked_at(self) -> Iterator[None]:
        """Let Django use this database for the block."""
        self.settings.MEDIA_ROOT = self.folder
        self.settings.DATABASE_OWNER_URL = self.url
        with schema.connected_as_owner():
            yield

    def migrate(self) -> None:
        with self.looked_at():
            schema.bring_up_to_date()

    def backup(self, path: Path) -> Made:
        with self.looked_at():
            return making.make(path, say=quiet)

    def restore(self, path: Path = OLD, *, replace: bool = False) -> Restored:
        self.settings.MEDIA_ROOT = self.folder
        self.settings.DATABASE_OWNER_URL = self.url
        return restoring.restore(opened(path), replace=replace, say=quiet)

    def ask(self, question: str) -> Any:
        """Return the one value of a question."""
        with psycopg.connect(self.url) as asking:
            row = asking.execute(question.encode()).fetchone()
            return row[0] if row else None

    def do(self, order: str) -> None:
        with psycopg.connect(self.url) as doing:
            doing.execute(order.encode())

    def schemas(self) -> set[str]:
        found = "SELECT array_agg(nspname::text) FROM pg_namespace WHERE nspname !~ '^(pg_|info)'"
        return set(self.ask(found))

    def content(self) -> dict[str, list[tuple[Any, ...]]]:
        """Return every row of every table that a backup keeps."""
        with self.looked_at(), connection.cursor() as cursor:
            found = {}
            for table in tables.all_tables():
                columns = sql.SQL(", ").join(map(sql.Identifier, table.columns))
                cursor.execute(
                    sql.SQL("SELECT {}::text FROM {} ORDER BY 1").format(
                        sql.SQL("ROW({})").format(columns), sql.Identifier(table.name)
                    )
                )
                found[table.name] = list(cursor.fetchall())
            return found

    def files(self) -> set[str]:
        return {path.name for path in self.folder.rglob("*") if path.is_file()}


@contextmanager
def database_of_its_own(owner_url: str, *, like: str = "") -> Iterator[str]:
    """Make a database, empty or like one to which nobody is connected; give its address."""
    name = f"elsewhere_{uuid.uuid4().hex[:12]}"
    template = str(conninfo_to_dict(like)["dbname"]) if like else "template1"
    order = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
    with psycopg.connect(owner_url, autocommit=True) as server:
        server.execute(order.format(sql.Identifier(name), sql.Identifier(template)))
        try:
            yield make_conninfo(owner_url, dbname=name)
        finally:
            wait_until(lambda: is_dropped(server, name), seconds=60, what="the database dropped")


def is_dropped(server: psycopg.Connection[Any], name: str) -> bool:
    """Drop it with whoever is still in it; False while PostgreSQL itself cleans up there."""
    try:
        server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
    except psycopg.errors.InsufficientPrivilege:
        return False
    return True


@contextmanager
def server_15() -> Iterator[str]:
    """Run Debian's PostgreSQL 15, or skip; give the address of an empty database of its owner."""
    if not (DEBIAN_15 / "postgres").exists():
        pytest.skip("needs PostgreSQL 15; apt install postgresql-15")
    home = Path(tempfile.mkdtemp(prefix="gehoor-15-"))
    home.chmod(0o711)
    cluster = Cluster(home, shared_buffers="32MB", is_durable=False, installed=DEBIAN_15)
    try:
        cluster.start()
        yield cluster.url(OWNER_ROLE)
    finally:
        cluster.stop()
        shutil.rmtree(cluster.base, ignore_errors=True)
        shutil.rmtree(home, ignore_errors=True)

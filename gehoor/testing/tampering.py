"""A sealed log to play with, and what the owner of the tables could do to it, past every guard."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection, transaction

from gehoor.audit import queries
from gehoor.audit.actions import record
from gehoor.audit.models import Entry
from gehoor.audit.queries import Report
from gehoor.audit.rules.faults import Kind
from gehoor.audit.rules.sealing import Keys
from gehoor.flows import sealing
from gehoor.people.policies import Actor
from gehoor.testing.processes import database_url

SYSTEM = Actor(system="test")
ANOTHER_KEY = "bm9nLWVlbi1zbGV1dGVsLXZhbi0zMi1ieXRlcy1sYW4="
CLERK = (
    "INSERT INTO audit_entry (system, act, subject, subject_id, reason, details)"
    " VALUES ('clerk', 'look', 'conversation', %s, '', '{}') RETURNING id"
)
TABLES = ("audit_entry", "audit_seal")
COLUMNS = (
    "at", "actor_id", "system", "act", "subject", "subject_id", "conversation_id", "team_id",
    "reason", "details", "xact", "server",
)  # fmt: skip
SERVER = "CREATE OR REPLACE FUNCTION audit_server() RETURNS bigint LANGUAGE sql STABLE AS $$ {} $$"
THIS_SERVER = "SELECT system_identifier FROM pg_catalog.pg_control_system()"


def act(number: int) -> None:
    record(
        SYSTEM,
        "look",
        "conversation",
        number,
        conversation_id=number,
        words=f"ü {number}",
        part={"b": 1, "a": [1.5, None]},
    )


def sealed_log(*sizes: int) -> list[int]:
    """Make a log with a seal over each of these numbers of rows; return the rows' numbers."""
    for size in sizes:
        for number in range(size):
            act(number)
        sealing.seal()
    return list(Entry.objects.order_by("pk").values_list("pk", flat=True))


def verified(heads: dict[int, str] | None = None) -> Report:
    look = queries.examine if connection.in_atomic_block else queries.verify
    return look(Keys(settings.AUDIT_KEYS), heads)


def kinds(report: Report) -> set[Kind]:
    return {fault.kind for fault in report.faults}


def words(report: Report) -> str:
    return "\n".join(fault.words for fault in report.faults)


@contextmanager
def clerks(number: int) -> Iterator[Sequence[psycopg.Connection[Any]]]:
    """Give connections of their own, each with a transaction that stays open."""
    opened = [psycopg.connect(database_url()) for _ in range(number)]
    try:
        yield opened
    finally:
        for each in opened:
            each.close()


def write(clerk: psycopg.Connection[Any], number: int) -> int:
    [pk] = clerk.execute(CLERK, [number]).fetchone() or [0]
    return int(pk)


def as_owner(statement: str, *values: Any) -> None:
    """Run a statement with the guards switched off, and switch them on again as if nothing was."""
    with transaction.atomic(), connection.cursor() as cursor:
        # A table with checks still to be made cannot be altered.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(statement, values)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def everything() -> list[Any]:
    """Return all there is of the log and its seals."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM audit_entry ORDER BY id")
        rows = cursor.fetchall()
        cursor.execute("SELECT * FROM audit_seal ORDER BY number")
        return [rows, [[each if not isinstance(each, memoryview) else bytes(each) for each in row]
                       for row in cursor.fetchall()]]  # fmt: skip


def swap(table: str, key: str, first: int, second: int) -> None:
    """Let two rows change places."""
    free = -1
    for before, after in ((first, free), (second, first), (free, second)):
        as_owner(f"UPDATE {table} SET {key} = %s WHERE {key} = %s", after, before)  # noqa: S608


def copy_row(pk: int, *, to: int, **changed: Any) -> None:
    """Put a copy of a row in at another number, with some columns changed."""
    chosen = ", ".join("%s" if name in changed else name for name in COLUMNS)
    given = [changed[name] for name in COLUMNS if name in changed]
    into = f"INSERT INTO audit_entry (id, {', '.join(COLUMNS)})"
    copied = f"{into} SELECT %s, {chosen} FROM audit_entry WHERE id = %s"  # noqa: S608
    as_owner(copied, to, *given, pk)


@contextmanager
def another_server() -> Iterator[None]:
    """Let the database be on another server, as after a move."""
    with connection.cursor() as cursor:
        cursor.execute(SERVER.format("SELECT 4::bigint"))
        try:
            yield
        finally:
            cursor.execute(SERVER.format(THIS_SERVER))

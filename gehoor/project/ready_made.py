"""The tables as all migrations together make them, ready to be made at once where nothing is yet.

Going through every migration takes Django seconds, most of it remembering what each table was
like meanwhile; there is nothing to remember in an empty database. `make tables` writes the orders
anew; a test compares what they make with what the migrations make (ADR 28). Migrations that are
not in them yet are run afterwards, as ever.
"""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from django.db import connection, transaction

ORDERS = Path(__file__).with_name("ready_made.sql")
MARK = "-- migrations: "


def fingerprint(migrations: Iterable[tuple[str, str]]) -> str:
    """Return what tells one set of migrations from another."""
    names = "\n".join(sorted(f"{app}.{name}" for app, name in migrations))
    return hashlib.sha256(names.encode()).hexdigest()


def is_of(migrations: Iterable[tuple[str, str]]) -> bool:
    """Are the ready-made tables those of exactly these migrations?"""
    with ORDERS.open(encoding="utf-8") as orders:
        return orders.readline().strip() == MARK + fingerprint(migrations)


def is_nothing_there() -> bool:
    """Is there no table at all where we look?"""
    with connection.cursor() as cursor:
        return not connection.introspection.table_names(cursor)


def make() -> None:
    """Make the tables, with the rows that migrations put in them; all of it, or nothing."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL check_function_bodies = off")
        cursor.execute(ORDERS.read_text(encoding="utf-8"))

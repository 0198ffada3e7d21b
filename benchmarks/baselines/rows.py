"""The baseline of a backlog: COPY of the very rows, ready made, into the same empty tables.

Nothing is read, checked, recognised or announced; the tables keep their constraints and exactly the
indexes of the product. No intake can be faster, so the figure is the share of this rate it reaches.
"""

import hashlib
from collections.abc import Mapping
from typing import Any

from psycopg import Connection, sql

TABLES = (
    "contacts_contact",
    "contacts_address",
    "channels_delivery",
    "inbox_conversation",
    "inbox_message",
)
"""Everything the intake of a text leaves behind, in the order in which rows point at each other."""

Rows = Mapping[str, bytes]
"""By table, as COPY writes them."""


def taken_from(connection: Connection[Any]) -> Rows:
    """Return every row the product made, in the order of their numbers."""
    found = {}
    with connection.cursor() as cursor:
        for table in TABLES:
            columns = sql.SQL(", ").join(map(sql.Identifier, _columns(connection, table)))
            ordered = sql.SQL("COPY (SELECT {} FROM {} ORDER BY id) TO STDOUT")
            with cursor.copy(ordered.format(columns, sql.Identifier(table))) as copy:
                found[table] = b"".join(bytes(piece) for piece in copy)
    return found


def copy(connection: Connection[Any], rows: Rows) -> None:
    """Write all of them in one transaction."""
    with connection.transaction(), connection.cursor() as cursor:
        for table in TABLES:
            columns = sql.SQL(", ").join(map(sql.Identifier, _columns(connection, table)))
            statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), columns)
            with cursor.copy(statement) as written:
                written.write(rows[table])


def digest(rows: Rows) -> str:
    """Return what two sets of rows share only when they are the same."""
    return hashlib.sha256(b"\0".join(rows[table] for table in TABLES)).hexdigest()


def _columns(connection: Connection[Any], table: str) -> list[str]:
    """Return the columns that are written; the database makes the others itself."""
    found = connection.execute(
        "SELECT column_name FROM information_schema.columns"
        " WHERE table_name = %s AND is_generated = 'NEVER' ORDER BY ordinal_position",
        [table],
    )
    return [str(name) for (name,) in found]

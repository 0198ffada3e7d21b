"""What pages ask over and over: planned once a connection, and read in the database's own form.

A long statement takes the server longer to plan than to carry out, and fifty rows of moments take
longer to read as text than to fetch. Not for a search: a plan that is kept may be bad for rare
words.
"""

import time
from collections.abc import Mapping
from typing import Any

from django.db import NotSupportedError, connection
from django.db.backends.postgresql.base import ServerBindingCursor  # type: ignore[attr-defined]
from psycopg import Cursor


class Asking(ServerBindingCursor):  # type: ignore[misc]  # the stubs do not know it
    """A cursor that says of each statement that it will come again.

    Not within a transaction: where a new version changed a table meanwhile, a plan that was kept
    would end all of it.
    """

    def execute(self, query: Any, params: Any = None) -> Cursor[Any]:
        may_keep = not connection.in_atomic_block
        said: Cursor[Any] = super().execute(query, params, prepare=may_keep, binary=True)
        return said


def ask(statement: str, given: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """Return the rows of a statement whose text is the same every time; a list is an array.

    The server carries on with one plan when it takes that for no worse. It does so when nothing in
    the statement depends on how long a list is: `ARRAY(SELECT unnest(%(teams)s::bigint[]))`.
    """
    connection.ensure_connection()
    began = time.monotonic()
    try:
        rows = _rows(statement, given)
    except NotSupportedError:
        # A table has other columns than the kept plan knows.
        if connection.in_atomic_block:
            raise
        with connection.cursor() as cursor:
            cursor.execute("DEALLOCATE ALL")
        rows = _rows(statement, given)
    if connection.queries_logged:
        took = f"{time.monotonic() - began:.3f}"
        connection.queries_log.append({"sql": statement, "time": took})
    return rows


def _rows(statement: str, given: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.make_cursor(Asking(connection.connection)) as cursor:
        cursor.execute(statement, dict(given))
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows

"""What pages ask over and over: planned once a connection, and read in the database's own form.

A long statement takes the server longer to plan than to carry out, and fifty rows of moments take
longer to read as text than to fetch. Not for a search: a plan that is kept may be bad for rare
words.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, NotSupportedError, connection
from django.db.backends.postgresql.base import ServerBindingCursor  # type: ignore[attr-defined]
from django.db.models import JSONField, Model, QuerySet
from django.db.models.query import get_related_populators  # type: ignore[attr-defined]
from psycopg import Cursor

M = TypeVar("M", bound=Model)
Given = Mapping[str, Any] | Sequence[Any]


class Asking(ServerBindingCursor):  # type: ignore[misc]  # the stubs do not know it
    """A cursor that says of each statement that it will come again.

    Not within a transaction: where a new version changed a table meanwhile, a plan that was kept
    would end all of it.
    """

    def execute(self, query: Any, params: Any = None) -> Cursor[Any]:
        may_keep = not connection.in_atomic_block
        said: Cursor[Any] = super().execute(query, params, prepare=may_keep, binary=True)
        return said


def ask(statement: str, given: Given) -> list[tuple[Any, ...]]:
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


def find(asked: Callable[..., QuerySet[M, M]], *values: Any) -> list[M]:
    """Return what a queryset finds; its text is worked out the first time, for all values.

    `asked` makes the queryset, with each value in it once; Django must come upon them in this
    order, or ValueError.
    """
    try:
        shape = _shapes.get(asked) or _shapes.setdefault(asked, Shape.of(asked(*values), values))
    except EmptyResultSet:
        return []  # Django sees that no row can have it, such as a number no column can hold
    return [shape.read(row) for row in ask(shape.statement, values)]


_shapes: dict[Callable[..., Any], "Shape"] = {}


@dataclass(frozen=True)
class Shape:
    """A queryset as text, and how Django makes objects of its rows."""

    statement: str
    model: type[Any]
    names: list[str]
    own: slice
    """the columns of the object itself"""
    beside: list[Any]
    """what sets the objects that were selected with it"""

    @classmethod
    def of(cls, found: QuerySet[Any, Any], values: Sequence[Any]) -> "Shape":
        compiler = found.query.get_compiler(DEFAULT_DB_ALIAS)
        statement, given = compiler.as_sql()
        if list(given) != list(values):
            raise ValueError(f"Django asks for {len(given)} values, or in another order.")
        chosen, known = compiler.select, compiler.klass_info
        # JSON comes in as what it says; what another field would do to a value is not done.
        for converters, column in compiler.get_converters([each for each, *_ in chosen]).values():
            if converters and not isinstance(column.target, JSONField):
                raise ValueError(f"{column.target} is read by code of its own.")
        own = slice(known["select_fields"][0], known["select_fields"][-1] + 1)
        names = [column.target.attname for column, *_ in chosen[own]]
        beside = get_related_populators(known, chosen, DEFAULT_DB_ALIAS)
        return cls(statement, known["model"], names, own, beside)

    def read(self, row: tuple[Any, ...]) -> Any:
        one = self.model.from_db(DEFAULT_DB_ALIAS, self.names, row[self.own])
        for each in self.beside:
            each.populate(row, one)
        return one


def _rows(statement: str, given: Given) -> list[tuple[Any, ...]]:
    with connection.make_cursor(Asking(connection.connection)) as cursor:
        cursor.execute(statement, given)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows

"""Rows as plain values for an open format, and the numbers that tables give out next."""

from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import Model, QuerySet
from psycopg import sql

BATCH = 500
Row = TypeVar("Row", bound=Model)


def some(rows: QuerySet[Row], ids: Collection[int] | None) -> Iterator[Row]:
    """Return all rows, or those with these numbers, in their order, a batch at a time."""
    wanted = rows if ids is None else rows.filter(pk__in=ids)
    return wanted.order_by("pk").iterator(chunk_size=BATCH)


def plain(value: Any) -> Any:
    """Return a value as JSON has it."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return str(value) if isinstance(value, UUID) else value


def values(row: Model, **names: str) -> dict[str, Any]:
    """Return columns of a row under the names the format has for them."""
    return {name: plain(getattr(row, column)) for name, column in names.items()}


def go_on_counting(model: type[Model]) -> None:
    """Let the next new row get a number that is free."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL(
                "SELECT setval(pg_get_serial_sequence(%s, 'id'), greatest(max(id), 1)) FROM {}"
            ).format(sql.Identifier(table)),
            [table],
        )

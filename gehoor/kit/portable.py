"""Rows as plain values for an open format, and the numbers that tables give out next."""

from base64 import b64encode
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import Model, QuerySet
from psycopg import sql

BATCH = 500
Row = TypeVar("Row", bound=Model)


def in_order(rows: QuerySet[Row], *, at_once: int = BATCH) -> Iterator[Row]:
    """Return rows in the order of their numbers, a batch at a time."""
    return rows.order_by("pk").iterator(chunk_size=at_once)


def plain(value: Any) -> Any:
    """Return a value as JSON has it."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, bytes | memoryview):
        return b64encode(value).decode()
    return str(value) if isinstance(value, UUID | date) else value


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

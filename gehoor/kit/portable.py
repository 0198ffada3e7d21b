"""Rows as plain values for an open format, and the numbers that tables give out next."""

from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
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


def values(row: Model, *names: str, **others: str) -> dict[str, Any]:
    """Return fields of a row: a relation as the number of its row, `others` under other names."""
    columns = {name: _column(type(row), name) for name in names} | others
    return {name: plain(getattr(row, column)) for name, column in columns.items()}


def flat(rows: QuerySet[Row], *names: str) -> Iterator[dict[str, Any]]:
    """Return rows as records of nothing but their own fields."""
    return (values(row, *names) for row in in_order(rows))


def add_rows(model: type[Model], records: Sequence[Mapping[str, Any]], *but: str) -> None:
    """Make rows out of records, under the numbers they had.

    `but`: what hangs on them, and has rows of its own.
    """
    names = [name for name in (records[0] if records else ()) if name not in but]
    columns = {name: _column(model, name) for name in names}
    model._default_manager.bulk_create(
        model(**{column: record[name] for name, column in columns.items()}) for record in records
    )
    go_on_counting(model)


def _column(model: type[Model], name: str) -> str:
    field: Any = model._meta.get_field(name)
    return str(field.attname)


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

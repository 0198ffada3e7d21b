"""The clock decisions are made by: the database's, so that every process agrees."""

from datetime import UTC, datetime

from django.db import connection


def now() -> datetime:
    """Return the database's present moment (aware, UTC); it moves on within a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment: datetime = cursor.fetchone()[0]
    return moment.astimezone(UTC)

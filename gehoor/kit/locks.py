"""Locks between processes, kept by PostgreSQL and gone when their holder dies."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def try_lock(lane: int, number: int) -> Iterator[bool]:
    """Hold lock (`lane`, `number`) for the block; gives False when somebody else holds it.

    The lock belongs to the database session, so it outlives commits inside the block. It needs a
    direct connection or a session pooler.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [lane, number])
        is_ours: bool = cursor.fetchone()[0]
    try:
        yield is_ours
    finally:
        if is_ours and connection.connection and not connection.connection.closed:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [lane, number])

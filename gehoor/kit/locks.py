"""Locks between processes, kept by PostgreSQL and gone when their holder dies."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def try_lock(lane: int, number: int) -> Iterator[bool]:
    """Hold lock (`lane`, `number`) for the block; gives False when somebody else holds it.

    The lock belongs to the database session, so it outlives commits inside the block. It needs a
    direct connection or a session pooler. When the network is cut the server ends the session
    within half a minute; its own patience is hours, in which nobody else could have the lane.
    """
    with connection.cursor() as cursor:
        cursor.execute(TRY_LOCK, [lane, number])
        is_ours: bool = cursor.fetchone()[0]
    try:
        yield is_ours
    finally:
        if is_ours and connection.connection and not connection.connection.closed:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [lane, number])


def hold_until_commit(lane: int, number: int) -> None:
    """Wait for lock (`lane`, `number`), and hold it until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [lane, number])


TRY_LOCK = """
SELECT pg_try_advisory_lock(%s, %s),
       set_config('tcp_keepalives_idle', '10', false),
       set_config('tcp_keepalives_interval', '5', false),
       set_config('tcp_keepalives_count', '2', false),
       set_config('tcp_user_timeout', '20000', false)
"""


def end_sessions_of_the_hung(*, silent_for: float) -> int:
    """End the sessions that keep others waiting of a process that said nothing for so many seconds.

    A process that lives speaks to the database every few seconds: a worker says so, a poller
    ticks. One that was stopped or is stuck keeps its sessions, and with them its lanes and the rows
    of an open transaction (of a sign of life, even), for as long as it exists. When it wakes up it
    finds itself without a session, so it cannot write down a result any more. Returns how many
    sessions were ended.
    """
    with connection.cursor() as cursor:
        cursor.execute(HUNG, {"silent_for": silent_for})
        return sum(bool(ended) for (ended,) in cursor.fetchall())


HUNG = """
WITH ours AS (
    SELECT pid, state, application_name, greatest(state_change, backend_start) AS spoke
    FROM pg_stat_activity
    WHERE datname = current_database() AND application_name LIKE 'gehoor-%%'
), silent AS (
    SELECT application_name FROM ours GROUP BY application_name
    HAVING max(spoke) < clock_timestamp() - make_interval(secs => %(silent_for)s)
), holders AS (
    SELECT DISTINCT pid FROM pg_locks
    WHERE locktype = 'advisory' AND granted
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
)
SELECT pg_terminate_backend(pid) FROM ours JOIN silent USING (application_name)
WHERE pid IN (SELECT pid FROM holders) OR state LIKE 'idle in transaction%%'
"""

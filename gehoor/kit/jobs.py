"""Wake-up jobs: ids only, queued in the same transaction as the rows they are for.

Rows are the queues (deliveries, replies); a job only says "look again". That is why a job that is
already waiting need not be queued twice, and why running one twice does no harm.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps

from django.db import close_old_connections, connection, transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.tasks import Task

from gehoor.kit.busy import busy
from gehoor.kit.clock import now
from gehoor.kit.traces import working_on


@dataclass(frozen=True)
class Job:
    """A function that can be woken in a worker, and the named actor it acts as."""

    task: Task[..., object, ...]
    function: Callable[..., object]
    actor: str

    def wake(self, number: int, *, after_seconds: float = 0) -> None:
        """Queue this job for row `number`, unless it already waits for the same moment.

        The one that waits may begin before the caller's rows are committed, and then see nothing
        of them. So, once they are, it is looked at again; a caller that dies in between is helped
        by the timer.
        """
        lock = f"{self.task.name}-{number}"
        due_at = now() + timedelta(seconds=int(after_seconds)) if after_seconds >= 1 else None
        if due_at:
            lock += f"-{int(due_at.timestamp())}"
        if not self._queue(number, lock, due_at) and connection.in_atomic_block:
            transaction.on_commit(lambda: self._queue(number, lock, due_at), robust=True)

    def _queue(self, number: int, lock: str, due_at: datetime | None) -> bool:
        """Queue the job; False when one waits already.

        That is seen first, because in a flood one nearly always does. The savepoint matters: a
        refused queueing lock would otherwise roll back the caller's whole transaction in silence.
        """
        if _waits(lock):
            return False
        try:
            with transaction.atomic():
                self.task.configure(queueing_lock=lock, schedule_at=due_at).defer(number=number)
        except AlreadyEnqueued:
            return False
        return True


def _waits(lock: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(WAITS, [lock])
        found: bool = cursor.fetchone()[0]
    return found


WAITS = """
SELECT EXISTS (SELECT FROM procrastinate_jobs WHERE queueing_lock = %s AND status = 'todo')
"""


JOBS: dict[str, Job] = {}


def background(*, queue: str, actor: str) -> Callable[[Callable[[int], object]], Job]:
    """Declare a job. It takes one row number, and acts as the system actor `actor`."""

    def declare(function: Callable[[int], object]) -> Job:
        name = f"{function.__module__}.{function.__name__}"

        @wraps(function)
        def run(number: int) -> None:
            close_old_connections()
            try:
                called = f"{name.rpartition('.')[2]}-{number}"
                with working_on(called), busy(called):
                    function(number)
            finally:
                close_old_connections()

        JOBS[name] = Job(app.task(name=name, queue=queue)(run), function, actor)
        return JOBS[name]

    return declare


def waiting_jobs() -> tuple[int, datetime | None]:
    """Return how many jobs could be done now and are not, and since when the oldest of them."""
    with connection.cursor() as cursor:
        cursor.execute(WAITING)
        number, oldest = cursor.fetchone()
    return number, oldest


WAITING = """
SELECT count(*), min(coalesce(job.scheduled_at, deferred.at)) FROM procrastinate_jobs job
LEFT JOIN LATERAL (SELECT max(at) AS at FROM procrastinate_events
                   WHERE job_id = job.id AND type = 'deferred') deferred ON true
WHERE job.status = 'todo' AND (job.scheduled_at IS NULL OR job.scheduled_at <= now())
"""


def reap(*, stalled_after: float) -> int:
    """Finish jobs whose worker is gone; returns how many. Not a job itself, on purpose.

    They are not run again: rows are the queues, and whoever looks after the rows wakes anew.
    """
    with connection.cursor() as cursor:
        cursor.execute(REAP, {"stalled_after": stalled_after})
        return int(cursor.rowcount)


REAP = """
UPDATE procrastinate_jobs SET status = 'failed'
WHERE status = 'doing' AND id IN (
    SELECT job.id FROM procrastinate_jobs job
    LEFT JOIN procrastinate_workers worker ON worker.id = job.worker_id
    WHERE job.status = 'doing' AND (worker.id IS NULL
        OR worker.last_heartbeat < now() - make_interval(secs => %(stalled_after)s)))
"""


def broken_off(*, within_hours: int) -> int:
    """Return how many jobs broke, or lost their worker, in these hours. What they were for was
    woken anew; many of them say that something keeps breaking."""
    with connection.cursor() as cursor:
        cursor.execute(BROKEN_OFF, {"hours": within_hours})
        return int(cursor.fetchone()[0])


BROKEN_OFF = """
SELECT count(DISTINCT job.id) FROM procrastinate_jobs job
JOIN procrastinate_events event ON event.job_id = job.id AND event.type IN ('failed', 'aborted')
WHERE job.status IN ('failed', 'aborted') AND event.at > now() - make_interval(hours => %(hours)s)
"""


def forget_broken_off(*, older_than_days: int) -> int:
    """Remove jobs that were broken off before that; returns how many."""
    with connection.cursor() as cursor:
        cursor.execute(FORGET, {"days": older_than_days})
        return int(cursor.rowcount)


FORGET = """
DELETE FROM procrastinate_jobs job WHERE status IN ('failed', 'aborted', 'cancelled')
AND NOT EXISTS (SELECT 1 FROM procrastinate_events event WHERE event.job_id = job.id
                AND event.at > now() - make_interval(days => %(days)s))
"""


def take_slot(task: str, slot: int) -> bool:
    """Take the turn of `task` in this slot; False when it was taken before, by whoever.

    In the transaction of what is done in it, so that what failed is not called done. A clock that
    is set back gives no slot a second time, as long as it is remembered.
    """
    with connection.cursor() as cursor:
        cursor.execute(TAKE_SLOT, {"task": task, "slot": slot})
        return bool(cursor.rowcount)


# Procrastinate keeps its periodic tasks apart by a table that is unique in (task, slot); so do we.
TAKE_SLOT = """
INSERT INTO procrastinate_periodic_defers (task_name, periodic_id, defer_timestamp)
VALUES (%(task)s, '', %(slot)s) ON CONFLICT DO NOTHING
"""


def forget_slots(*, before: int) -> int:
    """Forget slots that lie so far back that no clock will bring them again."""
    with connection.cursor() as cursor:
        cursor.execute(FORGET_SLOTS, {"before": before})
        return int(cursor.rowcount)


FORGET_SLOTS = "DELETE FROM procrastinate_periodic_defers WHERE defer_timestamp < %(before)s"

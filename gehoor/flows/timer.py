"""What must happen by itself every so often, outside the queue: wake, reap, flag."""

import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.conf import settings
from django.db import close_old_connections, transaction
from django.db.utils import Error

from gehoor.flows import (
    attaching,
    blocking,
    bulk,
    canaries,
    cautioning,
    consenting,
    duties,
    health,
    incoming,
    leaving,
    listening,
    matters,
    practising,
    presence,
    register,
    sealing,
    sending,
    sessions,
    snoozing,
    telling,
    telling_approvers,
    terms,
    threads,
)
from gehoor.inbox import queries as inbox
from gehoor.inbox.actions import replying
from gehoor.kit import failpoints
from gehoor.kit.busy import busy
from gehoor.kit.clock import now
from gehoor.kit.jobs import forget_broken_off, forget_slots, reap, take_slot
from gehoor.kit.live import announce
from gehoor.kit.locks import end_sessions_of_the_hung
from gehoor.people.policies import Actor

log = logging.getLogger(__name__)

SYSTEM = Actor(system="timer")

TICK = 1.0
AGAIN_AFTER = 10.0
"""seconds after which a step that broke is taken again, however rarely it is taken else"""
STALLED_AFTER = 60.0
DAYS_TO_KEEP_BROKEN_JOBS = 7
# Longer than any clock is set back by.
DAYS_TO_KEEP_SLOTS = 800


def run(stop: threading.Event, steps: Mapping[Callable[[], object], float] | None = None) -> None:
    """Take every step at its own pace until `stop` is set."""
    steps = STEPS if steps is None else steps
    due: dict[Callable[[], object], float] = dict.fromkeys(steps, 0.0)
    while not stop.is_set():
        for step, pace in steps.items():
            if time.monotonic() >= due[step]:
                wait = pace if _take(step) else min(pace, AGAIN_AFTER)
                due[step] = time.monotonic() + wait * settings.TIME_SCALE
        stop.wait(TICK * settings.TIME_SCALE)
    close_old_connections()


def _take(step: Callable[[], object]) -> bool:
    """Take one step; tells whether it worked."""
    with _going_on(step):
        close_old_connections()
        with busy(f"timer {step.__name__}"):
            step()
        return True
    return False


@contextmanager
def _going_on(step: Callable[[], object]) -> Iterator[None]:
    """Let nothing that goes wrong in a step stop the other steps: nobody would take them any more.

    A database that is away needs no more words; anything else is a fault of ours, told with its
    place.
    """
    try:
        yield
    except Error as error:
        log.warning("%s did not work: %s. It is tried again.", step.__name__, type(error).__name__)
    except Exception:
        log.exception("%s broke. It is tried again.", step.__name__)


def flag_overdue() -> None:
    """Show replies that are stuck on their way as problems of their conversations."""
    for pk in replying.mark_overdue(now=now(), scale=settings.TIME_SCALE):
        if found := inbox.find(pk):
            announce(f"team-{found[1].team}", "conversation", pk)


@failpoints.around("timer.reap")
def reap_jobs() -> None:
    """Free the jobs of workers that died without a word, and the lanes of processes that hang."""
    reap(stalled_after=STALLED_AFTER * settings.TIME_SCALE)
    if ended := end_sessions_of_the_hung(silent_for=STALLED_AFTER * settings.TIME_SCALE):
        log.warning("%d sessions of a process that hangs were ended; others take its work.", ended)


def forget_old_jobs() -> None:
    """Remove what is left of jobs that were broken off long ago."""
    forget_broken_off(older_than_days=DAYS_TO_KEEP_BROKEN_JOBS)


def forget_old_slots() -> None:
    """Forget the turns of what happens once an hour, long after."""
    forget_slots(before=_hour(now() - timedelta(days=DAYS_TO_KEEP_SLOTS)))


def take_hourly() -> None:
    """Take what must happen once an hour by the database's clock, in the process that is first.

    One that breaks has its turn still, and keeps none of the others from theirs.
    """
    hour = _hour(now())
    for step in HOURLY:
        with _going_on(step), transaction.atomic():
            if take_slot(step.__name__, hour):
                step()


def _hour(moment: datetime) -> int:
    return int(moment.timestamp() // (3600 * settings.TIME_SCALE))


HOURLY: Sequence[Callable[[], object]] = (
    consenting.warn_ahead,
    forget_old_jobs,
    sessions.forget_ended,
    forget_old_slots,
    bulk.forget_old,
    attaching.clean_up,
    health.look_at_certificates,
    telling.look_at_old,
    practising.remind,
    cautioning.forget_ended_names,
    blocking.forget_ended_blocks,
)
STEPS: dict[Callable[[], object], float] = {
    sending.wake_due: 1.0,
    presence.forget_gone: 5.0,
    sealing.seal: 3.0,
    sealing.keep_head: 60.0,
    sealing.check: 3600.0,
    incoming.wake_waiting: 5.0,
    threads.wake_due: 5.0,
    reap_jobs: 30.0,
    flag_overdue: 30.0,
    incoming.flag_late: 30.0,
    health.look_around: 30.0,
    incoming.wake_left_out: 30.0,
    canaries.begin_due: 30.0,
    listening.wake_due: 10.0,
    bulk.wake_unfinished: 5.0,
    matters.wake_unfinished: 5.0,
    snoozing.bring_back_due: 2.0,
    terms.wake_old: 2.0,
    duties.end_forgotten: 30.0,
    leaving.end_temporary_roles: 30.0,
    register.cover_all: 10.0,
    telling_approvers.wake_due: 30.0,
    take_hourly: 60.0,
}
"""what is done, and how many seconds apart"""

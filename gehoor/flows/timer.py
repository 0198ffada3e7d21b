"""What must happen by itself every so often, outside the queue: wake, reap, flag."""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import close_old_connections, transaction
from django.db.utils import Error

from gehoor.flows import (
    attaching,
    bulk,
    consenting,
    health,
    incoming,
    listening,
    presence,
    sealing,
    sending,
    sessions,
    snoozing,
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
STALLED_AFTER = 60.0
DAYS_TO_KEEP_BROKEN_JOBS = 7
# Longer than any clock is set back by.
DAYS_TO_KEEP_SLOTS = 800


def run(stop: threading.Event) -> None:
    """Take every step at its own pace until `stop` is set."""
    due: dict[Callable[[], object], float] = dict.fromkeys(STEPS, 0.0)
    while not stop.is_set():
        for step, pace in STEPS.items():
            if time.monotonic() >= due[step]:
                _take(step)
                due[step] = time.monotonic() + pace * settings.TIME_SCALE
        stop.wait(TICK * settings.TIME_SCALE)
    close_old_connections()


def _take(step: Callable[[], object]) -> None:
    """Take one step; a database that is away is no reason to stop ticking."""
    try:
        close_old_connections()
        with busy(f"timer {step.__name__}"):
            step()
    except Error as error:
        log.warning("%s did not work: %s. It is tried again.", step.__name__, type(error).__name__)


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
    """Take what must happen once an hour by the database's clock, in the process that is first."""
    hour = _hour(now())
    for step in HOURLY:
        with transaction.atomic():
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
    listening.wake_due: 10.0,
    bulk.wake_unfinished: 5.0,
    snoozing.bring_back_due: 2.0,
    take_hourly: 60.0,
}
"""what is done, and how many seconds apart"""

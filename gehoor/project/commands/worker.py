"""`gehoor worker`: does the waiting work, several jobs at a time."""

import argparse
import asyncio
import os
import signal
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.conf import settings
from procrastinate import App, PsycopgConnector
from procrastinate.contrib.django import app
from procrastinate.contrib.django.utils import connector_params

from gehoor.flows import health
from gehoor.kit.jobs import JOBS
from gehoor.kit.stopping import ASKED
from gehoor.project.environment import Environment
from gehoor.project.pool import (
    SECONDS_A_JOB_WAITS,
    SECONDS_TO_KEEP_TRYING,
    name_connections,
    share_connections,
)
from gehoor.project.readiness import refuse_unless_ready
from gehoor.project.terminal import Trouble, say

# How long a job may take to end when we are asked to stop: below `gehoor run`, which must have
# stopped within five seconds; and by itself, where a reply that is on its way may arrive.
SECONDS_TO_FINISH, SECONDS_TO_FINISH_ALONE = 2.0, 15.0
SECONDS_TO_END = 0.7
# For looking, hearing and saying that we live; the jobs themselves use Django's.
CONNECTIONS = 8
HEARTBEAT, STALLED_AFTER = 10.0, 30.0
BEAT_EVERY = 0.5
# A worker is told of each job, but misses what it is told in the very moment it fetches one. In a
# stream of pushes that happens all the time, and the next look is all that mends it.
LOOK_EVERY, SHORTEST_LOOK = 0.5, 0.05
# Jobs that wait for the outside have hands of their own: reading never waits for sending, and
# nobody waits for a platform that does not answer. All queues that are not named are one lane.
Hands = Mapping[Sequence[str], int]
"""how many jobs each group of queues may do at a time"""
LANES = (("outgoing",), ("trouble", "alarms", "threads"))
HANDS_IN_TROUBLE = 2


class WorkerStopped(Trouble):
    """The worker ended though nobody asked it to."""


def run(_: argparse.Namespace) -> int:
    refuse_unless_ready()
    say("The worker waits for work.")
    work(finish=SECONDS_TO_FINISH_ALONE)
    return 0


def work(*, finish: float = SECONDS_TO_FINISH, beat: Callable[[], object] = lambda: None) -> None:
    """Do jobs until asked to stop; raise when the database stays away.

    What was begun then has `finish` seconds to end, and nothing new is begun.
    """
    name_connections("worker")
    parameters = connector_params()
    hands = hands_per_lane(Environment().number("GEHOOR_WORKER_CONCURRENCY", 4))
    # Before any thread opens a connection: one that was not borrowed cannot be given back.
    share_connections(sum(hands.values()) + 2, patience=SECONDS_A_JOB_WAITS)
    with health.pulse("worker"):
        asyncio.run(_work(parameters, hands, finish, beat))


async def _work(
    parameters: dict[str, Any], hands: Hands, finish: float, beat: Callable[[], object]
) -> None:
    beating = asyncio.create_task(_keep_beating(beat))
    connector = PsycopgConnector(
        kwargs=parameters,
        min_size=2,
        max_size=CONNECTIONS,
        reconnect_timeout=SECONDS_TO_KEEP_TRYING,
    )
    async with app.with_connector(connector).open_async() as worker:
        working = asyncio.create_task(_do_jobs(worker, hands, finish))
        asked_to_stop = _stop_on_request(working, finish)
        try:
            await working
        except asyncio.CancelledError:
            if not asked_to_stop.is_set():
                raise
    beating.cancel()
    if not asked_to_stop.is_set():
        raise WorkerStopped("The worker lost its connection to the database.")


async def _keep_beating(beat: Callable[[], object]) -> None:
    """Show whoever started us that this loop still turns."""
    while True:
        beat()
        await asyncio.sleep(BEAT_EVERY)


async def _do_jobs(worker: App, hands: Hands, finish: float) -> None:
    # Otherwise the number of cores would say how many jobs can wait at the same time.
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(sum(hands.values())))
    lanes = [asyncio.ensure_future(_work_in_lane(worker, *lane, finish)) for lane in hands.items()]
    try:
        ended, _ = await asyncio.wait(lanes, return_when=asyncio.FIRST_COMPLETED)
        for lane in ended:
            lane.result()
    finally:
        # Half a worker is worse than none: who started us starts a whole one.
        for lane in lanes:
            lane.cancel()
        await asyncio.gather(*lanes, return_exceptions=True)


def hands_per_lane(concurrency: int) -> Hands:
    """Return how many jobs each group of queues may do at a time; every queue is in one."""
    named = {queue for lane in LANES for queue in lane}
    others = tuple(sorted({job.task.queue for job in JOBS.values()} - named))
    outgoing, trouble = LANES
    return {others: concurrency, outgoing: concurrency, trouble: HANDS_IN_TROUBLE}


async def _work_in_lane(worker: App, queues: Sequence[str], hands: int, finish: float) -> None:
    scale = settings.TIME_SCALE
    await worker.run_worker_async(
        queues=list(queues),
        concurrency=hands,
        delete_jobs="successful",
        update_heartbeat_interval=HEARTBEAT * scale,
        stalled_worker_timeout=STALLED_AFTER * scale,
        fetch_job_polling_interval=max(LOOK_EVERY * scale, SHORTEST_LOOK),
        shutdown_graceful_timeout=finish,
        install_signal_handlers=False,
    )


def _stop_on_request(working: asyncio.Task[None], finish: float) -> threading.Event:
    """Let SIGTERM and SIGINT stop the worker; return what tells afterwards that one did."""
    asked = threading.Event()

    def stop() -> None:
        if not asked.is_set():
            asked.set()
            ASKED.set()
            working.cancel()
            _end_in_any_case(finish + SECONDS_TO_END)

    for sign in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(sign, stop)
    return asked


def _end_in_any_case(seconds: float) -> None:
    """A job that waits for a platform cannot be interrupted; it is made to survive our end."""

    def end() -> None:
        sys.stdout.flush()
        os._exit(0)

    ending = threading.Timer(seconds, end)
    ending.daemon = True
    ending.start()

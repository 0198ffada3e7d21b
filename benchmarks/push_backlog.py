"""A backlog by push: from the platform's requests to visible messages, against COPY of those rows.

The real web and worker processes and the database server share one core; the platform that pushes
works on another. The rate is by processor time of those three, so that neighbours do not count.
"""

import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import psycopg
from django.db import OperationalError, connection

from benchmarks import posts
from benchmarks.baselines import rows
from benchmarks.crews import Running, on_core, push_all, running
from benchmarks.harness import Cost, Figure, in_pairs, measure, measure_others, write
from benchmarks.home import server_of
from gehoor.project.embedded import Cluster
from gehoor.project.environment import OWNER_ROLE
from gehoor.testing import make
from gehoor.testing.processes import wait_until
from gehoor.testing.pusher import Pusher

ITEMS = int(os.environ.get("GEHOOR_BENCH_POSTS", "5000"))
PAIRS = int(os.environ.get("GEHOOR_BENCH_PAIRS", "3"))
LINES = 8
GOAL_SHARE = 0.05
PATIENCE = 600
TRIES = 5
TABLES = (*rows.TABLES, "procrastinate_jobs", "audit_entry")


@dataclass(frozen=True)
class Pair:
    ours: Cost
    theirs: Cost

    @property
    def share(self) -> float:
        return self.theirs.processor / self.ours.processor

    @property
    def per_second(self) -> float:
        """posts a second of one core"""
        return ITEMS / self.ours.processor


def run(cluster: Cluster) -> None:
    cores = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(server_of(cluster), {cores[0]})
    connection.close()  # the next one belongs to a server process on that core
    made = posts.make(ITEMS)
    with on_core(cores[0]), running(webs=1, workers=1) as crew:
        pusher = make.pushed_channel(crew.base)
        os.sched_setaffinity(0, {cores[-1]})
        many, single = (Bench(cluster, crew, pusher, made, each).pairs() for each in (50, 1))
    write(
        "push_backlog",
        [
            Figure("pushed posts to visible messages, against COPY of the same rows", GOAL_SHARE,
                   many.share, "of it", more_is_better=True),
        ],
        note=f"{ITEMS} posts, 50 in a push, over {LINES} connections, by the real web and worker "
        f"processes: {many.per_second:.0f} a second of one core, against "
        f"{ITEMS / many.theirs.processor:.0f} by COPY. With each post in a push of its own "
        f"{single.per_second:.0f} a second, {single.share:.3f} of COPY: there a request, a "
        f"signature and a commit come with every post. By the wall clock, on one core with the "
        f"database, {ITEMS / many.ours.wall:.0f} and {ITEMS / single.ours.wall:.0f} a second. "
        f"Median of {PAIRS} pairs; the rows are equal to the byte.",
        many=vars(many.ours) | {"copy": vars(many.theirs)},
        single=vars(single.ours) | {"copy": vars(single.theirs)},
    )  # fmt: skip


@dataclass(frozen=True)
class Bench:
    """One size of push, measured in turn with its baseline."""

    cluster: Cluster
    crew: Running
    pusher: Pusher
    posts: Sequence[Any]
    each: int

    def pairs(self) -> Pair:
        last: list[rows.Rows] = []
        url = self.cluster.url(OWNER_ROLE)
        with psycopg.connect(url, autocommit=True) as direct:

            def product() -> tuple[Cost, str]:
                cost = self.take_in()
                last[:] = [rows.taken_from(direct)]
                return cost, rows.digest(last[0])

            def baseline() -> tuple[Cost, str]:
                empty()
                server = server_of(self.cluster)
                cost, _ = measure(lambda: rows.copy(direct, last[0]), server=server)
                return cost, rows.digest(rows.taken_from(direct))

            return Pair(*in_pairs(product, baseline, times=PAIRS))

    def take_in(self) -> Cost:
        """Push everything; it is done when every post is a message that a colleague sees."""
        empty()

        def until_visible() -> None:
            push_all(self.crew, [self.pusher], self.posts, each=self.each, lines=LINES)
            wait_until(all_read, seconds=PATIENCE, what="everything read")

        cost = measure_others(until_visible, self.crew.pids, server=server_of(self.cluster))
        assert_whole(len(self.posts))
        return cost


def all_read() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT NOT EXISTS (SELECT FROM channels_delivery WHERE state = 'pending')")
        return bool(cursor.fetchone()[0])


def assert_whole(posts: int) -> None:
    """Each post is one message, each thread one conversation, each writer one contact."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM inbox_message), count(*), count(DISTINCT thread),"
            " (SELECT count(*) FROM contacts_contact),"
            " (SELECT count(DISTINCT author_handle) FROM inbox_message) FROM inbox_conversation"
        )
        messages, conversations, threads, contacts, writers = cursor.fetchone()
    if (messages, conversations, contacts) != (posts, threads, writers):
        raise AssertionError("What was pushed did not become what it should.")


def empty() -> None:
    """Begin anew. Others look into these tables meanwhile, so it may take more than one try."""
    for _ in range(TRIES):
        with suppress(OperationalError), connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {', '.join(TABLES)} RESTART IDENTITY CASCADE")
            return
    raise AssertionError("The tables could not be emptied.")

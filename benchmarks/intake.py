"""Intake: a backlog of mails to visible messages, against parsing, cleaning and COPY alone.

Everything runs on one core: we, the guarded child and the database server. The rate is by processor
time of all of them, so that neighbours on the machine do not count.
"""

import os
import shutil
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection

from benchmarks import mails
from benchmarks.baselines import copying
from benchmarks.harness import Cost, Figure, in_pairs, measure, write
from benchmarks.home import server_of
from gehoor.channels.models import Channel
from gehoor.contracts.connector import Arrived, Batch, IncomingMessage
from gehoor.contracts.reading import Readers
from gehoor.contracts.reading.tidy import tidy
from gehoor.flows import incoming
from gehoor.kit import files
from gehoor.kit.plugins import find_plugins
from gehoor.project.embedded import Cluster
from gehoor.project.environment import OWNER_ROLE
from gehoor.testing import make

MAILS = 2000
PAIRS = 3
GOAL_PER_SECOND = 100
GOAL_SHARE = 0.2
FETCHED_AT_ONCE = 100
TABLES = (*reversed(copying.COLUMNS), "procrastinate_jobs", "audit_entry")

# What a colleague would see, and nothing that may differ between two runs (numbers, moments).
SEEN = """
SELECT d.transport_id, m.part, m.sequence, m.kind, m.author_name, m.author_handle, m.subject,
       m.text, m.html, m.external_id, m.answers, m.reply_to, m.is_automatic, m.warnings,
       m.words::text, m.sent_at, c.subject, c.opening, c.status, c.is_unread, p.name, d.state,
       (SELECT min(other.transport_id) FROM inbox_message o
        JOIN channels_delivery other ON other.id = o.delivery_id WHERE o.conversation_id = c.id),
       (SELECT array_agg((a.name, a.media_type, a.size, a.stored_as, a.preview_as)::text
                         ORDER BY a.id)
        FROM inbox_attachment a WHERE a.message_id = m.id)
FROM inbox_message m JOIN channels_delivery d ON d.id = m.delivery_id
JOIN inbox_conversation c ON c.id = m.conversation_id JOIN contacts_contact p ON p.id = c.contact_id
ORDER BY d.transport_id, m.part
"""


def run(cluster: Cluster) -> None:
    core = {min(os.sched_getaffinity(0))}
    server = server_of(cluster)
    for process in (0, server):
        os.sched_setaffinity(process, core)
    connection.close()  # the next one belongs to a server process on that core
    channel = make.channel(connector="email")
    stored = [(f"inbox:1:{n:06}", raw) for n, raw in enumerate(mails.make(MAILS), 1)]
    ours, theirs = in_pairs(
        partial(product, channel, stored, server),
        partial(baseline, channel, stored, server, cluster.url(OWNER_ROLE)),
        times=PAIRS,
    )
    size = sum(len(raw) for _, raw in stored) / MAILS
    write(
        "intake",
        [
            Figure("mails to visible messages, per second of one core", GOAL_PER_SECOND,
                   MAILS / ours.processor, "a second", more_is_better=True),
            Figure("the same, against parsing + cleaning + COPY alone", GOAL_SHARE,
                   theirs.processor / ours.processor, "of it", more_is_better=True),
        ],
        note=f"{MAILS} mails of {size / 1000:.0f} kB on average, stored raw, read in the guarded "
        f"child and placed; {MAILS / theirs.processor:.0f} a second for the baseline. By the wall "
        f"clock {MAILS / ours.wall:.0f} a second. Median of {PAIRS} pairs.",
        product=vars(ours),
        baseline=vars(theirs),
    )  # fmt: skip


def product(
    channel: Channel, stored: list[tuple[str, bytes]], server: int
) -> tuple[Cost, list[Any]]:
    """The real intake: stored raw in batches as a reader hands them over, then received."""
    _empty()
    channel.refresh_from_db()

    def receive() -> None:
        for start in range(0, len(stored), FETCHED_AT_ONCE):
            some = stored[start : start + FETCHED_AT_ONCE]
            arrived = [Arrived(transport_id, raw) for transport_id, raw in some]
            incoming.store(channel, Batch(arrived, {"uid": start + len(some)}))
        with Readers() as readers:
            while incoming.receive_batch(channel, readers):
                continue

    cost, _ = measure(receive, server=server)
    return cost, _seen()


def baseline(
    channel: Channel, stored: list[tuple[str, bytes]], server: int, url: str
) -> tuple[Cost, list[Any]]:
    _empty()
    parse = find_plugins("gehoor.connectors")["email"].parse

    def read(raw: bytes) -> list[IncomingMessage]:
        return [tidy(message) for message in parse(raw)]

    with psycopg.connect(url, autocommit=True) as direct:
        copy = partial(
            copying.intake, direct, stored,
            channel_id=channel.pk, kind="email", parse=read, keep_file=files.store,
        )  # fmt: skip
        cost, _ = measure(copy, server=server)
    return cost, _seen()


def _seen() -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(SEEN)
        return list(cursor.fetchall())


def _empty() -> None:
    shutil.rmtree(Path(settings.MEDIA_ROOT), ignore_errors=True)
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(TABLES)} RESTART IDENTITY CASCADE")

"""Acts on many: 500 conversations seen with a reason, and 10,000 by a worker, against bare SQL.

The baseline has a statement each for the items, the conversations and the log, and judges
nothing: the same rows, without asking who may, what changed and what is in doubt.
"""

import os
from collections.abc import Callable, Sequence
from statistics import median
from typing import Any

import psycopg
from django.db import connection

from benchmarks.harness import Cost, Figure, in_pairs, measure, percentile, write
from benchmarks.home import server_of
from gehoor.flows import bulk
from gehoor.inbox.models import BulkAct
from gehoor.people import queries as people
from gehoor.people.policies import Actor, Role
from gehoor.project.embedded import Cluster
from gehoor.project.environment import OWNER_ROLE
from gehoor.testing import make

ALL = 10_000
SOME = 500
PAIRS = int(os.environ.get("GEHOOR_BENCH_PAIRS", "5"))
GOAL_SECONDS, GOAL_ALL_SECONDS, GOAL_TIMES = 3, 60, 8
REASON = "Geen vraag"

FILL = (
    """INSERT INTO inbox_conversation (channel_id, contact_id, thread, subject, opening, status,
           outcome, outcome_reason, is_public, is_unread, has_problem, waiting_since, sort_at,
           last_message_at, next_sequence, created_at)
       SELECT %(channel)s, %(contact)s, 't' || n, 'Storm', 'Er ligt een boom', 'open', '', '', true,
              true, false, now(), now(), now(), 4, now()
       FROM generate_series(1, %(all)s) n""",
    """INSERT INTO inbox_message (conversation_id, channel_id, part, sequence, kind, author_name,
           author_handle, subject, text, html, external_id, answers, reply_to, is_automatic,
           warnings, sent_at, received_at)
       SELECT c.id, c.channel_id, 0, s, 'in', 'Fatima', 'fatima', '', 'Er ligt een boom', '', '',
              '', '', false, '[]', now(), now()
       FROM inbox_conversation c CROSS JOIN generate_series(1, 3) s""",
    "ANALYZE",
)
BEFORE = (
    "DELETE FROM inbox_bulkitem",
    "DELETE FROM inbox_bulkact",
    "TRUNCATE audit_entry",
    """UPDATE inbox_conversation SET status = 'open', outcome = '', outcome_reason = '',
           waiting_since = sort_at, is_unread = true WHERE status = 'done'""",
)
BARE = (
    """INSERT INTO inbox_bulkitem (bulk_id, conversation_id, state, before)
       SELECT %(bulk)s, c.id, 'applied', jsonb_build_object('status', c.status)
       FROM inbox_conversation c WHERE c.id = ANY(%(numbers)s)""",
    """UPDATE inbox_conversation SET status = 'done', outcome = 'seen', outcome_reason = %(reason)s,
           waiting_since = NULL, is_unread = false WHERE id = ANY(%(numbers)s)""",
    """INSERT INTO audit_entry (actor_id, system, act, subject, subject_id, conversation_id,
           team_id, reason, details)
       SELECT %(user)s, '', 'conversation.finished', 'conversation', n, n, %(team)s, %(reason)s,
              jsonb_build_object('bulk', %(bulk)s::int, 'of', %(of)s::int)
       FROM unnest(%(numbers)s::bigint[]) n""",
)
OUTCOME = """
SELECT (SELECT count(*) FROM inbox_conversation WHERE status = 'done' AND outcome_reason = %s),
       (SELECT count(DISTINCT conversation_id) FROM audit_entry
        WHERE act = 'conversation.finished' AND reason = %s),
       (SELECT count(*) FROM audit_entry WHERE act = 'conversation.finished'),
       (SELECT count(*) FROM inbox_bulkitem WHERE state = 'applied')
"""


def run(cluster: Cluster) -> None:
    server = server_of(cluster)
    channel = make.channel()
    actor = people.actor_of(make.user(Role.AGENT, teams=(channel.team,)))
    given = {"channel": channel.pk, "contact": make.contact().pk, "all": ALL}
    with psycopg.connect(cluster.url(OWNER_ROLE), autocommit=True) as direct:
        for statement in FILL:
            direct.execute(statement, given if "%(" in statement else None)
        numbers = [n for (n,) in direct.execute("SELECT id FROM inbox_conversation ORDER BY id")]
        walls: list[float] = []

        def product() -> tuple[Cost, object]:
            _reset(direct)
            cost, _ = measure(lambda: _act(actor, numbers[:SOME]), server=server)
            walls.append(cost.wall)
            return cost, _outcome(direct)

        def baseline() -> tuple[Cost, object]:
            _reset(direct)
            bare = _bare(direct, actor, channel.team_id, numbers[:SOME])
            cost, _ = measure(bare, server=server)
            return cost, _outcome(direct)

        ours, theirs = in_pairs(product, baseline, times=PAIRS)
        _reset(direct)
        whole, _ = measure(lambda: _act(actor, numbers), server=server)
        if _outcome(direct) != (ALL, ALL, ALL, ALL):
            raise AssertionError("Not every conversation was touched once.")
    write(
        "bulk",
        [
            Figure("500 conversations at once, until all are done, p95", GOAL_SECONDS,
                   percentile(walls, 0.95), "s"),
            Figure("10,000 at once, until the worker has done all", GOAL_ALL_SECONDS,
                   whole.wall, "s"),
            Figure("500 at once against bare SQL of the same rows", GOAL_TIMES,
                   ours.processor / theirs.processor, "times"),
        ],
        note=f"Seen with a reason, {ALL:,} open conversations of three messages; each has its own "
        f"line in the log. By the flow in this process; median wall {median(walls):.2f} s. The "
        f"baseline writes the same rows by three statements and judges nothing. {PAIRS} pairs.",
        product=vars(ours),
        baseline=vars(theirs),
    )  # fmt: skip


def _act(actor: Actor, numbers: Sequence[int]) -> None:
    wanted = bulk.Wanted(BulkAct.Act.SEEN, 2**60, 2**60, reason=REASON)
    bulk.carry_on.function(bulk.begin(actor, wanted, numbers).pk)


def _bare(
    direct: psycopg.Connection[Any], actor: Actor, team: int, numbers: list[int]
) -> Callable[[], None]:
    made = BulkAct.objects.create(
        author_id=actor.user_id or 0, act="seen", total=len(numbers), seen_message=0, seen_entry=0
    )
    given = {
        "bulk": made.pk, "of": len(numbers), "numbers": numbers, "reason": REASON,
        "user": actor.user_id, "team": team,
    }  # fmt: skip

    def act() -> None:
        with direct.transaction():
            for statement in BARE:
                direct.execute(statement, given)

    return act


def _reset(direct: psycopg.Connection[Any]) -> None:
    connection.close()
    for statement in BEFORE:
        direct.execute(statement)


def _outcome(direct: psycopg.Connection[Any]) -> object:
    return direct.execute(OUTCOME, [REASON, REASON]).fetchone()

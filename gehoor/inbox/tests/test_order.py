"""What is due first comes first, by an index and without sorting."""

from collections.abc import Mapping
from typing import Any

import pytest
from django.db import connection

from gehoor.inbox import queries as inbox
from gehoor.inbox.models import Conversation
from gehoor.inbox.queries import pages
from gehoor.inbox.rules import Tier
from gehoor.people.policies import Actor, Role
from gehoor.testing import make

pytestmark = [pytest.mark.django_db, pytest.mark.database]

FILL = """
INSERT INTO inbox_conversation (channel_id, contact_id, thread, subject, opening, status, outcome,
    outcome_reason, assignee_id, is_public, is_unread, has_problem, waiting_since, sort_at,
    last_message_at, next_sequence, tier, due_at, warn_at, term_of)
SELECT %(channel)s, %(contact)s, '', 'Afval', 'Nooit geleegd',
       CASE WHEN n <= 5000 THEN 'open' ELSE 'done' END,
       CASE WHEN n <= 5000 THEN '' ELSE 'answered' END, '', NULL, false, false, false,
       at, at, at, 1,
       1 + n %% 3, at + interval '4 hours',
       at + interval '3 hours', at
FROM generate_series(1, 20000) n
CROSS JOIN LATERAL (SELECT now() - n * interval '7 minutes') m(at)
"""


def test_a_page_of_work_is_read_from_its_index(django_assert_num_queries: Any) -> None:
    channel = make.channel()
    agent = make.actor(Role.AGENT, teams=(channel.team,))
    with connection.cursor() as cursor:
        cursor.execute(FILL, {"channel": channel.pk, "contact": make.contact().pk})
        cursor.execute("ANALYZE inbox_conversation, channels_channel, contacts_contact")

    for view in ("team", "unassigned"):
        with django_assert_num_queries(1):
            page = inbox.page_of(agent, view)
        plan = plan_of(agent, view)

        assert len(page.rows) == pages.PAGE
        assert "in_turn on inbox_conversation" in plan, plan
        assert "Sort" not in plan


def plan_of(agent: Actor, view: str) -> str:
    """Return how PostgreSQL reads the first page of a list."""
    given: Mapping[str, Any] = {
        "user": agent.user_id,
        "teams": pages.visible_teams(agent),
        "named": [],
        "with_presence": [],
        "size": 51,
        "upto": int(Tier.FOUND),
    }
    shape = pages.VIEWS[view]
    query = f"EXPLAIN {pages.IDS}{shape.where} ORDER BY {shape.order} LIMIT %(size)s"
    with connection.cursor() as cursor:
        cursor.execute(query, given)
        return "\n".join(line for (line,) in cursor.fetchall())


@pytest.mark.row("S3-30")
def test_who_turns_to_us_goes_before_a_term_that_ends_sooner_elsewhere() -> None:
    channel = make.channel()
    agent = make.actor(Role.AGENT, teams=(channel.team,))
    soon, later = make.NOON, make.NOON.replace(hour=18)
    on_pages = make.conversation(channel=channel, tier=2, due_at=soon, term_of=make.NOON)
    to_us = make.conversation(channel=channel, tier=1, due_at=later, term_of=make.NOON)

    rows = inbox.page_of(agent, "team").rows

    assert [row.pk for row in rows] == [to_us.pk, on_pages.pk]


def test_an_emergency_is_on_top_however_far_it_was_said() -> None:
    channel = make.channel()
    agent = make.actor(Role.AGENT, teams=(channel.team,))
    make.conversation(channel=channel, due_at=make.NOON, term_of=make.NOON)
    found = make.conversation(channel=channel, tier=3, is_emergency=True)

    [first, *_] = inbox.page_of(agent, "team", upto=Tier.TO_US).rows

    assert first.pk == found.pk
    assert inbox.counts(agent).by_tier["team"] == {Tier.TO_US: 2}
    assert Conversation.objects.get(pk=found.pk).rank == 0

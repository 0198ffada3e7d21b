"""The Postvak: who sees what, in which order, at what cost."""

from datetime import timedelta

import pytest
from django.test.utils import CaptureQueriesContext

from gehoor.contracts.connector import Author
from gehoor.inbox import queries as inbox
from gehoor.inbox.models import Conversation, Message
from gehoor.inbox.queries.pages import MOST_FOUND
from gehoor.kit import words
from gehoor.people import queries as people
from gehoor.people.policies import Role
from gehoor.testing import make

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_the_longest_waiting_comes_first() -> None:
    channel = make.channel()
    agent = make.actor(Role.AGENT, teams=(channel.team,))
    new = make.conversation(channel=channel, sort_at=make.NOON + timedelta(hours=2))
    old = make.conversation(channel=channel, sort_at=make.NOON)

    page = inbox.page_of(agent, "team")

    assert [row.pk for row in page.rows] == [old.pk, new.pk]


def test_who_waits_comes_before_who_was_answered() -> None:
    channel = make.channel()
    agent = make.actor(Role.AGENT, teams=(channel.team,))
    old = make.NOON - timedelta(days=3)
    answered = make.conversation(channel=channel, sort_at=old, waiting_since=None)
    waiting = make.conversation(channel=channel)

    page = inbox.page_of(agent, "team")

    assert [row.pk for row in page.rows] == [waiting.pk, answered.pk]


def test_what_belongs_to_another_team_does_not_exist() -> None:
    mine, theirs = make.conversation(), make.conversation(has_problem=True)
    agent = make.actor(Role.AGENT, teams=(mine.channel.team,))

    pages = {view: inbox.page_of(agent, view).rows for view in inbox.VIEWS}

    assert [row.pk for row in pages["team"]] == [mine.pk]
    assert theirs.pk not in {row.pk for rows in pages.values() for row in rows}
    assert inbox.counts(agent).problems == 0


@pytest.mark.parametrize("role", [Role.SPECIALIST, Role.ADMINISTRATOR, Role.PRIVACY_OFFICER])
def test_being_in_the_team_is_not_enough_without_a_role_that_reads(role: Role) -> None:
    conversation = make.conversation()
    actor = make.actor(role, teams=(conversation.channel.team,))

    assert inbox.page_of(actor, "team").rows == []


def test_an_analyst_sees_no_names() -> None:
    conversation = make.received()
    analyst = make.actor(Role.ANALYST, teams=(conversation.channel.team,))

    [row] = inbox.page_of(analyst, "team").rows
    [message] = inbox.thread_of(conversation, analyst)
    context = inbox.context_of(conversation, analyst, teams=[conversation.channel.team_id])

    assert row.contact == message.author == message.handle == ""
    assert context.addresses == []


def test_mine_unassigned_and_done_are_apart() -> None:
    channel = make.channel()
    user = make.user(Role.AGENT, teams=(channel.team,))
    agent = people.actor_of(user)
    mine = make.conversation(channel=channel, assignee=user)
    free = make.conversation(channel=channel)
    done = make.conversation(channel=channel, status="done", outcome="seen", waiting_since=None)

    found = {
        view: [row.pk for row in inbox.page_of(agent, view).rows]
        for view in ("mine", "unassigned", "team", "done")
    }

    assert found == {
        "mine": [mine.pk],
        "unassigned": [free.pk],
        "team": [mine.pk, free.pk],
        "done": [done.pk],
    }
    counts = inbox.counts(agent)
    assert (counts.mine, counts.unassigned, counts.team) == (1, 1, 2)
    assert (counts.problems, counts.failed) == (0, 0)


@pytest.mark.parametrize("view", ["team", "done"])
def test_pages_follow_each_other_without_gap_or_double(view: str) -> None:
    channel = make.channel()
    agent = make.actor(Role.AGENT, teams=(channel.team,))
    facts = {"status": "done", "outcome": "seen"} if view == "done" else {}
    made = [make.conversation(channel=channel, **facts).pk for _ in range(7)]

    seen: list[int] = []
    after: str | None = None
    while after != "":
        page = inbox.page_of(agent, view, after=after, size=3)
        seen += [row.pk for row in page.rows]
        after = page.next_after

    assert sorted(seen) == made
    assert len(seen) == 7


@pytest.mark.parametrize("after", ["", "x", "1-", "99999999999999999999999-1", "1;DROP TABLE", "-"])
def test_a_place_that_is_no_place_is_the_beginning(after: str) -> None:
    conversation = make.conversation()
    agent = make.actor(Role.AGENT, teams=(conversation.channel.team,))

    assert len(inbox.page_of(agent, "team", after=after).rows) == 1


def test_words_find_a_conversation_in_any_of_their_forms_also_when_done() -> None:
    channel = make.channel()
    agent = make.actor(Role.AGENT, teams=(channel.team,))
    found = make.received(channel, text="Er staan drie huizen onder water.")
    make.received(channel, author=Author("kees@x.example"), text="Mijn pas is verlopen.")
    Conversation.objects.filter(pk=found.pk).update(status="done", outcome="seen")

    rows = inbox.page_of(agent, "mine", words="huis water").rows

    assert [row.pk for row in rows] == [found.pk]


def test_words_find_nothing_of_another_team() -> None:
    make.received(text="Er staan drie huizen onder water.")
    agent = make.actor(Role.AGENT, teams=(make.team(),))

    assert inbox.page_of(agent, "team", words="huis").rows == []


def test_a_page_and_a_conversation_cost_one_query_each(
    django_assert_num_queries: type[CaptureQueriesContext],
) -> None:
    conversation = make.received()
    agent = make.actor(Role.AGENT, teams=(conversation.channel.team,))

    for ask in (
        lambda: inbox.page_of(agent, "team"),
        lambda: inbox.counts(agent),
        lambda: inbox.thread_of(conversation, agent),
        lambda: inbox.context_of(conversation, agent, teams=[]),
        lambda: inbox.log_of(conversation),
    ):
        with django_assert_num_queries(1):  # type: ignore[arg-type]
            ask()


def test_what_another_team_has_more_of_leaves_no_search_empty() -> None:
    text = "De lantaarnpaal is stuk"
    ours = make.received(text=text)
    theirs = make.received(text=text)
    agent = make.actor(Role.AGENT, teams=(ours.channel.team,))
    Message.objects.bulk_create(
        Message(
            conversation=theirs, channel=theirs.channel, sequence=number, kind="in", text=text,
            words=words.tsvector(text), sent_at=make.NOON,
        )
        for number in range(10, MOST_FOUND + 10)
    )  # fmt: skip

    found = inbox.page_of(agent, "team", words="lantaarnpaal")

    assert [row.pk for row in found.rows] == [ours.pk]

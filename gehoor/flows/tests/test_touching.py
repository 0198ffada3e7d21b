"""Dealing with the messages of a thread: each touched, each in the log, and taken back as one."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from gehoor.audit.models import Entry
from gehoor.channels.models import Channel
from gehoor.contracts.connector import Author
from gehoor.flows import bulk, handling, regrouping
from gehoor.flows.refusing import NotPossible
from gehoor.inbox import queries as inbox
from gehoor.inbox.models import BulkAct, Conversation, Message, MessageVersion
from gehoor.inbox.queries import Fitting
from gehoor.kit.clock import now
from gehoor.people.policies import Actor, Role
from gehoor.testing import make
from gehoor.testing.square import Square, square

pytestmark = [pytest.mark.django_db, pytest.mark.database]

Act = BulkAct.Act
ALL = Fitting()


@pytest.fixture
def plein() -> Iterator[Square]:
    with square() as made:
        yield made


@pytest.fixture
def channel(plein: Square) -> Channel:
    return make.channel(connector=plein.key)


@pytest.fixture
def agent(channel: Channel) -> Actor:
    return make.actor(Role.AGENT, teams=(channel.team,), name="Anouk")


@pytest.fixture
def thread(channel: Channel, plein: Square) -> Conversation:
    return plein.flood(channel, 6, questions=2)


def finish(
    actor: Actor, thread: Conversation, numbers: list[int], *, act: BulkAct.Act = Act.SEEN
) -> BulkAct:
    """As asked from a page that is shown now."""
    seen = inbox.newest_shown()
    wanted = bulk.Wanted(act, seen.message, seen.version, reason="Geen vraag")
    return bulk.begin_in_thread(actor, thread, wanted, numbers)


def untouched(thread: Conversation, fitting: Fitting = ALL) -> list[int]:
    return inbox.untouched_fitting(thread, fitting)


def states(act: BulkAct) -> dict[str, int]:
    return inbox.bulk_acts_of(act.author_id, most=1, pk=act.pk)[0].by_state


def ends(channel: Channel) -> dict[str, int]:
    day = timedelta(days=1)
    return inbox.ends_of_messages(since=now() - day, until=now() + day)[channel.pk]


@pytest.mark.row("S0-18")
@pytest.mark.row("S3-29")
def test_every_message_of_a_thread_is_touched_with_a_line_of_its_own(
    thread: Conversation, agent: Actor, channel: Channel
) -> None:
    done = finish(agent, thread, untouched(thread))

    lines = Entry.objects.filter(act="message.finished")
    assert states(done) == {"applied": 6}
    assert untouched(thread) == []
    assert lines.values("subject_id").distinct().count() == lines.count() == 6
    assert set(lines.values_list("reason", "actor_id")) == {("Geen vraag", agent.user_id)}
    assert (ends(channel)["not_handled"], ends(channel)["open"]) == (6, 0)


def test_a_thread_of_which_nothing_is_left_is_finished_and_told_so(
    thread: Conversation, agent: Actor
) -> None:
    finish(agent, thread, untouched(thread))

    thread.refresh_from_db()
    assert (thread.status, thread.outcome, thread.outcome_reason) == ("done", "seen", "Geen vraag")
    assert Entry.objects.filter(act="conversation.finished").count() == 1


def test_who_is_left_waits_on_and_the_thread_stays_open(
    thread: Conversation, agent: Actor, channel: Channel
) -> None:
    questions = untouched(thread, Fitting(only_questions=True))
    others = sorted(set(untouched(thread)) - set(questions))

    finish(agent, thread, others)

    thread.refresh_from_db()
    assert thread.status == "open"
    assert thread.waiting_since == Message.objects.get(pk=questions[0]).received_at
    assert (ends(channel)["open"], ends(channel)["not_handled"]) == (2, 4)


def test_nobody_waits_once_who_turned_to_us_was_dealt_with(
    thread: Conversation, agent: Actor, plein: Square, channel: Channel
) -> None:
    plein.tell(channel, plein.write("Onder elkaar", answers="p2", is_to_us=False))
    theirs = thread.messages.filter(is_to_us=True).values_list("pk", flat=True)

    finish(agent, thread, list(theirs))

    thread.refresh_from_db()
    assert (thread.status, thread.waiting_since) == ("open", None)


def test_undoing_puts_everything_back_and_opens_the_thread_again(
    thread: Conversation, agent: Actor
) -> None:
    before = untouched(thread)
    waited = Conversation.objects.get(pk=thread.pk).waiting_since
    done = finish(agent, thread, before)

    undone = bulk.undo(agent, done.pk)

    thread.refresh_from_db()
    assert states(undone) == {"undone": 6}
    assert untouched(thread) == before
    assert (thread.status, thread.waiting_since) == ("open", waited)
    assert Entry.objects.filter(act="message.reopened").count() == 6


def test_undoing_leaves_what_was_merged_into_another_thread_since(
    plein: Square, channel: Channel, agent: Actor
) -> None:
    older = plein.flood(channel, 1)
    thread = plein.flood(channel, 2)
    done = finish(agent, thread, untouched(thread))
    # Both began with a post of ours, so they are of one contact.
    Conversation.objects.filter(pk=thread.pk).update(contact=older.contact_id)
    regrouping.merge(agent, older, Conversation.objects.get(pk=thread.pk))

    bulk.undo(agent, done.pk)

    assert states(done) == {"kept": 2}
    assert Conversation.objects.get(pk=thread.pk).merged_into_id == older.pk


def test_undoing_leaves_a_thread_finished_that_somebody_finished_since(
    thread: Conversation, agent: Actor
) -> None:
    done = finish(agent, thread, untouched(thread)[:3])
    thread.refresh_from_db()
    handling.finish(agent, thread, outcome=Conversation.Outcome.HANDLED, reason="Klaar")

    bulk.undo(agent, done.pk)

    thread.refresh_from_db()
    assert thread.status == "done"


def test_after_a_minute_it_cannot_be_undone_as_one(thread: Conversation, agent: Actor) -> None:
    done = finish(agent, thread, untouched(thread))
    BulkAct.objects.update(ended_at=now() - timedelta(seconds=61))

    with pytest.raises(NotPossible):
        bulk.undo(agent, done.pk)


def test_what_came_or_was_edited_after_the_thread_was_shown_is_left_out(
    thread: Conversation, agent: Actor, plein: Square, channel: Channel
) -> None:
    seen = inbox.newest_shown()
    edited = thread.messages.filter(kind="in").earliest("pk")
    MessageVersion.objects.create(message=edited, text="Wat mooi")
    plein.tell(channel, plein.write("Net binnen", answers="p1"))
    wanted = bulk.Wanted(Act.SEEN, seen.message, seen.version, reason="Geen vraag")

    done = bulk.begin_in_thread(agent, thread, wanted, untouched(thread))

    assert states(done) == {"applied": 5, "changed": 2}
    assert [each.why for each in inbox.bulk_acts_of(agent.user_id, most=1)[0].left_out] == [
        "changed",
        "changed",
    ]


def test_what_was_answered_counts_as_touched_and_keeps_its_answer(
    thread: Conversation, agent: Actor, channel: Channel
) -> None:
    sent = make.reply(thread, by=agent)
    answered = thread.messages.get(kind="in", external_id=sent.message.answers)

    done = finish(agent, thread, [answered.pk, *untouched(thread)])

    answered.refresh_from_db()
    thread.refresh_from_db()
    assert states(done) == {"applied": 5, "same": 1}
    assert answered.outcome == ""
    assert thread.outcome == "answered"
    assert (ends(channel)["answered"], ends(channel)["not_handled"]) == (1, 5)


def test_an_answer_that_was_taken_back_touches_nothing(thread: Conversation, agent: Actor) -> None:
    sent = make.reply(thread, by=agent)
    type(sent).objects.update(state="withdrawn")

    assert len(untouched(thread)) == 6


def test_of_a_finished_thread_the_next_reply_is_the_only_one_to_deal_with(
    thread: Conversation, agent: Actor, plein: Square, channel: Channel
) -> None:
    handling.finish(agent, thread, outcome=Conversation.Outcome.HANDLED, reason="Klaar")

    plein.tell(channel, plein.write("Ik ben er laat bij", answers="p1"))

    thread.refresh_from_db()
    assert thread.status == "open"
    assert len(untouched(thread)) == 1
    assert (ends(channel)["open"], ends(channel)["not_handled"]) == (1, 6)


def test_who_may_not_answer_there_touches_nothing(thread: Conversation) -> None:
    stranger = make.actor(Role.AGENT, teams=(make.team(),))

    done = finish(stranger, thread, untouched(thread))

    assert states(done) == {"not_allowed": 6}
    assert len(untouched(thread)) == 6


def test_messages_of_another_thread_are_not_touched_from_here(
    thread: Conversation, agent: Actor, plein: Square, channel: Channel
) -> None:
    other = plein.tell(channel, plein.write("Een andere draad"))

    done = finish(agent, thread, untouched(other))

    assert states(done) == {}
    assert len(untouched(other)) == 1


@pytest.mark.parametrize(
    ("act", "reason", "numbers"),
    [(Act.TAG, "Geen vraag", 1), (Act.SEEN, "  ", 1), (Act.SEEN, "Geen vraag", 0)],
)
def test_what_is_not_asked_whole_does_nothing(
    thread: Conversation, agent: Actor, act: BulkAct.Act, reason: str, numbers: int
) -> None:
    wanted = bulk.Wanted(act, 2**60, 2**60, reason=reason)

    with pytest.raises(NotPossible):
        bulk.begin_in_thread(agent, thread, wanted, untouched(thread)[:numbers])

    assert not BulkAct.objects.exists()


def test_the_number_of_messages_does_not_change_the_number_of_queries(
    channel: Channel,
    plein: Square,
    agent: Actor,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    small, large = plein.flood(channel, 3), plein.flood(channel, 90)

    for thread in (small, large):
        numbers = untouched(thread)
        with django_assert_max_num_queries(40):
            finish(agent, thread, numbers)


def test_an_answer_to_one_in_a_thread_is_no_answer_to_the_others(
    channel: Channel, plein: Square, agent: Actor
) -> None:
    ours = plein.write_as_us("Onze post")
    first = plein.write("Waar?", name="Fatima", answers=ours)
    second = plein.write("Wanneer?", name="Willem", answers=ours)
    conversation = plein.tell(channel, ours, first, second)

    sent = make.reply(conversation, by=agent)

    conversation.refresh_from_db()
    waits = Message.objects.get(external_id=first)
    assert sent.message.answers == second
    assert conversation.waiting_since == waits.received_at


def test_who_wrote_twice_and_was_answered_waits_no_longer(
    channel: Channel, plein: Square, agent: Actor
) -> None:
    ours = plein.write_as_us("Onze post")
    fatima: dict[str, Any] = {"author": Author("@fatima@plein.example", "Fatima")}
    first = plein.write("Waar?", answers=ours, **fatima)
    again = plein.write("O ja, en wanneer?", answers=first, **fatima)
    conversation = plein.tell(channel, ours, first, again)

    make.reply(conversation, by=agent)

    conversation.refresh_from_db()
    assert conversation.waiting_since is None

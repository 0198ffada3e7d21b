"""When a wait for which an answer was promised ends, that is noted once, whatever ended it."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gehoor.channels.models import Channel
from gehoor.flows import bulk, handling, regrouping, replies, setup, snoozing, terms
from gehoor.flows.bulk import Wanted
from gehoor.flows.refusing import NotPossible
from gehoor.inbox.actions import replying
from gehoor.inbox.models import BulkAct, Conversation, EndedWait, Regrouping, Reply
from gehoor.kit.clock import now
from gehoor.people.policies import Actor, Role
from gehoor.planning.models import Norm as KeptNorm
from gehoor.planning.rules import read_day
from gehoor.planning.rules.norms import Promise
from gehoor.planning.rules.terms import Kind, Norm
from gehoor.testing import make

pytestmark = [pytest.mark.django_db, pytest.mark.database]

ALWAYS = dict.fromkeys(range(7), read_day("0-24"))
MINUTE = timedelta(minutes=1)
AN_HOUR = Norm(Kind.MINUTES, 60)
ADMIN = Actor(system="setup")
LAST = 2**60
"""a number no row has yet: everything there is was seen"""


@pytest.fixture
def channel() -> Channel:
    setup.change_hours(ADMIN, ALWAYS)
    terms.promise(ADMIN, Promise(AN_HOUR))
    return make.channel(connector="email")


@pytest.fixture
def agent(channel: Channel) -> Actor:
    return make.actor(Role.AGENT, teams=(channel.team,), name="Anouk")


def current(conversation: Conversation) -> Conversation:
    return Conversation.objects.get(pk=conversation.pk)


def answer(agent: Actor, conversation: Conversation) -> Reply:
    return replies.send_reply(
        agent, current(conversation), text="Dank u.", client_uuid=uuid4(), seen_sequence=1000
    )


@pytest.mark.row("S1-07")
def test_an_answer_in_time_and_one_too_late_are_noted_with_the_term_there_was(
    channel: Channel, agent: Actor
) -> None:
    soon = make.received(channel, sent_at=now() - 10 * MINUTE)
    late = make.received(channel, sent_at=now() - 90 * MINUTE)

    for each in (soon, late):
        answer(agent, each)

    one, two = EndedWait.objects.order_by("pk")
    assert (one.due_at, two.due_at) == (soon.due_at, late.due_at)
    assert one.ended_at < one.due_at
    assert two.ended_at > two.due_at
    assert one.team == channel.team


def test_what_is_taken_back_was_no_end_and_the_next_answer_is(
    channel: Channel, agent: Actor
) -> None:
    conversation = make.received(channel)
    replies.withdraw(agent, answer(agent, conversation))
    assert not EndedWait.objects.exists()

    answer(agent, conversation)

    assert EndedWait.objects.count() == 1


def test_an_answer_that_did_not_arrive_was_no_end(channel: Channel, agent: Actor) -> None:
    conversation = make.received(channel)
    answer(agent, conversation)
    refuse(channel, agent, conversation)

    terms.renew_batch()

    assert not EndedWait.objects.exists()


def test_what_was_never_promised_is_not_noted(channel: Channel, agent: Actor) -> None:
    terms.forget_norm(ADMIN, KeptNorm.objects.get())
    conversation = make.received(channel)

    answer(agent, conversation)

    assert not EndedWait.objects.exists()
    assert not current(conversation).has_unnoted_end


def test_finished_while_the_clock_stood_still_it_was_in_time(
    channel: Channel, agent: Actor
) -> None:
    conversation = make.received(channel, sent_at=now())
    snoozing.snooze(agent, conversation, until=None)

    handling.finish(agent, current(conversation), outcome=Conversation.Outcome.SEEN)

    noted = EndedWait.objects.get()
    assert noted.ended_at < noted.due_at


def test_an_end_just_after_the_norms_changed_is_noted(channel: Channel, agent: Actor) -> None:
    conversation = make.received(channel)
    terms.promise(ADMIN, Promise(Norm(Kind.MINUTES, 30)))

    answer(agent, conversation)

    assert EndedWait.objects.get().due_at == conversation.due_at


def test_what_no_flow_told_of_the_timer_finds(channel: Channel) -> None:
    conversation = make.received(channel)
    Conversation.objects.filter(pk=conversation.pk).update(waiting_since=None)
    assert not EndedWait.objects.exists()

    terms.renew_batch()

    assert EndedWait.objects.get().message.conversation_id == conversation.pk


def test_a_wait_that_moves_to_another_conversation_did_not_end(
    channel: Channel, agent: Actor
) -> None:
    one, two = make.received(channel), make.received(channel)

    kept = regrouping.merge(agent, one, two)
    assert not EndedWait.objects.exists()
    regrouping.undo(agent, Regrouping.objects.get())

    assert kept.pk == one.pk
    assert not EndedWait.objects.exists()


def test_what_was_answered_before_it_was_merged_stays_noted_beside_who_waits_on(
    channel: Channel, agent: Actor
) -> None:
    longer, answered = make.received(channel), make.received(channel)
    answer(agent, answered)

    regrouping.merge(agent, current(longer), current(answered))
    terms.promise(ADMIN, Promise(Norm(Kind.MINUTES, 30)))
    terms.renew_batch()
    assert EndedWait.objects.count() == 1
    answer(agent, longer)

    assert EndedWait.objects.count() == 2


ACTS = (
    "write", "reply", "withdraw", "refuse", "finish", "reopen", "snooze", "back", "bulk",
    "undo bulk", "norm",
)  # fmt: skip


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(acts=st.lists(st.sampled_from(ACTS), min_size=1, max_size=12))
def test_whatever_is_done_each_wait_that_ended_is_noted_once(
    channel: Channel, agent: Actor, acts: list[str]
) -> None:
    """Beside the row stands what somebody with a notebook would have written down."""
    conversation = make.received(channel, external_id=f"<{uuid4()}>")
    waited, book = current(conversation).waiting_since, set()

    for act in acts:
        DOES[act](channel, agent, current(conversation))
        waits = current(conversation).waiting_since
        if waited and (waits is None or waits > waited):
            book.add(waited)
        book = {each for each in book if waits is None or each < waits}
        waited = waits
    terms.renew_batch()

    noted = EndedWait.objects.filter(message__conversation=conversation)
    assert set(noted.values_list("message__received_at", flat=True)) == book
    assert noted.count() == len(book)
    assert not current(conversation).has_unnoted_end


def write(channel: Channel, agent: Actor, conversation: Conversation) -> None:
    first = conversation.messages.order_by("sequence")[0].external_id
    make.received(channel, external_id=f"<{uuid4()}>", answers=(first,))


def take_back(channel: Channel, agent: Actor, conversation: Conversation) -> None:
    if reply := Reply.objects.filter(
        message__conversation=conversation, state=Reply.State.QUEUED
    ).last():
        replies.withdraw(agent, reply)


def refuse(channel: Channel, agent: Actor, conversation: Conversation) -> None:
    """The sender hears that it cannot be; only the timer tells of it."""
    reply = Reply.objects.filter(message__conversation=conversation).last()
    while reply and reply.state == Reply.State.QUEUED:
        claimed = replying.claim_next(channel.pk, now=now() + MINUTE)
        assert claimed is not None
        replying.record_result(claimed, Reply.State.REFUSED, now=now(), problem="No.")
        reply.refresh_from_db()


def finish(channel: Channel, agent: Actor, conversation: Conversation) -> None:
    try:
        handling.finish(agent, conversation, outcome=Conversation.Outcome.SEEN, reason="Klaar")
    except NotPossible:
        return


def reopen(channel: Channel, agent: Actor, conversation: Conversation) -> None:
    if conversation.status == Conversation.Status.DONE:
        handling.reopen(agent, conversation)


def snooze(channel: Channel, agent: Actor, conversation: Conversation) -> None:
    if conversation.status == Conversation.Status.OPEN:
        snoozing.snooze(agent, conversation, until=None)


def finish_among_many(channel: Channel, agent: Actor, conversation: Conversation) -> None:
    wanted = Wanted(BulkAct.Act.SEEN, seen_message=LAST, seen_entry=LAST, reason="Klaar")
    bulk.begin(agent, wanted, [conversation.pk])


def undo_many(channel: Channel, agent: Actor, conversation: Conversation) -> None:
    if done := BulkAct.objects.filter(items__conversation=conversation).last():
        bulk.undo(agent, done.pk)


DOES: dict[str, Callable[[Channel, Actor, Conversation], object]] = {
    "write": write,
    "reply": lambda _, agent, conversation: answer(agent, conversation),
    "withdraw": take_back,
    "refuse": refuse,
    "finish": finish,
    "reopen": reopen,
    "snooze": snooze,
    "back": lambda _, agent, conversation: snoozing.bring_back(agent, conversation),
    "bulk": finish_among_many,
    "undo bulk": undo_many,
    "norm": lambda *_: terms.promise(ADMIN, Promise(Norm(Kind.MINUTES, 30))),
}

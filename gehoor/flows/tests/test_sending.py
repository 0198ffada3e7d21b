"""The machine's half of a reply."""

import pytest
from pytest_django import DjangoAssertNumQueries

from gehoor.channels.models import Channel
from gehoor.contracts.connector import (
    Later,
    NotAllowed,
    OnUnknown,
    Outcome,
    Refused,
    Sent,
    Unknown,
    Unreachable,
)
from gehoor.flows import replies
from gehoor.inbox import queries as inbox
from gehoor.inbox.actions import replying
from gehoor.inbox.models import Conversation, Reply
from gehoor.kit.clock import now
from gehoor.testing import make
from gehoor.testing.outbox import advance, agent_of, run_sender, state_of
from gehoor.testing.scripted import Scripted

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_the_intent_is_committed_before_the_first_byte(
    conversation: Conversation, scripted: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    reply = make.reply(conversation)
    seen = []

    def send(outgoing: object) -> Outcome:
        seen.append(state_of(reply))
        return Sent("x")

    monkeypatch.setattr(scripted, "send", send)
    run_sender(conversation)

    assert seen == ["sending"]


def test_what_surely_was_not_sent_is_tried_again_later(
    conversation: Conversation, scripted: Scripted
) -> None:
    scripted.answers = [Later("The server is busy.")]
    reply = make.reply(conversation)

    run_sender(conversation)
    assert state_of(reply) == "queued"
    run_sender(conversation)
    assert len(scripted.sent) == 1

    advance(120)
    run_sender(conversation)
    assert state_of(reply) == "sent"
    assert len({sent.key for sent in scripted.sent}) == 1


def test_what_keeps_failing_is_given_up_and_shown(
    conversation: Conversation, scripted: Scripted
) -> None:
    reply = make.reply(conversation)
    for _ in range(8):
        scripted.answers = [Later("The server is busy.")]
        run_sender(conversation)
        advance(4 * 3600)

    conversation.refresh_from_db()
    assert state_of(reply) == "failed"
    assert conversation.has_problem


def test_a_blind_channel_never_repeats_what_may_have_arrived(
    conversation: Conversation, scripted: Scripted
) -> None:
    scripted.answers = [Unknown("No answer after the last byte.")]
    reply = make.reply(conversation)

    for _ in range(5):
        run_sender(conversation)
        advance(3600)

    assert len(scripted.sent) == 1
    assert state_of(reply) == "unknown"


def test_a_keyed_channel_sends_again_with_the_same_key(
    conversation: Conversation, scripted: Scripted
) -> None:
    scripted.on_unknown, scripted.key_seconds = OnUnknown.KEYED, 3600
    scripted.answers = [Unknown("The connection broke.")]
    reply = make.reply(conversation)
    run_sender(conversation)

    advance(31)
    run_sender(conversation)

    assert state_of(reply) == "sent"
    assert len({sent.key for sent in scripted.sent}) == 1


def test_a_keyed_channel_whose_key_is_old_looks_first(
    conversation: Conversation, scripted: Scripted
) -> None:
    scripted.on_unknown, scripted.key_seconds = OnUnknown.KEYED, 3600
    scripted.answers = [Unknown("The connection broke.")]
    scripted.found = ["post-found"]
    reply = make.reply(conversation)
    run_sender(conversation)

    advance(3000)
    run_sender(conversation)

    assert len(scripted.sent) == 1
    assert state_of(reply) == "sent"


def test_a_channel_we_can_look_into_is_looked_into_before_one_resend(
    conversation: Conversation, scripted: Scripted
) -> None:
    scripted.on_unknown = OnUnknown.CHECKABLE
    scripted.answers = [Unknown("The connection broke.")] * 2
    reply = make.reply(conversation)
    run_sender(conversation)

    for _ in range(6):
        advance(601)
        run_sender(conversation)

    assert len(scripted.sent) == 2
    assert state_of(reply) == "failed"
    assert "not there" in Reply.objects.get(pk=reply.pk).problem


class Killed(BaseException):
    """A worker that dies, without a word and without a trace."""


def die(*_: object, **__: object) -> None:
    raise Killed


def be_killed(conversation: Conversation) -> None:
    with pytest.raises(Killed):
        run_sender(conversation)


def test_a_look_that_was_killed_is_taken_again(
    conversation: Conversation, scripted: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    scripted.on_unknown = OnUnknown.CHECKABLE
    scripted.answers = [Unknown("The connection broke.")]
    reply = make.reply(conversation)
    run_sender(conversation)

    for _ in range(5):
        advance(601)
        with monkeypatch.context() as patch:
            patch.setattr(scripted, "find_sent", die)
            be_killed(conversation)
    scripted.found = ["post-found"]
    run_sender(conversation)

    assert len(scripted.sent) == 1
    assert state_of(reply) == "sent"


def test_a_worker_killed_after_the_last_look_still_owes_the_resend(
    conversation: Conversation, scripted: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    scripted.on_unknown = OnUnknown.CHECKABLE
    scripted.answers = [Unknown("The connection broke.")]
    reply = make.reply(conversation)
    run_sender(conversation)

    advance(601)
    with monkeypatch.context() as patch:
        patch.setattr(replying, "mark_sending_after_absence", die)
        be_killed(conversation)
    run_sender(conversation)

    assert len(scripted.sent) == 2
    assert state_of(reply) == "sent"


@pytest.mark.parametrize(("found", "end"), [("post-found", "sent"), (None, "failed")])
def test_a_resend_that_was_killed_is_looked_for_and_never_sent_a_third_time(
    conversation: Conversation,
    scripted: Scripted,
    monkeypatch: pytest.MonkeyPatch,
    found: str | None,
    end: str,
) -> None:
    scripted.on_unknown = OnUnknown.CHECKABLE
    scripted.answers = [Unknown("The connection broke.")]
    reply = make.reply(conversation)
    run_sender(conversation)
    advance(601)
    with monkeypatch.context() as patch:
        patch.setattr(scripted, "send", die)
        be_killed(conversation)
    run_sender(conversation)
    assert state_of(reply) == "unknown"

    scripted.found = [found]
    for _ in range(6):
        advance(601)
        run_sender(conversation)

    assert state_of(reply) == end
    assert len(scripted.sent) == 1, "the resend was killed before its first byte"


def test_a_channel_we_could_not_look_into_never_resends(
    conversation: Conversation, scripted: Scripted
) -> None:
    scripted.on_unknown = OnUnknown.CHECKABLE
    scripted.answers = [Unknown("The connection broke.")]
    scripted.found = [Unreachable("down")] * 5
    make.reply(conversation)
    run_sender(conversation)

    for _ in range(6):
        advance(601)
        run_sender(conversation)

    assert len(scripted.sent) == 1


def test_sending_that_broke_off_halfway_counts_as_unknown(
    conversation: Conversation, scripted: Scripted
) -> None:
    reply = make.reply(conversation)
    replying.claim_next(conversation.channel_id, now=now())

    run_sender(conversation)

    assert state_of(reply) == "unknown"
    assert scripted.sent == []


def test_what_became_of_a_reply_is_written_down_with_few_questions_and_changes_no_list(
    conversation: Conversation,
    scripted: Scripted,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    make.reply(conversation)
    reply = replying.claim_next(conversation.channel_id, now=now())
    assert reply is not None
    moment = now()

    # Which reply and conversation; is anything undecided, who waits, is there a copy; two rows.
    with django_assert_num_queries(7) as asked:
        replying.record_result(reply, Reply.State.SENT, now=moment, external_id="x")

    assert not [each for each in asked.captured_queries if 'UPDATE "inbox_conv' in each["sql"]]


def test_the_result_of_an_overtaken_try_is_not_used(
    conversation: Conversation, scripted: Scripted
) -> None:
    reply = make.reply(conversation)
    zombie = replying.claim_next(conversation.channel_id, now=now())
    assert zombie is not None
    replying.abandon_dead_attempts(conversation.channel_id, now=now())
    replies.send_again(agent_of(conversation), reply, reason="Niet aangekomen, nagebeld.")
    run_sender(conversation)

    is_used = replying.record_result(zombie, Reply.State.REFUSED, now=now())

    assert not is_used
    assert state_of(reply) == "sent"


def test_credentials_that_fail_hold_this_queue_only(
    conversation: Conversation, scripted: Scripted
) -> None:
    other = make.received(make.channel(connector=scripted.key))
    scripted.answers = [NotAllowed("The password is not accepted.")]
    held, free = make.reply(conversation), make.reply(other)

    run_sender(conversation)
    run_sender(other)

    channel = Channel.objects.get(pk=conversation.channel_id)
    assert (channel.health, channel.is_held) == ("locked_out", True)
    assert (state_of(held), state_of(free)) == ("queued", "sent")
    assert inbox.channels_with_due_replies(now=now()) == []


def test_while_practising_everything_works_and_nothing_leaves(scripted: Scripted) -> None:
    conversation = make.received(make.channel(connector=scripted.key, stage="practise"))
    reply = make.reply(conversation)

    run_sender(conversation)

    assert state_of(reply) == "practised"
    assert scripted.sent == scripted.copies == []


def test_a_channel_taken_back_stops_what_was_queued(
    conversation: Conversation, scripted: Scripted
) -> None:
    reply = make.reply(conversation)
    Channel.objects.update(stage="listen")

    run_sender(conversation)

    assert scripted.sent == []
    assert state_of(reply) == "refused"


def test_replies_of_one_conversation_go_out_in_order(
    conversation: Conversation, scripted: Scripted
) -> None:
    scripted.answers = [Later("Busy.")]
    make.reply(conversation, text="Eerst")
    make.reply(conversation, text="Daarna")

    run_sender(conversation)
    assert [sent.text for sent in scripted.sent] == ["Eerst ^Anouk"]
    advance(120)
    run_sender(conversation)

    assert [sent.text for sent in scripted.sent] == [
        "Eerst ^Anouk",
        "Eerst ^Anouk",
        "Daarna ^Anouk",
    ]


def test_a_reply_stuck_on_its_way_shows_as_a_problem(
    conversation: Conversation, scripted: Scripted
) -> None:
    make.reply(conversation)
    advance(301)

    flagged = replying.mark_overdue(now=now())

    assert flagged == [conversation.pk]


@pytest.mark.parametrize(
    "answer", [Refused("No."), Unknown("No answer after the last byte."), NotAllowed("Locked.")]
)
def test_while_an_answer_may_not_have_arrived_the_clock_keeps_running(
    conversation: Conversation, scripted: Scripted, answer: Outcome | Exception
) -> None:
    since = conversation.waiting_since
    scripted.answers = [answer]
    make.reply(conversation)
    run_sender(conversation)

    conversation.refresh_from_db()
    expected = None if isinstance(answer, NotAllowed) else since
    assert conversation.waiting_since == expected


def test_an_answer_in_doubt_that_arrived_after_all_stops_the_clock(
    conversation: Conversation, scripted: Scripted
) -> None:
    scripted.answers = [Unknown("No answer.")]
    reply = make.reply(conversation)
    run_sender(conversation)

    replies.confirm_arrived(agent_of(conversation), reply, reason="Gebeld.")

    conversation.refresh_from_db()
    assert conversation.waiting_since is None

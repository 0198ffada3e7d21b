"""Until when somebody can be answered: before one writes, and again when it leaves."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gehoor.audit.models import Entry
from gehoor.contracts.connector import Later, OnUnknown, Unknown
from gehoor.contracts.posts import WIDEST_FIRST, Visibility
from gehoor.contracts.windows import ReplyWindow
from gehoor.flows import handling, replies, sending, windows
from gehoor.flows.refusing import NotPossible
from gehoor.inbox import rules
from gehoor.inbox.actions import replying
from gehoor.inbox.models import Conversation, Draft, Message, Reply
from gehoor.kit.clock import now
from gehoor.testing import make
from gehoor.testing.outbox import advance, agent_of, run_sender, state_of
from gehoor.testing.scripted import Scripted

pytestmark = [pytest.mark.django_db, pytest.mark.database]

DAY = ReplyWindow(24 * 3600, of=(Visibility.DIRECT,), instead="Ask them publicly.")
WEEK = ReplyWindow(24 * 3600, 7 * 24 * 3600, of=(Visibility.DIRECT,), instead="Wait.")
WRITTEN: dict[str, Any] = {"visibility": Visibility.DIRECT, "is_to_us": True}


def written(scripted: Scripted, *, ago: timedelta, window: ReplyWindow = DAY) -> Conversation:
    """A direct message of so long ago, on a platform with a window."""
    scripted.more = {"visibilities": WIDEST_FIRST, "window": window}
    channel = make.channel(connector=scripted.key)
    return make.received(channel, sent_at=now() - ago, **WRITTEN)


def write_again(conversation: Conversation) -> None:
    """They write once more, now."""
    make.received(conversation.channel, sent_at=now(), **WRITTEN)


def let_pass(conversation: Conversation, time: timedelta) -> None:
    """Let time pass: what they wrote is as much longer ago."""
    for message in Message.objects.filter(conversation=conversation, kind="in"):
        Message.objects.filter(pk=message.pk).update(sent_at=message.sent_at - time)
    advance(time.total_seconds())


def test_an_answer_in_time_is_sent_without_a_tag(scripted: Scripted) -> None:
    conversation = written(scripted, ago=timedelta(hours=23))
    reply = make.reply(conversation)

    run_sender(conversation)

    assert state_of(reply) == "sent"
    assert [sent.is_tagged for sent in scripted.sent] == [False]


def test_who_is_too_late_is_told_what_one_can_do_and_keeps_the_text(scripted: Scripted) -> None:
    conversation = written(scripted, ago=timedelta(hours=24, minutes=1))
    agent = agent_of(conversation)
    handling.save_draft(agent, conversation, kind=Draft.Kind.REPLY, text="Dank u.")

    with pytest.raises(NotPossible, match=r"over.*kept.*publicly"):
        make.reply(conversation, by=agent)

    assert not Reply.objects.exists()
    assert Draft.objects.get().text == "Dank u."


def test_a_public_answer_can_always_be_given_where_only_private_ones_have_a_window(
    scripted: Scripted,
) -> None:
    scripted.more = {"visibilities": WIDEST_FIRST, "window": DAY}
    asked = {"sent_at": now() - timedelta(days=9), "visibility": Visibility.PUBLIC}
    conversation = make.received(make.channel(connector=scripted.key), is_to_us=True, **asked)
    reply = make.reply(conversation)

    run_sender(conversation)

    assert state_of(reply) == "sent"


def test_after_the_usual_time_the_tag_of_a_person_goes_along(scripted: Scripted) -> None:
    conversation = written(scripted, ago=timedelta(days=3), window=WEEK)
    reply = make.reply(conversation)

    run_sender(conversation)

    assert state_of(reply) == "sent"
    assert [sent.is_tagged for sent in scripted.sent] == [True]


def test_a_window_that_ends_while_a_reply_waits_fails_it_in_words_and_keeps_its_text(
    scripted: Scripted,
) -> None:
    conversation = written(scripted, ago=timedelta(hours=23))
    reply = make.reply(conversation, text="Wij komen langs.")
    let_pass(conversation, timedelta(hours=2))

    run_sender(conversation)

    kept = Reply.objects.get()
    assert scripted.sent == []
    assert (state_of(reply), kept.problem) == ("failed", windows.ENDED_MEANWHILE)
    assert kept.message.text == "Wij komen langs."
    conversation.refresh_from_db()
    assert conversation.has_problem
    assert conversation.waiting_since is not None
    assert Entry.objects.filter(act="reply.failed").count() == 1


def test_the_same_while_it_is_tried_again(scripted: Scripted) -> None:
    conversation = written(scripted, ago=timedelta(hours=23, minutes=59))
    scripted.answers = [Later("The server is busy.")]
    reply = make.reply(conversation)
    run_sender(conversation)
    let_pass(conversation, timedelta(minutes=2))

    run_sender(conversation)

    assert len(scripted.sent) == 1
    assert (state_of(reply), Reply.objects.get().problem) == ("failed", windows.ENDED_MEANWHILE)


def test_a_new_message_opens_it_again_for_what_waits_and_for_what_failed(
    scripted: Scripted,
) -> None:
    conversation = written(scripted, ago=timedelta(hours=23))
    agent = agent_of(conversation)
    reply = make.reply(conversation, by=agent)
    let_pass(conversation, timedelta(hours=2))
    run_sender(conversation)
    with pytest.raises(NotPossible, match="over"):
        replies.send_again(agent, reply, reason="Ze vroeg het weer.")
    write_again(conversation)

    replies.send_again(agent, reply, reason="Ze vroeg het weer.")
    run_sender(conversation)

    assert state_of(reply) == "sent"


def test_the_time_to_take_it_back_ends_before_the_window_does(scripted: Scripted) -> None:
    scripted.undo_seconds = 600
    conversation = written(scripted, ago=timedelta(hours=23, minutes=58))

    make.reply(conversation)

    reply = Reply.objects.get()
    assert reply.due_at is not None
    assert reply.due_at - now() < timedelta(minutes=2)


def test_what_may_have_arrived_is_looked_for_and_not_sent_again_after_the_window(
    scripted: Scripted,
) -> None:
    scripted.on_unknown, scripted.key_seconds = OnUnknown.KEYED, 4 * 3600
    conversation = written(scripted, ago=timedelta(hours=23, minutes=59))
    scripted.answers = [Unknown("No answer.")]
    scripted.found = ["post-found"]
    reply = make.reply(conversation)
    run_sender(conversation)
    let_pass(conversation, timedelta(minutes=5))

    run_sender(conversation)

    assert len(scripted.sent) == 1
    assert state_of(reply) == "sent"


def test_what_surely_did_not_arrive_fails_after_the_window_instead_of_a_resend(
    scripted: Scripted,
) -> None:
    scripted.on_unknown = OnUnknown.CHECKABLE
    conversation = written(scripted, ago=timedelta(hours=23, minutes=59))
    scripted.answers = [Unknown("No answer.")]
    reply = make.reply(conversation)
    run_sender(conversation)
    for _ in range(3):
        let_pass(conversation, timedelta(minutes=20))
        run_sender(conversation)

    assert len(scripted.sent) == 1
    assert (state_of(reply), Reply.objects.get().problem) == ("failed", windows.ENDED_MEANWHILE)


def test_in_doubt_and_too_late_stays_in_doubt_for_a_person(scripted: Scripted) -> None:
    """The window may end between the look at the clock and the try itself."""
    conversation = written(scripted, ago=timedelta(hours=23))
    reply = make.reply(conversation)
    Reply.objects.update(state="unknown", due_at=now())
    reply.refresh_from_db()
    replying.mark_sending(reply, now=now())
    let_pass(conversation, timedelta(hours=2))

    sending._send(conversation.channel, reply)

    kept = Reply.objects.get()
    assert scripted.sent == []
    assert (kept.state, kept.due_at) == ("unknown", None)
    assert kept.problem == windows.ENDED_IN_DOUBT


def test_a_later_part_that_is_too_late_fails_by_itself_and_the_first_stands(
    scripted: Scripted,
) -> None:
    scripted.max_length = 100
    conversation = written(scripted, ago=timedelta(hours=23, minutes=59))
    replies.send_reply(
        agent_of(conversation), conversation, text="Wij komen morgen langs om te kijken. " * 4,
        client_uuid=uuid.uuid4(), seen_sequence=99, most_parts=9,
    )  # fmt: skip
    sent_before = scripted.send

    def send_and_wait(outgoing: Any) -> Any:
        outcome = sent_before(outgoing)
        for message in Message.objects.filter(conversation=conversation, kind="in"):
            earlier = message.sent_at - timedelta(minutes=2)
            Message.objects.filter(pk=message.pk).update(sent_at=earlier)
        return outcome

    scripted.send = send_and_wait  # type: ignore[method-assign]
    run_sender(conversation)

    states = list(Reply.objects.order_by("part").values_list("state", flat=True))
    assert states[:2] == ["sent", "failed"]
    assert len(scripted.sent) == 1


def test_another_person_in_the_thread_opens_no_window_for_who_is_answered(
    scripted: Scripted,
) -> None:
    conversation = written(scripted, ago=timedelta(hours=30))
    Message.objects.filter(conversation=conversation).update(author_handle="@willem")
    stand = windows.stand_of(
        conversation, to="fatima@voorbeeld.example", visibility=Visibility.DIRECT, at=now()
    )

    assert stand is None


@given(st.booleans())
def test_what_is_too_late_ends_where_a_person_is_told_and_may_send_it_again(in_doubt: bool) -> None:
    state = rules.state_too_late(in_doubt=in_doubt)

    assert rules.may_follow("sending", state)
    assert state in rules.PROBLEMS
    assert state not in rules.ANSWERS
    assert rules.may_follow(state, "queued")


@given(
    st.floats(min_value=0, max_value=1e6), st.integers(0, 86_400 * 8), st.sampled_from([DAY, WEEK])
)
def test_nobody_has_longer_to_take_it_back_than_the_window_lasts(
    usual: float, ago: int, window: ReplyWindow
) -> None:
    moment = datetime(2026, 10, 25, 0, 59, 59, tzinfo=UTC)
    stand = window.stand(moment - timedelta(seconds=ago), now=moment)

    wait = windows.seconds_to_undo(stand, now=moment, usual=usual)

    assert 0 <= wait <= usual
    if not stand.is_over and wait:
        assert moment + timedelta(seconds=wait) < stand.ends_at

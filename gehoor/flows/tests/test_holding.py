"""After a restore nothing leaves by itself, and a person decides about each reply."""

import uuid
from datetime import timedelta

import pytest

from gehoor.audit.models import Entry
from gehoor.channels.models import Channel
from gehoor.flows import holding, replies, sending
from gehoor.flows.replies import NotPossible
from gehoor.inbox import queries as inbox
from gehoor.inbox.actions import replying
from gehoor.inbox.models import Conversation, Reply
from gehoor.kit.clock import now
from gehoor.people.models import Invitation
from gehoor.people.policies import Role
from gehoor.testing import make

pytestmark = pytest.mark.django_db

MADE = "2026-11-25T03:00:00+00:00"
State = Reply.State


def unsettled(state: str) -> Reply:
    """A reply that was underway when the backup was made, in a conversation of a live channel."""
    reply = make.reply(make.received())
    begun = {"attempt": uuid.uuid4(), "started_at": now()} if state != State.QUEUED else {}
    Reply.objects.filter(pk=reply.pk).update(
        state=state, due_at=now(), in_doubt=state != State.QUEUED, **begun
    )
    reply.refresh_from_db()
    return reply


def make_live(reply: Reply) -> None:
    Channel.objects.filter(pk=reply.channel_id).update(stage=Channel.Stage.LIVE)


@pytest.mark.parametrize("state", ["queued", "sending", "unknown"])
def test_the_machine_does_nothing_with_a_held_reply(state: str) -> None:
    reply = unsettled(state)
    holding.hold_everything(made_at=MADE)
    make_live(reply)
    later = now() + timedelta(days=2)

    assert inbox.channels_with_due_replies(now=later) == []
    assert replying.claim_next(reply.channel_id, now=later) is None
    assert inbox.next_unknown_due(reply.channel_id, now=later) is None
    assert list(replying.abandon_dead_attempts(reply.channel_id, now=later)) == []
    assert not replying.record_result(reply, State.SENT, now=later)
    sending.send_waiting.function(reply.channel_id)
    reply.refresh_from_db()
    assert reply.state == state


@pytest.mark.parametrize("state", ["sent", "refused", "failed", "withdrawn", "practised"])
def test_a_reply_that_was_settled_is_not_held(state: str) -> None:
    reply = unsettled("unknown")
    Reply.objects.filter(pk=reply.pk).update(state=state, due_at=None)

    assert holding.hold_everything(made_at=MADE).replies == 0
    assert inbox.count_held() == 0


def test_every_channel_listens_and_no_open_invitation_works_any_more() -> None:
    live, practising = make.channel(), make.channel(stage=Channel.Stage.PRACTISE)
    listening = make.channel(stage=Channel.Stage.LISTEN)
    Invitation.objects.create(
        token_hash=b"a", user=make.user(), created_at=now(), expires_at=now() + timedelta(hours=9)
    )

    held = holding.hold_everything(made_at=MADE)

    assert held.channels == 2
    assert set(Channel.objects.values_list("stage", flat=True)) == {"listen"}
    assert not Invitation.objects.filter(expires_at__gt=now()).exists()
    logged = Entry.objects.filter(act="change_stage").order_by("pk")
    assert [(line.subject_id, line.details["before"]) for line in logged] == [
        (live.pk, "live"),
        (practising.pk, "practise"),
    ]
    assert listening.pk not in {line.subject_id for line in logged}


def test_its_conversation_stays_open_and_its_clock_runs_until_somebody_decides() -> None:
    reply = unsettled("queued")
    conversation = reply.message.conversation
    Conversation.objects.filter(pk=conversation.pk).update(status="done", outcome="answered")

    holding.hold_everything(made_at=MADE)

    conversation.refresh_from_db()
    assert conversation.status == Conversation.Status.OPEN
    assert conversation.has_problem
    assert conversation.waiting_since is not None
    assert not inbox.is_answered(conversation)


def test_an_ordinary_colleague_cannot_decide_about_it() -> None:
    agent = make.actor(Role.AGENT)
    reply = unsettled("unknown")
    holding.hold_everything(made_at=MADE)

    for decide in (replies.send_again, replies.give_up, replies.confirm_arrived):
        with pytest.raises(NotPossible, match="administrator"):
            decide(agent, reply, reason="Ik denk het.")
    with pytest.raises(NotPossible, match="administrator"):
        replies.withdraw(agent, reply)
    reply.refresh_from_db()
    assert (reply.state, reply.held_at is None) == ("unknown", False)


def test_a_later_reply_does_not_wait_for_a_held_one() -> None:
    held = unsettled("queued")
    holding.hold_everything(made_at=MADE)
    make_live(held)
    conversation = Conversation.objects.get(pk=held.message.conversation_id)
    later = make.reply(conversation)
    Reply.objects.filter(pk=later.pk).update(due_at=now())

    claimed = replying.claim_next(held.channel_id, now=now())

    assert claimed == later


@pytest.mark.parametrize("state", ["queued", "sending", "unknown"])
def test_a_freed_reply_begins_anew(state: str) -> None:
    administrator = make.actor(Role.ADMINISTRATOR)
    reply = unsettled(state)
    holding.hold_everything(made_at=MADE)
    make_live(reply)

    holding.free(administrator, reply)

    assert (reply.state, reply.held_at, reply.attempt, reply.tries) == ("queued", None, None, 0)
    assert not reply.in_doubt
    assert inbox.channels_with_due_replies(now=now()) == [reply.channel_id]
    assert Entry.objects.filter(act="reply.freed", actor_id=administrator.user_id).count() == 1
    assert not Conversation.objects.get(pk=reply.message.conversation_id).has_problem


def test_nothing_is_freed_into_a_channel_that_only_listens() -> None:
    administrator = make.actor(Role.ADMINISTRATOR)
    reply = unsettled("queued")
    holding.hold_everything(made_at=MADE)

    with pytest.raises(NotPossible, match="not live"):
        holding.free(administrator, reply)

    assert holding.free_all(administrator) == (0, 1)
    assert inbox.count_held() == 1


def test_what_arrived_meanwhile_counts_as_sent_and_what_is_withdrawn_never_goes() -> None:
    administrator = make.actor(Role.ADMINISTRATOR)
    arrived, unwanted = unsettled("queued"), unsettled("sending")
    holding.hold_everything(made_at=MADE)

    holding.confirm(administrator, arrived)
    holding.withdraw(administrator, unwanted)

    assert (arrived.state, unwanted.state) == ("sent", "withdrawn")
    assert arrived.settled_at is not None
    assert Conversation.objects.get(pk=arrived.message.conversation_id).waiting_since is None
    assert inbox.count_held() == 0


def test_nobody_decides_twice() -> None:
    administrator = make.actor(Role.ADMINISTRATOR)
    reply = unsettled("queued")
    holding.hold_everything(made_at=MADE)
    make_live(reply)
    holding.free(administrator, reply)

    for decide in (holding.free, holding.withdraw, holding.confirm):
        with pytest.raises(NotPossible):
            decide(administrator, reply)
    assert holding.withdraw_all(administrator) == (0, 0)

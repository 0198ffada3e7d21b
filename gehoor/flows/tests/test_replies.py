"""The story of a reply going out."""

import uuid
from collections.abc import Iterator
from datetime import timedelta

import pytest

from gehoor.audit.models import Entry
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
from gehoor.flows import handling, replies, sending
from gehoor.inbox import queries as inbox
from gehoor.inbox import rules
from gehoor.inbox.actions import replying
from gehoor.inbox.models import Conversation, Draft, Message, Reply
from gehoor.kit.clock import now
from gehoor.people.policies import Actor, Role
from gehoor.testing import make
from gehoor.testing.scripted import Scripted, platform

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def scripted() -> Iterator[Scripted]:
    with platform() as found:
        yield found


@pytest.fixture
def conversation(scripted: Scripted) -> Conversation:
    return make.received(make.channel(connector=scripted.key))


def agent_of(conversation: Conversation, name: str = "Anouk de Vries") -> Actor:
    return make.actor(Role.AGENT, teams=(conversation.channel.team,), name=name)


def run_sender(conversation: Conversation) -> None:
    sending.send_waiting.function(conversation.channel_id)


def advance(seconds: float) -> None:
    """Let time pass for every reply, by moving what it waits for back."""
    for reply in Reply.objects.all():
        for name in ("due_at", "started_at", "first_tried_at"):
            if moment := getattr(reply, name):
                setattr(reply, name, moment - timedelta(seconds=seconds))
        reply.save()


def state_of(reply: Reply) -> str:
    return Reply.objects.get(pk=reply.pk).state


def test_a_reply_arrives_once_and_its_id_is_kept(
    conversation: Conversation, scripted: Scripted
) -> None:
    reply = make.reply(conversation, text="Wij komen vandaag langs.")

    run_sender(conversation)
    run_sender(conversation)

    assert [sent.text for sent in scripted.sent] == ["Wij komen vandaag langs. ^Anouk"]
    assert state_of(reply) == "sent"
    assert Message.objects.get(pk=reply.message_id).external_id == "post-1"
    assert scripted.copies == scripted.sent


def test_the_answer_goes_to_who_wrote(conversation: Conversation, scripted: Scripted) -> None:
    make.reply(conversation)

    run_sender(conversation)

    assert scripted.sent[0].to == "fatima@voorbeeld.example"


@pytest.mark.row("S2-20")
def test_a_reply_always_names_who_speaks(conversation: Conversation, scripted: Scripted) -> None:
    reply = make.reply(conversation)
    run_sender(conversation)

    assert scripted.sent[0].signed_as == "Anouk"
    with pytest.raises(Exception, match="reply_names_its_sender"):
        Message.objects.filter(pk=reply.message_id).update(author_name="")


@pytest.mark.row("S2-20")
def test_a_letter_ends_with_the_name_and_the_signature_of_the_team() -> None:
    text = rules.signed_text(
        "Dank u.", signed_as="Anouk", signature="Gemeente Voorbeeldstad\nTel. 14 0123",
        is_letter=True,
    )  # fmt: skip

    assert text == "Dank u.\n\nAnouk\nGemeente Voorbeeldstad\nTel. 14 0123\n"


def test_the_same_click_twice_is_one_reply(conversation: Conversation, scripted: Scripted) -> None:
    agent, click = agent_of(conversation), uuid.uuid4()

    first, second = (
        replies.send_reply(agent, conversation, text="Ja.", client_uuid=click, seen_sequence=1)
        for _ in range(2)
    )
    run_sender(conversation)

    assert first.pk == second.pk
    assert len(scripted.sent) == 1
    assert conversation.messages.filter(kind="out").count() == 1


def test_nothing_is_sent_when_a_colleague_answered_in_the_meantime(
    conversation: Conversation, scripted: Scripted
) -> None:
    make.reply(conversation)

    with pytest.raises(replies.NewerAnswer):
        replies.send_reply(
            agent_of(conversation),
            conversation,
            text="Nog een antwoord",
            client_uuid=uuid.uuid4(),
            seen_sequence=1,
        )
    run_sender(conversation)

    assert len(scripted.sent) == 1


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


def test_a_refused_reply_shows_why_and_keeps_the_conversation_open(
    conversation: Conversation, scripted: Scripted
) -> None:
    scripted.answers = [Refused("This address does not exist.")]
    agent = agent_of(conversation)
    reply = replies.send_reply(
        agent, conversation, text="Ja.", client_uuid=uuid.uuid4(), seen_sequence=1,
        then_finish=True,
    )  # fmt: skip
    run_sender(conversation)

    conversation.refresh_from_db()
    reply.refresh_from_db()
    assert (reply.state, reply.problem) == ("refused", "This address does not exist.")
    assert conversation.status == "open"
    with pytest.raises(replies.NotPossible):
        handling.finish(agent, conversation, outcome=Conversation.Outcome.SEEN)


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
    assert state_of(reply) == "unknown"


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


def test_a_reply_taken_back_in_time_never_leaves_and_becomes_a_draft(
    scripted: Scripted,
) -> None:
    scripted.undo_seconds = 10
    conversation = make.received(make.channel(connector=scripted.key))
    agent = agent_of(conversation)
    reply = make.reply(conversation, by=agent, text="Te snel")

    replies.withdraw(agent, reply)
    advance(60)
    run_sender(conversation)

    conversation.refresh_from_db()
    assert scripted.sent == []
    assert Draft.objects.get().text == "Te snel"
    assert conversation.waiting_since is not None


def test_a_reply_that_left_cannot_be_taken_back(
    conversation: Conversation, scripted: Scripted
) -> None:
    reply = make.reply(conversation)
    run_sender(conversation)

    with pytest.raises(replies.NotPossible):
        replies.withdraw(agent_of(conversation), reply)
    assert state_of(reply) == "sent"


def test_while_practising_everything_works_and_nothing_leaves(scripted: Scripted) -> None:
    conversation = make.received(make.channel(connector=scripted.key, stage="practise"))
    reply = make.reply(conversation)

    run_sender(conversation)

    assert state_of(reply) == "practised"
    assert scripted.sent == scripted.copies == []


def test_while_listening_nobody_can_answer(scripted: Scripted) -> None:
    conversation = make.received(make.channel(connector=scripted.key, stage="listen"))

    with pytest.raises(replies.NotPossible):
        make.reply(conversation)


def test_a_channel_taken_back_stops_what_was_queued(
    conversation: Conversation, scripted: Scripted
) -> None:
    reply = make.reply(conversation)
    Channel.objects.update(stage="listen")

    run_sender(conversation)

    assert scripted.sent == []
    assert state_of(reply) == "refused"


def test_a_person_decides_about_a_reply_in_doubt_and_the_log_says_who(
    conversation: Conversation, scripted: Scripted
) -> None:
    scripted.answers = [Unknown("No answer.")]
    reply = make.reply(conversation)
    run_sender(conversation)
    agent = agent_of(conversation, "Yusuf Demir")

    replies.confirm_arrived(agent, reply, reason="Fatima belde terug.")

    conversation.refresh_from_db()
    line = Entry.objects.get(act="reply.confirmed")
    assert state_of(reply) == "sent"
    assert not conversation.has_problem
    assert (line.actor_id, line.reason) == (agent.user_id, "Fatima belde terug.")


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


def test_what_we_answered_is_finished_as_answered(
    conversation: Conversation, scripted: Scripted
) -> None:
    agent = agent_of(conversation)
    make.reply(conversation, by=agent)
    run_sender(conversation)

    handling.finish(agent, conversation, outcome=Conversation.Outcome.HANDLED)

    assert conversation.outcome == "answered"


def test_a_reply_stuck_on_its_way_shows_as_a_problem(
    conversation: Conversation, scripted: Scripted
) -> None:
    make.reply(conversation)
    advance(301)

    flagged = replying.mark_overdue(now=now())

    assert flagged == [conversation.pk]

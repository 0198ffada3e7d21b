"""What colleagues do with a reply."""

import uuid

import pytest

from gehoor.audit.models import Entry
from gehoor.contracts.connector import (
    Refused,
    Unknown,
)
from gehoor.flows import handling, replies
from gehoor.flows.collisions import Collision
from gehoor.inbox import rules
from gehoor.inbox.models import Conversation, Draft, Message
from gehoor.people.models import Team
from gehoor.testing import make
from gehoor.testing.outbox import advance, agent_of, run_sender, state_of
from gehoor.testing.scripted import Scripted

pytestmark = [pytest.mark.django_db, pytest.mark.database]


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


@pytest.mark.row("S4-04")
def test_of_a_team_that_shows_no_names_only_the_team_is_seen(
    conversation: Conversation, scripted: Scripted
) -> None:
    team = conversation.channel.team
    Team.objects.filter(pk=team.pk).update(identity="team")

    reply = make.reply(Conversation.objects.get(pk=conversation.pk))
    run_sender(conversation)

    assert scripted.sent[0].signed_as == team.name
    assert "Anouk" not in repr(scripted.sent[0])
    assert Message.objects.get(pk=reply.message_id).author_name == team.name


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

    with pytest.raises(Collision):
        replies.send_reply(
            agent_of(conversation),
            conversation,
            text="Nog een antwoord",
            client_uuid=uuid.uuid4(),
            seen_sequence=1,
        )
    run_sender(conversation)

    assert len(scripted.sent) == 1


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


def test_while_listening_nobody_can_answer(scripted: Scripted) -> None:
    conversation = make.received(make.channel(connector=scripted.key, stage="listen"))

    with pytest.raises(replies.NotPossible):
        make.reply(conversation)


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


def test_what_we_answered_is_finished_as_answered(
    conversation: Conversation, scripted: Scripted
) -> None:
    agent = agent_of(conversation)
    make.reply(conversation, by=agent)
    run_sender(conversation)

    handling.finish(agent, conversation, outcome=Conversation.Outcome.HANDLED)

    assert conversation.outcome == "answered"

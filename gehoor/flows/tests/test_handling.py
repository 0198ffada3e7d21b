"""What colleagues do with a conversation, and the line each act leaves in the log."""

import uuid

import pytest

from gehoor.audit.models import Entry
from gehoor.flows import handling
from gehoor.flows.replies import NotPossible
from gehoor.inbox import queries as inbox
from gehoor.inbox.models import Conversation, Draft
from gehoor.people import queries as people
from gehoor.people.policies import Role
from gehoor.testing import make

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def conversation() -> Conversation:
    return make.received()


def acts() -> list[str]:
    return list(Entry.objects.order_by("pk").values_list("act", flat=True))


def test_every_act_leaves_its_line_readable_in_the_conversation(
    conversation: Conversation,
) -> None:
    user = make.user(Role.AGENT, teams=(conversation.channel.team,), name="Anouk de Vries")
    anouk = people.actor_of(user)

    handling.show(anouk, conversation)
    handling.assign(anouk, conversation, user)
    handling.add_tag(anouk, conversation, "Afval")
    handling.remove_tag(anouk, conversation, "Afval")
    handling.write_note(anouk, conversation, text="Nagevraagd.", client_uuid=uuid.uuid4())
    handling.mark_unread(anouk, conversation)
    handling.finish(anouk, conversation, outcome=Conversation.Outcome.SEEN, reason="Dank")
    handling.reopen(anouk, conversation)

    lines = inbox.log_of(conversation)
    assert [line.act for line in lines] == [
        "conversation.shown", "conversation.assigned", "conversation.tagged",
        "conversation.untagged", "note.written", "conversation.marked_unread",
        "conversation.finished", "conversation.reopened",
    ]  # fmt: skip
    assert {line.who for line in lines} == {"Anouk de Vries"}
    assert all("Nagevraagd" not in str(line.details) for line in lines)


def test_looking_twice_in_a_quarter_of_an_hour_is_one_line(conversation: Conversation) -> None:
    anouk = make.actor(Role.AGENT, teams=(conversation.channel.team,))
    yusuf = make.actor(Role.AGENT, teams=(conversation.channel.team,))

    for actor in (anouk, anouk, yusuf):
        handling.show(actor, conversation)

    assert acts() == ["conversation.shown"] * 2
    conversation.refresh_from_db()
    assert not conversation.is_unread


def test_a_conversation_is_not_given_to_who_cannot_answer_it(conversation: Conversation) -> None:
    anouk = make.actor(Role.AGENT, teams=(conversation.channel.team,))
    reader = make.user(Role.READER, teams=(conversation.channel.team,))
    stranger = make.user(Role.AGENT, teams=(make.team(),))
    gone = make.user(Role.AGENT, teams=(conversation.channel.team,), is_active=False)

    for user in (reader, stranger, gone):
        with pytest.raises(NotPossible):
            handling.assign(anouk, conversation, user)
    assert Conversation.objects.get().assignee is None


def test_done_always_says_how(conversation: Conversation) -> None:
    with pytest.raises(Exception, match="done_says_how"):
        Conversation.objects.update(status="done", outcome="")


def test_a_note_is_saved_once_and_never_sent(conversation: Conversation) -> None:
    anouk = make.actor(Role.AGENT, teams=(conversation.channel.team,))
    click = uuid.uuid4()

    for _ in range(2):
        handling.write_note(anouk, conversation, text="Even gebeld.", client_uuid=click)

    note = conversation.messages.get(kind="note")
    assert note.text == "Even gebeld."
    assert not hasattr(note, "reply")
    assert Conversation.objects.get().waiting_since is not None


def test_drafts_stay_with_their_conversation_and_kind(conversation: Conversation) -> None:
    other = make.received()
    anouk = make.actor(Role.AGENT, teams=(conversation.channel.team,))

    handling.save_draft(anouk, conversation, kind=Draft.Kind.REPLY, text="antwoord A")
    handling.save_draft(anouk, conversation, kind=Draft.Kind.NOTE, text="notitie A")
    handling.save_draft(anouk, other, kind=Draft.Kind.REPLY, text="antwoord B")
    handling.save_draft(anouk, conversation, kind=Draft.Kind.REPLY, text="antwoord A, beter")

    teams = [conversation.channel.team_id, other.channel.team_id]
    assert inbox.context_of(conversation, anouk, teams=teams).drafts == {
        "reply": "antwoord A, beter",
        "note": "notitie A",
    }
    assert inbox.context_of(other, anouk, teams=teams).drafts == {"reply": "antwoord B"}


def test_an_emptied_draft_is_forgotten(conversation: Conversation) -> None:
    anouk = make.actor(Role.AGENT, teams=(conversation.channel.team,))
    handling.save_draft(anouk, conversation, kind=Draft.Kind.REPLY, text="x")

    handling.save_draft(anouk, conversation, kind=Draft.Kind.REPLY, text="  ")

    assert Draft.objects.count() == 0


@pytest.mark.parametrize("name", ["", "   ", "x" * 41])
def test_a_tag_has_a_sensible_length(conversation: Conversation, name: str) -> None:
    anouk = make.actor(Role.AGENT, teams=(conversation.channel.team,))

    with pytest.raises(NotPossible):
        handling.add_tag(anouk, conversation, name)


def test_a_label_that_puts_people_in_a_group_is_refused_in_words(
    conversation: Conversation,
) -> None:
    anouk = make.actor(Role.AGENT, teams=(conversation.channel.team,))

    with pytest.raises(NotPossible, match="Moslim"):
        handling.add_tag(anouk, conversation, "Boze Moslim")

    assert not conversation.tags.exists()


@pytest.mark.row("S0-15")
def test_one_person_becomes_a_team_of_five_and_the_history_stays() -> None:
    team = make.team(name="Ledenservice")
    first = make.user(Role.AGENT, teams=(team,), name="Eva")
    channel = make.channel(team=team, connector="email")
    conversations = [make.received(channel) for _ in range(10)]
    eva = people.actor_of(first)
    handling.write_note(eva, conversations[0], text="Alleen ik", client_uuid=uuid.uuid4())

    more = [make.user(Role.AGENT, teams=(team,)) for _ in range(4)]
    everybody = [first, *more]
    for number, conversation in enumerate(conversations):
        handling.assign(eva, conversation, everybody[number % 5])

    for user in everybody:
        assert inbox.counts(people.actor_of(user)).mine == 2
    newcomer = people.actor_of(more[0])
    assert inbox.counts(newcomer).team == 10
    assert [item.text for item in inbox.thread_of(conversations[0], newcomer)][-1] == "Alleen ik"

"""Who may read an answer: as many as read what it answers, or fewer, and the person one meant."""

import uuid
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gehoor.contracts.connector import Author
from gehoor.contracts.posts import WIDEST_FIRST, Visibility, narrowest
from gehoor.flows import audience, handling, presence, replies
from gehoor.flows.refusing import NotPossible
from gehoor.inbox import rules
from gehoor.inbox.models import Conversation, Draft, Reply
from gehoor.people.policies import Actor, Role
from gehoor.testing import make
from gehoor.testing.outbox import agent_of
from gehoor.testing.scripted import Scripted

pytestmark = [pytest.mark.django_db, pytest.mark.database]
ANY = st.sampled_from(list(Visibility))


def posted(scripted: Scripted, visibility: Visibility, **given: Any) -> Conversation:
    scripted.more = {"visibilities": WIDEST_FIRST} | given
    channel = make.channel(connector=scripted.key)
    return make.received(
        channel, thread="1", visibility=visibility, is_public=visibility.is_open, is_to_us=True
    )


def answer(conversation: Conversation, by: Actor | None = None, **given: Any) -> Reply:
    facts: dict[str, Any] = {"text": "Dank u.", "client_uuid": uuid.uuid4(), "seen_sequence": 99}
    return replies.send_reply(by or agent_of(conversation), conversation, **facts | given)


@given(ANY, st.lists(st.sampled_from(WIDEST_FIRST), unique=True))
def test_every_choice_is_as_narrow_as_what_came_in_or_narrower(
    answered: Visibility, known: list[Visibility]
) -> None:
    choices = rules.readers_to_choose(answered, known=known)

    assert (answered is Visibility.UNSAID) == (not choices)
    assert list(choices) == sorted(set(choices), key=WIDEST_FIRST.index)
    for each in choices:
        assert narrowest(answered, each) is each
        assert each is answered or each in known
        assert each is answered or not each.is_open


@given(ANY, ANY)
def test_an_answer_is_never_for_more_people_whatever_is_wanted(
    answered: Visibility, wanted: Visibility
) -> None:
    settled = rules.visibility_of_answer(answered, wanted=wanted)

    assert settled is narrowest(answered, wanted)


@pytest.mark.parametrize("came_in", WIDEST_FIRST)
@pytest.mark.parametrize("wanted", Visibility)
def test_the_server_narrows_what_the_form_asks(
    scripted: Scripted, came_in: Visibility, wanted: Visibility
) -> None:
    answer(posted(scripted, came_in), visibility=wanted)

    assert Reply.objects.get().visibility == narrowest(came_in, wanted)


def test_where_every_answer_is_public_a_private_one_is_refused_instead_of_posted(
    scripted: Scripted,
) -> None:
    conversation = posted(scripted, Visibility.PUBLIC, visibilities=(Visibility.PUBLIC,))

    with pytest.raises(NotPossible, match="kept from others"):
        answer(conversation, visibility=Visibility.DIRECT)

    assert not Reply.objects.exists()


def test_a_private_answer_never_goes_to_another_who_wrote_in_the_meantime() -> None:
    facts: dict[str, Any] = {"visibility": Visibility.PUBLIC, "is_public": True, "thread": "1"}
    conversation = make.received(**facts)
    make.received(conversation.channel, author=Author("@willem", "Willem"), **facts)
    private: dict[str, Any] = {
        "visibility": Visibility.DIRECT,
        "meant_for": "fatima@voorbeeld.example",
    }

    with pytest.raises(NotPossible, match="Somebody else"):
        answer(conversation, **private)
    answer(conversation, **private | {"meant_for": "@willem"})

    assert Reply.objects.get().to == "@willem"


def texts(conversation: Conversation, actor: Actor) -> dict[str, str]:
    found = Draft.objects.filter(conversation=conversation, author_id=actor.user_id)
    return dict(found.values_list("kind", "text"))


def test_what_is_for_one_person_is_a_draft_of_its_own_in_each_conversation(
    scripted: Scripted,
) -> None:
    """A, then B, then A again: each text stands where it was written."""
    first, second = posted(scripted, Visibility.PUBLIC), posted(scripted, Visibility.PUBLIC)
    agent = agent_of(first)
    kinds = Draft.Kind
    for conversation, kind, text in (
        (first, kinds.REPLY, "Openbaar in A"),
        (first, kinds.PRIVATE, "Privé in A"),
        (second, kinds.REPLY, "Openbaar in B"),
        (first, kinds.NOTE, "Notitie in A"),
    ):
        handling.save_draft(agent, conversation, kind=kind, text=text)

    assert texts(first, agent) == {
        "reply": "Openbaar in A", "private": "Privé in A", "note": "Notitie in A",
    }  # fmt: skip
    assert texts(second, agent) == {"reply": "Openbaar in B"}


def test_sending_forgets_the_draft_of_its_readers_and_keeps_that_of_others(
    scripted: Scripted,
) -> None:
    conversation = posted(scripted, Visibility.PUBLIC)
    agent = agent_of(conversation)
    handling.save_draft(agent, conversation, kind=Draft.Kind.REPLY, text="Openbaar")
    handling.save_draft(agent, conversation, kind=Draft.Kind.PRIVATE, text="Privé")

    answer(conversation, agent, text="Privé", visibility=Visibility.DIRECT)

    assert texts(conversation, agent) == {"reply": "Openbaar"}


def test_the_same_text_under_both_is_forgotten_under_both(scripted: Scripted) -> None:
    conversation = posted(scripted, Visibility.PUBLIC)
    agent = agent_of(conversation)
    for kind in (Draft.Kind.REPLY, Draft.Kind.PRIVATE, Draft.Kind.NOTE):
        handling.save_draft(agent, conversation, kind=kind, text="Dank u.")

    answer(conversation, agent, visibility=Visibility.DIRECT)

    assert texts(conversation, agent) == {"note": "Dank u."}


def test_a_private_answer_that_is_taken_back_is_a_private_draft(scripted: Scripted) -> None:
    scripted.undo_seconds = 60
    conversation = posted(scripted, Visibility.PUBLIC)
    agent = agent_of(conversation)
    reply = answer(conversation, agent, text="Uw dossier", visibility=Visibility.DIRECT)

    replies.withdraw(agent, reply)

    assert texts(conversation, agent) == {"private": "Uw dossier"}


def test_in_a_direct_conversation_there_is_one_draft_of_an_answer(scripted: Scripted) -> None:
    scripted.undo_seconds = 60
    conversation = posted(scripted, Visibility.DIRECT)
    agent = agent_of(conversation)
    reply = answer(conversation, agent, text="Uw dossier", visibility=Visibility.DIRECT)

    replies.withdraw(agent, reply)

    assert texts(conversation, agent) == {"private": "Uw dossier"}


@given(ANY)
def test_a_text_is_apart_exactly_when_it_is_for_one_person(readers: Visibility) -> None:
    apart = audience.draft_kind(readers) == Draft.Kind.PRIVATE

    assert apart == (readers is Visibility.DIRECT)


def test_passing_on_takes_along_both_answers_each_under_its_readers(scripted: Scripted) -> None:
    conversation = posted(scripted, Visibility.PUBLIC)
    agent = agent_of(conversation)
    colleague = make.user(Role.AGENT, teams=(conversation.channel.team,))
    handling.save_draft(agent, conversation, kind=Draft.Kind.REPLY, text="Openbaar")
    handling.save_draft(agent, conversation, kind=Draft.Kind.PRIVATE, text="Privé")
    handling.save_draft(agent, conversation, kind=Draft.Kind.NOTE, text="Alleen ik")

    presence.pass_on(agent, conversation, colleague)

    found = Draft.objects.filter(author=colleague).values_list("kind", "text")
    assert dict(found) == {"reply": "Openbaar", "private": "Privé"}

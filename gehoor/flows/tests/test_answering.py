"""Which of many public messages is answered: the one its writer chose, and nobody else."""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest

from gehoor.channels.models import Channel
from gehoor.contracts.posts import Visibility
from gehoor.flows import handling, presence, replies
from gehoor.flows.collisions import Collision
from gehoor.flows.refusing import NotPossible
from gehoor.inbox.models import Conversation, Draft, Message, Reply
from gehoor.kit.clock import now
from gehoor.people.policies import Actor, Role
from gehoor.testing import make
from gehoor.testing.outbox import run_sender
from gehoor.testing.square import Square, square

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def plein() -> Iterator[Square]:
    with square() as made:
        yield made


@pytest.fixture
def channel(plein: Square) -> Channel:
    return make.channel(connector=plein.key, stage="live")


@pytest.fixture
def agent(channel: Channel) -> Actor:
    return make.actor(Role.AGENT, teams=(channel.team,), name="Anouk")


@pytest.fixture
def thread(plein: Square, channel: Channel) -> Conversation:
    """A post of ours, with three that answer it."""
    ours = plein.write_as_us("25 vale gieren gezien!")
    asked = [plein.write(f"Waar zag u ze, {n}?", answers=ours, name=n) for n in ("A", "B", "C")]
    return plein.tell(channel, ours, *asked)


def by(name: str) -> Message:
    return Message.objects.get(author_name=name)


def answer(actor: Actor, conversation: Conversation, **given: Any) -> Reply:
    facts: dict[str, Any] = {
        "text": "Boven de Vliet.", "client_uuid": uuid.uuid4(), "seen_sequence": 99,
    }  # fmt: skip
    return replies.send_reply(actor, conversation, **facts | given)


@pytest.mark.row("S0-18")
def test_an_answer_goes_to_the_message_that_was_chosen_and_names_who_wrote_it(
    agent: Actor, thread: Conversation, plein: Square
) -> None:
    chosen = by("A")

    reply = answer(agent, thread, answers=chosen.pk)
    Reply.objects.update(due_at=now())
    run_sender(thread)

    [sent] = plein.sent
    assert (sent.answers, sent.to) == (chosen.external_id, chosen.author_handle)
    assert reply.message.answers == chosen.external_id


def test_without_a_choice_the_newest_is_answered(agent: Actor, thread: Conversation) -> None:
    reply = answer(agent, thread)

    assert (reply.message.answers, reply.to) == (by("C").external_id, by("C").author_handle)


def test_only_the_chosen_message_counts_as_answered(agent: Actor, thread: Conversation) -> None:
    answer(agent, thread, answers=by("B").pk)

    thread.refresh_from_db()
    assert thread.waiting_since == by("A").received_at


def elsewhere(thread: Conversation) -> int:
    """A message of the same channel in another conversation."""
    found = make.received(thread.channel, thread="anders", visibility=Visibility.PUBLIC,
                          is_public=True, is_to_us=True)  # fmt: skip
    return found.messages.get().pk


def not_public(thread: Conversation) -> int:
    Message.objects.filter(author_name="A").update(visibility="followers")
    return by("A").pk


def taken_away(thread: Conversation) -> int:
    Message.objects.filter(author_name="A").update(gone_at=now())
    return by("A").pk


def of_ours(thread: Conversation) -> int:
    return thread.messages.get(kind="out").pk


def of_nobody(thread: Conversation) -> int:
    return 2**60


@pytest.mark.parametrize("wrong", [elsewhere, not_public, taken_away, of_ours, of_nobody])
def test_what_cannot_be_answered_is_refused_and_nobody_else_gets_the_text(
    agent: Actor, thread: Conversation, wrong: Any
) -> None:
    chosen = wrong(thread)

    with pytest.raises(NotPossible, match="not there any more"):
        answer(agent, thread, answers=chosen)

    assert not Reply.objects.exists()


def test_what_was_found_around_the_post_can_be_answered_by_choice_alone(
    agent: Actor, thread: Conversation
) -> None:
    Message.objects.filter(author_name__in="BC").update(is_around=True, is_to_us=False)

    by_itself = answer(agent, thread)
    chosen = answer(agent, thread, answers=by("B").pk)

    assert (by_itself.to, chosen.to) == (by("A").author_handle, by("B").author_handle)


def test_a_private_answer_reaches_who_was_chosen(
    agent: Actor, thread: Conversation, plein: Square
) -> None:
    plein.more = {"visibilities": (Visibility.PUBLIC, Visibility.DIRECT)}
    chosen = by("A")
    private: dict[str, Any] = {"visibility": Visibility.DIRECT, "answers": chosen.pk}

    with pytest.raises(NotPossible, match="Somebody else"):
        answer(agent, thread, meant_for=by("C").author_handle, **private)
    reply = answer(agent, thread, meant_for=chosen.author_handle, **private)

    assert (reply.to, reply.visibility) == (chosen.author_handle, "direct")


def test_the_same_click_twice_is_one_reply_whatever_is_chosen(
    agent: Actor, thread: Conversation
) -> None:
    click = uuid.uuid4()

    first = answer(agent, thread, answers=by("A").pk, client_uuid=click)
    again = answer(agent, thread, answers=by("B").pk, client_uuid=click)

    assert (first.pk, again.to) == (again.pk, by("A").author_handle)
    assert Reply.objects.count() == 1


def test_a_choice_does_not_get_past_a_colleague_who_answered_since(
    agent: Actor, thread: Conversation, channel: Channel
) -> None:
    seen = thread.messages.count()
    answer(make.actor(Role.AGENT, teams=(channel.team,), name="Bram"), thread)

    with pytest.raises(Collision):
        answer(agent, thread, answers=by("A").pk, seen_sequence=seen)

    assert Reply.objects.count() == 1


def test_a_draft_remembers_what_it_answers_and_so_does_one_that_was_taken_back(
    agent: Actor, thread: Conversation
) -> None:
    chosen = by("A")
    handling.save_draft(agent, thread, kind=Draft.Kind.REPLY, text="Boven", answers=chosen.pk)
    assert Draft.objects.get().answers == chosen.external_id

    reply = answer(agent, thread, answers=chosen.pk)
    assert not Draft.objects.exists()
    replies.withdraw(agent, reply)

    assert Draft.objects.get().answers == chosen.external_id


def test_a_draft_for_what_cannot_be_answered_is_for_the_newest(
    agent: Actor, thread: Conversation
) -> None:
    handling.save_draft(agent, thread, kind=Draft.Kind.REPLY, text="Boven", answers=2**60)

    assert Draft.objects.get().answers == ""


def test_a_colleague_who_goes_on_with_a_draft_answers_the_same(
    agent: Actor, thread: Conversation, channel: Channel
) -> None:
    bram = make.user(Role.AGENT, teams=(channel.team,), name="Bram")
    handling.save_draft(agent, thread, kind=Draft.Kind.REPLY, text="Boven", answers=by("A").pk)
    presence.write(agent, thread)

    presence.pass_on(agent, thread, bram)

    assert Draft.objects.get(author=bram).answers == by("A").external_id


def test_mail_is_answered_as_before_and_its_draft_names_nothing() -> None:
    conversation = make.received()
    reply = make.reply(conversation)

    replies.withdraw(make.actor(Role.AGENT, teams=(conversation.channel.team,)), reply)

    assert Draft.objects.get().answers == ""

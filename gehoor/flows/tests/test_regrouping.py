"""Splitting and merging: nothing is lost, what comes later lands right, undoing gives the same."""

import uuid
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gehoor.audit.models import Entry
from gehoor.channels.models import Channel
from gehoor.contracts.connector import Author
from gehoor.contracts.posts import Visibility
from gehoor.flows import handling, regrouping, replies
from gehoor.flows.collisions import Collision
from gehoor.flows.refusing import NotPossible
from gehoor.inbox import queries as inbox
from gehoor.inbox.models import Conversation, Draft, Message, Regrouping, Reply
from gehoor.people.policies import Actor, Role
from gehoor.testing import make
from gehoor.testing.outbox import advance, run_sender, state_of
from gehoor.testing.scripted import Scripted

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def channel() -> Channel:
    return make.channel(connector="email")


@pytest.fixture
def agent(channel: Channel) -> Actor:
    return make.actor(Role.AGENT, teams=(channel.team,), name="Anouk")


def mail(channel: Channel, name: str, *, answers: str = "", handle: str = "") -> Conversation:
    author = Author(handle=handle or "fatima@voorbeeld.example", name="Fatima Bakker")
    return make.received(
        channel, external_id=f"<{name}>", answers=(f"<{answers}>",) if answers else (),
        subject=name, text=f"Over {name}.", author=author,
    )  # fmt: skip


def names(conversation: Conversation) -> list[str]:
    found = Conversation.objects.get(pk=conversation.pk).messages.order_by("sequence")
    return [each.external_id.strip("<>") or each.text for each in found]


def picture() -> dict[str, Any]:
    """Everything, but for the numbers that places are given by, which never go back, and what is
    worked out anew: by when an answer was promised."""
    others = {"next_sequence", "due_at", "warn_at", "term_of", "has_old_term", "turn", "turn_at"}
    others |= {"noted_of", "has_unnoted_end"}
    fields = [f.attname for f in Conversation._meta.concrete_fields if f.attname not in others]
    return {
        "conversations": [
            [*row, sorted(Conversation.objects.get(pk=row[0]).tags.values_list("name", flat=True))]
            for row in Conversation.objects.order_by("pk").values_list(*fields)
        ],
        "messages": list(
            Message.objects.order_by("pk").values_list("pk", "conversation", "sequence", "text")
        ),
        "replies": list(Reply.objects.order_by("pk").values_list("pk", "message", "state", "to")),
        "drafts": sorted(Draft.objects.values_list("conversation", "author", "kind", "text")),
    }


def without(before: dict[str, Any], made: int) -> dict[str, Any]:
    """What is left of a split that was undone is an empty number that leads to the other."""
    now = picture()
    now["conversations"] = [row for row in now["conversations"] if row[0] != made]
    return now


def test_later_messages_become_a_conversation_and_both_say_so(
    channel: Channel, agent: Actor
) -> None:
    first = mail(channel, "a")
    for name, answered in (("b", "a"), ("c", "b"), ("d", "c")):
        mail(channel, name, answers=answered)
    handling.add_tag(agent, first, "Afval")

    made = regrouping.split(agent, first, sequence=3, subject="Iets anders")

    assert (names(first), names(made)) == (["a", "b"], ["c", "d"])
    assert made.subject == "Iets anders"
    assert [tag.name for tag in made.tags.all()] == ["Afval"]
    lines = Entry.objects.filter(act__startswith="conversation.split")
    assert set(lines.values_list("act", "conversation_id", "details__beside")) == {
        ("conversation.split", first.pk, made.pk),
        ("conversation.split_off", made.pk, first.pk),
    }


def test_mail_that_comes_later_lands_on_the_side_it_answers(channel: Channel, agent: Actor) -> None:
    first = mail(channel, "a")
    mail(channel, "b", answers="a")
    made = regrouping.split(agent, first, sequence=2)

    mail(channel, "c", answers="a")
    mail(channel, "d", answers="b")

    assert (names(first), names(made)) == (["a", "c"], ["b", "d"])


def test_public_answers_land_on_the_side_they_answer_and_the_rest_in_the_thread() -> None:
    square = make.channel(settings={"threading": "thread"})
    post = {"thread": "t1", "is_public": True}
    first = make.received(square, external_id="a", **post)
    make.received(square, external_id="b", answers=("a",), **post)
    agent = make.actor(Role.AGENT, teams=(square.team,))
    made = regrouping.split(agent, first, sequence=2)

    make.received(square, external_id="c", answers=("b",), **post)
    make.received(square, external_id="d", answers=("a",), **post)
    make.received(square, external_id="e", **post)

    assert (names(first), names(made)) == (["a", "d", "e"], ["b", "c"])


def test_what_is_merged_stands_in_the_order_in_which_it_came(
    channel: Channel, agent: Actor
) -> None:
    one, two = mail(channel, "a"), mail(channel, "b")
    mail(channel, "c", answers="a")
    mail(channel, "d", answers="b")

    kept = regrouping.merge(agent, two, one)

    assert kept.pk == one.pk
    assert names(kept) == ["a", "b", "c", "d"]
    assert inbox.find(two.pk)[0].pk == one.pk  # type: ignore[index]
    assert [row.pk for row in inbox.page_of(agent, "team").rows] == [one.pk]
    assert inbox.page_of(agent, "done").rows == []


def test_what_comes_later_on_either_thread_lands_in_what_remains(
    channel: Channel, agent: Actor
) -> None:
    one, two = mail(channel, "a"), mail(channel, "b")
    kept = regrouping.merge(agent, one, two)

    mail(channel, "c", answers="b")
    mail(channel, "d", answers="a")

    assert names(kept) == ["a", "b", "c", "d"]


def test_a_public_thread_that_was_merged_away_goes_on_in_what_remains() -> None:
    square = make.channel(settings={"threading": "thread"})
    one = make.received(square, external_id="a", thread="t1", is_public=True)
    make.received(square, external_id="b", thread="t2", is_public=True)
    agent = make.actor(Role.AGENT, teams=(square.team,))
    kept = regrouping.merge(agent, one, Conversation.objects.get(thread="t2"))

    make.received(square, external_id="c", thread="t2", is_public=True)

    assert names(kept) == ["a", "b", "c"]
    assert Conversation.objects.filter(status="open").count() == 1


def test_conversations_of_which_an_answer_could_go_astray_are_not_merged(
    channel: Channel, agent: Actor
) -> None:
    one = mail(channel, "a")
    stranger = mail(channel, "b", handle="kees@voorbeeld.example")
    elsewhere = mail(make.channel(connector="email", team=channel.team), "c")
    foreign = mail(make.channel(connector="email"), "d")
    public = mail(channel, "e")
    Conversation.objects.filter(pk=public.pk).update(is_public=True)

    for other in (stranger, elsewhere, foreign, public, one):
        with pytest.raises(NotPossible):
            regrouping.merge(agent, one, Conversation.objects.get(pk=other.pk))
    assert not Regrouping.objects.exists()


def test_who_answers_from_a_screen_of_before_is_told_of_the_answer_that_was_merged_in(
    channel: Channel, agent: Actor
) -> None:
    one, two = mail(channel, "a"), mail(channel, "b")
    make.reply(two, by=agent, text="Al beantwoord.")
    regrouping.merge(agent, one, two)
    colleague = make.actor(Role.AGENT, teams=(channel.team,), name="Kees")

    for seen in (1, 2):
        with pytest.raises(Collision):
            replies.send_reply(
                colleague, inbox.find(two.pk)[0], text="Nog eens", client_uuid=uuid.uuid4(),  # type: ignore[index]
                seen_sequence=seen,
            )  # fmt: skip


def test_nothing_is_written_where_everything_was_merged_away(
    channel: Channel, agent: Actor
) -> None:
    one, two = mail(channel, "a"), mail(channel, "b")
    regrouping.merge(agent, one, Conversation.objects.get(pk=two.pk))

    # As who opened it a moment before has it.
    with pytest.raises(NotPossible):
        make.reply(two, by=agent)
    with pytest.raises(NotPossible):
        handling.write_note(agent, two, text="Bel haar.", client_uuid=uuid.uuid4())

    assert not Reply.objects.exists()
    assert names(one) == ["a", "b"]


def test_an_answer_on_its_way_arrives_wherever_its_message_stands(scripted: Scripted) -> None:
    channel = make.channel(connector=scripted.key)
    agent = make.actor(Role.AGENT, teams=(channel.team,))
    one = make.received(channel)
    handling.finish(agent, one, outcome=Conversation.Outcome.SEEN)
    two = make.received(channel)
    reply = make.reply(two, by=agent)
    advance(60)

    kept = regrouping.merge(agent, one, two)
    run_sender(kept)

    assert state_of(reply) == Reply.State.SENT
    assert Conversation.objects.filter(has_problem=True).count() == 0


def test_two_drafts_of_one_writer_are_both_kept_and_given_back(
    channel: Channel, agent: Actor
) -> None:
    one, two = mail(channel, "a"), mail(channel, "b")
    handling.save_draft(agent, one, kind=Draft.Kind.REPLY, text="Beste Fatima")
    handling.save_draft(agent, two, kind=Draft.Kind.REPLY, text="Geachte")
    before = picture()

    kept = regrouping.merge(agent, one, two)
    assert kept.drafts.get().text == "Beste Fatima\n\nGeachte"
    regrouping.undo(agent, Regrouping.objects.get())

    assert picture() == before


def test_only_the_last_one_is_undone_and_once(channel: Channel, agent: Actor) -> None:
    one, two = mail(channel, "a"), mail(channel, "b")
    kept = regrouping.merge(agent, one, two)
    regrouping.split(agent, kept, sequence=kept.messages.order_by("sequence")[1].sequence)
    merged, split = Regrouping.objects.order_by("pk")

    with pytest.raises(NotPossible):
        regrouping.undo(agent, merged)
    regrouping.undo(agent, split)
    with pytest.raises(NotPossible):
        regrouping.undo(agent, split)
    regrouping.undo(agent, merged)

    assert (names(one), names(two)) == (["a"], ["b"])


def test_what_came_since_goes_with_what_it_answers_when_a_merge_is_undone(
    channel: Channel, agent: Actor
) -> None:
    one, two = mail(channel, "a"), mail(channel, "b")
    regrouping.merge(agent, one, two)
    mail(channel, "c", answers="b")
    mail(channel, "d", answers="c")
    mail(channel, "e", answers="a")

    regrouping.undo(agent, Regrouping.objects.get())

    assert (names(one), names(two)) == (["a", "e"], ["b", "c", "d"])


def test_what_came_since_comes_back_too_when_a_split_is_undone(
    channel: Channel, agent: Actor
) -> None:
    first = mail(channel, "a")
    mail(channel, "b", answers="a")
    regrouping.split(agent, first, sequence=2)
    mail(channel, "c", answers="b")
    mail(channel, "d", answers="a")

    regrouping.undo(agent, Regrouping.objects.get())

    assert sorted(names(first)) == ["a", "b", "c", "d"]
    assert Conversation.objects.filter(merged_into=None).count() == 1


STEP = st.sampled_from(["in", "reply", "note", "tag", "draft", "assign", "finish"])


def live(channel: Channel, agent: Actor, conversation: Conversation, steps: list[str]) -> None:
    """Let things happen in a conversation as they do."""
    for number, step in enumerate(steps):
        current = Conversation.objects.get(pk=conversation.pk)
        if step == "in":
            first = current.messages.order_by("sequence")[0]
            mail(channel, f"{current.pk}-{number}", answers=first.external_id.strip("<>"))
        elif step == "reply":
            make.reply(current, by=agent, text=f"antwoord {number}")
        elif step == "note":
            handling.write_note(agent, current, text="Nota", client_uuid=uuid.uuid4())
        elif step == "tag":
            handling.add_tag(agent, current, f"label {number}")
        elif step == "draft":
            handling.save_draft(agent, current, kind=Draft.Kind.NOTE, text=f"half {number}")
        elif step == "assign":
            Conversation.objects.filter(pk=current.pk).update(assignee=agent.user_id)
        else:
            handling.finish(agent, current, outcome=Conversation.Outcome.HANDLED)


AS_OFTEN = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@AS_OFTEN
@given(steps=st.lists(STEP, max_size=6), more=st.lists(STEP, max_size=6))
def test_merging_and_undoing_gives_the_same_and_nothing_is_ever_lost(
    channel: Channel, agent: Actor, steps: list[str], more: list[str]
) -> None:
    tag = uuid.uuid4().hex
    one, two = mail(channel, f"{tag}a"), mail(channel, f"{tag}b")
    live(channel, agent, one, steps)
    live(channel, agent, two, more)
    before = picture()

    kept = regrouping.merge(agent, one, two)
    assert kept.messages.count() == sum(row[1] in (one.pk, two.pk) for row in before["messages"])
    regrouping.undo(agent, Regrouping.objects.latest("pk"))

    assert picture() == before


@AS_OFTEN
@given(steps=st.lists(STEP, min_size=1, max_size=8), data=st.data())
def test_splitting_and_undoing_gives_the_same(
    channel: Channel, agent: Actor, steps: list[str], data: st.DataObject
) -> None:
    first = mail(channel, uuid.uuid4().hex)
    live(channel, agent, first, ["in", *steps])
    places = list(first.messages.filter(sequence__gt=1).values_list("sequence", flat=True))
    sequence = data.draw(st.sampled_from(places))
    before = picture()

    try:
        made = regrouping.split(agent, first, sequence=sequence)
    except NotPossible:
        assert picture() == before
        return
    assert picture()["replies"] == before["replies"]
    assert first.messages.count() + made.messages.count() == sum(
        row[1] == first.pk for row in before["messages"]
    )
    regrouping.undo(agent, Regrouping.objects.latest("pk"))

    assert without(before, made.pk) == before


def test_what_somebody_writes_in_private_never_lands_in_a_public_part() -> None:
    square = make.channel()
    post: dict[str, Any] = {"thread": "t1", "is_public": True}
    first = make.received(square, external_id="a", **post)
    make.received(square, external_id="b", answers=("a",), **post)
    agent = make.actor(Role.AGENT, teams=(square.team,))
    made = regrouping.split(agent, first, sequence=2)

    private = make.received(
        square, external_id="c", answers=("b",), visibility=Visibility.DIRECT, is_public=False
    )

    assert private.pk not in (first.pk, made.pk)
    assert not private.is_public
    assert names(made) == ["b"]

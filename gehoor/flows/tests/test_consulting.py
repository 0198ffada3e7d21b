"""A question to the second line: called first, chased, and answered into the conversation."""

import uuid
from datetime import timedelta
from typing import Any

import pytest

from gehoor.audit.models import Entry
from gehoor.channels.models import Channel
from gehoor.consultations import queries as consultations
from gehoor.consultations.models import Call, Consultation, Expert
from gehoor.flows import (
    consulting,
    expert_links,
    handling,
    phone_book,
    regrouping,
    rewording,
    snoozing,
)
from gehoor.flows.at_hand import at_hand
from gehoor.flows.consulting import How, Wanted, Way
from gehoor.flows.refusing import NotPossible
from gehoor.flows.rewording import Reworded
from gehoor.inbox.models import Conversation, Draft, Message, Naming
from gehoor.kit.clock import now
from gehoor.people.models import User
from gehoor.people.policies import Actor, Role
from gehoor.testing import make

pytestmark = [pytest.mark.django_db, pytest.mark.database]
HOUR = timedelta(hours=1)


@pytest.fixture
def channel() -> Channel:
    return make.channel()


@pytest.fixture
def agent(channel: Channel) -> Actor:
    return make.actor(Role.AGENT, teams=(channel.team,), name="Anouk")


@pytest.fixture
def conversation(channel: Channel) -> Conversation:
    return make.received(channel)


@pytest.fixture
def permits() -> Expert:
    return make.expert(name="Vergunningen", term_hours=4)


def wanted(expert: Expert, **given: Any) -> Wanted:
    facts: dict[str, Any] = {
        "question": "Mag dit?", "added": "", "way": Way.CALL, "due_at": now() + 4 * HOUR,
        "client_uuid": uuid.uuid4(),
    }  # fmt: skip
    return Wanted(expert=expert, **facts | given)


@pytest.mark.row("S3-27")
def test_a_question_is_a_call_task_at_once_with_each_try_noted_and_the_next_proposed(
    agent: Actor, conversation: Conversation, permits: Expert
) -> None:
    asked = consulting.ask(agent, conversation, wanted(permits))

    assert asked.call_at is not None
    assert asked.call_at <= now()

    first = consulting.note_call(agent, asked, result="no_answer", remark="", call_at=None)
    chosen = now() + 2 * HOUR
    second = consulting.note_call(agent, asked, result="call_back", remark="Ria", call_at=chosen)

    assert first is not None
    assert timedelta(minutes=29) < first - now() < timedelta(minutes=31)
    assert second == chosen
    noted = [(each.result, each.remark, each.by_id) for each in consultations.calls_of(asked)]
    assert noted == [("no_answer", "", agent.user_id), ("call_back", "Ria", agent.user_id)]
    [waits] = consultations.waiting([conversation.channel.team_id])
    assert (waits.call_at, waits.pk) == (chosen, asked.pk)


@pytest.mark.row("S1-05")
def test_a_question_keeps_owner_term_and_thread(
    agent: Actor, conversation: Conversation, permits: Expert
) -> None:
    handling.assign(agent, conversation, User.objects.get(pk=agent.user_id or 0))
    due = now() + HOUR
    Conversation.objects.filter(pk=conversation.pk).update(due_at=due, warn_at=due)
    before = Conversation.objects.values().get(pk=conversation.pk)

    asked = consulting.ask(agent, conversation, wanted(permits))
    consulting.note_call(agent, asked, result="voicemail", remark="", call_at=None)

    assert Conversation.objects.values().get(pk=conversation.pk) == before
    assert [each.pk for each in at_hand(conversation).questions] == [asked.pk]


@pytest.mark.row("S3-06")
def test_an_answer_comes_into_the_conversation_as_a_note_and_whose_it_is_hears_of_it(
    agent: Actor, channel: Channel, conversation: Conversation, permits: Expert
) -> None:
    owner = make.user(Role.AGENT, teams=(channel.team,), name="Yusuf")
    handling.assign(agent, conversation, owner)
    handling.save_draft(agent, conversation, kind=Draft.Kind.NOTE, text="Nog niet af")
    asked = consulting.ask(agent, conversation, wanted(permits))

    consulting.answer(agent, asked, text="Ja, tot twee meter.", how=How.PHONE)

    note = Message.objects.get(conversation=conversation, kind="note")
    assert "Ja, tot twee meter." in note.text
    assert note.author_name == "Anouk"
    assert list(Naming.objects.values_list("user", flat=True)) == [owner.pk]
    assert Draft.objects.get(author=agent.user_id).text == "Nog niet af"
    assert consultations.waiting([channel.team_id]) == []
    acts = Entry.objects.filter(act__startswith="question").order_by("pk")
    assert [each.act for each in acts] == ["question.asked", "question.answered"]
    assert "meter" not in repr([each.details for each in acts])


def test_an_answer_brings_back_what_was_put_off(
    agent: Actor, conversation: Conversation, permits: Expert
) -> None:
    asked = consulting.ask(agent, conversation, wanted(permits))
    snoozing.snooze(agent, conversation, until=None)

    consulting.answer(agent, asked, text="Ja.", how=How.PHONE)

    assert not Conversation.objects.get(pk=conversation.pk).is_snoozed


def test_an_answer_about_what_was_finished_meanwhile_is_kept_and_opens_nothing(
    agent: Actor, conversation: Conversation, permits: Expert
) -> None:
    asked = consulting.ask(agent, conversation, wanted(permits))
    handling.finish(agent, conversation, outcome=Conversation.Outcome.HANDLED)
    assert consultations.waiting([conversation.channel.team_id]) == []

    consulting.answer(agent, asked, text="Ja.", how=How.PHONE)

    current = Conversation.objects.get(pk=conversation.pk)
    assert current.status == Conversation.Status.DONE
    assert Message.objects.filter(conversation=conversation, kind="note").count() == 1


def test_a_question_goes_along_with_what_was_merged(
    agent: Actor, channel: Channel, conversation: Conversation, permits: Expert
) -> None:
    later = make.received(channel)
    asked = consulting.ask(agent, later, wanted(permits))
    regrouping.merge(agent, conversation, later)

    assert [each.pk for each in at_hand(conversation).questions] == [asked.pk]
    consulting.answer(agent, asked, text="Ja.", how=How.PHONE)

    assert Message.objects.filter(conversation=conversation, kind="note").count() == 1


def test_the_same_click_twice_is_one_question(
    agent: Actor, conversation: Conversation, permits: Expert
) -> None:
    click = wanted(permits)

    first, second = (consulting.ask(agent, conversation, click) for _ in range(2))

    assert first.pk == second.pk


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"due_at": now}, "has passed"),
        ({"question": "  "}, "Write your question"),
        ({"expert": "without a number"}, "no number"),
        ({"expert": "asked already"}, "waits for an answer"),
        ({"conversation": "finished"}, "is finished"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_words_and_nothing_is_asked(
    agent: Actor, conversation: Conversation, permits: Expert, given: dict[str, Any], told: str
) -> None:
    if given.pop("conversation", ""):
        handling.finish(agent, conversation, outcome=Conversation.Outcome.HANDLED)
    who = given.pop("expert", "")
    if who == "asked already":
        consulting.ask(agent, conversation, wanted(permits))
    elif who:
        permits = make.expert(phone="")
    facts = {name: each() if callable(each) else each for name, each in given.items()}
    before = Consultation.objects.count()

    with pytest.raises(NotPossible, match=told):
        consulting.ask(agent, conversation, wanted(permits, **facts))

    assert Consultation.objects.count() == before


def test_who_calls_back_says_when(
    agent: Actor, conversation: Conversation, permits: Expert
) -> None:
    asked = consulting.ask(agent, conversation, wanted(permits))

    with pytest.raises(NotPossible, match="when you will call back"):
        consulting.note_call(agent, asked, result="call_back", remark="", call_at=None)
    with pytest.raises(NotPossible, match="has passed"):
        consulting.note_call(agent, asked, result="call_back", remark="", call_at=now() - HOUR)

    assert not Call.objects.exists()


def test_what_was_taken_back_or_answered_cannot_be_answered_again(
    agent: Actor, conversation: Conversation, permits: Expert
) -> None:
    one = consulting.ask(agent, conversation, wanted(permits))
    other = consulting.ask(agent, conversation, wanted(make.expert()))
    consulting.take_back(agent, one)
    consulting.answer(agent, other, text="Ja.", how=How.PHONE)

    for done in (one, other):
        with pytest.raises(NotPossible):
            consulting.answer(agent, done, text="Nee.", how=How.PHONE)
    assert Message.objects.filter(kind="note").count() == 1


def test_who_leaves_the_phone_book_is_asked_no_more_and_what_waits_stays(
    agent: Actor, conversation: Conversation, permits: Expert
) -> None:
    asked = consulting.ask(agent, conversation, wanted(permits))

    left = phone_book.take_off(agent, permits)

    assert left == 1
    assert list(consultations.listed()) == []
    [waits] = consultations.waiting([conversation.channel.team_id])
    assert (waits.pk, waits.expert.is_listed) == (asked.pk, False)


@pytest.mark.row("S3-27")
def test_a_question_is_changed_and_how_it_was_is_kept_and_in_the_log(
    agent: Actor, conversation: Conversation, permits: Expert
) -> None:
    asked = consulting.ask(agent, conversation, wanted(permits))
    later = now() + 8 * HOUR
    other = Reworded("Mag dit nu nog?", "Aan de Brink", "0123 999", later)

    rewording.change(agent, asked, other, with_name=False)

    current = Consultation.objects.get()
    assert (current.question, current.added, current.due_at) == (
        "Mag dit nu nog?", "Aan de Brink", later,
    )  # fmt: skip
    assert current.to_call == "0123 999"
    was = current.earlier.get()
    assert (was.question, was.due_at, was.by_id) == ("Mag dit?", asked.due_at, agent.user_id)
    line = Entry.objects.get(act="question.changed")
    assert line.details["changed"] == ["added", "due_at", "phone", "question"]
    assert "Brink" not in str(list(Entry.objects.values()))
    assert rewording.change(agent, current, other, with_name=False) == []


def test_what_a_link_shows_gets_no_name_by_a_change_and_what_was_answered_stays(
    agent: Actor, conversation: Conversation, permits: Expert
) -> None:
    asked = consulting.ask(agent, conversation, wanted(permits, way=Way.LINK))
    link = expert_links.give(agent, asked, with_name=False).link
    named = Reworded("Fatima Bakker vraagt: mag dit?", "", "", asked.due_at)

    with pytest.raises(NotPossible, match="Fatima Bakker"):
        rewording.change(agent, asked, named, with_name=False)
    rewording.change(agent, asked, Reworded("Mag het?", "", "", asked.due_at), with_name=False)

    seen = consultations.find_link(link.rstrip("/").rpartition("/")[2])
    assert seen is not None
    assert seen.consultation.question == "Mag het?"
    consulting.answer(agent, asked, text="Ja.", how=How.PHONE)
    with pytest.raises(NotPossible, match="answered meanwhile"):
        rewording.change(agent, asked, named, with_name=True)

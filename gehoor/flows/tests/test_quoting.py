"""Quoting who wrote to us: only who said yes, or for a reason that is in the log."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from gehoor.audit.models import Entry
from gehoor.contacts import queries as contacts
from gehoor.contacts.models import Consent
from gehoor.contracts.connector import Author
from gehoor.contracts.posts import Visibility
from gehoor.flows import compliments, kept_answers, quoting, replies
from gehoor.flows.collisions import Despite
from gehoor.flows.quoting import NeedsReason, RepeatsPrivate, Yes
from gehoor.flows.refusing import NotPossible
from gehoor.inbox import queries as inbox
from gehoor.inbox.models import Conversation, Reply
from gehoor.kit.clock import this_day
from gehoor.knowledge.models import KeptAnswer
from gehoor.people.models import Team
from gehoor.people.policies import Actor, Role
from gehoor.testing import make

pytestmark = [pytest.mark.django_db, pytest.mark.database]
Purpose = Consent.Purpose


@pytest.fixture
def team() -> Team:
    return make.team(name="Webcare")


@pytest.fixture
def agent(team: Team) -> Actor:
    return make.actor(Role.AGENT, teams=(team,))


def praised(team: Team, agent: Actor) -> Conversation:
    """Somebody of whom we did not hear before praises us, and is thanked."""
    author = Author(f"{uuid4().hex}@voorbeeld.example", "Kees Visser")
    text = "Petje af voor de straatvegers!"
    conversation = make.received(make.channel(team=team), text=text, author=author)
    compliments.thank(agent, conversation)
    return conversation


def yes(*, with_name: bool = False, purpose: Purpose = Purpose.PUBLICITY) -> Yes:
    return Yes(purpose, with_name, this_day())


def test_who_said_yes_may_be_quoted_and_stands_so_with_the_contact(
    team: Team, agent: Actor
) -> None:
    conversation = praised(team, agent)
    message = conversation.messages.get(kind="in")

    quoting.note(agent, conversation, Yes(Purpose.PUBLICITY, True, this_day(), message.pk))

    [told] = inbox.context_of(conversation, agent, teams=[team.pk]).consents
    assert (told["purpose"], told["with_name"], told["given_on"]) == ("publicity", True, this_day())
    [kept] = contacts.consents_of(conversation.contact_id)
    assert (kept.message, kept.by_id) == (message.pk, agent.user_id)
    [praise] = quoting.take(agent, {conversation.pk}, reason="")
    assert (praise.name, praise.consent) == (message.author_name, kept)


def test_without_a_name_nobody_is_named(team: Team, agent: Actor) -> None:
    conversation = praised(team, agent)
    quoting.note(agent, conversation, yes())

    [praise] = quoting.take(agent, {conversation.pk}, reason="")

    assert praise.name == ""


def test_what_was_taken_back_or_given_for_something_else_is_no_consent(
    team: Team, agent: Actor
) -> None:
    took_back, otherwise = praised(team, agent), praised(team, agent)
    quoting.note(agent, took_back, yes())
    quoting.withdraw(agent, took_back, Purpose.PUBLICITY)
    quoting.note(agent, otherwise, yes(purpose=Purpose.ANSWERS))

    assert [each.consent for each in quoting.compliments_for(agent)] == [None, None]
    [kept] = contacts.consents_of(took_back.contact_id)
    assert kept.withdrawn_by_id == agent.user_id


def test_without_consent_nothing_is_taken_over_but_for_a_reason_that_is_in_the_log(
    team: Team, agent: Actor
) -> None:
    asked, not_asked = praised(team, agent), praised(team, agent)
    quoting.note(agent, asked, yes())
    both = {asked.pk, not_asked.pk}

    with pytest.raises(NeedsReason):
        quoting.take(agent, both, reason="  ")
    assert not Entry.objects.filter(act=quoting.TAKEN).exists()

    taken = quoting.take(agent, both, reason="Stond in de krant")
    assert {each.message.conversation_id for each in taken} == both
    said = Entry.objects.filter(act=quoting.TAKEN).values_list("conversation_id", "reason")
    assert dict(said) == {asked.pk: "", not_asked.pk: "Stond in de krant"}


def test_nobody_takes_over_what_they_may_not_see(team: Team, agent: Actor) -> None:
    conversation = praised(team, agent)
    stranger = make.actor(Role.AGENT, teams=(make.team(name="Elders"),))

    assert quoting.compliments_for(stranger) == []
    with pytest.raises(NotPossible):
        quoting.take(stranger, {conversation.pk}, reason="Mooi")


def test_a_new_yes_takes_the_place_of_the_one_before(team: Team, agent: Actor) -> None:
    conversation = praised(team, agent)
    quoting.note(agent, conversation, yes(with_name=True))
    quoting.note(agent, conversation, yes())

    standing = contacts.standing_consents([conversation.contact_id], Purpose.PUBLICITY)
    assert [each.with_name for each in standing.values()] == [False]


def test_a_day_to_come_or_a_message_of_somebody_else_is_refused(team: Team, agent: Actor) -> None:
    conversation, other = praised(team, agent), make.received(make.channel(team=team))
    tomorrow = this_day() + timedelta(days=1)
    elsewhere = other.messages.get(kind="in").pk

    for wanted in (
        Yes(Purpose.PUBLICITY, False, tomorrow),
        Yes(Purpose.PUBLICITY, False, this_day(), elsewhere),
    ):
        with pytest.raises(NotPossible):
            quoting.note(agent, conversation, wanted)

    assert contacts.consents_of(conversation.contact_id) == []


def kept(team: Team, agent: Actor, text: str, *, reason: str = "", social: str = "") -> bool:
    wanted = {
        "team_id": team.pk, "title": "Lof", "shortcut": "", "text": text, "link": "",
        "misconception": "", "labels": [], "owner_id": agent.user_id,
        "review_on": this_day() + timedelta(days=300), "forms": {"social": social},
    }  # fmt: skip
    return kept_answers.keep_written(agent, KeptAnswer(), wanted, quote_reason=reason)


QUOTING = "Een inwoner schreef: \u201cpetje af voor de straatvegers\u201d."


def test_a_kept_answer_that_quotes_who_was_not_asked_is_not_kept_but_for_a_reason(
    team: Team, agent: Actor
) -> None:
    praised(team, agent)

    with pytest.raises(kept_answers.NotKept) as refused:
        kept(team, agent, QUOTING)

    assert refused.value.field == kept_answers.QUOTE_REASON
    assert not KeptAnswer.objects.exists()
    assert kept(team, agent, QUOTING, reason="Stond in de krant")
    [line] = Entry.objects.filter(act="quote")
    assert (line.subject_id, line.reason) == (KeptAnswer.objects.get().pk, "Stond in de krant")


def test_what_is_said_elsewhere_quotes_nobody_either_who_was_not_asked(
    team: Team, agent: Actor
) -> None:
    praised(team, agent)

    with pytest.raises(kept_answers.NotKept):
        kept(team, agent, "Onze vegers doen hun best.", social=QUOTING)


def test_who_said_yes_is_quoted_without_a_question_and_so_is_what_nobody_wrote(
    team: Team, agent: Actor
) -> None:
    conversation = praised(team, agent)
    quoting.note(agent, conversation, yes(purpose=Purpose.ANSWERS))

    assert kept(team, agent, QUOTING)
    KeptAnswer.objects.all().delete()
    assert kept(team, agent, "Er staat: \u201cdit formulier is voor iedereen bedoeld\u201d.")
    assert not Entry.objects.filter(act="quote").exists()


PRIVATE = "Mijn zoon wordt al weken gepest op het schoolplein van De Vlieger."
REPEATS = "Dank voor uw vraag. Mijn zoon wordt al weken gepest op het schoolplein, schrijft u."


@pytest.fixture
def asked_in_public(team: Team) -> Conversation:
    """Somebody asks in public, who wrote to us in private before."""
    square = make.channel(team=team)
    fatima: dict[str, Any] = {"author": Author("@fatima@x.example", "Fatima"), "is_to_us": True}
    make.received(
        square, text=PRIVATE, visibility=Visibility.DIRECT, is_public=False, thread="", **fatima
    )
    return make.received(
        square, text="En nu?", visibility=Visibility.PUBLIC, is_public=True, thread="t", **fatima
    )


def send(agent: Actor, asked: Conversation, text: str, **how: Any) -> Reply:
    facts: dict[str, Any] = {"client_uuid": uuid4(), "seen_sequence": 10}
    return replies.send_reply(agent, asked, text=text, **facts | how)


def test_what_somebody_wrote_in_private_is_said_to_others_only_for_a_reason(
    agent: Actor, asked_in_public: Conversation
) -> None:
    with pytest.raises(RepeatsPrivate, match="is what Fatima wrote to you"):
        send(agent, asked_in_public, REPEATS)
    assert not Reply.objects.exists()

    send(agent, asked_in_public, REPEATS, despite=Despite(repeats="Zij zei het zelf op tv"))

    line = Entry.objects.get(act="conversation.private_repeated")
    assert line.reason == "Zij zei het zelf op tv"
    assert "zoon" not in str(line.details)


def test_who_said_yes_to_being_quoted_in_answers_is_repeated_freely(
    agent: Actor, asked_in_public: Conversation
) -> None:
    quoting.note(agent, asked_in_public, yes(purpose=Purpose.ANSWERS))

    send(agent, asked_in_public, REPEATS)

    assert not Entry.objects.filter(act="conversation.private_repeated").exists()


@pytest.mark.parametrize("text", ["Mijn zoon wordt al weken gepest, schrijft u.", "Dank u wel!"])
def test_a_few_words_alike_are_nobodys(
    agent: Actor, asked_in_public: Conversation, text: str
) -> None:
    assert send(agent, asked_in_public, text)


def test_in_private_and_of_what_stands_in_public_too_anything_is_repeated(
    agent: Actor, asked_in_public: Conversation
) -> None:
    send(agent, asked_in_public, REPEATS, visibility=Visibility.DIRECT)
    make.received(
        asked_in_public.channel, text=PRIVATE, visibility=Visibility.PUBLIC, is_public=True,
        thread="t", is_to_us=True, author=Author("@fatima@x.example", "Fatima"),
    )  # fmt: skip

    assert send(agent, asked_in_public, REPEATS)

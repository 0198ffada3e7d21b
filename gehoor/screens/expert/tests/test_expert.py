"""The page of the second line: one question, one browser, one answer, and nothing else."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from gehoor.consultations.models import Consultation, Link
from gehoor.flows import consulting, expert_links, handling, holding, rewording
from gehoor.flows.consulting import How
from gehoor.flows.refusing import NotPossible
from gehoor.flows.rewording import Reworded
from gehoor.inbox.models import Conversation, Message
from gehoor.kit.clock import now
from gehoor.people.policies import Actor, Role
from gehoor.testing import make

pytestmark = [pytest.mark.django_db, pytest.mark.row("S3-27")]
QUESTION, ADDED = "Mag een dakkapel van twee meter?", "Het gaat om de Brink."


@pytest.fixture
def conversation() -> Conversation:
    return make.received(text="Mijn buurman bouwt.")


@pytest.fixture
def agent(conversation: Conversation) -> Actor:
    return make.actor(Role.AGENT, teams=(conversation.channel.team,), name="Anouk de Vries")


@pytest.fixture
def asked(conversation: Conversation, agent: Actor) -> Consultation:
    return make.consultation(
        conversation, question=QUESTION, added=ADDED, asked_by_id=agent.user_id
    )


@pytest.fixture
def address(agent: Actor, asked: Consultation) -> str:
    return path_of(expert_links.give(agent, asked, with_name=False))


def path_of(given: expert_links.Given) -> str:
    return re.sub(r"^https?://[^/]+", "", given.link)


def shown(response: Any) -> str:
    text: str = response.content.decode()
    return text


def words_of_us() -> Iterator[str]:
    yield from (QUESTION, ADDED, "Anouk", "Fatima", "buurman", "Afval")


def test_it_shows_the_question_and_what_was_added_to_the_first_browser_and_takes_one_answer(
    client: Client, address: str, conversation: Conversation
) -> None:
    first = client.get(address)
    assert not any(word in shown(first) for word in words_of_us())

    client.post(address, {"open": "yes"})
    page = shown(client.get(address))
    assert all(word in page for word in (QUESTION, ADDED, "Anouk de Vries"))
    assert not any(word in page for word in ("Fatima", "buurman", "Afval"))

    answered = client.post(address, {"text": "Ja, met een vergunning."})
    assert answered.status_code == 200
    note = Message.objects.get(conversation=conversation, kind="note")
    assert "Ja, met een vergunning." in note.text
    assert note.author_id is None
    assert Conversation.objects.get(pk=conversation.pk).is_unread


def test_a_look_opens_nothing_so_a_scanner_of_mail_uses_nothing_up(
    client: Client, address: str
) -> None:
    for _ in range(3):
        Client().get(address)
        Client().head(address)

    client.post(address, {"open": "yes"})

    assert QUESTION in shown(client.get(address))


def test_a_link_that_was_sent_on_shows_nothing_and_takes_nothing(
    client: Client, address: str
) -> None:
    client.post(address, {"open": "yes"})
    other = Client()

    for answer in (
        other.get(address),
        other.post(address, {"open": "yes"}),
        other.post(address, {"text": "Van mij."}),
        other.get(address),
    ):
        assert not any(word in shown(answer) for word in words_of_us())

    assert "andere browser" in shown(other.get(address))
    assert not Message.objects.filter(kind="note").exists()
    assert QUESTION in shown(client.get(address))


def test_a_link_is_used_once(client: Client, address: str) -> None:
    client.post(address, {"open": "yes"})
    client.post(address, {"text": "Ja."})

    again = client.post(address, {"text": "Toch niet."})
    after = client.get(address)

    assert again.status_code == 409
    assert "Toch niet." in shown(again)
    assert "beantwoord" in shown(after)
    assert not any(word in shown(after) for word in words_of_us())
    assert Message.objects.filter(kind="note").count() == 1


def test_who_opened_it_is_told_that_what_they_read_was_changed_since(
    client: Client, agent: Actor, asked: Consultation, address: str
) -> None:
    as_asked = Reworded(asked.question, asked.added, asked.phone, asked.due_at)
    rewording.change(agent, asked, replace(as_asked, question="Mag het?"), with_name=False)
    client.post(address, {"open": "yes"})
    assert "gewijzigd" not in shown(client.get(address))

    rewording.change(
        agent, asked, replace(as_asked, question="Mag het?", phone="0123"), with_name=False
    )
    assert "gewijzigd" not in shown(client.get(address))

    rewording.change(agent, asked, replace(as_asked, question="Mag drie?"), with_name=False)
    page = shown(client.get(address))

    assert "De vraag is gewijzigd nadat u die opende" in page
    assert "Mag drie?" in page


def test_a_link_that_is_too_old_taken_back_or_changed_says_so_and_shows_nothing(
    client: Client, agent: Actor, asked: Consultation, address: str
) -> None:
    tampered = client.get(f"{address[:-3]}aa/")
    assert (tampered.status_code, "bestaat niet" in shown(tampered)) == (404, True)

    Link.objects.update(expires_at=now() - timedelta(minutes=1))
    assert "ouder dan een week" in shown(client.get(address))

    newer = path_of(expert_links.give(agent, asked, with_name=False))
    assert "ingetrokken" in shown(client.get(address))

    expert_links.withdraw(agent, asked)
    assert "ingetrokken" in shown(client.get(newer))

    last = path_of(expert_links.give(agent, asked, with_name=False))
    consulting.take_back(agent, asked)
    answer = client.post(last, {"text": "Ja."})
    assert "ingetrokken" in shown(answer)
    assert not any(word in shown(answer) for word in words_of_us())


def test_no_link_works_after_a_restore(client: Client, address: str) -> None:
    """It may have been used since the backup was made."""
    holding.hold_everything(made_at="")

    assert "ingetrokken" in shown(client.get(address))


def test_an_answer_by_phone_closes_the_link(
    client: Client, agent: Actor, asked: Consultation, address: str
) -> None:
    consulting.answer(agent, asked, text="Ja.", how=How.PHONE)

    assert "beantwoord" in shown(client.get(address))


def test_what_was_finished_meanwhile_need_not_be_answered_but_what_was_typed_is_not_lost(
    client: Client, agent: Actor, conversation: Conversation, address: str
) -> None:
    client.post(address, {"open": "yes"})
    handling.finish(agent, conversation, outcome=Conversation.Outcome.HANDLED)

    page = shown(client.get(address))
    assert "hoeft niet meer" in page
    assert QUESTION not in page

    client.post(address, {"text": "Ja, al geschreven."})
    assert "al geschreven" in Message.objects.get(kind="note").text
    assert Conversation.objects.get(pk=conversation.pk).status == Conversation.Status.DONE


def test_a_name_is_only_seen_where_somebody_chose_so(
    agent: Actor, conversation: Conversation
) -> None:
    named = make.consultation(conversation, added="Mevrouw Bakker belt vaak.")

    with pytest.raises(NotPossible, match="Bakker"):
        expert_links.give(agent, named, with_name=False)
    assert not Link.objects.exists()

    expert_links.give(agent, named, with_name=True)
    assert Link.objects.count() == 1


def test_the_address_is_kept_from_referrers_caches_and_our_tables(
    client: Client, address: str
) -> None:
    token = address.rstrip("/").rsplit("/", 1)[-1]

    answer = client.get(address)

    assert answer["Referrer-Policy"] == "strict-origin"
    assert "no-store" in answer["Cache-Control"]
    assert token not in repr(list(Link.objects.values()))
    assert token not in shown(answer)


def test_who_tries_links_that_never_were_has_to_wait(client: Client, address: str) -> None:
    tries = [client.get(f"/ask/geraden{number}/").status_code for number in range(12)]

    assert tries[0] == 404
    assert tries[-1] == 429
    assert client.get(address).status_code == 200


def test_the_mail_holds_the_link_and_nothing_of_the_question(
    agent: Actor, asked: Consultation, settings: Settings, mailoutbox: list[Any]
) -> None:
    assert not expert_links.give(agent, asked, with_name=False).is_mailed
    settings.EMAIL_HOST = "mail.example"
    asked.expert.email = "vergunningen@gemeente.example"
    asked.expert.save()

    given = expert_links.give(agent, asked, with_name=False)

    [mail] = mailoutbox
    assert given.is_mailed
    assert given.link in mail.body
    assert mail.to == ["vergunningen@gemeente.example"]
    told = mail.subject + mail.body
    assert not any(word in told for word in (QUESTION, ADDED, "Fatima"))

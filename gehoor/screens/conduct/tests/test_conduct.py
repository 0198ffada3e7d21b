"""The code of conduct: accepted before the first answer, asked anew, and nothing typed is lost."""

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gehoor.audit.models import Entry
from gehoor.flows import conduct
from gehoor.inbox.models import Conversation, Draft, Message
from gehoor.organisation.models import Acceptance, Conduct
from gehoor.people import queries as people
from gehoor.people.models import User
from gehoor.people.policies import Actor, Role
from gehoor.testing import make
from gehoor.testing.web import BACKEND

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.row("S2-15")]
SETUP = Actor(system="setup")


@pytest.fixture
def agent(client: Client) -> User:
    made = make.user(Role.AGENT, teams=(make.team(),), name="Anouk", language="nl")
    client.force_login(made, backend=BACKEND)
    return made


@pytest.fixture
def asked(agent: User) -> Conversation:
    return make.received(make.channel(team=agent.teams.get()))


def send(client: Client, asked: Conversation, **given: Any) -> Any:
    facts = {"kind": "reply", "client_uuid": str(uuid.uuid4()), "seen_sequence": "1000"}
    typed = {"act": "send", "text": "Wij komen langs."}
    return client.post(reverse("reply", args=[asked.pk]), facts | typed | given)


def sent() -> int:
    return Message.objects.filter(kind="out").count()


def test_the_first_answer_waits_until_the_code_of_conduct_is_accepted(
    client: Client, asked: Conversation, agent: User
) -> None:
    conduct.publish(SETUP, "Wees vriendelijk.")

    stopped = send(client, asked, act="finish")
    assert stopped.status_code == 409
    page = stopped.content.decode()
    assert "Wees vriendelijk." in page
    assert "Wij komen langs.</textarea>" in page
    assert 'name="act" value="finish"' in page
    assert sent() == 0
    assert Draft.objects.get().text == "Wij komen langs."

    send(client, asked, act="finish", conduct="1")
    send(client, asked, text="En morgen weer.")

    assert sent() == 2
    line = Entry.objects.get(act="accept")
    assert (line.subject, line.subject_id, line.actor_id) == ("conduct", 1, agent.pk)


def test_a_new_version_asks_again_and_an_old_one_is_not_accepted_in_its_place(
    client: Client, asked: Conversation
) -> None:
    conduct.publish(SETUP, "Wees vriendelijk.")
    send(client, asked, conduct="1")
    conduct.publish(SETUP, "Wees vriendelijk en snel.")

    again = send(client, asked, conduct="1")
    assert again.status_code == 409
    assert "Wij komen langs." in again.content.decode()
    assert "De gedragscode is veranderd" in send(client, asked).content.decode()
    assert sent() == 1
    send(client, asked, conduct="2")

    assert sent() == 2
    assert Acceptance.objects.count() == 2


def test_without_a_text_nothing_is_asked_and_the_same_text_is_no_new_version(
    client: Client, asked: Conversation
) -> None:
    assert conduct.publish(SETUP, "  ") is None
    conduct.publish(SETUP, "Wees vriendelijk.")
    assert conduct.publish(SETUP, "Wees vriendelijk. ") is None
    conduct.publish(SETUP, "")

    send(client, asked)

    assert sent() == 1
    assert Conduct.objects.count() == 2


def test_it_is_read_and_accepted_before_one_has_to(
    client: Client, asked: Conversation, agent: User
) -> None:
    assert "Er is nog geen gedragscode" in client.get(reverse("conduct")).content.decode()
    conduct.publish(SETUP, "Wees vriendelijk.")

    client.post(reverse("conduct"), {"version": "1"})
    send(client, asked)

    assert sent() == 1
    assert "U ging akkoord met deze versie" in client.get(reverse("conduct")).content.decode()


def test_an_administrator_writes_it_and_sees_who_accepted(client: Client, agent: User) -> None:
    client.force_login(make.user(Role.ADMINISTRATOR, name="Bea", language="nl"), backend=BACKEND)

    client.post(reverse("conduct_settings"), {"text": "Wees vriendelijk."})
    again = client.post(reverse("conduct_settings"), {"text": "Wees vriendelijk."}, follow=True)
    conduct.accept(people.actor_of(agent), 1)
    page = client.get(reverse("conduct_settings")).content.decode()

    assert "Er is niets veranderd" in again.content.decode()
    assert "versie 1: 1 van 1" in page
    too_long = client.post(reverse("conduct_settings"), {"text": "x" * 10_001})
    assert too_long.status_code == 422

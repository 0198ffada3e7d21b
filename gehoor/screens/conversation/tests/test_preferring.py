"""That somebody does not want to be helped by social media, noted and met with at sending."""

import re
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gehoor.contacts.models import Contact
from gehoor.contracts.connector import Author
from gehoor.inbox.models import Conversation, Draft, Message
from gehoor.people.policies import Role
from gehoor.testing import make

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.row("S2-06")]
NOTED = "Fatima wil niet via social media worden geholpen."


@pytest.fixture
def asked(client: Client) -> Conversation:
    team = make.team(name="Webcare")
    client.force_login(make.user(Role.AGENT, teams=(team,), language="nl"))
    author = Author("@fatima@social.example", "Fatima")
    return make.received(make.channel(team=team), text="Mijn bak is vol", author=author)


def shown(client: Client, asked: Conversation) -> str:
    page = client.get(reverse("conversation", args=[asked.pk])).content.decode()
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


def send(client: Client, asked: Conversation, **given: str) -> Any:
    facts = {"kind": "reply", "client_uuid": str(uuid.uuid4()), "seen_sequence": "1"}
    return client.post(reverse("reply", args=[asked.pk]), facts | {"act": "send"} | given)


def test_what_they_want_is_noted_shown_and_taken_back(client: Client, asked: Conversation) -> None:
    assert NOTED not in shown(client, asked)

    client.post(reverse("prefer", args=[asked.pk]), {"by_social": "no"})
    noted = shown(client, asked)
    client.post(reverse("prefer", args=[asked.pk]), {"by_social": "yes"})

    assert NOTED in noted
    assert "Social media mag weer" in noted
    assert NOTED not in shown(client, asked)


def test_an_answer_is_met_with_a_question_and_sent_with_a_reason(
    client: Client, asked: Conversation
) -> None:
    Contact.objects.update(is_not_by_social=True)

    stopped = send(client, asked, text="Wij komen langs.", act="finish")
    assert stopped.status_code == 409
    page = stopped.content.decode()
    assert 'id="unwanted"' in page
    assert 'name="act" value="finish"' in page
    assert "Wij komen langs.</textarea>" in page
    assert not Message.objects.filter(kind="out").exists()

    send(client, asked, text="Wij komen langs.", act="finish", by_social="Er is gevaar")

    asked.refresh_from_db()
    log = client.get(reverse("log", args=[asked.pk])).content.decode()
    assert (asked.status, asked.outcome) == ("done", "answered")
    assert "antwoordde toch via social media" in log
    assert "Er is gevaar" in log


def test_it_can_be_kept_as_a_draft(client: Client, asked: Conversation) -> None:
    Contact.objects.update(is_not_by_social=True)

    send(client, asked, text="Wij komen langs.", act="draft")

    assert Draft.objects.get().text == "Wij komen langs."

"""The protocol as coordinators make it, and as it stands at a conversation."""

import re
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gehoor.flows import protocol_ready
from gehoor.inbox.models import Conversation, Draft, Reply
from gehoor.knowledge.models import ProtocolLine
from gehoor.people.models import Team, User
from gehoor.people.policies import Role
from gehoor.testing import make

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.row("S2-02")]
GIVEN = {"name": "Meningen", "kind": "opinion", "channel": "", "way": "", "sender": "",
         "verdict": "leave", "why": "Mag", "text": "", "link": ""}  # fmt: skip


@pytest.fixture
def team() -> Team:
    return make.team(name="Webcare")


@pytest.fixture
def coordinator(client: Client, team: Team) -> User:
    user = make.user(Role.COORDINATOR, teams=(team,), language="nl")
    client.force_login(user)
    return user


def words(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", response.content.decode()).split())


def received(team: Team, text: str) -> Conversation:
    return make.received(make.channel(team=team), subject="", text=text)


@pytest.mark.usefixtures("coordinator")
def test_a_line_is_made_stands_in_the_table_and_is_removed(client: Client) -> None:
    made = client.post(reverse("new_line"), GIVEN)
    page = words(client.get(reverse("protocol")))
    line = ProtocolLine.objects.get()
    client.post(reverse("forget_line", args=[line.pk]))

    assert made.status_code == 302
    for told in ("Meningen", "Mening of opmerking", "Niet beantwoorden", "Mag"):
        assert told in page
    assert not ProtocolLine.objects.exists()


@pytest.mark.usefixtures("coordinator")
def test_a_table_that_contradicts_itself_or_the_law_is_refused_with_the_field(
    client: Client,
) -> None:
    client.post(reverse("new_line"), GIVEN)

    double = client.post(reverse("new_line"), GIVEN | {"name": "Nog een", "verdict": "answer"})
    lawless = client.post(reverse("new_line"), GIVEN | {"name": "Woo", "kind": "woo"})
    nobody = client.post(
        reverse("new_line"), GIVEN | {"name": "Pers", "verdict": "ask", "why": "", "kind": "woo"}
    )

    assert (double.status_code, lawless.status_code, nobody.status_code) == (422, 422, 422)
    assert "De regel “Meningen” gaat over precies dezelfde berichten" in words(double)
    assert "kan dus niet onbeantwoord blijven" in words(lawless)
    assert "Schrijf wie u eerst vraagt" in words(nobody)
    assert ProtocolLine.objects.count() == 1


@pytest.mark.usefixtures("coordinator")
def test_the_ready_made_lines_come_with_one_press_and_say_which_link_is_missing(
    client: Client,
) -> None:
    client.post(reverse("take_ready_made"))
    page = words(client.get(reverse("protocol")))

    assert page.count("Link ontbreekt") == 3
    assert "Wij hebben uw bericht gelezen" in ProtocolLine.objects.get(kind="woo").text


@pytest.mark.usefixtures("coordinator")
def test_a_conversation_shows_its_line_and_takes_its_text(client: Client, team: Team) -> None:
    protocol_ready.take(make.actor(Role.COORDINATOR))
    asked = received(team, "Ik maak bezwaar tegen mijn parkeerboete.")

    page = words(client.get(reverse("conversation", args=[asked.pk])))
    client.post(reverse("take_line_text", args=[asked.pk]), {"kind": "reply", "text": "Dag,"})

    assert "Protocol: beantwoorden (Bezwaar). Bezwaar (herkend aan woorden)" in page
    draft = Draft.objects.get().text
    assert draft.startswith("Dag,\n\nWij hebben uw bericht gelezen.")


@pytest.mark.usefixtures("coordinator")
def test_leaving_what_is_to_be_answered_asks_why_and_keeps_the_page(
    client: Client, team: Team
) -> None:
    protocol_ready.take(make.actor(Role.COORDINATOR))
    asked = received(team, "Wanneer komt u langs?")
    place = reverse("finish", args=[asked.pk])

    refused = client.post(place, {"outcome": "seen"})
    done = client.post(place, {"outcome": "seen", "reason": "Gebeld"})

    assert (refused.status_code, done.status_code) == (409, 302)
    assert "Het protocol zegt: beantwoord dit (Vragen)" in words(refused)
    asked.refresh_from_db()
    assert asked.outcome_reason == "Gebeld"


@pytest.mark.usefixtures("coordinator")
def test_where_one_asks_first_the_page_asks_whom_before_it_sends(
    client: Client, team: Team
) -> None:
    ProtocolLine.objects.create(name="Alles", verdict="ask", why="Ria")
    asked = received(team, "Wanneer komt u langs?")
    facts = {"kind": "reply", "client_uuid": str(uuid.uuid4()), "seen_sequence": "1",
             "act": "send", "text": "Morgen."}  # fmt: skip
    place = reverse("reply", args=[asked.pk])

    refused = client.post(place, facts)
    sent = client.post(place, facts | {"by_protocol": "Ria gevraagd"})

    assert (refused.status_code, sent.status_code) == (409, 302)
    assert "eerst vragen (Alles): Ria" in words(refused)
    assert Reply.objects.get().message.text == "Morgen."


@pytest.mark.usefixtures("coordinator")
def test_saying_what_it_is_changes_what_the_protocol_says(client: Client, team: Team) -> None:
    protocol_ready.take(make.actor(Role.COORDINATOR))
    said = received(team, "De brug is lelijk.")

    client.post(reverse("say_kind", args=[said.pk]), {"kind": "complaint"})

    page = words(client.get(reverse("conversation", args=[said.pk])))
    assert "Protocol: beantwoorden (Klachten)" in page
    assert Conversation.objects.get(pk=said.pk).kind == "complaint"

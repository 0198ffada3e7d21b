"""Compliments to publish on screen, and consent at the side of the conversation."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from gehoor.flows import compliments
from gehoor.inbox.models import Conversation
from gehoor.people import queries as people
from gehoor.people.models import Team
from gehoor.people.policies import Role
from gehoor.testing import make

pytestmark = [pytest.mark.django_db, pytest.mark.database]
PRAISE = "Petje af voor de straatvegers!"


@pytest.fixture
def team() -> Team:
    return make.team(name="Webcare")


@pytest.fixture
def conversation(client: Client, team: Team) -> Conversation:
    """One in which somebody praised us, with a colleague logged in who thanked for it."""
    agent = make.user(Role.AGENT, teams=(team,), language="en")
    client.force_login(agent)
    found = make.received(make.channel(team=team), text=PRAISE)
    compliments.thank(people.actor_of(agent), found)
    return found


def shown(response: Any) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def test_consent_is_noted_shown_at_the_side_and_taken_back(
    client: Client, conversation: Conversation
) -> None:
    here = reverse("conversation", args=[conversation.pk])
    assert "Not asked, or no." in shown(client.get(here))
    message = conversation.messages.get(kind="in")

    given = {"purpose": "publicity", "with_name": "on", "given_on": str(localdate()),
             "message": str(message.pk)}  # fmt: skip
    client.post(reverse("note_consent", args=[conversation.pk]), given)

    side = shown(client.get(here))
    assert "In what we publish, such as the website or a brochure, with their name" in side
    noted = shown(client.get(reverse("note_consent", args=[conversation.pk])))
    assert ", in a message" in noted
    client.post(reverse("withdraw_consent", args=[conversation.pk]), {"purpose": "publicity"})
    assert "Not asked, or no." in shown(client.get(here))


def test_one_without_consent_is_marked_and_asks_for_a_reason(
    client: Client, conversation: Conversation
) -> None:
    page = shown(client.get(reverse("compliments")))
    assert PRAISE in page
    assert "No consent" in page
    chosen = {"chosen": [str(conversation.pk)]}

    refused = client.post(reverse("take_compliments"), chosen)
    taken = client.post(reverse("take_compliments"), chosen | {"reason": "Stond in de krant"})

    assert refused.status_code == 409
    assert "Ask them first, or say why" in shown(refused)
    [_head, row] = taken.content.decode().splitlines()
    assert PRAISE in row
    assert conversation.messages.get(kind="in").author_name not in row
    assert "not asked, or no" in row

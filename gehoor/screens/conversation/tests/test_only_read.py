"""A conversation in a channel that is only read: a way to its source, and no field to answer in."""

import re
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from gehoor.inbox.models import Conversation, Message
from gehoor.people.models import Team
from gehoor.people.policies import Role
from gehoor.testing import make

pytestmark = pytest.mark.django_db
LINK = "https://www.krant.example/artikel?id=7&x=<b>"


@pytest.fixture
def team() -> Team:
    return make.team()


@pytest.fixture
def agent(team: Team, client: Client) -> Client:
    client.force_login(make.user(Role.AGENT, teams=(team,), language="en"))
    return client


@pytest.fixture
def news(team: Team) -> Conversation:
    feed = make.channel(team=team, name="Nieuws", connector="feed", stage="listen")
    return make.received(
        feed,
        subject="Dijk versterkt",
        text="Lees meer.",
        link=LINK,
        thread="n1",
        is_automatic=True,
        is_public=True,
    )


def page(client: Client, conversation: Conversation) -> str:
    return client.get(reverse("conversation", args=[conversation.pk])).content.decode()


@pytest.mark.row("S2-16")
def test_one_click_leads_to_the_item_at_its_source(agent: Client, news: Conversation) -> None:
    shown = page(agent, news)

    [anchor] = re.findall(r'<a href="https://www\.krant[^>]*>', shown)
    assert 'rel="noopener noreferrer nofollow external"' in anchor
    assert "x=&lt;b&gt;" in anchor
    assert "Read this at its source: krant.example" in shown


def test_there_is_no_field_to_answer_in_and_no_button_that_does_nothing(
    agent: Client, news: Conversation
) -> None:
    shown = page(agent, news)

    assert "<b>read only</b>" in shown
    assert "Nobody waits for an answer." in shown
    assert 'id="reply-text"' not in shown
    assert "kind-reply" not in shown
    assert "Automatic message" not in shown
    assert 'id="note-text"' in shown
    assert "Seen, no action" in shown


def test_a_reply_by_hand_made_form_is_told_why_not_and_its_text_is_kept(
    agent: Client, news: Conversation
) -> None:
    form = {"text": "Mijn antwoord", "client_uuid": str(uuid.uuid4()), "seen_sequence": "9"}

    answer = agent.post(reverse("reply", args=[news.pk]), form)

    assert answer.status_code == 409
    assert "only read" in answer.content.decode()
    assert not Message.objects.filter(kind="out").exists()


def test_a_feed_that_stopped_says_so_without_talk_of_credentials(
    agent: Client, news: Conversation
) -> None:
    news.channel.health = "locked_out"
    news.channel.save()

    shown = page(agent, news)

    assert "This feed is not read any more" in shown
    assert "credentials" not in shown


def test_names_hidden_hide_where_it_came_from(
    client: Client, team: Team, news: Conversation
) -> None:
    client.force_login(make.user(Role.ANALYST, teams=(team,), language="en"))

    assert "krant.example" not in page(client, news)

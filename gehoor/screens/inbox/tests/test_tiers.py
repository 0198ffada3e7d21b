"""The lists of work open one tier after the other, and say so in words and numbers."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gehoor.channels.models import Channel
from gehoor.contracts.posts import Visibility
from gehoor.flows import snoozing
from gehoor.inbox.models import Conversation
from gehoor.people import queries as people
from gehoor.people.models import User
from gehoor.people.policies import Role
from gehoor.testing import make
from gehoor.testing.web import BACKEND

pytestmark = pytest.mark.django_db
TEAM = "/inbox/team/"


@pytest.fixture
def square() -> Channel:
    return make.channel(name="Plein")


@pytest.fixture
def agent(square: Channel, client: Client) -> User:
    user = make.user(Role.AGENT, teams=(square.team,), language="en")
    client.force_login(user, backend=BACKEND)
    return user


def post(square: Channel, text: str, **given: Any) -> Conversation:
    facts: dict[str, Any] = {
        "thread": text, "external_id": text, "subject": "", "text": text, "is_public": True,
        "visibility": Visibility.PUBLIC,
    }  # fmt: skip
    return make.received(square, **facts | given)


def shown(client: Client, address: str = TEAM) -> str:
    return client.get(address).content.decode()


def rows(page: str) -> list[int]:
    return [int(pk) for pk in re.findall(r'data-pk="(\d+)"', page)]


def link_to(page: str, words: str) -> str:
    """The address behind a tier, found as a person finds it: by its name."""
    found = re.search(rf'<a href="([^"]+)"[^>]*>(?:<svg(?:(?!<a ).)*?</svg>)?{words}', page)
    assert found, words
    return found[1].replace("&amp;", "&")


@pytest.mark.row("S3-30")
def test_the_next_tier_opens_when_the_first_is_empty_or_when_somebody_chooses_so(
    client: Client, agent: User, square: Channel
) -> None:
    hit = make.received(make.channel(connector="feed", team=square.team), is_automatic=True)
    beside, mention = post(square, "Naast ons"), post(square, "Aan ons", is_to_us=True)

    page = shown(client)
    assert rows(page) == [mention.pk]
    assert re.search(r'To us <span class="count">1</span>', page)
    assert re.search(r'On our pages <span class="count">1</span>', page)

    by_choice = shown(client, link_to(page, "On our pages"))
    assert rows(by_choice) == [mention.pk, beside.pk]
    assert rows(shown(client, link_to(page, "Found"))) == [mention.pk, beside.pk, hit.pk]

    Conversation.objects.filter(pk=mention.pk).update(status="done", outcome="seen")
    by_itself = shown(client)
    assert rows(by_itself) == [beside.pk]
    assert "Nobody turns to you now." in by_itself
    Conversation.objects.filter(pk=beside.pk).update(status="done", outcome="seen")
    assert rows(shown(client)) == [hit.pk]


def test_a_list_that_opened_by_itself_keeps_its_rows_when_somebody_turns_to_us(
    client: Client, agent: User, square: Channel
) -> None:
    beside = post(square, "Naast ons")
    page = shown(client)
    query = re.search(r'data-query="([^"]*)"', page)
    assert query

    mention = post(square, "Aan ons", is_to_us=True)
    renewed = shown(client, f"{TEAM}?{query[1].replace('&amp;', '&')}")

    assert rows(renewed) == [mention.pk, beside.pk]
    assert rows(shown(client)) == [mention.pk]


def test_a_desk_with_mail_alone_sees_nothing_of_tiers(
    client: Client, agent: User, square: Channel
) -> None:
    make.received(make.channel(team=square.team, connector="email"))

    page = shown(client)

    assert 'class="tiers"' not in page
    assert len(rows(page)) == 1


def test_a_narrowed_list_opens_its_own_first_tier_and_everything_means_what_is_open(
    client: Client, agent: User, square: Channel
) -> None:
    post(square, "Aan ons", is_to_us=True)
    feed = make.channel(connector="feed", team=square.team)
    items = [make.received(feed, is_automatic=True, thread=str(n)).pk for n in range(2)]

    page = shown(client, f"{TEAM}?channel={feed.pk}")
    assert sorted(rows(page)) == items
    given = {"do": "seen", "in": "team", "all": "yes"}
    asked = client.post(reverse("many"), given).content.decode()

    assert "1 conversation: everything that fits this view" in asked


def test_what_is_put_off_is_a_number_beside_the_lists_that_leads_to_it(
    client: Client, agent: User, square: Channel
) -> None:
    conversation = post(square, "Aan ons", is_to_us=True)
    assert 'class="put-off"' not in shown(client)

    snoozing.snooze(people.actor_of(agent), conversation, until=None)
    page = shown(client)

    assert rows(page) == []
    assert re.search(r'For later <span class="count">1</span>', page)
    put_off = shown(client, "/inbox/snoozed/")
    assert rows(put_off) == [conversation.pk]
    assert "until an answer" in put_off


@pytest.mark.parametrize("address", [f"{TEAM}?upto=x", f"{TEAM}?upto=", "/inbox/done/?upto=found"])
def test_an_odd_tier_is_the_first(
    client: Client, agent: User, square: Channel, address: str
) -> None:
    post(square, "Aan ons", is_to_us=True)

    assert client.get(address).status_code == 200

"""A feed among the channels: added in one form, and without what it cannot do."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from gehoor.channels import actions, queries
from gehoor.channels.models import Channel
from gehoor.connectors.feed.reading import GONE, MOVED
from gehoor.connectors.feed.tests.peer import feed, item
from gehoor.people.models import Team, User
from gehoor.people.policies import Role
from gehoor.testing import make
from gehoor.testing.websource import Page, web_source

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def administrator(client: Client) -> User:
    user = make.user(Role.ADMINISTRATOR, language="en")
    client.force_login(user)
    return user


def shown(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", response.content.decode()).split())


def filled_in(team: Team, url: str, **more: str) -> dict[str, str]:
    return {
        "name": "Nieuws",
        "team": str(team.pk),
        "purpose": "Volgen wat er gezegd wordt",
        "account_url": url,
        "account_minutes": "15",
        "account_login": "none",
        **more,
    }


def news(**given: Any) -> Channel:
    facts = {"name": "Nieuws", "connector": "feed", "stage": "listen"}
    return make.channel(**facts | given)


def page(client: Client, channel: Channel) -> str:
    return shown(client.get(reverse("channel", args=[channel.pk])))


@pytest.mark.row("S2-30")
def test_a_feed_is_added_with_a_name_and_an_address(client: Client) -> None:
    form = shown(client.get(reverse("connect", args=["feed"])))
    assert "This channel is only read. Nothing ever leaves it." in form

    answer = client.post(
        reverse("connect", args=["feed"]),
        filled_in(make.team(), "https://nieuws.example/rss"),
        follow=True,
    )

    assert "what is new comes in by itself" in shown(answer)
    assert Channel.objects.get().address == "https://nieuws.example/rss"


def test_the_login_of_a_feed_goes_into_the_vault_and_is_never_shown(client: Client) -> None:
    login = {"account_login": "password", "account_user": "gemeente"}
    form = filled_in(make.team(), "https://nieuws.example/rss", **login)

    refused = shown(client.post(reverse("connect", args=["feed"]), form))
    assert "Fill this in." in refused
    client.post(reverse("connect", args=["feed"]), form | {"account_password": "een lang geheim"})

    channel = Channel.objects.get()
    assert channel.settings["user"] == "gemeente"
    assert "een lang geheim" not in str(channel.settings) + page(client, channel)
    assert b"een lang geheim" not in bytes(channel.credentials)
    assert queries.account_of(channel).secrets["password"] == "een lang geheim"


def test_a_stored_login_does_not_go_to_another_page_by_itself(client: Client) -> None:
    channel = news(
        address="https://nieuws.example/rss",
        settings={
            "url": "https://nieuws.example/rss", "minutes": "15", "login": "password",
            "user": "gemeente",
        },
    )  # fmt: skip
    actions.seal_credentials(channel, {"password": "een lang geheim"})
    form = filled_in(
        channel.team, "https://nieuws.example/rss", account_login="password", account_user="ander"
    )

    refused = shown(client.post(reverse("change_channel", args=[channel.pk]), form))

    assert "what is stored is not sent to another place" in refused


def test_the_same_feed_is_not_added_twice(client: Client) -> None:
    news(address="https://nieuws.example/rss")

    answer = client.post(
        reverse("connect", args=["feed"]), filled_in(make.team(), "feed://Nieuws.example/rss")
    )

    assert "connected already" in shown(answer)


def test_trying_says_in_words_whether_there_is_a_feed(client: Client, settings: Settings) -> None:
    with web_source(feed=Page(feed(item(title="x")).encode()), page=Page(b"<html>")) as source:
        settings.FETCH_ALSO = frozenset({source.pair})
        for path, words in (("/feed", "save to begin"), ("/page", "There is no feed")):
            form = filled_in(make.team(), source.url + path, act="try")
            assert words in shown(client.post(reverse("connect", args=["feed"]), form))

    assert not Channel.objects.exists()


def test_trying_an_address_inside_connects_to_nothing_and_says_so(client: Client) -> None:
    with web_source(feed=Page(feed(item(title="x")).encode())) as canary:
        for place in ("http://127.0.0.1/feed", f"{canary.url}/feed", "http://localhost/"):
            form = filled_in(make.team(), place, act="try")
            assert "GEHOOR_FETCH_ALSO" in shown(
                client.post(reverse("connect", args=["feed"]), form)
            )

    assert canary.connections == 0


def test_its_page_offers_no_stage_and_no_credentials(client: Client) -> None:
    words = page(client, news())

    assert "Only read" in words
    for absent in ("Begin to practise", "Go live", "Credentials"):
        assert absent not in words


def test_a_stage_asked_for_by_its_address_is_refused_in_words(client: Client) -> None:
    answer = client.post(reverse("change_stage", args=[news().pk, "practise"]), follow=True)

    assert "only read, so there is no other stage" in shown(answer)


def test_a_feed_that_is_gone_has_stopped_and_says_what_to_do(client: Client) -> None:
    channel = news(health="locked_out", health_detail=GONE)

    words = page(client, channel)

    assert "Stopped" in words
    assert GONE in words
    assert "credentials" not in words
    assert "Stopped" in shown(client.get(reverse("channels")))


def test_a_feed_that_moved_shows_its_new_address(client: Client) -> None:
    channel = news(health="well", health_detail=f"{MOVED}\nhttps://elders.example/rss")

    words = page(client, channel)

    assert f"{MOVED} https://elders.example/rss" in words
    assert "tried again" not in words


# Mail about new items.


def watched(channel: Channel) -> str:
    return reverse("watch", args=[channel.pk])


@pytest.mark.row("S2-16")
def test_words_and_colleagues_are_chosen_and_shown(client: Client) -> None:
    channel = news()
    anna = make.user(Role.AGENT, teams=(channel.team,), name="Anna Bos")
    form = {"words": "dijk\nde brug", "minutes": "5", "colleagues": [str(anna.pk)]}

    words = shown(client.post(watched(channel), form, follow=True))

    assert "dijk, de brug" in words
    assert "Anna Bos" in words
    assert "Within 5 minutes" in words
    assert "GEHOOR_ALARM_SMTP_HOST" in words
    assert "dijk\nde brug" in client.get(watched(channel)).content.decode()
    assert "Changed who is mailed about new items" in words


def test_words_that_follow_a_person_are_refused_and_stay_typed(client: Client) -> None:
    answer = client.post(watched(news()), {"words": "@fatima", "minutes": "15"})

    assert answer.status_code == 422
    assert "Follow subjects, not people." in shown(answer)
    assert "@fatima" in answer.content.decode()


def test_a_colleague_of_another_team_cannot_be_mailed(client: Client) -> None:
    channel, stranger = news(), make.user(Role.AGENT, teams=(make.team(),))

    answer = client.post(
        watched(channel), {"words": "", "minutes": "15", "colleagues": [str(stranger.pk)]}
    )

    assert answer.status_code == 422


def test_the_mails_are_stopped_with_one_button(client: Client) -> None:
    channel = news()
    client.post(watched(channel), {"words": "dijk", "minutes": "15"})
    assert "Stop mailing" in page(client, channel)

    answer = client.post(reverse("end_watch", args=[channel.pk]), follow=True)

    assert "Nobody is mailed when something new comes in." in shown(answer)


def test_a_channel_in_which_people_are_answered_has_no_such_page(client: Client) -> None:
    postbus = make.channel()

    assert "only in channels that are only read" in shown(client.get(watched(postbus), follow=True))
    assert "Mail about new items" not in page(client, postbus)

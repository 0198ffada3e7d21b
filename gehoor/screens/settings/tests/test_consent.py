"""Giving consent in the browser: there and back once, for who began it, and in words when not."""

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import parse_qs, urlencode, urlsplit
from uuid import uuid4

import httpx
import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from gehoor.channels import actions, queries
from gehoor.channels.models import Channel
from gehoor.people.models import User
from gehoor.people.policies import Role
from gehoor.screens.settings.consents import BEGUN
from gehoor.testing import make
from gehoor.testing.authorization import ADDRESS, CLIENT, CLIENT_SECRET, Provider, provider

pytestmark = pytest.mark.django_db
LINK = re.compile(r'href="(http://127[^"]+/authorize[^"]+)"')


@pytest.fixture(scope="module")
def running() -> Iterator[Provider]:
    with provider() as made:
        yield made


@pytest.fixture
def at(running: Provider, settings: Settings) -> Provider:
    settings.FETCH_ALSO = running.pairs
    running.revoke()
    running.trouble, running.refusal, running.extra = None, "", {}
    return running


@pytest.fixture
def administrator(client: Client) -> User:
    user = make.user(Role.ADMINISTRATOR, language="en")
    client.force_login(user)
    return user


@pytest.fixture
def channel(at: Provider) -> Channel:
    made = make.channel(
        connector="email", address=ADDRESS, settings=at.settings, vault_id=uuid4(), name="Postbus"
    )
    actions.seal_credentials(made, {"client_secret": CLIENT_SECRET})
    return made


def page(client: Client, channel: Channel) -> str:
    return client.get(reverse("consent", args=[channel.pk])).content.decode()


def link_on(text: str) -> str:
    [link] = LINK.findall(text)
    return unescape(link)


def answer_to(link: str) -> str:
    """Press the button at the provider; return the address it leads back to, from its path on."""
    back = urlsplit(httpx.get(link).headers["Location"])
    assert f"{back.scheme}://{back.netloc}" == settings.BASE_URL
    return f"{back.path}?{back.query}"


def given(channel: Channel) -> bool:
    return "refresh_token" in queries.account_of(Channel.objects.get(pk=channel.pk)).secrets


def test_an_administrator_gives_consent_and_the_channel_page_says_so(
    client: Client, administrator: User, channel: Channel
) -> None:
    before = client.get(reverse("channel", args=[channel.pk])).content.decode()
    link = link_on(page(client, channel))

    back = client.get(answer_to(link), follow=True)

    assert "Nobody gave consent for this channel yet" in before
    assert back.redirect_chain[-1][0] == reverse("channel", args=[channel.pk])
    shown = back.content.decode()
    assert "Consent was given. The channel is tried with it." in shown
    assert "Given, until somebody withdraws it there" in shown
    assert "Give consent again" in shown
    assert given(channel)
    assert "kanarie" not in shown


def test_the_page_says_where_the_provider_leads_back_to(
    client: Client, administrator: User, channel: Channel
) -> None:
    shown = page(client, channel)

    asked = parse_qs(urlsplit(link_on(shown)).query)
    assert asked["redirect_uri"] == [f"{settings.BASE_URL}/settings/consent/"]
    assert f"{settings.BASE_URL}/settings/consent/" in shown
    assert asked["client_id"] == [CLIENT]
    assert CLIENT_SECRET not in shown


def test_an_answer_is_taken_once(client: Client, administrator: User, channel: Channel) -> None:
    answer = answer_to(link_on(page(client, channel)))
    client.get(answer)

    again = client.get(answer, follow=True)

    assert "belongs to no consent that was begun here" in again.content.decode()


def test_an_answer_with_another_state_is_refused(
    client: Client, administrator: User, channel: Channel
) -> None:
    answer = answer_to(link_on(page(client, channel)))
    path, _, query = answer.partition("?")
    forged = {"code": parse_qs(query)["code"][0], "state": "x" * 43}

    told = client.get(f"{path}?{urlencode(forged)}", follow=True)

    assert "belongs to no consent" in told.content.decode()
    assert not given(channel)
    assert BEGUN not in client.session


def test_an_answer_in_another_browser_is_refused(
    client: Client, administrator: User, channel: Channel
) -> None:
    answer = answer_to(link_on(page(client, channel)))
    elsewhere = Client()
    elsewhere.force_login(make.user(Role.ADMINISTRATOR, language="en"))

    told = elsewhere.get(answer, follow=True)

    assert "belongs to no consent" in told.content.decode()
    assert not given(channel)


def test_an_answer_after_somebody_else_logged_in_here_is_refused(
    client: Client, administrator: User, channel: Channel
) -> None:
    answer = answer_to(link_on(page(client, channel)))
    session = client.session
    session[BEGUN] = {**session[BEGUN], "user": administrator.pk + 1}
    session.save()

    assert "belongs to no consent" in client.get(answer, follow=True).content.decode()
    assert not given(channel)


def test_an_answer_that_took_too_long_is_refused(
    client: Client, administrator: User, channel: Channel
) -> None:
    answer = answer_to(link_on(page(client, channel)))
    session = client.session
    session[BEGUN] = {**session[BEGUN], "at": session[BEGUN]["at"] - 601}
    session.save()

    assert "belongs to no consent" in client.get(answer, follow=True).content.decode()
    assert not given(channel)


@pytest.mark.parametrize(
    ("refusal", "words"),
    [
        ("access_denied", "Somebody pressed no"),
        ("<script>alert(1)</script>", "The provider refused."),
    ],
)
def test_a_no_of_the_provider_is_told_in_our_own_words(
    client: Client, administrator: User, channel: Channel, at: Provider, refusal: str, words: str
) -> None:
    at.refusal = refusal

    told = client.get(answer_to(link_on(page(client, channel))), follow=True).content.decode()

    assert words in told
    assert "alert(1)" not in told
    assert not given(channel)


def test_a_provider_that_refuses_our_registration_is_told(
    client: Client, administrator: User, channel: Channel, at: Provider
) -> None:
    answer = answer_to(link_on(page(client, channel)))
    at.trouble = (401, {"error": "invalid_client", "error_description": "kanarie"})

    told = client.get(answer, follow=True).content.decode()

    assert "does not know our app registration" in told
    assert "kanarie" not in told


def test_settings_that_lead_nowhere_are_told_on_the_page(
    client: Client, administrator: User, channel: Channel
) -> None:
    Channel.objects.update(settings={**channel.settings, "authorize_url": "http://x.example/"})

    answer = client.get(reverse("consent", args=[channel.pk]))

    assert answer.status_code == 422
    assert "begin with https" in answer.content.decode()


def test_the_form_asks_only_what_the_way_of_logging_in_needs(
    client: Client, administrator: User, at: Provider
) -> None:
    team = make.team()
    asked = queries.connectors()["email"].fields
    usual = {f"account_{each.name}": each.default for each in asked}
    given = usual | {f"account_{name}": value for name, value in at.settings.items()}
    given |= {"name": "Postbus", "team": str(team.pk), "account_password": "oud"}

    answer = client.post(reverse("connect", args=["email"]), given)

    made = Channel.objects.get()
    assert answer["Location"] == reverse("consent", args=[made.pk])
    assert not queries.account_of(made).secrets.get("password")
    refused = client.post(
        reverse("connect", args=["email"]), given | {"account_login": "microsoft", "name": "B"}
    )
    assert "account_tenant" in refused.content.decode()
    assert refused.status_code == 422

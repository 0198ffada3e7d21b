"""Two origins that know nothing of each other, and addresses that only we can make."""

import time
from urllib.parse import urlsplit

import pytest
from django.conf import settings as django_settings
from django.core.exceptions import ImproperlyConfigured
from django.core.signing import TimestampSigner, b62_encode
from django.http import HttpRequest, HttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from gehoor.people.models import Team, User
from gehoor.people.policies import Actor
from gehoor.screens.untrusted.door import SecondOrigin
from gehoor.screens.untrusted.links import (
    LIFETIME_SECONDS,
    NoLongerValid,
    attachment_url,
    original_url,
    read_address,
)
from gehoor.screens.untrusted.tests.conftest import Visitor, attachment, message
from gehoor.testing.web import session_of

ROOT = "https://x/"


def test_an_address_holds_numbers_only_and_is_short(agent: Actor) -> None:
    url = original_url(7, agent)

    name = urlsplit(url).path.removeprefix("/m/").split(":")[0]
    assert name == f"o.7.{agent.user_id}"
    assert len(url) < 120


def test_an_address_older_than_ten_minutes_is_refused(agent: Actor) -> None:
    fresh = AtAnotherTime(-LIFETIME_SECONDS + 5).sign(f"o.7.{agent.user_id}")
    stale = AtAnotherTime(-LIFETIME_SECONDS - 5).sign(f"o.7.{agent.user_id}")

    assert read_address(fresh).number == 7
    with pytest.raises(NoLongerValid):
        read_address(stale)


class AtAnotherTime(TimestampSigner):
    """Signs as we do, some seconds from now."""

    def __init__(self, seconds: int) -> None:
        super().__init__(salt="gehoor.screens.untrusted")
        self.seconds = seconds

    def timestamp(self) -> str:
        return b62_encode(int(time.time()) + self.seconds)


def test_a_forged_or_changed_address_is_refused(visitor: Visitor, agent: Actor, team: Team) -> None:
    shown = message(team, html="<p>Hallo</p>")
    good = original_url(shown.pk, agent)
    base, signed = good.rsplit("/", 1)
    value, stamp, signature = signed.split(":")

    for forged in (
        f"o.{shown.pk + 1}.{agent.user_id}:{stamp}:{signature}",
        f"o.{shown.pk}.1:{stamp}:{signature}",
        f"{value}:{stamp}x:{signature}",
        f"{value}:{stamp}:{signature[:-1]}",
        value,
        "",
        TimestampSigner(salt="other").sign(value),
        TimestampSigner(salt="gehoor.screens.untrusted", key="k" * 50).sign(value),
    ):
        assert visitor.opens(f"{base}/{forged}").status_code == 404


def test_an_address_of_one_kind_opens_nothing_of_another(
    visitor: Visitor, agent: Actor, team: Team
) -> None:
    shown = message(team, html="<p>Hallo</p>")
    sent = attachment(shown, b"x")
    as_message = original_url(shown.pk, agent).rsplit("/", 1)[1]
    as_file = attachment_url(sent.pk, agent).rsplit("/", 1)[1]

    assert visitor.opens(f"{ROOT}a/{as_message}").status_code == 404
    assert visitor.opens(f"{ROOT}m/{as_file}").status_code == 404


def test_nobody_is_recognised_by_a_cookie_and_none_is_set(
    visitor: Visitor, agent: Actor, team: Team, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    shown = message(team, html="<p>Hallo</p>")
    session = session_of(User.objects.get(name=agent.name))
    visitor.client.cookies[django_settings.SESSION_COOKIE_NAME] = session

    # Who and what, and then, in a transaction, that it was seen.
    with django_assert_num_queries(4 + 2):
        answer = visitor.opens(original_url(shown.pk, agent))

    assert answer.status_code == 200
    assert "Vary" not in answer or "Cookie" not in answer["Vary"]
    assert not answer.cookies


@pytest.mark.parametrize("path", ["login/", "csp-report", "live", "static/gehoor.css", "x", "m/"])
def test_the_pages_of_the_first_origin_do_not_exist_here(visitor: Visitor, path: str) -> None:
    assert visitor.opens(ROOT + path).status_code == 404


@pytest.mark.django_db
def test_the_pages_here_do_not_exist_on_the_first_origin(
    client: Client, agent: Actor, team: Team
) -> None:
    shown = message(team, html="<p>Hallo</p>")
    host = urlsplit(django_settings.BASE_URL).netloc

    for path in (urlsplit(original_url(shown.pk, agent)).path, "/original.css"):
        assert client.get(path, headers={"host": host}).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("host", ["kwaad.example", "127.0.0.1:1", ""])
def test_another_name_is_neither_origin(client: Client, host: str) -> None:
    assert client.get("/original.css", headers={"host": host}).status_code in (400, 404)


def test_who_comes_to_the_front_door_is_sent_to_the_desk(visitor: Visitor) -> None:
    answer = visitor.opens(ROOT)

    assert answer.status_code == 302
    assert answer["Location"] == django_settings.BASE_URL


@pytest.mark.parametrize("method", ["post", "put", "delete", "options", "patch", "trace"])
def test_nothing_can_be_changed_here(visitor: Visitor, method: str) -> None:
    host = urlsplit(django_settings.UNTRUSTED_URL).netloc

    answer = getattr(visitor.client, method)("/original.css", headers={"host": host})

    assert answer.status_code == 405


def test_every_answer_is_locked(visitor: Visitor) -> None:
    for path in ("", "x", "original.css", "m/forged:1:x"):
        answer = visitor.opens(ROOT + path)

        assert "default-src 'none'" in answer["Content-Security-Policy"]
        assert answer["Content-Security-Policy"].startswith("sandbox")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Referrer-Policy"] == "no-referrer"
        assert not answer.cookies


def test_what_is_not_here_says_what_to_do_and_not_why(visitor: Visitor) -> None:
    answer = visitor.opens(ROOT + "m/forged:1:x")

    assert answer.status_code == 404
    assert django_settings.BASE_URL in answer.text
    assert "forged" not in answer.text


def test_one_name_for_both_origins_keeps_the_program_from_starting(settings: Settings) -> None:
    settings.UNTRUSTED_URL = settings.BASE_URL

    with pytest.raises(ImproperlyConfigured, match="another"):
        SecondOrigin(_nothing)


def _nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse()

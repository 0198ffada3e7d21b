"""Canaries of logging in: codes, keys, tokens and links are in no log, row, page or address."""

import logging
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import StringIO
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import get_resolver, reverse
from pytest_django.fixtures import Settings

from gehoor.flows import forgotten, provider_setup, staffing
from gehoor.logins.actions import provider as actions
from gehoor.logins.models import ForgottenPassword
from gehoor.people.models import User
from gehoor.people.policies import Actor, Role
from gehoor.project.declarations import views_in
from gehoor.project.logs import Discreet
from gehoor.testing import make
from gehoor.testing.identity import StandIn, a_key, stand_in

pytestmark = pytest.mark.django_db
SENTENCE = "kanarie zingt in de ochtend"


@dataclass
class Known:
    """Every secret that came by, and where it may be seen once."""

    secrets: set[str] = field(default_factory=set)
    addresses: list[str] = field(default_factory=list)

    def add(self, *found: str) -> None:
        self.secrets |= {each for each in found if len(each) >= 6}


@pytest.fixture
def log() -> Iterator[StringIO]:
    written = StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(Discreet("{asctime} {levelname} {name} {message}", style="{"))
    logging.getLogger().addHandler(handler)
    before = logging.getLogger().level
    logging.getLogger().setLevel(logging.DEBUG)
    yield written
    logging.getLogger().setLevel(before)
    logging.getLogger().removeHandler(handler)


@pytest.fixture
def provider(settings: Settings) -> Iterator[StandIn]:
    settings.EMAIL_HOST = "mail.gemeente.example"
    with stand_in() as running:
        settings.FETCH_ALSO = frozenset({("127.0.0.1", urlsplit(running.issuer).port)})
        running.person = {
            "sub": "kanarie-onderwerp-4711",
            "name": "Fenna",
            "email": "fenna@gemeente.example",
            "groups": ["webcare"],
        }
        kept = actions.keep_provider(
            {"name": "x", "issuer": running.issuer, "client_id": "gehoor"},
            secret="kanarie-geheim-van-de-dienst",
        )
        actions.keep_key(a_key("Gehoor"), now=make.NOON)
        provider_setup.switch_on(Actor(), kept)
        provider_setup.give_group(Actor(), "webcare", roles=[Role.AGENT], teams=[])
        yield running


def everything(client: Client, provider: StandIn, known: Known) -> User:
    """Go every way of logging in once, rightly and wrongly, and remember each secret of it."""
    user = make.user(Role.ADMINISTRATOR, email="ria@gemeente.example")
    user.set_password(SENTENCE)
    user.save()
    known.add(SENTENCE, "kanarie-geheim-van-de-dienst", "stand-in-access")
    by_password_and_app(client, user, known)
    by_provider(provider, known)
    by_link(user, known)
    known.add(client.session.session_key or "")
    return user


def by_password_and_app(client: Client, user: User, known: Known) -> None:
    client.post("/login/", {"login": user.email, "password": SENTENCE})
    client.get("/security/app/")
    secret = client.session["app_secret"]
    code = str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 - 1)))
    page = client.post("/security/app/", {"code": code}).content.decode()
    codes = re.findall(r"<li><code>([\d-]+)</code>", page)
    assert len(codes) == 10
    known.add(secret, *codes, *(each.replace("-", "") for each in codes))
    for given in ("999999", codes[0], codes[0]):
        other = Client()
        other.post("/login/", {"login": user.email, "password": SENTENCE})
        other.post("/login/second-step/", {"code": given})
        known.add(other.session.session_key or "")


def by_provider(provider: StandIn, known: Known) -> None:
    for code in ("kanarie-code-een", "kanarie-code-twee"):
        browser = Client()
        answer = browser.get("/login/provider/")
        asked = parse_qs(urlsplit(answer["Location"]).query)
        [(_, kept)] = browser.session["provider_attempts"].items()
        provider.nonce = asked["nonce"][0] if code.endswith("een") else "kanarie-andere-nonce"
        browser.get("/login/provider/back/", {"code": code, "state": asked["state"][0]})
        known.add(provider.token(), kept["verifier"], browser.session.session_key or "", code)
        known.addresses.append(answer["Location"])
    known.add(provider.asked[0]["client_assertion"])


def by_link(user: User, known: Known) -> None:
    Client().post("/login/forgotten/", {"email": user.email})
    forgotten.mail_link.function(ForgottenPassword.objects.get().pk)
    links = [str(mail.outbox[-1].body)]
    links.append(staffing.invite_again(make.actor(Role.ADMINISTRATOR), user).link)
    for link in links:
        found = re.search(r"/welcome/([\w-]+)/", link)
        assert found
        known.add(found[1])
        Client().get(f"/welcome/{found[1]}/")
        Client().post(f"/welcome/{found[1]}/", {"name": "x", "password": "kort"})


def rows() -> Iterator[tuple[str, str]]:
    """Every row of every table as text, and what its sealed parts are called."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p')"
            " AND relnamespace = 'public'::regnamespace"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT one::text FROM "{table}" AS one')  # noqa: S608
            yield from ((table, text) for (text,) in cursor.fetchall())


def pages(client: Client, user: User) -> Iterator[tuple[str, str]]:
    known: dict[str, Any] = {"pk": user.pk}
    for _, pattern in views_in(get_resolver().url_patterns):
        names = pattern.pattern.converters
        if pattern.name and names.keys() <= known.keys() and pattern.name != "add_app":
            address = reverse(pattern.name, kwargs={name: known[name] for name in names})
            yield address, client.get(address).content.decode(errors="replace")


def test_no_secret_of_logging_in_is_found_anywhere(
    client: Client, provider: StandIn, log: StringIO
) -> None:
    client.raise_request_exception = False
    known = Known()

    user = everything(client, provider, known)

    assert len(known.secrets) > 30
    told = log.getvalue()
    shown = list(pages(client, user))
    assert len(shown) > 30
    for secret in known.secrets:
        assert secret not in told
        assert [table for table, text in rows() if secret in text] == []
        assert [address for address, page in shown if secret in page] == []
        assert [address for address in known.addresses if secret in address] == []


def test_a_page_about_our_own_mistake_tells_no_secret(
    client: Client, monkeypatch: pytest.MonkeyPatch, log: StringIO
) -> None:
    def broken(*_: Any, **given: Any) -> None:
        raise RuntimeError(f"could not use {given}")

    client.raise_request_exception = False
    monkeypatch.setattr("gehoor.screens.login.passwords.staffing.change_password", broken)
    monkeypatch.setattr("gehoor.flows.second_steps.steps.add_app", broken)
    user = make.user(Role.AGENT)
    user.set_password(SENTENCE)
    user.save()
    client.post("/login/", {"login": user.email, "password": SENTENCE})
    client.get("/security/app/")
    secret = client.session["app_secret"]

    answers = [
        client.post("/security/app/", {"code": "kanarie1"}),
        client.post("/password/", {"current": SENTENCE, "password": "kanarie een nieuwe zin"}),
    ]

    assert [answer.status_code for answer in answers] == [500, 500]
    for answer in answers:
        assert "kanarie" not in answer.content.decode()
    assert "kanarie" not in log.getvalue()
    assert secret not in log.getvalue() + "".join(each.content.decode() for each in answers)

"""Every wrong answer is told in words, and logs nobody in."""

import base64
import json
import logging
import time
from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any
from uuid import uuid4

import jwt
import pytest
from django.db import connection
from django.test import Client
from pytest_django.fixtures import Settings

from gehoor.flows.provider import KNOWN
from gehoor.kit.openid import ClientKey
from gehoor.logins.models import Provider, Session
from gehoor.people.models import User
from gehoor.project.logs import Discreet
from gehoor.testing.identity import Lies, StandIn, a_key, signed
from tests.provider.coming import SUBJECT, come_back, is_in, sent_to

pytestmark = pytest.mark.django_db


class TestBadAnswers:
    """Nobody is logged in, nothing is told but what is wrong, and nothing secret is in the log."""

    @pytest.fixture
    def log(self) -> Iterator[StringIO]:
        written = StringIO()
        handler = logging.StreamHandler(written)
        handler.setFormatter(Discreet("{levelname} {name} {message}", style="{"))
        logging.getLogger().addHandler(handler)
        yield written
        logging.getLogger().removeHandler(handler)

    LIES: tuple[tuple[str, Callable[[StandIn], Lies]], ...] = (
        ("wrong issuer", lambda _: Lies(claims=lambda c: c | {"iss": "https://kwaad.example"})),
        ("wrong audience", lambda _: Lies(claims=lambda c: c | {"aud": "iemand anders"})),
        ("shared audience", lambda _: Lies(claims=lambda c: c | {"aud": ["gehoor", "ander"]})),
        ("other party", lambda _: Lies(claims=lambda c: c | {"azp": "ander"})),
        ("wrong nonce", lambda _: Lies(claims=lambda c: c | {"nonce": "van een ander"})),
        ("no nonce", lambda _: Lies(claims=lambda c: without(c, "nonce"))),
        ("expired", lambda _: Lies(claims=lambda c: c | {"exp": int(time.time()) - 120})),
        ("from tomorrow", lambda _: Lies(claims=lambda c: c | {"iat": int(time.time()) + 86_400})),
        ("of yesterday", lambda _: Lies(claims=lambda c: c | {"iat": int(time.time()) - 86_400})),
        ("no subject", lambda _: Lies(claims=lambda c: without(c, "sub"))),
        ("long subject", lambda _: Lies(claims=lambda c: c | {"sub": "x" * 256})),
        ("empty subject", lambda _: Lies(claims=lambda c: c | {"sub": ""})),
        ("no algorithm", lambda _: Lies(sign=unsigned)),
        ("shared secret", lambda _: Lies(sign=with_public_key_as_secret)),
        ("wrong signature", lambda _: Lies(sign=by_another)),
        ("nothing", lambda _: Lies(sign=lambda *_: "geen token")),
        ("key not published", lambda _: Lies(published=[a_key("x").public])),
        ("no keys", lambda _: Lies(published=[{"kty": "oct", "k": "AAAA"}])),
        ("other person", lambda _: Lies(about=lambda a: a | {"sub": "een ander"})),
        ("other name", lambda _: Lies(configuration=lambda t: t | {"issuer": "https://x.example"})),
        ("no token", lambda _: Lies(token_body=b'{"access_token": "kanarie-token"}')),
        ("token refused", lambda _: Lies(token_status=400, token_body=b'{"error": "x"}')),
        ("code used", lambda _: Lies(token_status=400, token_body=b'{"error": "invalid_grant"}')),
        ("away", lambda _: Lies(token_status=503, token_body=b"kanarie-fout")),
        ("muddled", lambda _: Lies(token_body=b"<html>kanarie-fout")),
        ("a list", lambda _: Lies(token_body=b"[1]")),
        ("deep", lambda _: Lies(token_body=b"[" * 100_000)),
        ("moment in words", lambda _: Lies(claims=lambda c: c | {"iat": str(int(time.time()))})),
        ("end in words", lambda _: Lies(claims=lambda c: c | {"exp": str(int(time.time()) + 60)})),
        ("endless", lambda _: Lies(claims=lambda c: c | {"iat": float("inf")})),
        ("half a letter", lambda _: Lies(claims=lambda c: c | {"nonce": "\ud800"})),
        ("algorithms", lambda _: Lies(sign=by_several)),
        ("half a key", lambda _: Lies(published=[{"kty": "RSA", "n": "AQAB"}])),
        ("no key at all", lambda _: Lies(published=[{"kty": "RSA", "n": "!", "e": 7}])),
        ("no address", lambda _: Lies(configuration=lambda t: t | {"jwks_uri": "https://["})),
        ("nowhere", lambda _: Lies(configuration=lambda t: t | {"token_endpoint": "https:"})),
        ("http", lambda _: Lies(configuration=lambda t: t | {"jwks_uri": "http://x.example/k"})),
    )

    @pytest.mark.parametrize(("name", "lie"), LIES, ids=[name for name, _ in LIES])
    def test_a_wrong_answer_logs_nobody_in(
        self, provider: StandIn, log: StringIO, name: str, lie: Callable[[StandIn], Lies]
    ) -> None:
        client = Client()
        asked = sent_to(client)
        provider.nonce, provider.lies = asked["nonce"], lie(provider)
        KNOWN.forget()

        answer = client.get(
            "/login/provider/back/", {"code": "kanarie-code", "state": asked["state"]}
        )

        page = answer.content.decode()
        assert answer.status_code == 403
        assert not is_in(client)
        assert not User.objects.filter(email="fenna@gemeente.example").exists()
        for secret in ("kanarie", SUBJECT, asked["nonce"], asked["state"], "fenna"):
            assert secret not in page
            assert secret not in log.getvalue()
        assert "Nobody was logged in by the provider" in log.getvalue()

    @pytest.mark.parametrize(
        ("lie", "words"),
        [
            (
                Lies(claims=lambda c: c | {"iss": "https://kwaad.example"}),
                "Het antwoord komt van een andere inlogdienst.",
            ),
            (
                Lies(configuration=lambda t: t | {"issuer": "https://x.example"}),
                "De inlogdienst noemt zichzelf anders dan is ingevuld.",
            ),
        ],
        ids=["in the token", "in what it says of itself"],
    )
    def test_a_wrong_issuer_is_told_in_words(
        self, provider: StandIn, lie: Lies, words: str
    ) -> None:
        client = Client()
        asked = sent_to(client)
        provider.nonce, provider.lies = asked["nonce"], lie
        KNOWN.forget()

        answer = client.get("/login/provider/back/", {"code": "c", "state": asked["state"]})

        assert words in answer.content.decode()

    def test_after_a_new_key_of_the_provider_log_in_goes_on(self, provider: StandIn) -> None:
        come_back(Client(), provider)
        provider.key = a_key("rotated")
        client = Client()

        assert come_back(client, provider).status_code == 302
        assert is_in(client)

    def test_a_provider_that_is_away_is_told_and_the_password_still_works(
        self, settings: Settings
    ) -> None:
        settings.FETCH_ALSO = frozenset({("127.0.0.1", 9)})
        Provider.objects.create(
            name="gemeente",
            issuer="http://127.0.0.1:9",
            client_id="gehoor",
            vault_id=uuid4(),
            is_on=True,
        )
        client = Client()

        answer = client.get("/login/provider/")

        assert answer.status_code == 403
        assert client.get("/login/").status_code == 200

    @pytest.mark.parametrize("state", ["", " ", "null", "onbekend", "x" * 5000])
    def test_a_state_that_is_not_of_this_browser_is_refused(
        self, provider: StandIn, state: str
    ) -> None:
        client = Client()
        sent_to(client)

        answer = client.get("/login/provider/back/", {"code": "c", "state": state})

        assert answer.status_code == 403
        assert not is_in(client)
        assert provider.asked == []

    def test_a_state_of_another_session_is_refused(self, provider: StandIn) -> None:
        victim, attacker = Client(), Client()
        asked = sent_to(attacker)
        provider.nonce = asked["nonce"]

        answer = victim.get("/login/provider/back/", {"code": "c", "state": asked["state"]})

        assert answer.status_code == 403
        assert not is_in(victim)

    def test_a_state_works_once_and_for_ten_minutes(self, provider: StandIn) -> None:
        client, late = Client(), Client()
        asked, old = sent_to(client), sent_to(late)
        provider.nonce = asked["nonce"]
        back = {"code": "c", "state": asked["state"]}
        assert client.get("/login/provider/back/", back).status_code == 302
        session = late.session
        kept = session["provider_attempts"]
        kept[old["state"]]["at"] -= 601
        session["provider_attempts"] = kept
        session.save()

        assert client.get("/login/provider/back/", back).status_code == 403
        answer = late.get("/login/provider/back/", {"code": "c", "state": old["state"]})
        assert answer.status_code == 403

    def test_another_provider_in_the_answer_is_refused(self, provider: StandIn) -> None:
        client = Client()

        assert come_back(client, provider, iss="https://kwaad.example").status_code == 403
        assert not is_in(client)

    @pytest.mark.parametrize("error", ["access_denied", "server_error", "<script>kanarie"])
    def test_an_error_of_the_provider_is_told_in_our_words(
        self, provider: StandIn, error: str
    ) -> None:
        answer = come_back(
            Client(), provider, error=error, error_description="kanarie-omschrijving"
        )

        assert answer.status_code == 403
        assert "kanarie" not in answer.content.decode()

    def test_after_logging_in_one_stays_here(self, provider: StandIn) -> None:
        client = Client()
        client.get("/login/provider/?next=https://kwaad.example/")
        [(state, kept)] = client.session["provider_attempts"].items()
        provider.nonce = kept["nonce"]

        answer = client.get("/login/provider/back/", {"code": "c", "state": state})

        assert answer["Location"] == "/"

    def test_no_token_is_kept_anywhere(self, provider: StandIn) -> None:
        come_back(Client(), provider)

        with connection.cursor() as cursor:
            cursor.execute("SELECT session_data FROM logins_session")
            kept = [Session.get_session_store_class()().decode(row[0]) for row in cursor]
        assert "stand-in-access" not in json.dumps(kept)
        assert "eyJ" not in json.dumps(kept)


def without(claims: dict[str, Any], name: str) -> dict[str, Any]:
    return {each: value for each, value in claims.items() if each != name}


def unsigned(claims: dict[str, Any], key: ClientKey) -> str:
    def part(given: dict[str, Any]) -> str:
        return base64.urlsafe_b64encode(json.dumps(given).encode()).rstrip(b"=").decode()

    return f"{part({'alg': 'none', 'kid': key.public['kid']})}.{part(claims)}."


def with_public_key_as_secret(claims: dict[str, Any], key: ClientKey) -> str:
    """The old trick: sign with what everybody knows, and call it a shared secret."""
    secret = json.dumps(key.public).encode()
    return jwt.encode(claims, secret, "HS256", headers={"kid": key.public["kid"]})


def by_another(claims: dict[str, Any], key: ClientKey) -> str:
    other = a_key("another")
    return signed(claims, ClientKey(other.private, key.public, ""))


def by_several(claims: dict[str, Any], key: ClientKey) -> str:
    """Name a list where one algorithm belongs."""
    _, body, signature = signed(claims, key).split(".")
    head = json.dumps({"alg": ["RS256"], "typ": "JWT"}).encode()
    return f"{base64.urlsafe_b64encode(head).decode().rstrip('=')}.{body}.{signature}"

"""Passkeys as they are answered: whose they are, and whether their owner was there."""

import json

import pytest
from django.test import Client

from gehoor.people.policies import Role
from gehoor.screens.security.tests.test_security import SENTENCE, colleague, is_in
from gehoor.testing import make
from gehoor.testing.passkeys import IS_THERE, Passkey

pytestmark = pytest.mark.django_db


def asked_at(client: Client, path: str) -> str:
    """Return what this browser must sign."""
    return str(client.get(path).json()["publicKey"]["challenge"])


def in_second_step(key: Passkey) -> Client:
    """Return a browser in which the owner of this key gave the password."""
    client = Client()
    answer = client.post("/login/", {"login": key.owner.email, "password": SENTENCE})
    assert answer["Location"] == "/login/second-step/"
    return client


@pytest.fixture
def key() -> Passkey:
    return Passkey(colleague()).register()


def test_a_passkey_that_knows_its_owner_lets_in(key: Passkey) -> None:
    client = Client()
    answer = key.sign(asked_at(client, "/login/passkey/"))

    assert client.post("/login/passkey/", {"credential": answer}).status_code == 302
    assert is_in(client)


def test_a_key_without_its_owner_is_a_second_step_and_no_more(key: Passkey) -> None:
    client, path = in_second_step(key), "/login/second-step/passkey/"
    answer = key.sign(asked_at(client, path), flags=IS_THERE)

    assert client.post(path, {"credential": answer}).status_code == 302
    assert is_in(client)


def test_a_key_that_was_found_lets_nobody_in(key: Passkey) -> None:
    client = Client()
    answer = key.sign(asked_at(client, "/login/passkey/"), flags=IS_THERE)

    assert client.post("/login/passkey/", {"credential": answer}).status_code == 422
    assert not is_in(client)


def test_a_key_that_was_found_lets_no_colleague_in_by_their_own_second_step(key: Passkey) -> None:
    """Who has a password of their own is given something to sign that asks for no owner."""
    own = Passkey(make.user(Role.AGENT))
    own.owner.set_password(SENTENCE)
    own.owner.save()
    client = in_second_step(own.register())
    answer = key.sign(asked_at(client, "/login/second-step/passkey/"), flags=IS_THERE)

    assert client.post("/login/passkey/", {"credential": answer}).status_code == 422
    assert not is_in(client)


def test_what_was_signed_works_once(key: Passkey) -> None:
    client = Client()
    answer = key.sign(asked_at(client, "/login/passkey/"))
    client.post("/login/passkey/", {"credential": answer})
    other = Client()
    other.cookies["sessionid"] = ""

    assert other.post("/login/passkey/", {"credential": answer}).status_code == 422


@pytest.mark.parametrize(
    "credential",
    ["", "7", "[]", "{", "{}", "[" * 9000, '{"id": 7}', '{"response": 7}', '{"response": {}}',
     json.dumps({"type": "public-key", "id": "AA", "rawId": "AA", "response": {
         "clientDataJSON": "AA", "authenticatorData": "AA", "signature": "AA",
         "userHandle": None}})],
)  # fmt: skip
def test_nonsense_in_the_place_of_a_passkey_is_told_in_words(credential: str) -> None:
    client = Client()
    client.get("/login/passkey/")

    answer = client.post("/login/passkey/", {"credential": credential})

    assert answer.status_code == 422

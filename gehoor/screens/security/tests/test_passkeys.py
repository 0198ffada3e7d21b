"""Passkeys as they are answered: whose they are, and whether their owner was there."""

import html
import json
import re
from dataclasses import replace

import pytest
from django.http import HttpResponse
from django.test import Client

from gehoor.audit.models import Entry
from gehoor.logins import queries as logins
from gehoor.people.policies import Role
from gehoor.screens.security.tests.test_security import SENTENCE, colleague, is_in, logged_in
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


def comes_in(key: Passkey) -> bool:
    """Log in with this key alone in a new browser; says whether that let in."""
    client = Client()
    answer = key.sign(asked_at(client, "/login/passkey/"))
    client.post("/login/passkey/", {"credential": answer})
    return is_in(client)


class TestAKeyThatMayHaveBeenCopied:
    """A key counts what it signs; a copy counts for itself, so that one of the two falls behind."""

    def test_each_use_counts_further(self, key: Passkey) -> None:
        assert [comes_in(key), comes_in(key), comes_in(key)] == [True, True, True]

    def test_a_count_that_goes_back_lets_nobody_in_and_is_in_the_log(self, key: Passkey) -> None:
        client, copied = Client(), replace(key)
        assert [comes_in(key), comes_in(key)] == [True, True]

        answer = copied.sign(asked_at(client, "/login/passkey/"))
        page = client.post("/login/passkey/", {"credential": answer})

        assert page.status_code == 422
        assert "iemand deze passkey heeft gekopieerd" in page.content.decode()
        assert not is_in(client)
        entry = Entry.objects.get(act="passkey_may_be_copied")
        assert (entry.actor_id, entry.subject_id) == (key.owner.pk, key.owner.pk)

    def test_a_count_that_stands_still_lets_nobody_in_either(self, key: Passkey) -> None:
        copied = replace(key)

        assert [comes_in(key), comes_in(copied)] == [True, False]

    def test_as_a_second_step_it_lets_nobody_in_either(self, key: Passkey) -> None:
        copied, path = replace(key), "/login/second-step/passkey/"
        assert comes_in(key)
        client = in_second_step(copied)

        page = client.post(path, {"credential": copied.sign(asked_at(client, path))})

        assert page.status_code == 422
        assert "iemand deze passkey heeft gekopieerd" in page.content.decode()
        assert not is_in(client)

    def test_a_key_that_never_counts_is_no_copy(self) -> None:
        """A passkey that is on several devices of its owner says nought each time."""
        shared = Passkey(colleague(), counter=None).register()

        assert [comes_in(shared), comes_in(shared)] == [True, True]

    def test_a_key_that_counted_and_stops_counting_is_one(self, key: Passkey) -> None:
        assert comes_in(key)
        key.counter = None

        assert not comes_in(key)

    def test_a_key_that_had_signed_before_it_was_added_begins_there(self) -> None:
        old = Passkey(colleague(), counter=40).register()
        copied = replace(old, counter=20)

        assert [comes_in(copied), comes_in(old)] == [False, True]

    def test_its_owner_sees_it_until_the_key_is_removed(self, key: Passkey) -> None:
        copied = replace(key)
        comes_in(key)
        comes_in(copied)
        client = Client()
        answer = key.sign(asked_at(client, "/login/passkey/"))
        client.post("/login/passkey/", {"credential": answer})

        assert "Misschien gekopieerd" in client.get("/security/").content.decode()
        client.post("/security/remove/", {"step": logins.steps_of(key.owner).get().pk})
        assert "Misschien gekopieerd" not in client.get("/security/").content.decode()


def added(client: Client, credential: object) -> HttpResponse:
    given = {"name": "laptop", "is_only_step": "on", "credential": json.dumps(credential)}
    return client.post("/security/passkey/", given)  # type: ignore[return-value]


def test_a_new_passkey_is_kept_and_lets_in() -> None:
    new = Passkey(colleague())
    client = logged_in(new.owner)

    answer = added(client, new.made_for(asked_to_make(client)))

    assert answer.status_code == 200
    assert comes_in(new)


def asked_to_make(client: Client) -> str:
    page = client.get("/security/passkey/").content.decode()
    options = re.search(r"data-options='([^']+)'", page)
    assert options
    return str(json.loads(html.unescape(options[1]))["publicKey"]["challenge"])


RESPONSE = {"clientDataJSON": "AA", "attestationObject": "AA"}


@pytest.mark.parametrize(
    "nonsense",
    [7, None, [], "x", {}, {"id": 7}, {"response": 7}, {"response": {}}, {"response": RESPONSE},
     {"type": "public-key", "id": "AA", "rawId": "AA", "response": RESPONSE},
     {"type": "public-key", "id": "AA", "rawId": "AA", "response": dict.fromkeys(RESPONSE)},
     {"type": "public-key", "id": "AA", "rawId": "AA", "response": dict.fromkeys(RESPONSE, "e30")},
     {"type": "x", "id": [], "rawId": {}, "response": {"clientDataJSON": []}},
     {"type": "public-key", "id": "AA", "rawId": "AA",
      "response": RESPONSE | {"clientDataJSON": "eyJ0eXBlIjo3fQ"}}],
)  # fmt: skip
def test_nonsense_in_the_place_of_a_new_passkey_is_told_in_words(nonsense: object) -> None:
    user = colleague()
    client = logged_in(user)
    client.get("/security/passkey/")

    answer = added(client, nonsense)

    assert answer.status_code == 422
    assert not logins.has_step(user)


@pytest.mark.parametrize("extra", [7, [], {"credProps": 7}, {"credProps": {"rk": "x" * 99}}])
def test_what_a_browser_adds_to_a_new_passkey_breaks_no_page(extra: object) -> None:
    new = Passkey(colleague())
    client = logged_in(new.owner)
    made = new.made_for(asked_to_make(client))

    added(client, made | {"clientExtensionResults": extra, "junk": "kanarie" * 99})

    assert client.get("/security/").status_code == 200
    assert client.get("/security/passkey/").status_code == 200
    assert "kanarie" not in json.dumps([step.data for step in logins.steps_of(new.owner)])


@pytest.mark.parametrize("owner", ["", "AA", "!!", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk", "LTE", 7, {}])
def test_a_passkey_of_nobody_lets_nobody_in(key: Passkey, owner: object) -> None:
    client = Client()
    answer = json.loads(key.sign(asked_at(client, "/login/passkey/")))
    answer["response"]["userHandle"] = owner

    page = client.post("/login/passkey/", {"credential": json.dumps(answer)})

    assert page.status_code == 422
    assert not is_in(client)

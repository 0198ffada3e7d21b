"""What went wrong elsewhere and has no other place here: keys that leaked, pages not there,
libraries that must be new enough."""

import json
import re
from importlib.metadata import files as files_of

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.tokens import default_token_generator
from django.contrib.sessions.serializers import JSONSerializer
from django.core import signing
from django.test import Client
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from gehoor.contracts.connector import Author
from gehoor.flows import incoming
from gehoor.inbox.models import Conversation, Message, Reply
from gehoor.logins.actions.store import SessionStore
from gehoor.people.models import User
from gehoor.people.policies import Role
from gehoor.testing import make
from gehoor.testing.web import BACKEND

pytestmark = pytest.mark.django_db
OLDEST_AMMONIA = (4, 2, 3)
"""what cleans HTML below nh3; older ones let markup through (CVE-2026-63430)"""


@pytest.fixture
def administrator() -> User:
    return make.user(Role.ADMINISTRATOR)


def is_out(client: Client) -> bool:
    return client.get("/settings/people/")["Location"].startswith("/login/")


class TestAKeyThatLeaked:
    """Who knows GEHOOR_SECRET_KEY can sign what they like, and is nobody here all the same."""

    def test_a_signed_cookie_is_no_session(self, administrator: User) -> None:
        told = {
            SESSION_KEY: str(administrator.pk),
            BACKEND_SESSION_KEY: BACKEND,
            HASH_SESSION_KEY: administrator.get_session_auth_hash(),
        }
        client = Client()

        for salt in ("django.contrib.sessions.backends.signed_cookies", "django.core.signing"):
            client.cookies["sessionid"] = signing.dumps(told, salt=salt, compress=True)
            assert is_out(client)

    def test_a_token_made_of_it_is_no_invitation(self, administrator: User) -> None:
        uid = urlsafe_base64_encode(force_bytes(administrator.pk))
        token = default_token_generator.make_token(administrator)
        signed = signing.TimestampSigner().sign(str(administrator.pk))

        for made in (token, f"{uid}-{token}", signed, signing.dumps(administrator.pk)):
            assert Client().get(f"/welcome/{made}/").status_code == 404
            given = {"name": "x", "email": "x@x.example", "password": "een lange zin hier"}
            assert Client().post(f"/welcome/{made}/", given).status_code == 404


def test_a_session_is_read_as_plain_values_and_makes_no_objects() -> None:
    assert SessionStore().serializer is JSONSerializer


@pytest.mark.parametrize("path", ["kwaadaardig", "conversations/kwaadaardig/", "hooks/kwaadaardig"])
@pytest.mark.parametrize("is_in", [True, False])
def test_a_page_that_is_not_there_repeats_nothing_of_what_was_asked(
    administrator: User, path: str, is_in: bool
) -> None:
    client = Client()
    if is_in:
        client.force_login(administrator)

    answer = client.get(f"/{path}?kwaad=<b>kwaadaardig", headers={"referer": "//kwaadaardig"})

    assert answer.status_code == 404
    assert "kwaadaardig" not in answer.content.decode()


def test_the_library_that_cleans_pages_is_new_enough() -> None:
    [listed] = [each for each in files_of("nh3") or [] if each.name.endswith("cyclonedx.json")]

    parts = json.loads(listed.read_text())["components"]

    [version] = [part["version"] for part in parts if part["name"] == "ammonia"]
    assert tuple(int(number) for number in re.findall(r"\d+", version)[:3]) >= OLDEST_AMMONIA


def test_mail_from_a_colleague_is_mail_and_no_reply_to_the_citizen() -> None:
    """There is no answering by mail: whoever says to be a colleague is not believed."""
    team = make.team()
    agent = make.user(Role.AGENT, teams=(team,), email="anouk@gemeente.example")
    channel = make.channel(team=team)
    conversation = make.received(channel, external_id="<vraag@x>")
    reply = make.reply(conversation, by=make.actor(Role.AGENT, teams=(team,)))
    ours = f"<{reply.client_uuid}@gehoor.example>"

    forged = make.incoming(
        author=Author(agent.email, agent.name), answers=(ours, "<vraag@x>"), text="Stuur geld."
    )
    incoming.receive(channel, [make.delivery(channel)], [(forged,)])

    assert Reply.objects.get().pk == reply.pk
    [message] = Message.objects.filter(text="Stuur geld.")
    assert (message.kind, message.author_id) == ("in", None)
    assert message.conversation_id != conversation.pk


def test_a_number_in_the_subject_joins_no_conversation() -> None:
    channel = make.channel()
    conversation = make.received(channel, subject="Lantaarn stuk")

    for subject in (f"[#{conversation.pk}] Re: Lantaarn stuk", "Re: Lantaarn stuk"):
        message = make.incoming(
            author=Author("ander@voorbeeld.example", "Ander"), subject=subject, text="Hallo"
        )
        incoming.receive(channel, [make.delivery(channel)], [(message,)])

    assert Conversation.objects.count() == 3

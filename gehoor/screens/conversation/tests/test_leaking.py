"""What an answer would give away, as it is shown without any script."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from gehoor.contracts.posts import Visibility
from gehoor.inbox.models import Approval, Conversation, Draft, Reply
from gehoor.people.models import Team, User
from gehoor.people.policies import Role
from gehoor.testing import make
from gehoor.testing.web import BACKEND

pytestmark = [pytest.mark.django_db, pytest.mark.row("S2-13")]

BSN = "123456782"
TEXT = f"Dank voor uw vraag. Uw BSN {BSN} klopt."


@pytest.fixture
def team() -> Team:
    return make.team(name="Webcare")


@pytest.fixture
def asked(team: Team) -> Conversation:
    channel = make.channel(team=team, name="Plein")
    open_to_all = {"visibility": Visibility.PUBLIC, "is_public": True, "is_to_us": True}
    return make.received(channel, thread="1", **open_to_all)


def at_desk(client: Client, team: Team, role: Role) -> User:
    user = make.user(role, teams=(team,), name="Ria van Dam", language="nl")
    client.force_login(user, backend=BACKEND)
    return user


def send(client: Client, asked: Conversation, **given: Any) -> Any:
    facts = {"text": TEXT, "client_uuid": uuid4(), "seen_sequence": "99", "act": "send",
             "visibility": "public", "kind": "reply"}  # fmt: skip
    return client.post(reverse("reply", args=[asked.pk]), facts | given)


def token_in(response: Any) -> str:
    found = re.search(r'name="leaks_seen" value="([0-9a-f]{64})"', response.content.decode())
    return found[1] if found else ""


def test_it_is_marked_named_in_words_kept_as_a_draft_and_can_go_in_private(
    client: Client, team: Team, asked: Conversation
) -> None:
    user = at_desk(client, team, Role.AGENT)

    stopped = send(client, asked)

    page = stopped.content.decode()
    assert stopped.status_code == 409
    assert f"<mark>{BSN} <b>burgerservicenummer (BSN)</b></mark>" in page
    assert "Zet dit in een privébericht" in page
    assert "Een coördinator kijkt er eerst naar" in page
    assert Draft.objects.get(author=user).text == TEXT
    assert not Reply.objects.exists()

    apart = send(client, asked, act="apart")

    assert apart.status_code == 302
    assert "visibility=direct" in apart.url
    assert BSN not in apart.url
    kept = dict(Draft.objects.values_list("kind", "text"))
    assert kept == {"reply": "Dank voor uw vraag.", "private": f"Uw BSN {BSN} klopt."}
    send(client, asked, act="apart")
    assert Draft.objects.get(kind="private").text == f"Uw BSN {BSN} klopt."


def test_what_stands_in_a_private_message_already_stays_and_never_becomes_public(
    client: Client, team: Team, asked: Conversation
) -> None:
    user = at_desk(client, team, Role.AGENT)
    Draft.objects.create(conversation=asked, author=user, kind="private", text="Beste Fatima,")
    send(client, asked, act="apart")
    assert Draft.objects.get(kind="private").text == f"Beste Fatima,\n\nUw BSN {BSN} klopt."

    send(client, asked, act="apart", text="Geheim.", visibility="direct", written_for="private")

    assert Draft.objects.get(kind="reply").text == "Dank voor uw vraag."
    assert Draft.objects.get(kind="private").text == "Geheim."


def test_with_a_reason_it_waits_for_a_coordinator_and_the_log_says_of_which_kind(
    client: Client, team: Team, asked: Conversation
) -> None:
    ria = make.user(Role.COORDINATOR, teams=(team,), name="Ria")
    at_desk(client, team, Role.AGENT)
    token = token_in(send(client, asked))

    without = send(client, asked, leaks_seen=token)
    sent = send(client, asked, leaks_seen=token, leak_reason="Het is een voorbeeldnummer.")

    assert "Schrijf op waarom" in without.content.decode()
    assert sent.status_code == 302
    assert not Reply.objects.exists()
    approval = Approval.objects.get()
    client.force_login(ria, backend=BACKEND)
    page = client.get(reverse("approval", args=[approval.pk])).content.decode()
    assert f"<mark>{BSN} <b>burgerservicenummer (BSN)</b></mark>" in page
    assert "Het is een voorbeeldnummer." in page
    seen = {"text": approval.text, "seen_sequence": "1"}
    assert client.post(reverse("approve", args=[approval.pk]), seen).status_code == 302
    assert Reply.objects.get().visibility == "public"
    log = client.get(reverse("log", args=[asked.pk])).content.decode()
    assert "liet anderen persoonsgegevens lezen: burgerservicenummer (BSN)" in log
    assert "Het is een voorbeeldnummer." in log
    assert BSN not in log


def test_in_private_one_button_says_that_they_may_know_it(
    client: Client, team: Team, asked: Conversation
) -> None:
    at_desk(client, team, Role.AGENT)
    private = {"visibility": "direct", "written_for": "private"}
    warned = send(client, asked, **private)

    send(client, asked, leaks_seen=token_in(warned), **private)

    assert "Nog niet verstuurd" in warned.content.decode()
    assert Reply.objects.get().visibility == "direct"


def test_who_only_refers_is_asked_why_and_what_was_decided_goes_along(
    client: Client, team: Team, asked: Conversation
) -> None:
    at_desk(client, team, Role.AGENT)
    given = {"visibility": "direct", "written_for": "private",
             "text": "Wilt u hiervoor mailen naar jan.jansen@post.example?"}  # fmt: skip
    token = token_in(send(client, asked, **given))

    question = send(client, asked, leaks_seen=token, **given).content.decode()

    assert f'name="leaks_seen" value="{token}"' in question
    send(client, asked, leaks_seen=token, referral="none", **given)
    assert Reply.objects.exists()


def test_where_nothing_can_be_private_it_says_so(client: Client, team: Team) -> None:
    at_desk(client, team, Role.AGENT)
    asked = make.received(make.channel(team=team), is_public=True)

    page = send(client, asked, visibility="").content.decode()

    assert "Een privébericht kan hier niet." in page
    assert 'value="apart"' not in page

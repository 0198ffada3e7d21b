"""Macros beside a conversation: told before they are done, and undone from where one goes on."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gehoor.inbox.models import Conversation, Macro, Tag
from gehoor.people.models import User
from gehoor.people.policies import Role
from gehoor.testing import make

pytestmark = [pytest.mark.django_db, pytest.mark.database]
UNDO = re.compile(r'action="(/conversations/\d+/undo-macro/[^"]+)"')


@pytest.fixture
def here() -> Conversation:
    return make.received(make.channel(team=make.team(name="Webcare")), text="Mijn bak is vol")


@pytest.fixture
def agent(here: Conversation, client: Client) -> User:
    user = make.user(Role.AGENT, teams=(here.channel.team,), language="nl")
    client.force_login(user)
    return user


def shown(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", response.content.decode()).split())


def test_what_it_will_do_is_told_done_and_undone(
    client: Client, agent: User, here: Conversation
) -> None:
    Tag.objects.create(name="afval")
    macro = Macro.objects.create(name="Afval", tag="afval", gives="me", ends="answer")
    Macro.objects.create(name="Elders", team=make.team(), gives="me")
    address = reverse("macros_here", args=[here.pk])

    page = shown(client.get(address))
    after = client.post(address, {"macro": macro.pk}, follow=True)
    [undo] = UNDO.findall(after.content.decode())
    done = Conversation.objects.get(pk=here.pk)
    client.post(undo.replace("&amp;", "&"))
    undone = Conversation.objects.get(pk=here.pk)

    for step in ("label “afval” erbij", "aan u toe", "tot er een antwoord komt"):
        assert step in page
    assert "Elders" not in page
    assert "Gedaan: Afval." in shown(after)
    assert (done.assignee, done.is_snoozed) == (agent, True)
    assert (undone.assignee, undone.is_snoozed) == (None, False)
    assert not undone.tags.exists()


def test_one_that_cannot_be_done_says_so_and_has_no_button(
    client: Client, agent: User, here: Conversation
) -> None:
    macro = Macro.objects.create(name="Afval", tag="weg", gives="me")
    address = reverse("macros_here", args=[here.pk])

    page = client.get(address).content.decode()
    told = client.post(address, {"macro": macro.pk})

    assert "Het label “weg” bestaat niet meer." in page
    assert "Dit doen" not in page
    assert told.status_code == 409
    assert "Het label “weg” bestaat niet meer. Er is niets veranderd." in shown(told)
    assert Conversation.objects.get(pk=here.pk).assignee is None


@pytest.mark.parametrize("number", ["", "0", "999999", "x", "9" * 30])
def test_what_is_no_macro_here_is_refused_in_words(
    number: str, client: Client, agent: User, here: Conversation
) -> None:
    told = client.post(reverse("macros_here", args=[here.pk]), {"macro": number})

    assert told.status_code == 409
    assert "Deze macro is er niet meer" in shown(told)


@pytest.mark.parametrize("what", ["", "x", "eyJtYWNybyI6MX0:abc"])
def test_an_undo_that_is_not_of_our_making_does_nothing(
    what: str, client: Client, agent: User, here: Conversation
) -> None:
    told = client.post(f"{reverse('undo_macro', args=[here.pk])}?what={what}")

    assert told.status_code == 409


def test_an_undo_of_another_conversation_does_nothing(
    client: Client, agent: User, here: Conversation
) -> None:
    other = make.received(here.channel, thread="anders")
    macro = Macro.objects.create(name="Afval", ends="seen")
    after = client.post(reverse("macros_here", args=[here.pk]), {"macro": macro.pk}, follow=True)
    [undo] = UNDO.findall(after.content.decode())

    told = client.post(undo.replace(f"/{here.pk}/", f"/{other.pk}/").replace("&amp;", "&"))

    assert told.status_code == 409
    assert Conversation.objects.get(pk=here.pk).status == "done"

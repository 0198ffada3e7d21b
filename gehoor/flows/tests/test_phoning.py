"""A phone call with a citizen, as part of the thread."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gehoor.audit.models import Entry
from gehoor.flows import phoning
from gehoor.flows.phoning import Phoned
from gehoor.flows.refusing import NotPossible
from gehoor.inbox.models import Conversation, Message
from gehoor.kit.clock import now
from gehoor.people.models import User
from gehoor.people.policies import Actor, Role
from gehoor.testing import make
from gehoor.testing.web import BACKEND

pytestmark = [pytest.mark.django_db, pytest.mark.row("S2-05")]


@pytest.fixture
def conversation() -> Conversation:
    return make.received()


@pytest.fixture
def agent(conversation: Conversation) -> Actor:
    teams = (conversation.channel.team,)
    return make.actor(Role.AGENT, teams=teams, name="Anouk", language="nl")


def phoned(**given: Any) -> Phoned:
    facts: dict[str, Any] = {
        "said": "De bak wordt morgen geleegd.", "at": now(), "is_theirs": False,
        "client_uuid": uuid.uuid4(),
    }  # fmt: skip
    return Phoned(**facts | given)


def test_a_call_stands_in_the_thread_once_and_the_wait_goes_on(
    agent: Actor, conversation: Conversation
) -> None:
    waits = conversation.waiting_since
    call = phoned()

    for _ in range(2):
        phoning.keep(agent, conversation, call)

    [note] = Message.objects.filter(conversation=conversation, kind="note")
    assert note.text.endswith("De bak wordt morgen geleegd.")
    current = Conversation.objects.get(pk=conversation.pk)
    assert (current.waiting_since, current.status) == (waits, "open")
    acts = Entry.objects.filter(conversation_id=conversation.pk, act__contains="phoned")
    assert [each.act for each in acts] == ["conversation.we_phoned"]


def test_a_call_that_was_all_finishes_the_conversation(
    agent: Actor, conversation: Conversation
) -> None:
    phoning.keep(agent, conversation, phoned(is_theirs=True), then_finish=True)

    current = Conversation.objects.get(pk=conversation.pk)
    assert (current.status, current.outcome, current.waiting_since) == ("done", "handled", None)
    assert "phone" in current.outcome_reason


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"said": " "}, "what was said"),
        ({"at": timedelta(hours=2)}, "yet to come"),
        ({"at": timedelta(days=-400)}, "more than a year"),
    ],
)
def test_a_call_without_words_or_at_no_moment_is_refused(
    agent: Actor, conversation: Conversation, given: dict[str, Any], told: str
) -> None:
    if "at" in given:
        given = {"at": now() + given["at"]}

    with pytest.raises(NotPossible, match=told):
        phoning.keep(agent, conversation, phoned(**given))

    assert not Message.objects.filter(kind="note").exists()


def test_the_page_keeps_what_was_typed_until_it_is_whole(
    client: Client, agent: Actor, conversation: Conversation
) -> None:
    user = User.objects.get(pk=agent.user_id or 0)
    client.force_login(user, backend=BACKEND)
    address = reverse("phoned", args=[conversation.pk])
    form = {"who": "them", "said": "Kees belde.", "client_uuid": uuid.uuid4()}

    half = client.post(address, form | {"day": "2026-13-45", "time": "10:00"})
    future = client.post(address, form | {"day": "2999-01-01", "time": "10:00"})
    today = now().date()
    whole = client.post(address, form | {"day": today.isoformat(), "time": "00:01"})

    assert (half.status_code, future.status_code, whole.status_code) == (422, 409, 302)
    assert "Kees belde." in half.content.decode()
    assert "Kees belde." in future.content.decode()
    assert Message.objects.filter(kind="note").count() == 1

"""Who is at a conversation, as pages and forms show it."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from gehoor.flows import presence
from gehoor.inbox import queries as inbox
from gehoor.inbox.models import Conversation, Draft, Presence, Reply
from gehoor.people.models import User
from gehoor.people.policies import Role
from gehoor.testing import make
from gehoor.testing.outbox import agent_of
from gehoor.testing.web import BACKEND

pytestmark = [pytest.mark.django_db, pytest.mark.row("S0-08")]
BY_SCRIPT = {"X-Fragment": "1"}


@pytest.fixture
def conversation() -> Conversation:
    return make.received()


@pytest.fixture
def bram(conversation: Conversation, client: Client) -> User:
    return log_in(client, Role.AGENT, conversation, name="Bram")


def log_in(client: Client, role: Role, conversation: Conversation, name: str = "Kees") -> User:
    user = make.user(role, teams=(conversation.channel.team,), name=name, language="nl")
    client.force_login(user, backend=BACKEND)
    return user


def at(conversation: Conversation, part: str = "presence") -> str:
    return reverse(part, args=[conversation.pk])


def test_list_and_conversation_say_who_types(
    client: Client, conversation: Conversation, bram: User
) -> None:
    presence.write(agent_of(conversation, "Anouk"), conversation)

    in_list = client.get("/inbox/team/").content.decode()
    page = client.get(at(conversation, "conversation")).content.decode()
    part = client.get(at(conversation), headers=BY_SCRIPT).content.decode()

    assert '<span class="row-beside"><b>Anouk typt een antwoord</b></span>' in in_list
    assert "Anouk typt een antwoord." in page
    assert "Overnemen" in page
    assert "Anouk typt een antwoord." in part


@pytest.mark.parametrize("role", [Role.READER, Role.ANALYST])
def test_who_cannot_answer_does_not_see_who_is_there_and_is_not_seen(
    client: Client, conversation: Conversation, role: Role
) -> None:
    presence.write(agent_of(conversation, "Anouk"), conversation)
    log_in(client, role, conversation)

    pages = [
        client.get(address).content.decode()
        for address in (
            "/inbox/team/",
            at(conversation, "conversation"),
            f"/inbox/presence/?of={conversation.pk}",
        )
    ]

    assert not [page for page in pages if "Anouk" in page]
    assert client.post(at(conversation), {"doing": "look"}).status_code == 403
    assert Presence.objects.count() == 1


def test_a_list_asks_for_all_its_rows_in_one_query(
    client: Client,
    conversation: Conversation,
    bram: User,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    several = [make.received(conversation.channel, thread=f"t{number}") for number in range(20)]
    foreign = make.received()
    for each in (*several, foreign):
        presence.look(agent_of(each, f"Collega {each.pk}"), each)
    asked = ",".join(str(each.pk) for each in (*several, foreign))

    with django_assert_max_num_queries(7) as for_nothing:
        client.get("/inbox/presence/?of=")
    with django_assert_max_num_queries(len(for_nothing) + 1):
        answer = client.get(f"/inbox/presence/?of={asked}").content.decode()

    assert answer.count("<li") == 20
    assert f'data-pk="{foreign.pk}"' not in answer


def test_what_was_typed_is_kept_by_who_claims_without_a_script(
    client: Client, conversation: Conversation, bram: User
) -> None:
    client.post(at(conversation), {"doing": "claim", "text": "Ik begin"})

    assert Draft.objects.get().text == "Ik begin"
    [there] = inbox.at_conversation(conversation)
    assert (there.name, there.writes) == ("Bram", True)


def test_a_claim_that_comes_second_says_so_and_keeps_the_text(
    client: Client, conversation: Conversation, bram: User
) -> None:
    presence.write(agent_of(conversation, "Anouk"), conversation)

    answer = client.post(at(conversation), {"doing": "claim", "text": "Ik begin"})

    assert answer.status_code == 409
    assert "schrijft al een antwoord" in answer.content.decode()
    assert Draft.objects.get().text == "Ik begin"


def test_a_newer_answer_is_shown_beside_what_was_typed(
    client: Client, conversation: Conversation, bram: User
) -> None:
    make.reply(conversation, text="Het antwoord van Anouk")
    form = {"text": "Het mijne", "client_uuid": str(uuid.uuid4()), "seen_sequence": "1"}

    refused = client.post(at(conversation, "reply"), form | {"act": "finish"})
    page = refused.content.decode()

    assert refused.status_code == 409
    assert "Het antwoord van Anouk" in page.partition('class="newer"')[2]
    assert "Het mijne" in page
    # Pressed with "and finish": the choice finishes too.
    assert 'name="then_finish"' in page
    choice = {"act": "anyway", "answered_up_to": "2", "reason": "Aanvulling", "then_finish": "yes"}
    client.post(at(conversation, "reply"), form | choice)
    assert Reply.objects.count() == 2
    assert Conversation.objects.get().status == Conversation.Status.DONE


@pytest.mark.parametrize("doing", ["", "sleep", "look;write"])
def test_a_sign_that_is_none_is_refused(
    client: Client, conversation: Conversation, bram: User, doing: str
) -> None:
    assert client.post(at(conversation), {"doing": doing}).status_code == 400
    assert not Presence.objects.exists()


def test_odd_numbers_of_rows_are_passed_over(client: Client, bram: User) -> None:
    assert client.get("/inbox/presence/?of=a,-1,²,,99999999999999999999").status_code == 200

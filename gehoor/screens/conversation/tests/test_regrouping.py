"""Splitting and merging by plain pages."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from gehoor.channels.models import Channel
from gehoor.contracts.connector import Author
from gehoor.inbox.models import Conversation
from gehoor.people.models import User
from gehoor.people.policies import Role
from gehoor.testing import make
from gehoor.testing.web import BACKEND

pytestmark = pytest.mark.django_db


@pytest.fixture
def channel() -> Channel:
    return make.channel(connector="email")


@pytest.fixture
def agent(channel: Channel, client: Client) -> User:
    user = make.user(Role.AGENT, teams=(channel.team,), language="en")
    client.force_login(user, backend=BACKEND)
    return user


def two_in_one(channel: Channel) -> Conversation:
    first = make.received(channel, external_id="<a>", subject="Afval", text="Eerste")
    make.received(channel, external_id="<b>", answers=("<a>",), text="Iets heel anders")
    return first


def test_a_conversation_is_split_at_the_message_one_chooses_and_put_back(
    client: Client, agent: User, channel: Channel
) -> None:
    first = two_in_one(channel)

    asked = client.get(reverse("split", args=[first.pk])).content.decode()
    assert "Iets heel anders" in asked
    assert 'value="1"' not in asked
    given = {"sequence": "2", "subject": "Lantaarn"}
    made = client.post(reverse("split", args=[first.pk]), given, follow=True).content.decode()

    assert "Split off from" in made
    assert "Lantaarn" in made
    page = client.get(reverse("conversation", args=[first.pk])).content.decode()
    assert "Later messages stand in" in page
    client.post(reverse("put_back", args=[first.pk]))
    assert first.messages.count() == 2


def test_two_of_one_contact_become_one_and_the_old_address_still_leads_there(
    client: Client, agent: User, channel: Channel
) -> None:
    one = make.received(channel, subject="Afval", text="Eerste vraag")
    two = make.received(channel, subject="Nog eens afval", text="Tweede vraag")
    make.received(channel, subject="Van een ander", author=Author("kees@voorbeeld.example", "Kees"))

    asked = client.get(reverse("merge", args=[two.pk])).content.decode()
    assert "Eerste vraag" in asked
    assert "Van een ander" not in asked
    client.post(reverse("merge", args=[two.pk]), {"other": one.pk})

    for pk in (one.pk, two.pk):
        page = client.get(reverse("conversation", args=[pk])).content.decode()
        assert "Eerste vraag" in page
        assert "Tweede vraag" in page
        assert "Merged with “Nog eens afval”." in page
    log = client.get(reverse("log", args=[two.pk])).content.decode()
    assert "merged another conversation into this one" in log
    assert "merged this conversation into an older one" in log


@pytest.mark.parametrize(
    "given", [{}, {"sequence": "1"}, {"sequence": "x"}, {"sequence": "9" * 40}]
)
def test_a_split_that_leaves_nothing_is_told_in_words(
    client: Client, agent: User, channel: Channel, given: dict[str, str]
) -> None:
    first = two_in_one(channel)

    answer = client.post(reverse("split", args=[first.pk]), given)

    assert answer.status_code == 409
    assert "Nothing has changed." in answer.content.decode()
    assert Conversation.objects.count() == 1


@pytest.mark.parametrize("other", ["", "0", "none", "99999999"])
def test_a_merge_with_nothing_is_told_in_words(
    client: Client, agent: User, channel: Channel, other: str
) -> None:
    first = two_in_one(channel)

    answer = client.post(reverse("merge", args=[first.pk]), {"other": other})

    assert answer.status_code == 409
    assert "Nothing has changed." in answer.content.decode()


def test_saying_what_belongs_together_takes_no_further_query(
    client: Client,
    agent: User,
    channel: Channel,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    first = two_in_one(channel)
    client.post(reverse("split", args=[first.pk]), {"sequence": "2"})
    client.get(reverse("conversation", args=[first.pk]))

    with django_assert_max_num_queries(16):
        client.get(reverse("conversation", args=[first.pk]), headers={"X-Fragment": "1"})

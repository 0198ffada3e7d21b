"""Niet verwerkt: see why, take the raw text, try again, or type it over."""

import pytest
from django.test import Client
from django.urls import reverse

from gehoor.channels.models import Delivery
from gehoor.inbox.models import Message
from gehoor.people.models import Team, User
from gehoor.people.policies import Role
from gehoor.testing import make
from gehoor.testing.web import BACKEND

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Team:
    return make.team()


@pytest.fixture
def agent(team: Team, client: Client) -> User:
    user = make.user(Role.AGENT, teams=(team,), language="en")
    client.force_login(user, backend=BACKEND)
    return user


@pytest.fixture
def failed(team: Team) -> Delivery:
    made = make.delivery(make.channel(team=team), raw=b"<script>alert(1)</script>")
    Delivery.objects.update(state="failed", problem="This mail is empty.", tries=5)
    return made


def test_what_could_not_be_read_is_listed_with_its_reason(
    client: Client, agent: User, failed: Delivery
) -> None:
    assert "This mail is empty." in client.get(reverse("failures")).content.decode()


def test_the_raw_text_is_a_file_that_no_browser_opens(
    client: Client, agent: User, failed: Delivery
) -> None:
    answer = client.get(reverse("raw_delivery", args=[failed.pk]))

    assert answer.content.startswith(b"<script>")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")


def test_it_is_read_once_more_when_asked(client: Client, agent: User, failed: Delivery) -> None:
    client.post(reverse("retry_delivery", args=[failed.pk]))

    failed.refresh_from_db()
    assert failed.state == "pending"


def test_a_message_typed_over_stands_in_the_inbox(
    client: Client, agent: User, failed: Delivery
) -> None:
    form = {"sender": "kees@voorbeeld.example", "subject": "Kelder", "text": "Er staat water."}

    answer = client.post(reverse("make_by_hand", args=[failed.pk]), form)

    message = Message.objects.get()
    assert message.text == "Er staat water."
    assert answer["Location"] == reverse("conversation", args=[message.conversation_id])


def test_a_form_that_is_not_complete_keeps_what_was_typed(
    client: Client, agent: User, failed: Delivery
) -> None:
    answer = client.post(reverse("make_by_hand", args=[failed.pk]), {"text": "Er staat water."})

    assert answer.status_code == 400
    assert "Er staat water." in answer.content.decode()


def test_another_teams_failures_do_not_exist(client: Client, agent: User) -> None:
    foreign = make.delivery(make.channel())
    Delivery.objects.update(state="failed", problem="This mail is empty.")

    assert "This mail is empty." not in client.get(reverse("failures")).content.decode()
    assert client.get(reverse("raw_delivery", args=[foreign.pk])).status_code == 404


def test_of_what_was_never_tried_no_number_of_tries_is_told(
    client: Client, agent: User, failed: Delivery
) -> None:
    assert "tried 5 times" in client.get(reverse("failures")).content.decode()

    Delivery.objects.update(tries=0)

    assert "tried" not in client.get(reverse("failures")).content.decode()

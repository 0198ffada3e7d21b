"""Beginning an inspection, reading in it with a banner on every page, and ending it."""

import pytest
from django.test import Client
from django.urls import reverse

from gehoor.inbox.models import Conversation
from gehoor.people.models import User
from gehoor.people.policies import Role
from gehoor.testing import make

pytestmark = pytest.mark.django_db
WHY = "Klacht 12 over dit gesprek"
BANNER = "You are in an inspection:"


def at_desk(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def conversation() -> Conversation:
    return make.received(subject="Fiets", text="Mijn fiets is weg.")


@pytest.fixture
def administrator() -> Client:
    return at_desk(make.user(Role.ADMINISTRATOR, name="Bea Beheer", language="en"))


def begin(client: Client, conversation: Conversation) -> str:
    given = {"scope": "conversation", "conversation": conversation.pk, "reason": WHY}
    answer = client.post(reverse("begin_inspection"), given)
    assert answer.status_code == 302
    return answer["Location"]


def test_from_the_beginning_to_the_end(administrator: Client, conversation: Conversation) -> None:
    settings = reverse("settings")
    assert administrator.get(reverse("conversation", args=[conversation.pk])).status_code == 404

    own = begin(administrator, conversation)
    reading = f"{own}conversations/{conversation.pk}/"

    assert "Fiets" in page(administrator, own)
    assert "Mijn fiets is weg." in page(administrator, reading)
    for address in (own, reading, administrator.get(settings)["Location"]):
        assert BANNER in page(administrator, address)
    # What is of who handles it stays as closed as it was.
    for name in ("conversation", "log", "reply", "add_tag", "note", "finish"):
        answer = administrator.post(reverse(name, args=[conversation.pk]), {"text": "Hallo"})
        assert answer.status_code in (404, 405)

    administrator.post(f"{own}end/")

    assert BANNER not in page(administrator, reverse("inspections"))
    assert administrator.get(own).status_code == 404
    assert administrator.get(reading).status_code == 404


def test_the_privacy_officer_reads_who_looked_in_and_why(
    administrator: Client, conversation: Conversation
) -> None:
    administrator.get(f"{begin(administrator, conversation)}conversations/{conversation.pk}/")

    shown = page(at_desk(make.user(Role.PRIVACY_OFFICER, language="en")), reverse("inspections"))

    assert "Bea Beheer" in shown
    assert WHY in shown
    assert BANNER not in shown
    assert "Bea Beheer</td>" not in page(administrator, reverse("inspections"))


@pytest.mark.parametrize(
    "given",
    [
        {"scope": "conversation", "reason": WHY},
        {"scope": "channel", "reason": WHY},
        {"scope": "conversation", "conversation": "999999", "reason": WHY},
        {"scope": "conversation", "conversation": "1", "reason": "kort"},
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_is_kept(
    administrator: Client, given: dict[str, str]
) -> None:
    answer = administrator.post(reverse("begin_inspection"), given)

    assert answer.status_code == 422
    assert given["reason"] in answer.content.decode()

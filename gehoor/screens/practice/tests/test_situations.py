"""The pages of made-up situations: an answer is laid beside one as it could be."""

import pytest
from django.test import Client
from django.urls import reverse

from gehoor.audit.models import Entry
from gehoor.people.models import User
from gehoor.people.policies import Role
from gehoor.practice import queries
from gehoor.practice.models import Attempt
from gehoor.testing import make
from gehoor.testing.web import BACKEND

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.row("S2-22")]
ADDRESS = "/practice/situations/losse-tegel/"


@pytest.fixture
def anouk(client: Client) -> User:
    made = make.user(Role.AGENT, teams=(make.team(),), name="Anouk Smit", language="nl")
    client.force_login(made, backend=BACKEND)
    return made


def test_an_answer_is_held_against_its_points_and_laid_beside_one_as_it_could_be(
    client: Client, anouk: User
) -> None:
    before = client.get(ADDRESS).content.decode()
    assert "DERDE keer" in before
    assert "Dag Fatima, wat vervelend dat u gevallen bent" not in before

    page = client.post(ADDRESS, {"text": "Fatima, wat vervelend!"}, follow=True).content.decode()

    assert "Dag Fatima, wat vervelend dat u gevallen bent" in page
    assert "Gehoor tekent zelf: Anouk" in page
    assert "Zegt hoe het verder gaat met de schade" in page
    assert "feeling" in Attempt.objects.get().met
    assert queries.progress([anouk.pk])[anouk.pk].scenarios == 1
    assert "6 van 8" in client.get(reverse("situations")).content.decode()
    assert not Entry.objects.filter(actor=anouk).exists()


@pytest.mark.parametrize(
    ("text", "told"),
    [("  \n ", "Schrijf eerst uw antwoord"), ("x" * 2001, "hoogstens 2000 tekens")],
)
def test_nothing_or_too_much_is_told_and_kept_on_the_page(
    client: Client, anouk: User, text: str, told: str
) -> None:
    answer = client.post(ADDRESS, {"text": text})

    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert text.strip() in answer.content.decode()
    assert not Attempt.objects.exists()


def test_a_situation_that_is_not_there_is_no_page(client: Client, anouk: User) -> None:
    assert client.get("/practice/situations/bestaat-niet/").status_code == 404


def test_nobody_else_sees_what_one_wrote(client: Client, anouk: User) -> None:
    client.post(ADDRESS, {"text": "Geheim antwoord aan Fatima."})
    other = make.user(Role.COORDINATOR, teams=tuple(anouk.teams.all()), language="nl")
    client.force_login(other, backend=BACKEND)

    assert "Geheim antwoord" not in client.get(ADDRESS).content.decode()
    overview = client.get(reverse("going_live")).content.decode()
    assert "Anouk Smit" in overview
    assert "Geheim antwoord" not in overview

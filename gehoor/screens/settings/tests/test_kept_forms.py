"""Own texts of a kept answer on screen: written, marked when they lag, and where they are said."""

import pytest
from django.test import Client
from django.urls import reverse

from gehoor.contracts.posts import Visibility
from gehoor.knowledge.models import KeptAnswer
from gehoor.people.models import Team, User
from gehoor.people.policies import Role
from gehoor.testing import make
from gehoor.testing.web import BACKEND

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.row("S3-07")]
SCRIPT = "Zeg: u rijdt om het stadhuis heen."


@pytest.fixture
def team() -> Team:
    return make.team(name="Webcare")


@pytest.fixture
def ria(team: Team, client: Client) -> User:
    ria = make.user(Role.COORDINATOR, Role.AGENT, teams=(team,), language="nl")
    client.force_login(ria, backend=BACKEND)
    return ria


def save(client: Client, answer: KeptAnswer, **changed: str) -> None:
    given = {
        "title": "Parkeren", "text": answer.text, "team": str(answer.team_id), "social": "Kort.",
        "phone": SCRIPT, "owner": str(answer.owner_id), "review_on": "2030-01-01",
    }  # fmt: skip
    saved = client.post(reverse("kept_answer", args=[answer.pk]), given | changed)
    assert saved.status_code == 302, saved.content.decode()


def test_a_changed_text_marks_what_is_said_elsewhere_until_somebody_says_that_it_fits(
    client: Client, team: Team, ria: User
) -> None:
    answer = make.kept_answer(team=team, owner=ria)
    here = make.received(make.channel(team=team), visibility=Visibility.PUBLIC, is_to_us=True)
    save(client, answer)
    assert "Nakijken: " not in client.get(reverse("kept_answers")).content.decode()

    save(client, answer, text="Parkeer bij de brug.")

    listed = client.get(reverse("kept_answers")).content.decode()
    picked = client.get(reverse("kept_here", args=[here.pk])).content.decode()
    alone = client.get(reverse("kept_here", args=[here.pk]), {"visibility": "direct"})
    phoned = client.get(reverse("phoned", args=[here.pk])).content.decode()
    page = client.get(reverse("kept_answer", args=[answer.pk])).content.decode()
    assert "Nakijken: social media" in listed
    assert "voor social media" in picked
    assert 'data-inserts="Kort."' in picked
    assert "voor social media" not in alone.content.decode()
    assert SCRIPT in phoned
    assert "nakijken" in picked
    assert "nakijken" in phoned
    assert "voor de telefoon en social media is geschreven" in page

    save(client, answer, text="Parkeer bij de brug.", forms_fit="on")
    assert "Nakijken: " not in client.get(reverse("kept_answers")).content.decode()

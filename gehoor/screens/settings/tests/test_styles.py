"""House style and tips as coordinators change them, and as who writes sees them."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gehoor.knowledge.models import Style, Tip
from gehoor.people.models import Team
from gehoor.people.policies import Role
from gehoor.testing import make

pytestmark = [pytest.mark.django_db, pytest.mark.database]
GIVEN = {"channel": "", "address": "u", "avoid": "ivm = vanwege", "forbidden": "klant",
         "must": "", "most_emoji": "1", "most_words": "15"}  # fmt: skip


@pytest.fixture
def team(client: Client) -> Team:
    team = make.team(name="Webcare")
    client.force_login(make.user(Role.COORDINATOR, teams=(team,), language="nl"))
    return team


def words(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", response.content.decode()).split())


@pytest.mark.row("S2-21")
@pytest.mark.usefixtures("team")
def test_a_house_style_is_made_refused_twice_and_removed(client: Client) -> None:
    first, twice = (client.post(reverse("new_style"), GIVEN) for _turn in range(2))
    wrong = client.post(reverse("new_style"), GIVEN | {"avoid": "ivm"})
    page = words(client.get(reverse("styles")))

    assert (first.status_code, twice.status_code, wrong.status_code) == (302, 422, 422)
    assert "heeft al een huisstijl" in words(twice)
    assert "Alle kanalen Formeel: u" in page
    client.post(reverse("forget_style", args=[Style.objects.get().pk]))
    assert not Style.objects.exists()


@pytest.mark.row("S2-21")
def test_who_writes_is_told_what_goes_against_it_and_nothing_of_a_note(
    client: Client, team: Team
) -> None:
    client.post(reverse("new_style"), GIVEN)
    asked = make.received(make.channel(team=team))
    place = reverse("draft", args=[asked.pk])

    told = client.post(place, {"kind": "reply", "text": "Beste klant, kun je komen?"})
    fine = client.post(place, {"kind": "reply", "text": "Kunt u komen?"})
    note = client.post(place, {"kind": "note", "text": "Beste klant"})

    assert "“klant”: dit woord gebruiken wij niet." in words(told)
    assert "“je”: hier zeggen wij “u”." in words(told)
    assert (fine.status_code, note.status_code) == (204, 204)
    page = words(client.get(reverse("conversation", args=[asked.pk])))
    assert "Tips:" in page


@pytest.mark.row("S2-38")
@pytest.mark.usefixtures("team")
def test_tips_are_changed_and_only_ones_own_are_kept(client: Client) -> None:
    client.post(reverse("tips"), {"question": "Altijd met een link.", "thanks": " "})

    assert dict(Tip.objects.values_list("kind", "text")) == {"question": "Altijd met een link."}
    assert "Altijd met een link." in words(client.get(reverse("tips")))

"""What a team agrees about second eyes, in the set-up."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gehoor.kit.clock import now
from gehoor.people.models import Team, User
from gehoor.people.policies import Role
from gehoor.second_eyes.models import CaseName, Caution
from gehoor.testing import make
from gehoor.testing.web import BACKEND

pytestmark = [pytest.mark.django_db, pytest.mark.row("S2-14"), pytest.mark.row("S0-48")]
NAME = "Denis van der Meij"


@pytest.fixture
def team() -> Team:
    return make.team(name="Webcare")


@pytest.fixture
def ria(client: Client, team: Team) -> User:
    user = make.user(Role.COORDINATOR, teams=(team,), name="Ria van Dam", language="nl")
    client.force_login(user, backend=BACKEND)
    return user


def page(client: Client, name: str, *args: Any) -> str:
    return client.get(reverse(name, args=args)).content.decode()


def test_what_is_agreed_is_kept_and_stands_in_the_list_and_the_log(
    client: Client, team: Team, ria: User
) -> None:
    sem = make.user(Role.AGENT, teams=(team,), name="Sem")
    bos = make.user(Role.READER, teams=(team,), name="Mr. Bos")
    given = {"trainees": [sem.pk], "words": "schadevergoeding", "guards_cases": "on",
             "case_rule": "Zeg niets.", "case_forms": "TUCHT-2026-001",
             "judges": [bos.pk]}  # fmt: skip

    client.post(reverse("caution", args=[team.pk]), given)

    caution = Caution.objects.get()
    assert list(caution.trainees.all()) == [sem]
    assert list(caution.judges.all()) == [bos]
    shown = page(client, "second_eyes")
    assert "Sem" in shown
    assert "Mr. Bos" in shown
    officer = make.user(Role.PRIVACY_OFFICER, language="nl")
    client.force_login(officer, backend=BACKEND)
    assert "Wijzigde het tweede paar ogen van een team" in page(client, "changes")


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"guards_cases": "on"}, "Wijs minstens één collega aan"),
        ({"words": "@kees"}, "An address, an account"),
        ({"words": "!!!"}, "minstens één letter"),
        ({"judges": ["999999"]}, "999999"),
        ({"case_rule": "a" * 1001}, "1000"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_kept(
    client: Client, team: Team, ria: User, given: dict[str, Any], told: str
) -> None:
    refused = client.post(reverse("caution", args=[team.pk]), given)

    assert refused.status_code == 422
    assert "error" in refused.content.decode()
    if told != "An address, an account":
        assert told in refused.content.decode()
    assert not Caution.objects.exclude(words="", guards_cases=False).exists()


def test_a_crisis_is_switched_on_and_off(client: Client, team: Team, ria: User) -> None:
    client.post(reverse("switch_crisis", args=[team.pk]), {"crisis": "on"})
    assert Caution.objects.get().in_crisis_since is not None
    assert "eerste uiting wacht" in page(client, "second_eyes")

    client.post(reverse("switch_crisis", args=[team.pk]), {"crisis": "off"})

    assert Caution.objects.get().in_crisis_since is None


def test_a_name_is_kept_with_its_last_day_and_no_address_holds_it(
    client: Client, team: Team, ria: User
) -> None:
    until = (now() + timedelta(days=9)).date()
    added = client.post(
        reverse("case_names", args=[team.pk]), {"name": NAME, "until": until.isoformat()}
    )
    past = client.post(
        reverse("case_names", args=[team.pk]), {"name": "Kees", "until": "2020-01-01"}
    )

    assert "Denis" not in added["Location"]
    assert NAME in page(client, "case_names", team.pk)
    assert "Deze laatste dag is al voorbij" in past.content.decode()
    client.post(reverse("forget_case_name", args=[CaseName.objects.get().pk]))
    assert not CaseName.objects.exists()


def test_another_team_does_not_exist(client: Client, ria: User) -> None:
    other = make.team()

    assert client.get(reverse("caution", args=[other.pk])).status_code == 404
    assert client.get(reverse("case_names", args=[other.pk])).status_code == 404

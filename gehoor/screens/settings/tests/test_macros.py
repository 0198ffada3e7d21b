"""Macros, as who makes them sees them."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gehoor.inbox.models import Macro, Tag
from gehoor.people.models import Team
from gehoor.people.policies import Role
from gehoor.testing import make

pytestmark = pytest.mark.django_db
GIVEN = {"name": "Afval", "team": "0", "kept_answer": "0", "tag": "", "gives": "0", "ends": "0"}


@pytest.fixture
def team(client: Client) -> Team:
    made = make.team(name="Webcare")
    client.force_login(make.user(Role.COORDINATOR, teams=(made,), language="nl"))
    return made


def shown(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", response.content.decode()).split())


def test_a_macro_is_made_told_and_removed(client: Client, team: Team) -> None:
    answer = make.kept_answer(title="Route")
    given = {"team": team.pk, "kept_answer": answer.pk, "tag": " grof  vuil ", "gives": "me"}

    client.post(reverse("new_macro"), GIVEN | given)
    page = shown(client.get(reverse("macros")))

    macro = Macro.objects.get()
    assert (macro.team, macro.tag, macro.kept_answer, macro.inserts) == (
        team, "grof vuil", answer, True,
    )  # fmt: skip
    assert Tag.objects.filter(name="grof vuil").exists()
    assert "Zet “Route” in het antwoord" in page
    assert "Zet het label “grof vuil” erbij" in page
    client.post(reverse("forget_macro", args=[macro.pk]))
    assert not Macro.objects.exists()


def test_what_it_needs_and_is_gone_stands_in_the_list(client: Client, team: Team) -> None:
    answer = make.kept_answer()
    Macro.objects.create(name="Een", inserts=True, kept_answer=answer)
    macro = Macro.objects.create(name="Twee", tag="weg")
    answer.delete()

    page = shown(client.get(reverse("macros")))

    assert "Het standaardantwoord dat hierbij hoort, is verwijderd." in page
    assert "Het label “weg” bestaat niet meer." in page
    assert "doet deze macro niets" in shown(client.get(reverse("macro", args=[macro.pk])))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"name": "--", "gives": "me"}, "minstens één letter of cijfer"),
        ({}, "Kies minstens één ding"),
        ({"name": "Zwembad", "gives": "me"}, "Er is er al een met deze naam"),
        ({"kept_answer": "ours", "ends": "handled"}, "Laat het gesprek hier dus open"),
        ({"kept_answer": "theirs", "gives": "me"}, "van een ander team"),
        ({"tag": "querulant"}, "querulant"),
        ({"ends": "explode"}, "explode"),
    ],
)
def test_what_is_no_macro_is_refused_in_words(
    given: dict[str, Any], said: str, client: Client, team: Team
) -> None:
    Macro.objects.create(name="Zwembad", gives="me")
    answers = {"ours": make.kept_answer().pk, "theirs": make.kept_answer(team=team).pk}
    given = {name: answers.get(value, value) for name, value in given.items()}

    answer = client.post(reverse("new_macro"), GIVEN | given)

    assert answer.status_code == 422
    assert said in shown(answer)
    assert Macro.objects.count() == 1

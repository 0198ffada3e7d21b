"""What is looked for and said in an emergency: kept by an administrator, tried without a trace."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gehoor.flows import setup
from gehoor.organisation import queries as organisation
from gehoor.people.policies import Actor, Role
from gehoor.planning.rules import read_day
from gehoor.testing import make

pytestmark = [pytest.mark.django_db, pytest.mark.row("S0-11")]
ADDRESS = "emergencies"


@pytest.fixture(autouse=True)
def administrator(client: Client) -> None:
    setup.change_hours(Actor(system="setup"), {0: read_day("9-17")})
    client.force_login(make.user(Role.ADMINISTRATOR, language="nl"))


def save(client: Client, **given: str) -> Any:
    return client.post(reverse(ADDRESS), given)


def test_it_is_off_at_first_and_shows_the_words_gehoor_comes_with(client: Client) -> None:
    page = client.get(reverse(ADDRESS)).content.decode()

    assert not organisation.answers_emergencies()
    assert "Bel nu 112" in page
    assert "Automatisch antwoord:" in page


def test_what_is_saved_is_used_and_gehoors_own_words_are_not_kept(client: Client) -> None:
    usual = organisation.ours().emergency_text

    saved = save(
        client,
        emergency_words="sluisdeur open",
        answers_emergencies="on",
        emergency_answer="Een computer antwoordt. Bel 112 bij gevaar.",
        emergency_text="",
    )

    ours = organisation.ours()
    assert saved.status_code == 302
    assert organisation.emergency_words() == ("sluisdeur open",)
    assert organisation.answers_emergencies()
    assert ours.emergency_answer == "Een computer antwoordt. Bel 112 bij gevaar."
    assert ours.emergency_text == usual == ""


@pytest.mark.parametrize(
    ("field", "text", "told"),
    [
        ("emergency_words", "nu", "minstens vier tekens"),
        ("emergency_text", "Bel de politie.", "noemt 112 niet"),
        ("emergency_answer", "Bel 112 of mij op 06 12345678.", "tegengehouden"),
        ("emergency_answer", "Bel 112. " * 40, "270"),
    ],
)
def test_what_cannot_work_is_refused_and_nothing_typed_is_lost(
    client: Client, field: str, text: str, told: str
) -> None:
    refused = save(client, **{field: text})

    page = refused.content.decode()
    assert refused.status_code == 422
    assert told in page
    assert text.split()[0] in page


def test_without_opening_hours_it_cannot_be_switched_on(client: Client) -> None:
    setup.change_hours(Actor(system="setup"), {})

    refused = save(client, answers_emergencies="on")

    assert refused.status_code == 422
    assert "openingstijden" in refused.content.decode()
    assert not organisation.answers_emergencies()


def test_a_text_is_tried_and_kept_nowhere(client: Client) -> None:
    tried = client.post(reverse("try_emergency"), {"text": "Er ligt iemand in het water"})

    page = tried.content.decode()
    assert "ligt iemand in het water" in page
    assert "bovenaan" in page

"""What may be public because it is our own: kept line by line, and tried without keeping a word."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gehoor.audit.models import Entry
from gehoor.organisation import queries as organisation
from gehoor.people.policies import Role
from gehoor.testing import make

pytestmark = [pytest.mark.django_db, pytest.mark.row("S2-13")]
FILLED = {
    "public_numbers": " 088  123 45 67 \n\nNL91 ABNA 0417 1643 00",
    "public_addresses": "@gemeente.example\nMarktplein 4, 1234 AB Voorbeeldstad",
    "public_names": "Burgemeester Vlinder",
    "case_forms": "V-2026-0001",
}


@pytest.fixture(autouse=True)
def administrator(client: Client) -> None:
    client.force_login(make.user(Role.ADMINISTRATOR, language="nl"))


def save(client: Client, **given: str) -> Any:
    return client.post(reverse("may_be_public"), FILLED | given)


def test_what_is_saved_is_found_no_longer(client: Client) -> None:
    assert save(client).status_code == 302

    ours = organisation.what_is_public()
    assert ours.numbers == ["088 123 45 67", "NL91 ABNA 0417 1643 00"]
    assert ours.case_forms == ["V-2026-0001"]
    assert "088 123 45 67" in client.get(reverse("may_be_public")).content.decode()
    assert Entry.objects.get(act="change").details == {"changed": list(FILLED)}


@pytest.mark.parametrize(
    ("field", "line", "told"),
    [
        ("public_numbers", "bellen", "minstens drie cijfers"),
        ("public_addresses", "ons", "te kort"),
        ("public_names", "1234", "letters"),
        ("case_forms", "123456789", "letters en cijfers"),
    ],
)
def test_a_line_that_would_let_too_much_through_is_refused_and_nothing_typed_is_lost(
    client: Client, field: str, line: str, told: str
) -> None:
    refused = save(client, **{field: line})

    page = refused.content.decode()
    assert refused.status_code == 422
    assert told in page
    assert f"“{line}”" in page
    assert "Burgemeester Vlinder" in page or field == "public_names"
    assert organisation.ours().public_numbers == ""


def test_a_text_is_tried_with_marks_in_words_and_kept_nowhere(client: Client) -> None:
    save(client)
    make.user(Role.AGENT, name="Bram de Groot")
    text = "Bram de Groot belt u, op 088 1234567. Uw BSN is 123456782. Zaak V-2026-0544."

    tried = client.post(reverse("try_text"), {"text": text})

    page = tried.content.decode()
    assert "<mark>123456782 <b>burgerservicenummer (BSN)</b></mark>" in page
    assert page.count("<mark>") == 1
    assert "no-store" in tried["Cache-Control"]
    assert "123456782" not in str(list(Entry.objects.values()))
    assert "123456782" not in client.get(reverse("may_be_public")).content.decode()


def test_a_text_with_nothing_in_it_says_so_and_an_empty_one_asks_for_a_text(
    client: Client,
) -> None:
    fine = client.post(reverse("try_text"), {"text": "De bak is geleegd."}).content.decode()
    empty = client.post(reverse("try_text"), {"text": ""})

    assert "niets persoonlijks gevonden" in fine
    assert empty.status_code == 422

"""The phone book of the second line, as coordinators keep it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gehoor.consultations.models import Expert
from gehoor.people.policies import Role
from gehoor.testing import make
from gehoor.testing.web import BACKEND

pytestmark = [pytest.mark.django_db, pytest.mark.row("S2-11")]


@pytest.fixture(autouse=True)
def coordinator(client: Client) -> None:
    made = make.user(Role.COORDINATOR, teams=(make.team(),), language="nl")
    client.force_login(made, backend=BACKEND)


def keep(client: Client, pk: int = 0, **given: Any) -> Any:
    address = reverse("expert", args=[pk]) if pk else reverse("new_expert")
    return client.post(address, {"name": "Vergunningen", **given})


def test_a_department_has_a_number_and_a_term_that_was_agreed(client: Client) -> None:
    keep(client, phone="0123 45 67 89", reachable="ma-do", term_hours="4")
    permits = Expert.objects.get()
    keep(client, name="Kees Smit", department=permits.pk)

    page = client.get(reverse("phone_book")).content.decode()

    assert (permits.phone, permits.term_hours) == ("0123 45 67 89", 4)
    assert "4 uur" in page
    assert "geen nummer" in page


@pytest.mark.parametrize(
    "given",
    [
        {"name": "..."},
        {"phone": "bel maar"},
        {"email": "geen adres"},
        {"term_hours": "0"},
        {"term_hours": "1000"},
        {"department": "999999"},
    ],
)
def test_what_is_no_line_of_a_phone_book_is_told(client: Client, given: dict[str, Any]) -> None:
    assert keep(client, **given).status_code == 422
    assert not Expert.objects.exists()


def test_two_lines_have_two_names_and_a_department_of_others_is_of_no_other(
    client: Client,
) -> None:
    permits, other = make.expert(name="Vergunningen"), make.expert(name="Handhaving")
    make.expert(name="Kees", department=permits)

    assert keep(client).status_code == 422
    assert keep(client, permits.pk, department=other.pk).status_code == 422

    client.post(reverse("forget_expert", args=[permits.pk]))
    assert not Expert.objects.get(name="Kees").department
    assert keep(client).status_code == 302

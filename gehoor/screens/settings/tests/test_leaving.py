"""Shutting somebody out who owned work: who does so is told what becomes of it."""

import pytest
from django.test import Client
from django.urls import reverse

from gehoor.flows import handling
from gehoor.people import queries as people
from gehoor.people.policies import Role
from gehoor.testing import make
from gehoor.testing.web import BACKEND

pytestmark = [pytest.mark.django_db, pytest.mark.row("S2-35")]


@pytest.mark.parametrize(
    ("number", "more"),
    [(0, ""), (1, "1 conversation of theirs is"), (2, "2 conversations of theirs are")],
)
def test_who_shuts_somebody_out_is_told_how_much_is_to_divide_again(
    client: Client, number: int, more: str
) -> None:
    client.force_login(make.user(Role.ADMINISTRATOR, language="en"), backend=BACKEND)
    channel = make.channel()
    user = make.user(Role.AGENT, teams=(channel.team,), name="Anouk")
    for _number in range(number):
        handling.assign(people.actor_of(user), make.received(channel), user)

    page = client.post(reverse("deactivate", args=[user.pk]), follow=True).content.decode()

    told = f" {more} to divide again." if more else "</"
    assert f"Anouk can no longer log in.{told}" in page

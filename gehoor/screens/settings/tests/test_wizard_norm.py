"""Setting up asks how soon people get an answer, and proposes one."""

from typing import Final

import pytest
from django.test import Client
from django.urls import reverse

from gehoor.people.models import User
from gehoor.people.policies import Role
from gehoor.planning import queries as planning
from gehoor.planning.rules.norms import Promise
from gehoor.planning.rules.terms import Kind, Norm
from gehoor.testing import make

pytestmark = [pytest.mark.django_db, pytest.mark.database]

HOURS: Final = reverse("begin_step", args=["hours"])
WEEK: Final = {"day_0": "9-12, 13-17"}


@pytest.fixture
def administrator(client: Client) -> User:
    user = make.user(Role.ADMINISTRATOR, language="en")
    client.force_login(user)
    return user


def test_same_day_is_proposed_and_promised_once_somebody_goes_on_with_it(
    client: Client, administrator: User
) -> None:
    assert 'value="same day"' in client.get(HOURS).content.decode()
    assert planning.promises() == []

    client.post(HOURS, WEEK | {"norm": "same day"})
    assert planning.promises() == [Promise(Norm(Kind.SAME_DAY))]

    client.post(HOURS, WEEK | {"norm": "2 working days"})
    assert planning.promises() == [Promise(Norm(Kind.WORKING_DAYS, 2))]
    assert 'value="2 working days"' in client.get(HOURS).content.decode()


def test_who_promises_nothing_has_no_norm_and_is_not_asked_again(
    client: Client, administrator: User
) -> None:
    client.post(HOURS, WEEK | {"norm": ""})

    assert planning.promises() == []
    assert 'value="none"' in client.get(HOURS).content.decode()

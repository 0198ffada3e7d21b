"""Buttons that read the same say which one is meant, for who cannot see what they stand beside."""

import re
from collections import Counter
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from gehoor.channels.models import Delivery
from gehoor.logins.models import GroupRight, Provider
from gehoor.people.models import User
from gehoor.people.policies import Role
from gehoor.planning import actions as planning
from gehoor.testing import make

pytestmark = pytest.mark.django_db

SENTENCE = "een lange zin over de markt"
CONTROL = re.compile(r"<(button|a)\b[^>]*class=\"button[^>]*>(.*?)</\1>", re.DOTALL)


def called_the_same(page: str) -> list[str]:
    """Return what more than one button, or link that looks like one, is called."""
    names = [" ".join(re.sub(r"<[^>]+>", "", words).split()) for _, words in CONTROL.findall(page)]
    assert names, "There is no button."
    return [name for name, times in Counter(names).items() if times > 1]


def shown(client: Client, address: str) -> str:
    return client.get(address).content.decode()


@pytest.fixture
def administrator(client: Client) -> User:
    user = make.user(Role.ADMINISTRATOR, language="en")
    client.force_login(user)
    return user


def test_each_session_has_its_own_button() -> None:
    user = make.user(Role.AGENT, language="en")
    user.set_password(SENTENCE)
    user.save()
    for device in ("(X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "(iPhone)"):
        client = Client(headers={"user-agent": f"Mozilla/5.0 {device}"})
        client.post("/login/", {"login": user.email, "password": SENTENCE})

    page = shown(client, "/security/")

    assert page.count("End this session") == 2
    assert called_the_same(page) == []


def test_each_day_that_is_different_has_its_own_button(client: Client, administrator: User) -> None:
    for day in (date(2026, 12, 25), date(2026, 12, 26)):
        planning.change_day(day, (), reason="Kerst")

    assert called_the_same(shown(client, reverse("hours"))) == []


def test_each_group_has_its_own_buttons(client: Client, administrator: User) -> None:
    Provider.objects.create(name="de gemeente", issuer="https://login.example", vault_id=uuid4())
    for group in ("kcc", "web"):
        GroupRight.objects.create(group=group)

    page = shown(client, reverse("logging_in"))

    assert page.count("Remove") == 2
    # The provider as a whole can be changed too; that is another one.
    assert called_the_same(page) == []


def test_each_delivery_that_was_not_read_has_its_own_buttons(client: Client) -> None:
    team = make.team()
    client.force_login(make.user(Role.AGENT, teams=(team,), language="en"))
    channel = make.channel(team=team, name="Postbus")
    for minutes in range(2):
        Delivery.objects.filter(pk=make.delivery(channel).pk).update(
            state=Delivery.State.FAILED,
            problem="This mail is empty.",
            received_at=make.NOON + timedelta(minutes=minutes),
        )

    page = shown(client, "/failures/")

    assert page.count("Download the raw text") == 2
    assert called_the_same(page) == []

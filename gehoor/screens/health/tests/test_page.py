"""Toestand: what is wrong first, with what to do and who knows; and a badge in every menu."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from gehoor.audit.actions import record
from gehoor.channels.models import Channel
from gehoor.flows import health
from gehoor.health.models import Alarm
from gehoor.people.models import User
from gehoor.people.policies import Actor, Role
from gehoor.testing import make

pytestmark = pytest.mark.django_db

NO_ALARM = 'id="alarms-in-menu"></span>'


@pytest.fixture(autouse=True)
def everything_beats() -> None:
    for part in ("web", "worker", "poll"):
        health.beat(part)


@pytest.fixture
def administrator(client: Client) -> User:
    user = make.user(Role.ADMINISTRATOR, language="en", name="Ria de Groot")
    client.force_login(user)
    return user


def shown(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", response.content.decode()).split())


def test_what_only_needs_attention_is_not_called_broken(
    client: Client, administrator: User
) -> None:
    page = shown(client.get(reverse("health")))

    assert "Nothing is broken." in page
    assert "Wrong now" not in page
    assert NO_ALARM in client.get(reverse("people")).content.decode()


def test_when_everything_works_the_page_says_so(
    client: Client, administrator: User, settings: Settings
) -> None:
    settings.EMAIL_HOST = "mail.example"
    record(Actor(system="backup"), "backup.made", "installation", 0)

    assert "Everything works." in shown(client.get(reverse("health")))


def test_an_alarm_stands_first_with_what_to_do_since_when_and_who_knows(
    client: Client, administrator: User
) -> None:
    make.channel(name="Postbus", health=Channel.Health.LOCKED_OUT, health_detail="It said: 50% no.")
    health.look_around()

    page = shown(client.get(reverse("health")))

    first, _, rest = page.partition("Works Part")
    assert "Channel Postbus Wrong" in first
    assert "Does not accept our credentials. Replies wait. It said: 50% no." in first
    assert "What to do: Renew the password in the settings of the channel." in first
    assert "Since" in first
    assert "Database" in rest
    menu = client.get(reverse("people")).content.decode()
    assert 'data-count="alarms"' in menu
    assert NO_ALARM not in menu

    answer = client.post(reverse("see_alarm", args=[Alarm.objects.get().pk]), follow=True)
    assert "Seen by Ria de Groot" in shown(answer)
    assert "I look after it" not in shown(answer)


def test_a_coordinator_sees_own_channels_and_nothing_of_the_machine(client: Client) -> None:
    own = make.channel(name="Van ons", health=Channel.Health.LOCKED_OUT)
    make.channel(name="Van anderen", health=Channel.Health.LOCKED_OUT)
    health.look_around()
    client.force_login(make.user(Role.COORDINATOR, teams=(own.team,), language="en"))

    page = shown(client.get(reverse("health")))

    assert "Van ons" in page
    assert "Van anderen" not in page
    assert "Database" not in page
    assert "1 wrong now" in shown(client.get(reverse("channels")))


def test_somebody_who_left_is_still_told_of_as_such(client: Client, administrator: User) -> None:
    make.channel(health=Channel.Health.LOCKED_OUT)
    health.look_around()
    Alarm.objects.update(seen_at=make.NOON)

    assert "Seen by somebody who left" in shown(client.get(reverse("health")))

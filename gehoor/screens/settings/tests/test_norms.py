"""Norms and hours of a team or channel, as who may set them sees them."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gehoor.channels.models import Channel
from gehoor.flows import setup, terms
from gehoor.people.policies import Actor, Role
from gehoor.planning import queries as planning
from gehoor.planning.models import Norm
from gehoor.planning.rules import read_day
from gehoor.planning.rules.norms import Promise
from gehoor.planning.rules.terms import Kind
from gehoor.planning.rules.terms import Norm as Promised
from gehoor.testing import make

pytestmark = pytest.mark.django_db
SETUP = Actor(system="setup")
WEEK = {f"day_{number}": "" for number in range(7)}


@pytest.fixture
def channel() -> Channel:
    return make.channel(name="Chat")


def logged_in(client: Client, role: Role, channel: Channel, language: str = "nl") -> Client:
    client.force_login(make.user(role, teams=(channel.team,), language=language))
    return client


def shown(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", response.content.decode()).split())


@pytest.mark.row("S3-03")
@pytest.mark.parametrize(
    ("written", "language", "told"),
    [
        ("zelfde dag", "nl", "zelfde dag"),
        ("half a day", "nl", "halve dag"),
        ("120 minuten", "en", "2 hours"),
        ("3 werkdagen", "en", "3 working days"),
        ("6 weken", "nl", "6 weken"),
        ("geen", "nl", "geen"),
    ],
)
def test_a_norm_is_written_by_one_and_read_by_another_in_their_language(
    written: str, language: str, told: str, client: Client, channel: Channel
) -> None:
    logged_in(client, Role.ADMINISTRATOR, channel)

    client.post(reverse("add_norm"), {"norm": written})
    page = logged_in(client, Role.ADMINISTRATOR, channel, language).get(reverse("norms"))

    assert f" {told} " in shown(page)
    client.post(reverse("forget_norm", args=[Norm.objects.get().pk]))
    assert not Norm.objects.exists()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"norm": "gauw"}, "Schrijf een norm als"),
        ({"norm": "0 minuten"}, "kunt u niet halen"),
        ({"norm": "2 uur", "sender": "jan piet"}, "Vul één adres in"),
        ({"norm": "2 uur", "channel": "999999"}, "999999"),
    ],
)
def test_what_is_no_norm_is_refused_in_words(
    given: dict[str, str], said: str, client: Client, channel: Channel
) -> None:
    answer = logged_in(client, Role.ADMINISTRATOR, channel).post(reverse("add_norm"), given)

    assert answer.status_code == 422
    assert said in shown(answer)
    assert not Norm.objects.exists()


def test_a_coordinator_promises_for_the_channels_of_the_own_team_alone(
    client: Client, channel: Channel
) -> None:
    other = make.channel()
    terms.promise(SETUP, Promise(Promised(Kind.SAME_DAY)))
    logged_in(client, Role.COORDINATOR, channel)

    for wanted in ("", str(other.pk), str(channel.pk)):
        client.post(reverse("add_norm"), {"norm": "2 minuten", "channel": wanted})
    general = Norm.objects.get(channel=None)
    answer = client.post(reverse("forget_norm", args=[general.pk]))

    assert answer.status_code == 403
    assert {norm.channel_id for norm in Norm.objects.all()} == {None, channel.pk}
    assert general.kind == Kind.SAME_DAY


def test_an_agent_sees_no_settings_of_norms(client: Client, channel: Channel) -> None:
    logged_in(client, Role.AGENT, channel)

    assert client.get(reverse("norms")).status_code == 403
    assert client.get(reverse("channel_hours", args=[channel.pk])).status_code == 404


def test_whose_hours_hold_is_said_in_words(client: Client, channel: Channel) -> None:
    setup.change_hours(SETUP, {0: read_day("9-17")})
    logged_in(client, Role.ADMINISTRATOR, channel)
    address = reverse("channel_hours", args=[channel.pk])
    assert "Nu gelden hier de tijden van de organisatie" in shown(client.get(address))

    setup.change_own_hours(SETUP, channel.team, setup.OwnWeek({0: read_day("10-17")}))
    assert f"de tijden van het team {channel.team.name}" in shown(client.get(address))
    client.post(address, WEEK | {"day_0": "20:00-01:00", "keeps_days": "on"})

    assert "Deze tijden gelden hier" in shown(client.get(address))
    assert "Eigen tijden" in shown(client.get(reverse("channel", args=[channel.pk])))
    assert "kanaal Chat" in shown(client.get(reverse("hours")))
    client.post(reverse("forget_channel_hours", args=[channel.pk]))
    assert planning.own_hours_of(channel=channel.pk) is None


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "Vul ten minste één dag in"),
        ({"day_0": "9-12, 11-17"}, "mogen elkaar niet overlappen"),
        ({"day_0": "17-9"}, "twaalf uur"),
        ({"day_0": "20-2", "day_1": "1-5"}, "nacht"),
    ],
)
def test_hours_that_are_none_or_overlap_are_refused_in_words(
    given: dict[str, str], said: str, client: Client, channel: Channel
) -> None:
    logged_in(client, Role.COORDINATOR, channel)

    answer = client.post(reverse("channel_hours", args=[channel.pk]), WEEK | given)

    assert answer.status_code == 422
    assert said in shown(answer)
    assert planning.own_hours_of(channel=channel.pk) is None


def test_a_coordinator_gives_a_channel_a_day_of_its_own_and_takes_it_back(
    client: Client, channel: Channel
) -> None:
    client.force_login(make.user(Role.COORDINATOR, teams=(channel.team,), language="en"))
    here = reverse("channel_hours", args=[channel.pk])
    given = {"day": "2126-12-24", "hours": "18-22", "reason": "Kerstmarkt"}

    wrong = client.post(reverse("add_channel_day", args=[channel.pk]), given | {"hours": "laat"})
    client.post(reverse("add_channel_day", args=[channel.pk]), given)

    assert wrong.status_code == 422
    assert "Write hours as" in shown(wrong)
    assert "18:00-22:00 Kerstmarkt" in shown(client.get(here))
    [day] = planning.own_days_of(since=date(2126, 1, 1), channel=channel.pk)
    client.post(reverse("forget_own_day", args=[day.pk]))
    assert "Kerstmarkt" not in shown(client.get(here)).split("There is none yet")[-1]
    assert not planning.own_days_of(since=date(2126, 1, 1), channel=channel.pk)

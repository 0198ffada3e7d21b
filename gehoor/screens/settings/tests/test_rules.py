"""The screens of rules: made, tried, ordered; what cannot be is refused with words."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gehoor.channels.models import Channel
from gehoor.people.models import Team
from gehoor.people.policies import Role
from gehoor.routing.models import Rule
from gehoor.testing import make

pytestmark = [pytest.mark.django_db, pytest.mark.row("S2-33")]


@pytest.fixture
def channel() -> Channel:
    return make.channel(name="Postbus")


@pytest.fixture
def marketing() -> Team:
    return make.team(name="Marketing")


@pytest.fixture(autouse=True)
def administrator(client: Client) -> None:
    client.force_login(make.user(Role.ADMINISTRATOR, language="nl"))


def filled(**given: Any) -> dict[str, Any]:
    return {"name": "Acties", "when": "arrival", "words": "korting", "act": "save"} | given


def test_a_rule_is_made_and_told_in_words(client: Client, marketing: Team) -> None:
    made = client.post(reverse("new_rule"), filled(to_team=marketing.pk))

    page = client.get(reverse("rules")).content.decode()
    assert made.status_code == 302
    assert "Acties" in page
    assert "“korting”" in page
    assert "naar team Marketing" in page


def test_it_is_tried_first_and_kept_nowhere(
    client: Client, channel: Channel, marketing: Team
) -> None:
    make.received(channel, text="Met korting?")

    tried = client.post(reverse("new_rule"), filled(to_team=marketing.pk, act="try"))

    page = tried.content.decode()
    assert "Van de 1 berichten van de afgelopen week zou dit bij 1 passen" in page
    assert "korting" in page
    assert not Rule.objects.exists()


def test_trying_a_rule_that_would_go_round_says_so(client: Client) -> None:
    Rule.objects.create(name="Heen", position=1, when="label", on_tag="a", tag="b")

    tried = client.post(reverse("new_rule"), filled(when="label", on_tag="b", tag="a", act="try"))

    assert tried.status_code == 422
    assert "naar elkaar terugleiden: " in tried.content.decode()


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, "Kies wat de regel doet"),
        ({"when": "label", "tag": "a"}, "welk label"),
        ({"tag": "Moslim"}, "mensen in een groep"),
        ({"tag": "a", "words": "??"}, "minstens één letter of cijfer"),
        ({"tag": "a", "name": "Bestaat al"}, "al een regel met deze naam"),
        ({"when": "label", "on_tag": "b", "tag": "a"}, "naar elkaar terugleiden: "),
    ],
)
def test_what_cannot_work_is_refused_and_nothing_typed_is_lost(
    client: Client, given: dict[str, str], told: str
) -> None:
    Rule.objects.create(name="Bestaat al", position=1, when="label", on_tag="a", tag="b")

    refused = client.post(reverse("new_rule"), filled(**given))

    page = refused.content.decode()
    assert refused.status_code == 422
    assert told in page
    assert given.get("name", "Acties") in page
    assert Rule.objects.count() == 1


def test_a_long_form_says_on_top_which_fields_are_wrong_and_leads_there(
    client: Client, marketing: Team
) -> None:
    page = client.post(reverse("new_rule"), {"act": "save"}).content.decode()

    assert "3 velden kloppen nog niet" in page
    for field in ("id_name", "id_when_0", "id_to_team"):
        assert f'href="#{field}"' in page
        assert f'id="{field}"' in page


def test_a_rule_is_changed_moved_switched_off_and_removed(client: Client, marketing: Team) -> None:
    for name in ("Een", "Twee"):
        client.post(reverse("new_rule"), filled(name=name, to_team=marketing.pk))
    one, two = Rule.objects.order_by("position")

    client.post(reverse("move_rule", args=[two.pk]))
    client.post(reverse("switch_rule", args=[two.pk]))
    client.post(reverse("rule", args=[one.pk]), filled(name="Eén", tag="actie"))

    assert list(Rule.objects.order_by("position").values_list("name", "is_on")) == [
        ("Twee", False),
        ("Eén", True),
    ]
    client.post(reverse("forget_rule", args=[two.pk]))
    assert Rule.objects.get().tag == "actie"


def test_a_coordinator_makes_rules_between_own_teams_alone(
    client: Client, channel: Channel, marketing: Team
) -> None:
    foreign = make.channel(name="Andere")
    stranger = make.team()
    own = (channel.team, marketing)
    client.force_login(make.user(Role.COORDINATOR, teams=own, language="nl"))
    offered = client.get(reverse("new_rule")).content.decode()
    assert "Kies een kanaal" in offered
    assert "Alle kanalen" not in offered

    of_stranger = {"channel": channel.pk, "to_team": stranger.pk}
    for wrong in ({}, {"channel": foreign.pk}, of_stranger):
        given = filled(to_team=marketing.pk) | wrong
        assert client.post(reverse("new_rule"), given).status_code == 422
    client.post(reverse("new_rule"), filled(to_team=marketing.pk, channel=channel.pk))

    assert Rule.objects.get().channel == channel

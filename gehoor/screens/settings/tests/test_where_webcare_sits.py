"""A choice while setting up makes the teams, rules and agreements of a way of working."""

import pytest
from django.test import Client
from django.urls import reverse

from gehoor.organisation import queries as organisation
from gehoor.people.models import Team
from gehoor.people.policies import Role
from gehoor.testing import make
from gehoor.testing.web import BACKEND

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.mark.row("S3-09")
@pytest.mark.row("S3-18")
def test_where_webcare_sits_makes_its_teams_rules_and_agreements(client: Client) -> None:
    boss = make.user(Role.ADMINISTRATOR, name="Ria", language="nl")
    client.force_login(boss, backend=BACKEND)
    chosen = {"team": "Webcare", "answers": "on", "work": "webteam", "lines": "2"}

    client.post(reverse("begin_step", args=["people"]), chosen)

    names = list(Team.objects.order_by("pk").values_list("name", flat=True))
    assert names == ["Webcare", "Klantcontact", "Communicatie", "Tweede lijn"]
    assert organisation.ours().second_line
    assert boss.roles_held.filter(role="coordinator").exists()


def test_without_a_choice_only_the_team_is_made(client: Client) -> None:
    boss = make.user(Role.ADMINISTRATOR, name="Ria", language="nl")
    client.force_login(boss, backend=BACKEND)

    client.post(reverse("begin_step", args=["people"]), {"team": "Webcare", "lines": "3"})

    assert [each.name for each in Team.objects.all()] == ["Webcare"]
    assert not organisation.ours().second_line

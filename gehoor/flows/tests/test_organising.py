"""One choice makes the teams, rules, norms and agreements of a way of working."""

import pytest

from gehoor.flows import organising, staffing
from gehoor.flows.organising import Work
from gehoor.organisation import queries as organisation
from gehoor.people.models import Team
from gehoor.people.policies import Role
from gehoor.planning.models import Norm
from gehoor.routing.models import Rule
from gehoor.testing import make

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.row("S3-09")]


@pytest.mark.parametrize(
    ("work", "teams", "rules"),
    [
        (Work.CONTACT, ["Customer contact", "Communication"], ["Press to Communication"]),
        (
            Work.COMMUNICATION,
            ["Communication", "Customer contact"],
            ["Service to Customer contact"],
        ),
        (
            Work.WEBTEAM,
            ["Web team", "Customer contact", "Communication"],
            ["Press to Communication", "Service to Customer contact"],
        ),
    ],
)
def test_each_template_makes_its_teams_rules_norms_and_agreements(
    work: Work, teams: list[str], rules: list[str]
) -> None:
    actor = make.actor(Role.ADMINISTRATOR)

    organising.organise(actor, work)

    assert [each.name for each in Team.objects.order_by("pk")] == teams
    assert list(Rule.objects.order_by("position").values_list("name", flat=True)) == rules
    assert Norm.objects.count() == 2
    ours = organisation.ours()
    assert ours.coordination
    assert ours.first_line
    assert not ours.second_line


@pytest.mark.row("S3-18")
def test_three_lines_have_a_team_and_a_label_each_and_again_changes_nothing() -> None:
    actor = make.actor(Role.ADMINISTRATOR)

    assert organising.organise(actor, Work.CONTACT, lines=3)

    assert organising.organise(actor, Work.CONTACT, lines=3) == []
    labels = dict(Rule.objects.filter(when="label").values_list("on_tag", "to_team__name"))
    assert labels == {"second line": "Second line", "third line": "Third line"}
    ours = organisation.ours()
    assert ours.second_line
    assert ours.third_line


def test_what_is_there_stays_as_it_is() -> None:
    actor = make.actor(Role.ADMINISTRATOR)
    own = staffing.make_team(actor, name="Webcare", identity="name", signature="")
    Norm.objects.create(kind="minutes", number=5)

    organising.organise(actor, Work.WEBTEAM)

    own.refresh_from_db()
    assert (own.name, own.identity) == ("Webcare", "name")
    assert not Team.objects.filter(name="Web team").exists()
    assert Norm.objects.get().number == 5

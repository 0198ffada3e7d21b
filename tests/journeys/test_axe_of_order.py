"""The screens of emergencies and rules pass the check of axe, with what they refuse and find."""

import pytest
from playwright.sync_api import Page

from gehoor.flows import routing
from gehoor.people.policies import Actor, Role
from gehoor.testing import make
from tests.journeys.desk import Desks
from tests.journeys.test_axe import Screen, check, fill_and_submit

pytestmark = [pytest.mark.browser]
EMERGENCIES = "/settings/emergencies/"
TRYING = "form[action*=try]"


@pytest.mark.usefixtures("transactional_db")
def test_emergencies_have_no_barriers(desks: Desks) -> None:
    admin = make.user(Role.ADMINISTRATOR, name="Bea Mulder")
    screens = [
        Screen("emergencies", EMERGENCIES),
        Screen(
            "emergencies-errors",
            EMERGENCIES,
            fill_and_submit(".subject > form", emergency_text="Bel de politie."),
        ),
        Screen(
            "emergencies-found",
            EMERGENCIES,
            fill_and_submit(TRYING, text="Er ligt iemand in het water"),
        ),
        Screen("emergencies-nothing", EMERGENCIES, fill_and_submit(TRYING, text="Dank u")),
    ]

    agent = make.user(Role.AGENT, teams=(make.team(),))
    channel = make.channel(team=agent.teams.get())
    found = make.received(channel, text="Er ligt iemand in het water")
    of_agent = [
        Screen("emergency", f"/conversations/{found.pk}/"),
        Screen("on-top", "/inbox/team/"),
    ]

    assert check(desks, screens, admin) == []
    assert check(desks, of_agent, agent) == []


@pytest.mark.usefixtures("transactional_db")
def test_rules_have_no_barriers(desks: Desks) -> None:
    team, marketing = make.team(), make.team(name="Marketing")
    admin = make.user(Role.ADMINISTRATOR, Role.AGENT, teams=(team, marketing), name="Bea Mulder")
    empty = Screen("rules-none", "/settings/rules/")
    assert check(desks, [empty], admin) == []
    setup, words = Actor(system="setup"), {"when": "arrival", "words": "korting"}
    first = routing.add_rule(setup, name="Acties", to_team=marketing, **words)
    routing.add_rule(setup, name="Label", tag="actie", **words)
    offer = make.received(make.channel(team=team), text="Is er korting?")
    screens = [
        Screen("rules", "/settings/rules/"),
        Screen("rule", f"/settings/rules/{first.pk}/"),
        Screen(
            "rule-new-errors", "/settings/rules/new/", fill_and_submit(".subject > form", name="x")
        ),
        Screen("rule-tried", f"/settings/rules/{first.pk}/", try_it),
        Screen("passed-on", f"/conversations/{offer.pk}/"),
    ]

    assert check(desks, screens, admin) == []


def try_it(page: Page) -> None:
    page.locator("button[value=try]").click()
    page.wait_for_selector(".subject [role=status]")

"""The code of conduct and telling the hours pass the check of axe, with what is asked."""

import pytest
from playwright.sync_api import Page

from gehoor.flows import conduct, setup
from gehoor.people.policies import Actor, Role
from gehoor.planning.rules import read_day
from gehoor.testing import make
from tests.journeys.desk import Desks
from tests.journeys.test_axe import Screen, check

pytestmark = [pytest.mark.browser]
SETUP = Actor(system="setup")


@pytest.mark.usefixtures("transactional_db")
def test_conduct_and_hours_have_no_barriers(desks: Desks) -> None:
    team = make.team(name="Webcare")
    both = make.user(Role.ADMINISTRATOR, Role.AGENT, teams=(team,), name="Bea Mulder")
    found = make.received(make.channel(team=team, connector="mastodon"))
    empty = [Screen("conduct-none", "/conduct/"), Screen("told-no-hours", "/settings/hours/told/")]
    assert check(desks, empty, both) == []
    conduct.publish(SETUP, "Wees vriendelijk.")
    setup.change_hours(SETUP, dict.fromkeys(range(5), read_day("9-17")))
    setup.change_organisation(SETUP, publishes_hours=True)
    screens = [
        Screen("conduct", "/conduct/"),
        Screen("conduct-settings", "/settings/conduct/"),
        Screen("told", "/settings/hours/told/"),
        Screen("conduct-asked", f"/conversations/{found.pk}/", ask),
    ]

    assert check(desks, screens, both) == []


def ask(page: Page) -> None:
    page.locator("#reply-text").fill("Dank u wel.")
    page.locator("#reply-form button[value=send]").click()
    page.wait_for_selector("#conduct")

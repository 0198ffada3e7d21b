"""The screens of emergencies pass the check of axe, with what they refuse and what they find."""

import pytest

from gehoor.people.policies import Role
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

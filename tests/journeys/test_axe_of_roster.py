"""The screens of the roster pass the check of axe, with what they refuse."""

import pytest

from gehoor.kit.clock import this_day
from gehoor.people.policies import Role
from gehoor.planning import actions as planning
from gehoor.planning.rules import read_day
from gehoor.roster.models import Shift
from gehoor.roster.rules import ONE_DAY
from gehoor.testing import make
from tests.journeys.desk import Desks
from tests.journeys.test_axe import Screen, check, fill_and_submit

pytestmark = [pytest.mark.browser]


@pytest.mark.usefixtures("transactional_db")
def test_the_roster_has_no_barriers(desks: Desks) -> None:
    team = make.team(name="Webcare")
    ria = make.user(Role.COORDINATOR, teams=(team,), name="Ria")
    assert check(desks, [Screen("roster-no-hours", "/roster/")], ria) == []
    planning.change_week(dict.fromkeys(range(7), read_day("9-17")))
    day = this_day() + ONE_DAY
    shift = Shift.objects.create(team=team, person=ria, day=day, begins=540, ends=720)
    screens = [
        Screen("roster", f"/roster/?week={day}"),
        Screen("roster-errors", "/roster/", fill_and_submit("form[action*=add]", day="")),
        Screen("shift", f"/roster/{shift.pk}/{day}/"),
        Screen("away", "/roster/away/"),
        Screen("away-errors", "/roster/away/", fill_and_submit("main form.form", why_nobody="")),
        Screen("board-gaps", "/board/"),
    ]

    assert check(desks, screens, ria) == []

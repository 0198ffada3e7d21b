"""An inspection in a browser: begun, read, told on every page, over in time, and accounted for."""

import pytest
from playwright.sync_api import expect

from gehoor.audit.models import Entry
from gehoor.people.models import Team
from gehoor.people.policies import Role
from gehoor.testing import make
from tests.journeys.desk import Desks
from tests.journeys.test_axe import Screen, check

pytestmark = [pytest.mark.browser]
WHY = "Storing 88: berichten komen dubbel binnen"


def test_somebody_looks_in_until_their_hour_is_over_and_others_read_why(
    desks: Desks, transactional_db: None
) -> None:
    team: Team = make.team(name="Webcare")
    channel = make.channel(team=team, name="Post")
    conversation = make.received(channel, subject="Groene bak", text="Mijn bak is niet geleegd.")
    bea = make.user(Role.ADMINISTRATOR, name="Bea Beheer", language="nl")
    officer = make.user(Role.PRIVACY_OFFICER, name="Fatma", language="nl")

    page = desks.desk(bea, "/settings/inspections/").page
    page.clock.install()
    page.reload()
    page.get_by_label("Eén kanaal").check()
    page.get_by_label("Kanaal", exact=True).select_option("Post")
    page.get_by_label("Waarom moet dat?").fill(WHY)
    page.get_by_role("button", name="Beginnen").click()
    page.get_by_role("link", name="Groene bak").click()
    expect(page.get_by_text("Mijn bak is niet geleegd.")).to_be_visible()
    reading = page.url[len(desks.address) :]

    # It is told on every page, and left in the second it is over.
    banner = page.locator(".inspecting")
    expect(banner).to_contain_text("nog 59 min")
    assert check(desks, [Screen("inspected", reading)], bea) == []
    page.clock.fast_forward("59:30")
    expect(banner).to_contain_text("minder dan een minuut")
    page.clock.fast_forward("00:31")
    page.wait_for_url("**/settings/inspections/")

    # Who may know of it is told on every page, and finds there what was opened.
    theirs = desks.desk(officer, "/settings/log/").page
    theirs.get_by_role("link", name="Zie wie en waarom").click()
    row = theirs.locator("tr", has_text=WHY)
    expect(row).to_contain_text("Bea Beheer")
    expect(row).to_contain_text(str(conversation.pk))
    assert check(desks, [Screen("inspections", "/settings/inspections/")], officer) == []

    page.get_by_role("button", name="Nu stoppen").click()
    expect(page.locator(".inspecting")).to_have_count(0)
    assert Entry.objects.filter(act="inspection.ended", actor=bea).count() == 1

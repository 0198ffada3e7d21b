"""How long there is for an answer: on the page without a script, and going on by a script."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from gehoor.flows import setup, terms
from gehoor.inbox.models import Conversation
from gehoor.kit.clock import now
from gehoor.people.policies import Actor, Role
from gehoor.planning.rules import read_day
from gehoor.planning.rules.norms import Promise
from gehoor.planning.rules.terms import Kind, Norm
from gehoor.testing import make
from tests.journeys.desk import Desks

pytestmark = [pytest.mark.browser]
SETUP = Actor(system="setup")


@pytest.mark.row("S2-34")
@pytest.mark.usefixtures("transactional_db")
def test_a_term_goes_on_by_itself_and_is_told_when_it_is_over(desks: Desks) -> None:
    setup.change_hours(SETUP, dict.fromkeys(range(7), read_day("0-24")))
    terms.promise(SETUP, Promise(Norm(Kind.MINUTES, 60)))
    team = make.team(name="Webcare")
    user = make.user(Role.AGENT, teams=(team,), name="Yusuf", language="nl")
    channel = make.channel(team=team, name="Postbus")
    made = make.received(channel, subject="Afval", sent_at=now() - timedelta(minutes=20))
    Conversation.objects.filter(pk=made.pk).update(assignee=user)
    without = desks.desk(user, "/inbox/mine/", java_script_enabled=False)
    desk = desks.desk(user)
    desk.page.clock.install()
    desk.open("/inbox/mine/")
    row = desk.page.locator("#rows time.term")

    # Around midnight it is told as a moment, of a page that is as true as at any other time.
    told = re.compile(r"nog 3\d min|vóór")
    expect(without.page.locator("#rows time.term")).to_have_text(told)
    expect(row).to_have_text(told)
    # The script compares its clock with the server's when it comes: not after the leap.
    expect(desk.page.locator("#rows a")).to_have_attribute("tabindex", "0")
    desk.page.clock.fast_forward("50:00")

    expect(row).to_have_attribute("data-state", "late")
    expect(desk.page.locator("#announcements")).to_contain_text("Nu te laat")
    desk.press("j")
    desk.page.clock.fast_forward("00:20")
    expect(desk.page.locator("#conversation-head time.term")).to_have_attribute(
        "data-state", "late"
    )

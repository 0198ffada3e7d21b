"""Somebody who does not want to be helped by social media, in a browser: noted, asked, sent."""

import pytest
from playwright.sync_api import expect

from gehoor.audit.models import Entry
from gehoor.contracts.connector import Author
from gehoor.people.policies import Role
from gehoor.testing import make
from tests.journeys.desk import Desks, wait_for
from tests.journeys.test_axe import AXE, RULES, RUN

pytestmark = [pytest.mark.browser, pytest.mark.row("S2-06")]


def test_it_is_noted_beside_the_conversation_and_asked_about_by_keyboard(
    desks: Desks, transactional_db: None
) -> None:
    team = make.team(name="Webcare")
    agent = make.user(Role.AGENT, teams=(team,), name="Yusuf", language="nl")
    author = Author("@fatima@social.example", "Fatima")
    asked = make.received(make.channel(team=team, name="Plein"), text="Vol!", author=author)
    desk = desks.desk(agent, f"/conversations/{asked.pk}/?in=team")
    page = desk.page

    page.get_by_role("button", name="Noteer: niet via social media").press("Enter")
    expect(page.locator("#conversation-head")).to_contain_text("wil niet via social media")
    expect(page.get_by_role("button", name="Social media mag weer")).to_be_visible()
    page.fill("#reply-text", "Wij komen langs.")
    desk.press("Control+Enter")

    expect(page.locator("#unwanted")).to_be_focused()
    desk.check_focus()
    expect(page.locator("#reply-text")).to_have_value("Wij komen langs.")
    page.evaluate(AXE.read_text())
    assert page.evaluate(RUN, RULES) == []
    page.get_by_label("Waarom antwoordt u hier toch?").fill("Er is gevaar")
    desk.press("Enter")
    wait_for(lambda: Entry.objects.filter(act="conversation.answered_unwanted").exists())
    expect(page.locator("#unwanted")).to_have_count(0)

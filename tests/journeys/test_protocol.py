"""The protocol in a browser: told above the messages, its text put in, a reason asked by key."""

import os

import pytest
from playwright.sync_api import expect

from gehoor.flows import protocol_ready
from gehoor.inbox.models import Conversation
from gehoor.people.policies import Role
from gehoor.testing import make
from tests.journeys.desk import Desks, wait_for
from tests.journeys.test_axe import AXE, RULES, RUN

pytestmark = [pytest.mark.browser, pytest.mark.row("S2-02")]


def test_the_protocol_is_told_and_obeyed_by_keyboard(desks: Desks, transactional_db: None) -> None:
    team = make.team(name="Webcare")
    agent = make.user(Role.AGENT, teams=(team,), name="Yusuf", language="nl")
    protocol_ready.take(make.actor(Role.COORDINATOR))
    channel = make.channel(team=team, name="Plein")
    asked = make.received(channel, subject="", text="Wanneer komt u de bak halen?")
    formal = make.received(channel, subject="", text="Ik maak bezwaar tegen mijn boete.")
    desk = desks.desk(agent, f"/conversations/{formal.pk}/?in=team")
    page = desk.page

    agreed = page.locator("#agreed")
    expect(agreed).to_contain_text("beantwoorden (Bezwaar)")
    page.evaluate(AXE.read_text())
    assert page.evaluate(RUN, RULES) == []
    page.get_by_role("button", name="Zet deze tekst in mijn antwoord").press("Enter")
    expect(page.locator("#reply-text")).to_have_value(page.locator("#agreed .help").inner_text())

    page.goto(page.url.replace(str(formal.pk), str(asked.pk)))
    expect(agreed).to_contain_text("beantwoorden (Vragen)")
    desk.press("g")
    expect(page.get_by_label("Waarom het niet beantwoord wordt")).to_be_focused()
    desk.check_focus()
    if place := os.environ.get("PICTURES"):
        for width, height in ((1440, 900), (768, 1024), (360, 740)):
            page.set_viewport_size({"width": width, "height": height})
            page.screenshot(path=f"{place}/agreed-{width}.png")
        page.set_viewport_size({"width": 1440, "height": 900})
    page.keyboard.type("Al gebeld")
    desk.press("Enter")
    wait_for(lambda: Conversation.objects.get(pk=asked.pk).outcome_reason == "Al gebeld")
    assert Conversation.objects.get(pk=asked.pk).outcome == "seen"

"""Somebody is in danger: on every screen within seconds, and the 112 text under one key."""

import re

import pytest
from playwright.sync_api import expect

from gehoor.inbox.models import Draft
from gehoor.people.policies import Role
from gehoor.testing import make
from tests.journeys.desk import Desks

pytestmark = [pytest.mark.browser, pytest.mark.row("S0-11")]
DANGER = "Er ligt iemand in het water bij de Vissersbrug!"
WITHIN = 5_000
"""milliseconds, of the requirement"""


@pytest.mark.usefixtures("transactional_db")
def test_an_emergency_is_seen_at_once_answered_with_one_key_and_called_off_with_another(
    desks: Desks,
) -> None:
    team = make.team(name="Webcare")
    user = make.user(Role.AGENT, teams=(team,), name="Yusuf", language="nl")
    channel = make.channel(team=team, name="Mastodon")
    make.received(channel, thread="afval", subject="Afval", text="Over afval.")
    divides, works = desks.desk(user, "/inbox/unassigned/"), desks.desk(user, "/inbox/mine/")
    expect(divides.page.locator("#rows a")).to_have_count(1)

    make.received(channel, thread="water", subject="", text=DANGER, is_public=True)

    first = divides.page.locator("#rows li").first
    expect(first).to_contain_text("Spoed", timeout=WITHIN)
    expect(first).to_contain_text("Vissersbrug")
    expect(works.page.locator(".emergencies")).to_have_text(
        re.compile(r"Spoed\s*1"), timeout=WITHIN
    )
    expect(works.page.locator("#announcements")).to_contain_text("Spoed")

    divides.press("j")
    expect(divides.page.locator(".notice.emergency")).to_contain_text("ligt iemand in het water")
    divides.press("d")
    answer = divides.page.locator("#reply-text")
    expect(answer).to_have_value(re.compile("^Is er iemand in gevaar. Bel nu 112"))
    expect(answer).to_be_focused()
    divides.press("Escape", "d")
    assert answer.input_value().count("Bel nu 112") == 1, "it is there already"

    divides.press("Escape", "f")
    expect(divides.page.locator(".notice.emergency")).to_have_count(0)
    expect(divides.page.locator("#rows .badge[data-tone=error]")).to_have_count(0)
    divides.check_focus()


@pytest.mark.usefixtures("transactional_db")
def test_without_a_script_the_112_text_comes_behind_what_is_typed(desks: Desks) -> None:
    team = make.team(name="Webcare")
    user = make.user(Role.AGENT, teams=(team,), name="Yusuf", language="nl")
    made = make.received(make.channel(team=team), text=DANGER)
    desk = desks.desk(user, f"/conversations/{made.pk}/", java_script_enabled=False)

    desk.page.fill("#reply-text", "Beste Fatima,")
    desk.page.get_by_role("button", name="112-tekst in mijn antwoord").click()

    expect(desk.page.locator("#reply-text")).to_have_value(
        re.compile(r"^Beste Fatima,\s+Is er iemand in gevaar")
    )
    assert "Bel nu 112" in Draft.objects.get().text

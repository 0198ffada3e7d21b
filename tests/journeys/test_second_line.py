"""A colleague is asked by keyboard, and answers by a link in a browser without an account."""

import pytest
from playwright.sync_api import Page, expect

from gehoor.consultations.models import Consultation, Writing
from gehoor.people.policies import Role
from gehoor.testing import make
from tests.journeys.desk import Desks, wait_for
from tests.journeys.test_axe import AXE, RULES, RUN

pytestmark = [pytest.mark.browser, pytest.mark.row("S3-27"), pytest.mark.row("S3-06")]


def without_barriers(page: Page) -> list[str]:
    page.evaluate(AXE.read_text())
    found: list[str] = page.evaluate(RUN, RULES)
    return found


@pytest.mark.long
def test_a_question_goes_out_and_its_answer_comes_back_into_the_conversation(
    desks: Desks, transactional_db: None
) -> None:
    team = make.team(name="Webcare")
    agent = make.user(Role.COORDINATOR, teams=(team,), name="Yusuf", language="nl")
    asked = make.received(make.channel(team=team, name="Plein"), text="Mag mijn dakkapel?")
    make.expert(name="Vergunningen", phone="0123 45 67 89", term_hours=4)
    desk = desks.desk(agent, f"/conversations/{asked.pk}/?in=team")
    page = desk.page

    page.locator("#conversation-title").focus()
    desk.press("v")
    expect(page.get_by_role("heading", name="Vraag aan collega")).to_be_visible()
    assert without_barriers(page) == []
    desk.tab_to("Aan wie")
    desk.press("ArrowDown")
    desk.tab_to("Uw vraag")
    desk.type("Mag een dakkapel van twee meter?")
    desk.tab_to("Vraag stellen")
    desk.press("Enter")

    expect(page.get_by_role("heading", name="Vraag aan Vergunningen")).to_be_visible()
    expect(page.get_by_role("link", name="0123 45 67 89")).to_be_visible()
    assert without_barriers(page) == []
    page.get_by_role("button", name="Link maken").press("Enter")
    link = page.get_by_label("Link, alleen nu te zien").input_value()

    expert = desks.desk()
    expert.page.goto(link)
    assert without_barriers(expert.page) == []
    expert.page.get_by_role("button", name="Vraag openen").press("Enter")
    expect(expert.page.get_by_text("Mag een dakkapel van twee meter?")).to_be_visible()
    assert without_barriers(expert.page) == []
    expert.page.get_by_label("Uw antwoord").fill("Ja, tot twee meter.")
    expert.page.get_by_role("button", name="Antwoord versturen").press("Enter")
    expect(expert.page.get_by_role("heading", name="Dank u wel")).to_be_visible()
    wait_for(lambda: Consultation.objects.get().state == "answered")

    for address in ("/questions/", "/figures/second-line/", "/settings/phone-book/", "/board/",
                    f"/conversations/{asked.pk}/phoned/"):  # fmt: skip
        desk.open(address)
        assert without_barriers(page) == [], address
    desk.open(f"/conversations/{asked.pk}/?in=team")
    expect(page.locator("#messages")).to_contain_text("Ja, tot twee meter.")
    page.locator("#reply-text").focus()
    desk.type("Dat mag, tot twee meter.")
    desk.press("Control+Enter")
    wait_for(lambda: Writing.objects.exists())
    assert 0 < Writing.objects.get().seconds < 120

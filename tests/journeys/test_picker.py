"""Emoji and names by keyboard: found by name, put in where one writes, and never in the way."""

import pytest
from playwright.sync_api import expect

from gehoor.contracts.connector import Author
from gehoor.inbox.models import Conversation
from gehoor.people.models import User
from gehoor.people.policies import Role
from gehoor.testing import make
from tests.journeys.desk import Desk, Desks

pytestmark = [pytest.mark.browser]


@pytest.fixture
def agent(transactional_db: None) -> User:
    team = make.team(name="Webcare")
    user = make.user(Role.AGENT, teams=(team,), name="Yusuf", language="nl")
    make.user(Role.AGENT, teams=(team,), name="Anouk de Vries", language="nl")
    author = Author("@fatima@social.example", "Fatima Bakker")
    made = make.received(make.channel(team=team, name="Plein"), text="Vol!", author=author)
    Conversation.objects.filter(pk=made.pk).update(assignee=user)
    return user


@pytest.fixture
def desk(desks: Desks, agent: User) -> Desk:
    return desks.desk(agent, f"/conversations/{Conversation.objects.get().pk}/?in=mine")


def test_an_emoji_is_found_by_its_dutch_name_and_counted(desk: Desk) -> None:
    page = desk.page
    page.locator("#reply-text").fill("Dank ")
    before = page.locator("#reply-signed").inner_text()
    desk.press("Tab")
    desk.tab_to("Emoji")
    desk.press("Enter")
    expect(page.locator("#picker-words")).to_be_focused()
    desk.check_focus()
    desk.type("duim om")
    expect(page.locator("#picker").get_by_role("option", name="duim omhoog")).to_have_attribute(
        "aria-selected", "true"
    )
    desk.press("Enter")

    expect(page.locator("#reply-text")).to_have_value("Dank 👍")
    expect(page.locator("#reply-text")).to_be_focused()
    expect(page.locator("#picker")).to_have_count(0)
    assert page.locator("#reply-signed").inner_text() != before


def test_typing_a_colon_offers_emoji_and_takes_nothing_until_one_is_chosen(desk: Desk) -> None:
    page = desk.page
    page.locator("#reply-text").focus()
    desk.type("Fijn :th")
    expect(page.locator("#picker")).to_be_visible()
    expect(page.locator("#reply-text")).to_be_focused()
    desk.press("Enter")
    expect(page.locator("#picker")).to_have_count(0)
    expect(page.locator("#reply-text")).to_have_value("Fijn :th\n")

    desk.type(":thumbs")
    option = page.locator("#picker").get_by_role("option", name="duim omhoog")
    expect(option).to_be_visible()
    desk.press("ArrowDown")
    expect(page.locator("#reply-text")).to_have_attribute(
        "aria-activedescendant", option.get_attribute("id") or ""
    )
    # Whatever tells again that the same was typed, what was chosen stays chosen.
    page.locator("#reply-text").dispatch_event("input")
    desk.press("Enter")
    expect(page.locator("#reply-text")).to_have_value("Fijn :th\n👍")


@pytest.mark.parametrize("typed", ["Om 12:30 uur :)", "https://x.example/:ab", "mail a@b.example"])
def test_what_is_no_name_opens_nothing(desk: Desk, typed: str) -> None:
    desk.page.locator("#reply-text").focus()

    desk.type(typed)
    expect(desk.page.locator("#reply-text")).to_have_value(typed)
    # What follows does open it, so the way there was gone through.
    desk.type(" :du")

    expect(desk.page.locator("#picker")).to_have_count(1)
    expect(desk.page.locator("#reply-text")).to_have_value(f"{typed} :du")


def test_escape_closes_it_and_leaves_one_typing_in_peace(desk: Desk) -> None:
    page = desk.page
    page.locator("#reply-text").focus()
    desk.type(":du")
    expect(page.locator("#picker")).to_be_visible()

    desk.press("Escape")
    expect(page.locator("#picker")).to_have_count(0)
    expect(page.locator("#reply-text")).to_be_focused()
    desk.type("im")
    expect(page.locator("#reply-text")).to_have_value(":duim")
    desk.type(" @")
    expect(page.locator("#picker")).to_have_attribute("data-kind", "people")


def test_who_wrote_is_named_in_a_reply_and_a_colleague_in_a_note(desk: Desk) -> None:
    page = desk.page
    page.locator("#reply-text").focus()
    desk.type("Dag @fat")
    expect(page.locator("#picker").get_by_role("option", name="Fatima Bakker")).to_be_visible()
    desk.press("ArrowDown", "Enter")
    expect(page.locator("#reply-text")).to_have_value("Dag @fatima@social.example ")

    desk.press("Escape", "n")
    expect(page.locator("#note-text")).to_be_focused()
    desk.type("Kijk jij, @an")
    expect(page.locator("#picker").get_by_role("option", name="Anouk de Vries")).to_be_visible()
    desk.press("ArrowDown", "Tab")
    expect(page.locator("#note-text")).to_have_value("Kijk jij, @Anouk de Vries ")


def test_the_mouse_picks_without_taking_the_cursor_away(desk: Desk) -> None:
    page = desk.page
    page.locator("#reply-text").fill("Voor na")
    page.locator("#reply-text").evaluate("(area) => area.setSelectionRange(5, 5)")
    page.locator("form.reply [data-sign=':']").click()
    page.locator("#picker").get_by_role("option", name="ster", exact=True).click()

    expect(page.locator("#reply-text")).to_have_value("Voor ⭐na")
    expect(page.locator("#reply-text")).to_be_focused()


def test_nothing_of_it_is_fetched_before_somebody_asks(desks: Desks, desk: Desk) -> None:
    desk.page.locator("#reply-text").fill("Dank u wel.")
    fetched = " ".join(desks.watch.requests)
    assert "picker" not in fetched
    assert "/static/files" not in fetched

    desk.page.locator("form.reply [data-sign=':']").click()
    expect(desk.page.locator("#picker")).to_be_visible()


def test_without_a_script_no_picker_is_offered(desks: Desks, agent: User) -> None:
    pk = Conversation.objects.get().pk
    page = desks.desk(agent, f"/conversations/{pk}/?in=mine", java_script_enabled=False).page

    expect(page.locator("form.reply [data-sign=':']")).to_be_hidden()
    expect(page.locator("#reply-text")).to_be_visible()

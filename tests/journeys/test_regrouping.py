"""Splitting and merging in a browser, with and without our script, and back again."""

import re

import pytest
from playwright.sync_api import expect

from gehoor.contracts.connector import Author
from gehoor.inbox.models import Conversation
from gehoor.people.models import User
from gehoor.people.policies import Role
from gehoor.testing import make
from tests.journeys.desk import Desk, Desks, wait_for

pytestmark = [pytest.mark.browser]
FATIMA = Author("fatima@voorbeeld.example", "Fatima Bakker")


@pytest.fixture
def agent(transactional_db: None) -> User:
    """Somebody with one conversation about two things, and another of the same resident."""
    team = make.team(name="Webcare")
    user = make.user(Role.AGENT, teams=(team,), name="Yusuf", language="nl")
    channel = make.channel(team=team, name="Postbus", connector="email")
    for name, answers, subject, text in (
        ("a", "", "Afval", "De bak staat er nog."),
        ("b", "a", "Afval", "En de lantaarn is stuk."),
        ("c", "", "Nog eens afval", "Hij staat er nog steeds."),
    ):
        make.received(
            channel, external_id=f"<{name}>", answers=(f"<{answers}>",) if answers else (),
            subject=subject, text=text, author=FATIMA,
        )  # fmt: skip
    return user


def numbers() -> dict[str, int]:
    """How many messages stand in each conversation that is there."""
    there = Conversation.objects.filter(merged_into=None)
    return {each.subject: each.messages.count() for each in there}


def open_first(desk: Desk) -> None:
    desk.press("j")
    expect(desk.page.locator("#conversation-title")).to_have_text("Afval")


def choose_by_name(desk: Desk, words: str) -> None:
    desk.press("Control+k")
    expect(desk.page.locator("#palette-words")).to_be_focused()
    desk.type(words)
    expect(desk.page.locator("#palette [aria-selected=true]")).to_contain_text(words)
    desk.press("Enter")


def split(desk: Desk) -> None:
    """On the page that asks: at the second message, under a name of its own."""
    desk.page.get_by_label(re.compile("lantaarn is stuk")).check()
    desk.page.get_by_label("Onderwerp van het nieuwe gesprek").fill("Lantaarn")
    desk.page.get_by_role("button", name="Splitsen").click()


def test_a_conversation_is_split_by_its_name_in_the_palette_and_put_back_with_z(
    desks: Desks, agent: User
) -> None:
    desk = desks.desk(agent, "/inbox/team/")
    open_first(desk)

    choose_by_name(desk, "Gesprek splitsen")
    split(desk)

    expect(desk.page.locator("#conversation-title")).to_have_text("Lantaarn")
    expect(desk.page.locator(".belongs")).to_contain_text("Afval")
    assert numbers() == {"Afval": 1, "Lantaarn": 1, "Nog eens afval": 1}
    desk.page.wait_for_selector("html[data-script]", state="attached")
    desk.press("z")
    wait_for(lambda: numbers() == {"Afval": 2, "Nog eens afval": 1})
    expect(desk.page.locator("#conversation-title")).to_have_text("Afval")
    expect(desk.page.locator("#messages .message")).to_have_count(2)


def test_two_of_one_resident_are_merged_from_the_menu_and_lead_to_each_other(
    desks: Desks, agent: User
) -> None:
    desk = desks.desk(agent, "/inbox/team/")
    open_first(desk)

    desk.page.locator("#conversation-head").get_by_text("Meer", exact=True).click()
    desk.page.get_by_role("link", name="Gesprekken samenvoegen").click()
    desk.page.get_by_label(re.compile("Nog eens afval")).check()
    desk.page.get_by_role("button", name="Samenvoegen").click()

    expect(desk.page.locator("#messages .message")).to_have_count(3)
    expect(desk.page.locator(".belongs")).to_contain_text("Nog eens afval")
    assert numbers() == {"Afval": 3}
    desk.page.get_by_role("button", name="Terugzetten").click()
    wait_for(lambda: numbers() == {"Afval": 2, "Nog eens afval": 1})
    expect(desk.page.locator("#messages .message")).to_have_count(2)


def test_without_a_script_splitting_and_putting_back_are_pages(desks: Desks, agent: User) -> None:
    desk = desks.desk(agent, "/inbox/team/", java_script_enabled=False)
    desk.page.get_by_role("link", name=re.compile("lantaarn is stuk")).click()

    desk.page.locator("#conversation-head").get_by_text("Meer", exact=True).click()
    desk.page.get_by_role("link", name="Gesprek splitsen").click()
    split(desk)
    expect(desk.page.locator("#flashes")).to_contain_text("Gesplitst")
    desk.page.get_by_role("button", name="Terugzetten").click()

    expect(desk.page.locator("#conversation-title")).to_have_text("Afval")
    assert numbers() == {"Afval": 2, "Nog eens afval": 1}

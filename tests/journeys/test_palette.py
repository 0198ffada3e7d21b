"""Ctrl+K and the kept views, by keyboard: found by name, done by key."""

import re

import pytest
from playwright.sync_api import expect

from gehoor.inbox.models import Conversation, SavedView
from gehoor.people.models import User
from gehoor.people.policies import Role
from gehoor.testing import make
from tests.journeys.desk import Desks, wait_for

pytestmark = [pytest.mark.browser]


@pytest.fixture
def agent(transactional_db: None) -> User:
    team = make.team(name="Webcare")
    user = make.user(Role.AGENT, teams=(team,), name="Yusuf", language="nl")
    post, forum = (make.channel(team=team, name=name) for name in ("Postbus", "Forum"))
    for channel, subject in ((post, "Afval"), (forum, "Lantaarn")):
        made = make.received(channel, thread=subject, subject=subject, text=f"Over {subject}.")
        Conversation.objects.filter(pk=made.pk).update(assignee=user)
    return user


def test_an_act_is_chosen_by_its_name_and_shows_its_key(desks: Desks, agent: User) -> None:
    desk = desks.desk(agent, "/inbox/mine/")
    desk.press("j")
    expect(desk.page.locator("#conversation-title")).to_have_text("Afval")

    desk.press("Control+k")
    expect(desk.page.locator("#palette-words")).to_be_focused()
    desk.type("afronden")
    chosen = desk.page.locator("#palette [aria-selected=true]")
    expect(chosen).to_contain_text("e")
    desk.press("Enter")

    wait_for(lambda: Conversation.objects.get(subject="Afval").status == "done")
    expect(desk.page.locator("#conversation-title")).to_have_text("Lantaarn")


def test_a_conversation_is_found_by_a_word_in_it(desks: Desks, agent: User) -> None:
    desk = desks.desk(agent, "/profile/")

    desk.press("Control+k")
    expect(desk.page.locator("#palette-words")).to_be_focused()
    desk.type("lantaarns")
    expect(desk.page.locator("#palette [aria-selected=true]")).to_contain_text("Lantaarn")
    desk.press("Enter")

    expect(desk.page.locator("#conversation-title")).to_have_text("Lantaarn")


def test_escape_closes_and_focus_is_where_it_was(desks: Desks, agent: User) -> None:
    desk = desks.desk(agent, "/inbox/mine/")
    desk.press("j")
    expect(desk.page.locator("#conversation-title")).to_have_text("Afval")

    desk.press("Control+k")
    expect(desk.page.locator("#palette-words")).to_be_focused()
    desk.type("bestaat niet")
    offered = desk.page.locator("#palette [role=option]:visible")
    expect(offered).to_have_text(["Zoek in alle gesprekken naar “bestaat niet”"])
    desk.press("Escape")

    expect(desk.page.locator("dialog[open]")).to_have_count(0)
    desk.check_focus()


def test_acts_that_are_not_possible_here_are_not_offered(desks: Desks, agent: User) -> None:
    desk = desks.desk(agent, "/profile/")

    desk.press("Control+k")
    expect(desk.page.locator("#palette-words")).to_be_focused()

    expect(desk.page.locator("#palette [data-key]")).to_have_count(0)


def test_a_list_is_narrowed_kept_and_opened_with_its_digit(desks: Desks, agent: User) -> None:
    desk = desks.desk(agent, "/inbox/team/")

    desk.page.get_by_text("Weergaven", exact=True).click()
    desk.page.get_by_role("link", name="Filteren en weergaven").click()
    desk.page.get_by_label("Kanaal").select_option("Forum")
    desk.page.get_by_label("Naam van de weergave").fill("Het forum")
    desk.page.get_by_role("button", name="Bewaren als weergave").click()
    expect(desk.page.locator("#rows li")).to_have_count(1)
    desk.open("/inbox/team/")
    expect(desk.page.locator("#rows li")).to_have_count(2)
    desk.press("1")

    expect(desk.page).to_have_url(re.compile(r"channel=\d+"))
    expect(desk.page.locator("#rows li")).to_have_count(1)
    assert SavedView.objects.get().name == "Het forum"


def test_without_a_script_the_palette_is_a_page(desks: Desks, agent: User) -> None:
    desk = desks.desk(agent, "/inbox/mine/", java_script_enabled=False)

    desk.page.get_by_role("link", name="Zoek of kies").click()
    desk.page.get_by_label("Woorden uit een gesprek").fill("lantaarn")
    desk.page.get_by_role("button", name="Zoek").last.click()
    desk.page.get_by_role("link", name=re.compile("^Lantaarn")).click()

    expect(desk.page.locator("#conversation-title")).to_have_text("Lantaarn")

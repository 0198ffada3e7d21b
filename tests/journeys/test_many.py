"""Several conversations at once, by keyboard alone, by touch, and without a script."""

import re

import pytest
from playwright.sync_api import expect

from gehoor.inbox.models import Conversation
from gehoor.people.models import User
from gehoor.people.policies import Role
from gehoor.testing import make
from tests.journeys.desk import Desk, Desks, wait_for

pytestmark = [pytest.mark.browser]


@pytest.fixture
def agent(transactional_db: None) -> User:
    """Somebody with thirty conversations in the team's list."""
    team = make.team(name="Webcare")
    user = make.user(Role.AGENT, teams=(team,), name="Yusuf", language="nl")
    channel = make.channel(team=team, name="Postbus")
    for number in range(30):
        make.conversation(channel=channel, subject=f"Vraag {number + 1}")
    return user


def tagged(name: str) -> int:
    return Conversation.objects.filter(tags__name=name).count()


def chosen(desk: Desk, number: int) -> None:
    expect(desk.page.locator("#many-number")).to_have_text(f"{number} gekozen")
    desk.check_focus()


@pytest.mark.row("S3-29")
def test_twenty_are_labelled_by_keyboard_and_all_taken_back(desks: Desks, agent: User) -> None:
    desk = desks.desk(agent, "/inbox/team/")

    desk.press("x")
    chosen(desk, 1)
    for _ in range(19):
        desk.press("Shift+J")
    chosen(desk, 20)
    desk.press("l")
    expect(desk.page.locator("#many-dialog")).to_contain_text("20 gesprekken.")
    desk.check_focus()
    desk.type("Storm")
    desk.press("Enter")

    expect(desk.page.locator("#flashes")).to_contain_text("toegevoegd aan 20 gesprekken.")
    desk.check_focus()
    assert tagged("Storm") == 20
    expect(desk.page.locator("#many")).to_be_hidden()
    desk.press("z")
    expect(desk.page.locator("#flashes")).to_contain_text("Ongedaan gemaakt voor 20 gesprekken.")
    desk.check_focus()
    assert tagged("Storm") == 0


def test_the_whole_page_is_seen_with_a_reason_and_the_rows_leave(desks: Desks, agent: User) -> None:
    desk = desks.desk(agent, "/inbox/team/")

    desk.press("x", "Control+a")
    chosen(desk, 30)
    desk.press("g")
    reason = desk.page.locator("#many-dialog [name=reason]")
    expect(reason).to_be_focused()
    desk.type("Alleen genoemd")
    desk.press("Enter")

    expect(desk.page.locator("#flashes")).to_contain_text("30 gesprekken gezien, geen actie.")
    expect(desk.page.locator("#rows li")).to_have_count(0)
    ended = Conversation.objects.filter(outcome="seen", outcome_reason="Alleen genoemd")
    assert ended.count() == 30


def test_escape_leaves_the_dialog_and_then_the_choice(desks: Desks, agent: User) -> None:
    desk = desks.desk(agent, "/inbox/team/")

    desk.press("x", "Shift+J", "e")
    expect(desk.page.locator("#many-dialog")).to_be_visible()
    desk.press("Escape")
    expect(desk.page.locator("#many-dialog")).to_be_hidden()
    chosen(desk, 2)
    desk.press("Escape")

    expect(desk.page.locator("#many")).to_be_hidden()
    desk.check_focus()
    assert not Conversation.objects.filter(status="done").exists()


def test_what_a_colleague_did_meanwhile_is_left_out_by_name(desks: Desks, agent: User) -> None:
    desk = desks.desk(agent, "/inbox/team/")
    desk.press("x", "Shift+J")
    chosen(desk, 2)
    first = Conversation.objects.order_by("pk")[0]

    make.received(first.channel, subject="Nieuw")
    Conversation.objects.get(subject="Nieuw").messages.update(conversation=first)
    desk.press("g")
    expect(desk.page.locator("#many-dialog [name=reason]")).to_be_focused()
    desk.type("Dubbel")
    desk.press("Enter")

    expect(desk.page.locator("#flashes")).to_contain_text("1 is overgeslagen.")
    desk.page.locator(".many-left summary").click()
    expect(desk.page.locator(".many-left")).to_contain_text("Vraag 1: veranderd sinds u het zag")
    first.refresh_from_db()
    assert first.status == "open"


def test_without_a_script_boxes_and_buttons_do_the_same(desks: Desks, agent: User) -> None:
    desk = desks.desk(agent, "/inbox/team/", java_script_enabled=False)

    for place in (0, 1, 2):
        desk.page.locator("#rows .choose").nth(place).click()
    desk.page.get_by_role("button", name=re.compile("^Label")).click()
    desk.page.fill("[name=label]", "Storm")
    desk.page.get_by_role("button", name="Label toevoegen").click()

    expect(desk.page.locator("#flashes")).to_contain_text("toegevoegd aan 3 gesprekken.")
    assert tagged("Storm") == 3
    desk.page.get_by_role("button", name=re.compile("Ongedaan")).click()
    expect(desk.page.locator("#flashes")).to_contain_text("Ongedaan gemaakt voor 3 gesprekken.")
    wait_for(lambda: tagged("Storm") == 0)

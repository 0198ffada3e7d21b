"""The reading mode by keyboard alone: hundreds read and dealt with, a hundred at a time."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from gehoor.audit.models import Entry
from gehoor.channels.models import Channel
from gehoor.flows import handling
from gehoor.inbox.models import Conversation, Message
from gehoor.people import queries as people
from gehoor.people.models import User
from gehoor.people.policies import Role
from gehoor.testing import make
from tests.journeys.desk import Desk, Desks, wait_for
from tests.journeys.test_axe import Screen, check, press
from tests.journeys.test_reflow import SMALL, narrow, too_wide

pytestmark = [pytest.mark.browser]

REASON = "Alleen genoemd"
PLACE = "/reading/"


@pytest.fixture
def agent(transactional_db: None) -> User:
    """Somebody of a team that found a lot."""
    team = make.team(name="Webcare")
    make.channel(team=team, name="Mastodon")
    return make.user(Role.AGENT, teams=(team,), name="Yusuf", language="nl")


def fill(number: int, **more: Any) -> None:
    """Let so many posts be found, without the work of a real intake."""
    channel, contact = Channel.objects.get(name="Mastodon"), make.contact()
    found = [
        make.conversation(
            channel=channel, contact=contact, subject=f"Bericht {n}", is_public=True,
            next_sequence=2,
        )
        for n in range(1, number + 1)
    ]  # fmt: skip
    Message.objects.bulk_create(
        Message(
            conversation=each, channel=channel, sequence=1, kind="in", author_name="Fatima Bakker",
            text=f"{each.subject}: de kapvergunning voor de beuk in de Lindelaan.",
            sent_at=each.sort_at, **more,
        )
        for each in found
    )  # fmt: skip


def untouched(desk: Desk, number: int) -> None:
    expect(desk.page.locator("#reading-sum")).to_contain_text(f"Onaangeraakt: {number}.")


def stands_at(desk: Desk, words: str) -> None:
    row = desk.page.locator("#rows > li:has(> a:focus)")
    expect(row).to_contain_text(f"{words}:")
    desk.check_focus()


@pytest.mark.row("S3-34")
@pytest.mark.row("S3-29")
def test_312_are_read_and_dealt_with_by_keyboard_until_nothing_is_untouched(
    desks: Desks, agent: User
) -> None:
    fill(312)
    desk = desks.desk(agent, PLACE)
    untouched(desk, 312)

    # One is seen, one goes to the inbox, one gets a label and stays.
    desk.press("j")
    stands_at(desk, "Bericht 1")
    desk.press("g", "i", "j")
    stands_at(desk, "Bericht 4")
    desk.press("l")
    expect(desk.page.locator("#many-dialog")).to_be_visible()
    desk.type("Bomen")
    desk.press("Enter")
    expect(desk.page.locator("#rows > li:has(> a:focus) .tag")).to_have_text("Bomen")
    untouched(desk, 310)
    # The rest of this screen, and the next ones with the same reason.
    desk.press("Shift+G")
    expect(desk.page.locator("#many-dialog [name=reason]")).to_be_focused()
    desk.type(REASON)
    desk.press("Enter")
    untouched(desk, 212)
    stands_at(desk, "Bericht 101")
    desk.press("Shift+G")
    expect(desk.page.locator("#many-dialog [name=reason]")).to_have_value(REASON)
    expect(desk.page.locator("#many-dialog [name=reason]")).to_be_focused()
    desk.press("Enter")
    untouched(desk, 112)
    stands_at(desk, "Bericht 201")
    # Everything that is left, also what no screen shows.
    desk.press("Shift+E")
    expect(desk.page.locator("#many-dialog")).to_contain_text("112 gesprekken")
    expect(desk.page.locator("#many-dialog [name=reason]")).to_be_focused()
    desk.press("Enter")
    expect(desk.page.locator("#list")).to_contain_text("Alles is gelezen.")
    untouched(desk, 0)
    finished = Entry.objects.filter(act="conversation.finished", actor=agent, reason=REASON)
    assert finished.values("conversation_id").distinct().count() == 310
    assert Conversation.objects.filter(status="open", is_unread=True).count() == 0
    assert [each.subject for each in Conversation.objects.filter(status="open")] == ["Bericht 2"]


def test_what_happens_meanwhile_is_told_and_moves_nothing(desks: Desks, agent: User) -> None:
    fill(3)
    desk = desks.desk(agent, PLACE)
    desk.press("j", "j")
    stands_at(desk, "Bericht 2")
    place = desk.page.locator("#rows > li").nth(1).bounding_box()

    colleague = people.actor_of(make.user(Role.AGENT, teams=(Channel.objects.get().team,)))
    first = Conversation.objects.order_by("pk")[0]
    handling.finish(colleague, first, outcome=Conversation.Outcome.SEEN)
    make.received(Channel.objects.get(), thread="nieuw", text="Komt erbij")

    expect(desk.page.locator("#rows > li").first).to_contain_text("Intussen behandeld")
    expect(desk.page.locator("#reading-fresh")).to_contain_text("1 heeft iets nieuws")
    stands_at(desk, "Bericht 2")
    assert desk.page.locator("#rows > li").nth(1).bounding_box() == place
    expect(desk.page.locator("#rows > li")).to_have_count(3)


def test_what_was_done_by_a_key_comes_back_by_a_key(desks: Desks, agent: User) -> None:
    fill(4)
    desk = desks.desk(agent, PLACE)

    desk.press("j", "g", "g", "i")
    wait_for(lambda: Conversation.objects.filter(is_unread=True).count() == 1)
    expect(desk.page.locator("#rows > li")).to_have_count(1)
    expect(desk.page.locator("#reading-page")).to_contain_text("Klaar met deze 1")
    for left in (2, 3, 4):
        desk.press("z")
        expect(desk.page.locator("#rows > li")).to_have_count(left)
        desk.check_focus()

    assert Conversation.objects.filter(status="open", is_unread=True).count() == 4
    expect(desk.page.locator("#rows > li").first).to_contain_text("Bericht 1")
    # So does a whole screen.
    desk.press("Shift+G")
    expect(desk.page.locator("#many-dialog [name=reason]")).to_be_focused()
    desk.type(REASON)
    desk.press("Enter")
    expect(desk.page.locator("#list")).to_contain_text("Alles is gelezen.")
    desk.press("z")
    expect(desk.page.locator("#rows > li")).to_have_count(4)
    desk.check_focus()
    # What asks something first is asked for the row one is at.
    desk.press("a")
    expect(desk.page.locator("#many-dialog")).to_contain_text("1 gesprek.")
    desk.press("Escape")
    desk.check_focus()


def choose(page: Page) -> None:
    page.wait_for_selector("html[data-script]", state="attached")
    page.keyboard.press("x")
    page.locator("#many").wait_for()


def test_the_reading_mode_has_no_barriers(desks: Desks, agent: User) -> None:
    screens = [Screen("reading-empty", PLACE), Screen("reading-nothing-fits", f"{PLACE}?words=zee")]
    assert check(desks, screens, agent) == []
    fill(3)
    long = Message.objects.order_by("pk")[0]
    Message.objects.filter(pk=long.pk).update(text="Een lang verhaal. " * 90)
    handling.add_tag(people.actor_of(agent), long.conversation, "Bomen")
    screens = [
        Screen("reading", PLACE),
        Screen("reading-narrowed", f"{PLACE}?read=yes"),
        Screen("reading-chosen", PLACE, choose),
        Screen("reading-dialog", PLACE, press("Shift+G", "dialog[open]")),
    ]

    assert check(desks, screens, agent) == []


@pytest.mark.parametrize("width", [320, 360])
def test_it_fits_a_telephone_and_can_be_pressed_there(
    desks: Desks, agent: User, width: int
) -> None:
    fill(2)
    desk = narrow(desks, agent, width)

    assert too_wide(desk, [PLACE]) == []
    desk.open(PLACE)
    assert desk.page.evaluate(SMALL) == []
    desk.page.get_by_role("button", name=re.compile("^Gezien")).first.tap()
    expect(desk.page.locator("#rows > li")).to_have_count(1)

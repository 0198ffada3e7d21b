"""What an answer would give away, in a browser: stopped, put in a private message, and let out."""

import pytest
from playwright.sync_api import Page, expect

from gehoor.audit.models import Entry
from gehoor.contracts.posts import Visibility
from gehoor.inbox.models import Conversation, Draft, Reply
from gehoor.people.models import Team, User
from gehoor.people.policies import Role
from gehoor.testing import make
from tests.journeys.desk import Desk, Desks, wait_for
from tests.journeys.test_axe import AXE, RULES, RUN

pytestmark = [pytest.mark.browser, pytest.mark.row("S2-13")]

BSN = "123456782"
GENERAL, PERSONAL = "De aanslag klopt.", f"Uw BSN is {BSN}."


@pytest.fixture
def team(transactional_db: None) -> Team:
    return make.team(name="Webcare")


@pytest.fixture
def asked(team: Team) -> Conversation:
    channel = make.channel(team=team, name="Plein", settings={"window": "none"})
    open_to_all = {"visibility": Visibility.PUBLIC, "is_public": True, "is_to_us": True}
    return make.received(channel, subject="Mijn aanslag", **open_to_all)


def colleague(team: Team, role: Role, name: str) -> User:
    return make.user(role, teams=(team,), name=name, language="nl")


def typed(page: Page) -> str:
    return page.locator("#reply-text").input_value()


@pytest.mark.long
def test_what_is_stopped_goes_on_in_private_and_two_let_another_out(
    desks: Desks, team: Team, asked: Conversation
) -> None:
    address = f"/conversations/{asked.pk}/?in=team"
    desk = desks.desk(colleague(team, Role.AGENT, "Yusuf"), address)
    page = desk.page
    page.fill("#reply-text", f"{GENERAL} {PERSONAL}")
    desk.press("Control+Enter")

    # It is stopped, in words and by the keyboard, with the text where it was.
    expect(page.locator("#leak")).to_be_focused()
    desk.check_focus()
    expect(page.locator("#leak mark")).to_have_text(f"{BSN} burgerservicenummer (BSN)")
    assert typed(page) == f"{GENERAL} {PERSONAL}"
    assert Draft.objects.get().text == f"{GENERAL} {PERSONAL}"
    page.evaluate(AXE.read_text())
    assert page.evaluate(RUN, RULES) == []

    # Its sentence goes to the private message, the rest stays for everybody.
    desk.tab_to("Zet dit in een privébericht")
    desk.press("Enter")
    expect(page.locator("#audience-direct")).to_be_checked()
    assert typed(page) == PERSONAL
    page.locator("form.reply button.primary").click()
    expect(page.locator("#leak")).to_contain_text("Nog niet verstuurd")
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.set_viewport_size({"width": 1280, "height": 720})
    page.get_by_role("button", name="Versturen, dit mag deze persoon weten").click()
    wait_for(lambda: Reply.objects.filter(visibility="direct").exists())
    expect(page.locator("#audience-public")).to_be_checked()
    assert typed(page) == GENERAL
    page.locator("form.reply button.primary").click()
    wait_for(lambda: Reply.objects.filter(visibility="public").exists())
    assert Reply.objects.get(visibility="public").message.text == GENERAL

    # With a reason it waits for a coordinator; it did not leave.
    ria = colleague(team, Role.COORDINATOR, "Ria")
    # By the same writer, at once: what they sent a moment ago is no answer of a colleague.
    page.fill("#reply-text", PERSONAL)
    desk.press("Control+Enter")
    page.locator("#leak summary").click()
    page.get_by_label("Waarom mogen anderen dit lezen?").fill("Een voorbeeld uit de folder.")
    desk.press("Enter")
    expect(page.locator("#messages .waits")).to_contain_text("Wacht op akkoord van Ria")
    assert Reply.objects.filter(visibility="public").count() == 1
    _let_out_by(desks.desk(ria, address))
    assert not [url for url in desks.watch.requests if BSN in url]


def _let_out_by(desk: Desk) -> None:
    page = desk.page
    # Ria sees it marked, by one key from the inbox, and lets it leave.
    desk.press("q")
    page.get_by_role("link", name="Yusuf").click()
    expect(page.locator("main mark")).to_have_text(f"{BSN} burgerservicenummer (BSN)")
    page.evaluate(AXE.read_text())
    assert page.evaluate(RUN, RULES) == []
    page.get_by_role("button", name="Goedkeuren en versturen").click()
    wait_for(lambda: Entry.objects.filter(act="reply.let_out").exists())

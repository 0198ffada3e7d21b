"""News comes by itself: to a colleague's screen, to many tabs, and after the server was away."""

from collections.abc import Iterator

import pytest
from django.conf import settings as django_settings
from playwright.sync_api import Browser, expect
from pytest_django import Settings

from gehoor.channels import actions as channels
from gehoor.channels.models import Channel
from gehoor.flows import health
from gehoor.inbox.models import Conversation
from gehoor.people.models import Team, User
from gehoor.people.policies import Role
from gehoor.project.asgi import live
from gehoor.testing import make
from gehoor.testing.web import running
from tests.journeys.conftest import Served
from tests.journeys.desk import Desks, counted

pytestmark = [pytest.mark.browser]

RENEWED_WITHIN = 60_000
TABS = 8


@pytest.fixture
def team(transactional_db: None) -> Team:
    team = make.team(name="Webcare")
    channel = make.channel(team=team, name="Postbus")
    make.received(channel, thread="Afval", subject="Afval", text="Over Afval.")
    return team


@pytest.fixture
def agent(team: Team) -> User:
    return make.user(Role.AGENT, teams=(team,), name="Yusuf", language="nl")


def waste() -> str:
    return f"/conversations/{Conversation.objects.get().pk}/?in=team"


def test_a_colleagues_answer_appears_and_ones_own_draft_stays(
    desks: Desks, agent: User, team: Team
) -> None:
    mine = desks.desk(agent, waste())
    colleague = make.user(Role.AGENT, teams=(team,), name="Anouk", language="nl")
    theirs = desks.desk(colleague, waste())
    mine.page.locator("#reply-text").click()
    mine.type("Ik was bezig")

    theirs.page.fill("#reply-text", "Ik heb het al.")
    theirs.page.locator("#reply-text").press("Control+Enter")
    theirs.page.get_by_role("button", name="Overnemen en versturen").click()

    thread = mine.page.locator("#messages")
    expect(thread).to_contain_text("Ik heb het al.")
    expect(mine.page.locator("#reply-text")).to_have_value("Ik was bezig")
    expect(mine.page.locator("#reply-text")).to_be_focused()
    mine.check_focus()


def test_eight_tabs_all_load_and_all_hear_the_news(desks: Desks, agent: User) -> None:
    context = desks.context(agent)
    tabs = [context.new_page() for _ in range(TABS)]
    for tab in tabs:
        tab.goto(f"{desks.address}/inbox/team/")

    channel = Conversation.objects.get().channel
    make.received(channel, thread="Kelder", subject="Kelder onder water", text="Help.")

    for tab in tabs:
        expect(tab.locator("#rows")).to_contain_text("Kelder onder water")


@pytest.fixture
def own_port(served: Served, browser: Browser, agent: User, settings: Settings) -> Iterator[int]:
    """A port where a server can be stopped without ending the one of the other tests."""
    with running(served) as port:
        pass
    settings.BASE_URL = f"http://localhost:{port}"
    settings.UNTRUSTED_URL = f"http://127.0.0.1:{port}"
    yield port
    served.wait_until_quiet()


def test_a_server_that_is_away_is_told_and_its_return_brings_the_news(
    own_port: int, served: Served, browser: Browser, agent: User
) -> None:
    with counted(browser, django_settings.BASE_URL) as desks:
        with running(served, port=own_port, before_shutdown=live.close):
            page = desks.desk(agent, "/inbox/team/").page
            expect(page.locator("#connection-lost")).to_be_hidden()
        lost = page.locator("#connection-lost")
        expect(lost).to_be_visible(timeout=20_000)
        expect(lost).to_contain_text("Verbinding kwijt. U ziet mogelijk niet alles.")
        channel = Conversation.objects.get().channel
        make.received(channel, thread="Kelder", subject="Kelder onder water", text="Help.")

        with running(served, port=own_port, before_shutdown=live.close):
            expect(page.locator("#rows")).to_contain_text("Kelder onder water", timeout=40_000)
            expect(lost).to_be_hidden()
            page.context.close()


def test_the_condition_renews_itself_says_so_and_leaves_focus_where_it_is(
    desks: Desks, team: Team
) -> None:
    channel = make.channel(team=team, name="Postbus burgerzaken")
    admin = make.user(Role.ADMINISTRATOR, name="Bea", language="nl")
    desk = desks.desk(admin, "/health/")
    link = desk.page.get_by_role("link", name="Kanaal Postbus burgerzaken")
    link.focus()
    expect(desk.page.locator("#alarms-in-menu")).to_be_attached()
    before = desk.page.locator("#condition").get_attribute("data-summary")

    channels.record_health(channel, Channel.Health.LOCKED_OUT, "It did not accept the password.")
    health.look_around()

    card = desk.page.locator(".card", has_text="Postbus burgerzaken")
    expect(card).to_contain_text("Accepteert onze inloggegevens niet", timeout=RENEWED_WITHIN)
    expect(card.get_by_role("button", name="Ik kijk ernaar")).to_be_visible()
    expect(link).to_be_focused()
    desk.check_focus()
    summary = desk.page.locator("#condition").get_attribute("data-summary") or ""
    assert summary != before
    expect(desk.page.locator("#announcements")).to_have_text(summary)

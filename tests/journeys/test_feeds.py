"""Following the news: an administrator adds a feed, a colleague reads what is new at its source."""

from collections.abc import Iterator

import pytest
from django.core import mail
from playwright.sync_api import expect
from pytest_django import Settings

from gehoor.channels import queries as channels
from gehoor.channels.models import Channel
from gehoor.connectors.feed.tests.peer import feed, item
from gehoor.flows import incoming, listening, polling
from gehoor.kit.clock import now
from gehoor.listening import queries
from gehoor.listening.models import Hit
from gehoor.people.models import Team, User
from gehoor.people.policies import Role
from gehoor.testing import make
from gehoor.testing.websource import Page, WebSource, web_source
from tests.journeys.desk import Desk, Desks

pytestmark = [pytest.mark.browser]

PAGE = Page(b"<p>Het hele verhaal</p>", headers={"Content-Type": "text/html"})


@pytest.fixture
def source(settings: Settings) -> Iterator[WebSource]:
    with web_source(artikel=PAGE) as running:
        settings.FETCH_ALSO = frozenset({running.pair})
        settings.EMAIL_HOST = "127.0.0.1"
        running.pages["/rss"] = Page(feed(item(guid="1", title="Wat er al stond")).encode())
        yield running


@pytest.fixture
def team(transactional_db: None) -> Team:
    return make.team(name="Webcare")


@pytest.fixture
def agent(team: Team) -> User:
    return make.user(
        Role.AGENT, teams=(team,), name="Yusuf", language="nl", email="yusuf@gemeente.example"
    )


def read_feed() -> None:
    """What the poller and the worker do by themselves."""
    channel = Channel.objects.get()
    polling.poll(channel, channels.reader_of(channel))
    incoming.receive_waiting.function(channel.pk)


def mail_what_was_found() -> None:
    Hit.objects.update(found_at=now().replace(year=2020))
    for number in queries.due_watches(now=now()):
        listening.tell_hits.function(number)


@pytest.mark.row("S1-03")
@pytest.mark.row("S2-16")
@pytest.mark.row("S2-30")
def test_a_feed_is_added_its_news_is_mailed_and_read_at_its_source(
    desks: Desks, team: Team, agent: User, source: WebSource
) -> None:
    administrator = make.user(Role.ADMINISTRATOR, name="Ria", language="nl")
    add_feed(desks.desk(administrator, "/settings/channels/"), source)
    read_feed()
    link = f"{source.url}/artikel"
    news = item(guid="2", title="Dijken in Voorbeeld versterkt", link=link, description="Kort.")
    source.pages["/rss"] = Page(feed(news, title="Het Nieuwsblad").encode())

    read_feed()
    mail_what_was_found()

    [message] = [each for each in mail.outbox if each.to == [agent.email]]
    [address] = [line.strip() for line in message.body.splitlines() if "/conversations/" in line]
    desk = desks.desk(agent, address.removeprefix(desks.address))
    expect(desk.page.locator("#conversation-title")).to_have_text("Dijken in Voorbeeld versterkt")
    expect(desk.page.locator("#reply-text")).to_have_count(0)
    read_at_source(desk, link)
    finish_by_keyboard(desk)
    desks.watch.requests = [url for url in desks.watch.requests if not url.startswith(source.url)]


def add_feed(desk: Desk, source: WebSource) -> None:
    page = desk.page
    page.get_by_role("link", name="Kanaal toevoegen").click()
    page.get_by_role("link", name="Nieuws en alerts (RSS of Atom)").click()
    page.get_by_label("Naam van het kanaal").fill("Nieuws")
    page.get_by_label("Adres van de feed").fill(f"{source.url}/rss")
    page.get_by_role("button", name="Verbinding proberen").click()
    expect(page.get_by_text("De verbinding werkt.")).to_be_visible()
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_text("wordt als gezien opgeslagen")).to_be_visible()
    page.get_by_role("link", name="Mail bij nieuwe items").click()
    page.get_by_label("Woorden om op te letten").fill("dijk")
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_text("Iedereen in het team")).to_be_visible()


def read_at_source(desk: Desk, link: str) -> None:
    anchor = desk.page.get_by_role("link", name="Lees dit bij de bron")
    with desk.page.context.expect_page() as opened:
        anchor.click()
    expect(opened.value.get_by_text("Het hele verhaal")).to_be_visible()
    assert opened.value.url == link
    assert opened.value.evaluate("[window.opener, document.referrer]") == [None, ""]
    opened.value.close()


def finish_by_keyboard(desk: Desk) -> None:
    desk.open("/inbox/unassigned/")
    expect(desk.page.locator(".rows li")).to_have_count(1)
    desk.press("j", "Enter")
    expect(desk.page.locator("#conversation-title")).to_be_visible()
    desk.press("g")
    expect(desk.page.locator(".rows li")).to_have_count(0)
    desk.open("/inbox/done/")
    expect(desk.page.locator(".rows li")).to_have_count(2)

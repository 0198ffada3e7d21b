"""Bluesky: connected by an administrator, answered by a colleague, read there by a citizen."""

import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import expect
from pytest_django import Settings

from gehoor.channels import actions
from gehoor.channels import queries as channels
from gehoor.channels.models import Channel
from gehoor.flows import consenting, incoming, polling, sending
from gehoor.inbox.models import Conversation, Message, Reply
from gehoor.inbox.rules import Tier
from gehoor.people.models import Team, User
from gehoor.people.policies import Role
from gehoor.testing import make
from gehoor.testing.bluesky import HANDLE, PASSWORD, Post
from gehoor.testing.blueskyserver import Running, bluesky
from tests.journeys.desk import Desk, Desks, wait_for

pytestmark = [pytest.mark.browser]

WITHIN = 10_000


@pytest.fixture
def there(settings: Settings) -> Iterator[Running]:
    with bluesky() as running:
        settings.FETCH_ALSO = frozenset({running.pair})
        yield running


@pytest.fixture
def team(transactional_db: None) -> Team:
    return make.team(name="Webcare")


@pytest.fixture
def agent(team: Team) -> User:
    return make.user(Role.AGENT, teams=(team,), name="Yusuf", language="nl")


def read_and_send() -> None:
    """What the poller and the worker do by themselves."""
    channel = Channel.objects.get()
    renew = consenting.renewing(channel.pk)
    polling.poll(channel, channels.reader_of(channel, renew=renew))
    incoming.receive_waiting.function(channel.pk)
    Reply.objects.update(due_at=Channel.objects.get().fetched_at)
    sending.send_waiting.function(channel.pk)


@pytest.mark.row("S1-03")
def test_a_mention_is_answered_and_the_answer_is_read_on_bluesky(
    desks: Desks, there: Running, agent: User
) -> None:
    administrator = make.user(Role.ADMINISTRATOR, name="Ria", language="nl")
    connect(desks.desk(administrator, "/settings/channels/"), there)
    Channel.objects.update(stage=Channel.Stage.LIVE)
    mention = there.network.write("De lantaarn is stuk.", alts=["Een scheve paal"])

    read_and_send()
    answer(desks.desk(agent, "/inbox/unassigned/"), "Dank u, wij komen vandaag kijken.")
    read_and_send()

    [below] = thread_as_citizen(there, mention)["replies"]
    assert below["post"]["record"]["text"].startswith("Dank u, wij komen vandaag kijken.")
    assert below["post"]["author"]["handle"] == HANDLE
    # It comes back among what we posted, and is no second answer.
    read_and_send()
    assert Message.objects.count() == 2


def connect(desk: Desk, there: Running) -> None:
    page = desk.page
    page.get_by_role("link", name="Kanaal toevoegen").click()
    page.get_by_role("link", name="Bluesky").click()
    page.get_by_label("Naam van het kanaal").fill("Bluesky")
    page.get_by_label("Handle").fill(f"@{HANDLE}")
    page.get_by_label("App-wachtwoord").fill("verkeerd")
    page.get_by_label("Adres van de server").fill(there.url)
    page.get_by_role("button", name="Verbinding proberen").click()
    expect(page.get_by_text("accepteert de handle en het app-wachtwoord niet")).to_be_visible(
        timeout=WITHIN
    )
    page.get_by_label("App-wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Verbinding proberen").click()
    expect(page.get_by_text("De verbinding werkt.")).to_be_visible(timeout=WITHIN)
    page.get_by_label("App-wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Opslaan").click()
    expect(page).to_have_url(re.compile(r"/settings/channels/\d+/"), timeout=WITHIN)


def answer(desk: Desk, text: str) -> None:
    page = desk.page
    expect(page.locator(".rows li")).to_have_count(1)
    desk.press("j", "Enter")
    expect(page.locator("#messages")).to_contain_text("De lantaarn is stuk.")
    page.fill("#reply-text", text)
    page.locator("#reply-text").press("Control+Enter")
    expect(page.locator("#messages")).to_contain_text(text, timeout=WITHIN)
    # The page shows it at once; it counts when it is stored.
    wait_for(Reply.objects.exists)


def thread_as_citizen(there: Running, post: Post) -> dict[str, Any]:
    """Look with another program than ours, logged in as somebody else would be."""
    token = there.network.new_session()["accessJwt"]
    answer = httpx.get(
        f"{there.url}/xrpc/app.bsky.feed.getPostThread",
        params={"uri": post.uri},
        headers={"Authorization": f"Bearer {token}"},
    )
    thread: dict[str, Any] = answer.json()["thread"]
    return thread


@pytest.fixture
def connected(team: Team, there: Running) -> Channel:
    channel = make.channel(
        team=team, name="Bluesky", connector="bluesky",
        settings={"handle": HANDLE, "service": there.url},
    )  # fmt: skip
    actions.seal_credentials(channel, {"password": PASSWORD})
    return channel


@pytest.mark.row("S1-03")
def test_a_direct_message_goes_first_and_is_answered_with_nothing_in_public(
    desks: Desks, there: Running, connected: Channel, agent: User
) -> None:
    chat = there.network.chat
    chat.write("Mijn dochter durft er niet langs. Mijn nummer is 1234.")
    read_and_send()
    there.network.write("De lantaarn is stuk.")
    read_and_send()
    desk = desks.desk(agent, "/inbox/unassigned/")
    page = desk.page
    expect(page.locator(".rows li")).to_have_count(2)
    expect(page.locator(".rows li").first).to_contain_text("Mijn dochter durft er niet langs.")

    assert Conversation.objects.get(is_public=False).tier == Tier.TO_US
    page.locator(".rows li a").first.click()
    form = page.locator("form.reply")
    expect(page.locator("#messages")).to_contain_text("Mijn nummer is 1234.")
    expect(page.locator("label[for=reply-text]")).to_contain_text("Alleen die persoon leest dit")
    expect(form.locator("[data-left]")).to_contain_text("99")  # of 1,000, less the name below it
    expect(form.locator(".attach")).to_have_count(0)
    page.fill("#reply-text", "Wij bellen u vanmiddag.")
    page.locator("#reply-text").press("Control+Enter")
    wait_for(Reply.objects.exists)
    read_and_send()

    [line] = chat.by_us()
    assert line.text.startswith("Wij bellen u vanmiddag.")
    assert there.network.by_us() == []
    [convo] = chat.convos.values()
    assert convo.status == "accepted"
    # It comes back in the log, and is no second answer.
    read_and_send()
    assert Message.objects.filter(kind=Message.Kind.REPLY).count() == 1


@pytest.mark.row("S1-03")
def test_a_mention_is_answered_in_private_and_the_counter_knows_the_difference(
    desks: Desks, there: Running, connected: Channel, agent: User
) -> None:
    mention = there.network.write("Waarom is mijn aanslag zo hoog?")
    read_and_send()
    page = desks.desk(agent, f"/conversations/{Conversation.objects.get().pk}/?in=team").page
    left = page.locator("form.reply [data-left]")
    text = "In uw dossier staat een oud adres. " * 12
    page.fill("#reply-text", text)
    expect(left).to_have_class(re.compile("too-many"))
    expect(page.locator(".attach label")).to_be_visible()

    page.locator("label[for=audience-direct]").click()

    expect(left).not_to_have_class(re.compile("too-many"))
    expect(page.locator(".attach label")).to_be_hidden()
    page.get_by_role("button", name="Privé versturen").click()
    wait_for(Reply.objects.exists)
    read_and_send()

    [line] = there.network.chat.by_us()
    assert line.text.startswith("In uw dossier")
    assert line.more["embed"]["record"]["uri"] == mention.uri
    assert thread_as_citizen(there, mention)["replies"] == []


@pytest.mark.row("S1-03")
def test_an_app_password_without_direct_messages_is_told_where_it_can_be_mended(
    desks: Desks, there: Running, connected: Channel, agent: User
) -> None:
    there.network.chat.may = False
    there.network.write("De lantaarn is stuk.")
    read_and_send()
    administrator = make.user(Role.ADMINISTRATOR, name="Ria", language="nl")

    page = desks.desk(administrator, f"/settings/channels/{connected.pk}/").page
    expect(page.locator("main")).to_contain_text("Privéberichten worden niet gelezen")
    expect(page.locator("main")).to_contain_text("Maak op Bluesky een nieuw app-wachtwoord")

    page = desks.desk(agent, f"/conversations/{Conversation.objects.get().pk}/?in=team").page
    expect(page.locator("#audience")).to_have_count(0)
    expect(page.locator("#readers")).to_contain_text("een antwoord altijd openbaar")

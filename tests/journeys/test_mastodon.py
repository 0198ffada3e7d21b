"""Mastodon, from adding the channel to the answer as the citizen finds it on the server."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import FilePayload, expect
from pytest_django import Settings

from gehoor.channels import queries as channels
from gehoor.channels.models import Channel
from gehoor.flows import incoming, polling, sending
from gehoor.inbox.models import Reply
from gehoor.kit.clock import now
from gehoor.people.models import Team, User
from gehoor.people.policies import Role
from gehoor.testing import make
from gehoor.testing.fediverse import THEM, US, Fediverse, fediverse, token_of
from gehoor.testing.pictures import from_a_phone
from tests.journeys.desk import Desk, Desks, wait_for

pytestmark = [pytest.mark.browser]

WITHIN = 20_000


@pytest.fixture(scope="module")
def server() -> Iterator[Fediverse]:
    with fediverse() as running:
        yield running


@pytest.fixture
def team(transactional_db: None, settings: Settings, server: Fediverse) -> Team:
    settings.FETCH_ALSO = frozenset({("127.0.0.1", server.port)})
    return make.team(name="Webcare")


@pytest.fixture
def agent(team: Team) -> User:
    return make.user(Role.AGENT, teams=(team,), name="Yusuf", language="nl")


def read() -> Channel:
    """What the poller and the worker do by themselves."""
    channel = Channel.objects.get()
    polling.poll(channel, channels.reader_of(channel))
    incoming.receive_waiting.function(channel.pk)
    return channel


@pytest.mark.row("S1-03")
@pytest.mark.row("S2-28")
def test_a_mention_is_answered_and_the_answer_stands_on_the_server(
    desks: Desks, server: Fediverse, team: Team, agent: User
) -> None:
    administrator = make.user(Role.ADMINISTRATOR, name="Ria", language="nl")
    add_channel(desks.desk(administrator, "/settings/channels/"), server)
    asked = server.mention("Wanneer wordt de groene bak geleegd?", visibility="unlisted")

    channel = read()
    answer(desks.desk(agent, "/inbox/unassigned/"), "Morgen tussen 8 en 12 uur.")
    wait_for(Reply.objects.exists)  # the screen shows it while it is still being stored
    Reply.objects.update(due_at=now())
    sending.send_waiting.function(channel.pk)

    sent = Reply.objects.get()
    assert (sent.state, sent.problem) == ("sent", "")
    [found] = server.ask("GET", f"/api/v1/statuses/{asked['id']}/context")["descendants"]
    assert found["account"]["username"] == US
    assert found["visibility"] == "unlisted"
    assert [each["username"] for each in found["mentions"]] == [THEM]
    assert "Morgen tussen 8 en 12 uur." in found["content"]
    read()
    assert Reply.objects.get().message.conversation.messages.count() == 2


def test_a_picture_stands_on_the_server_with_its_description(
    desks: Desks, server: Fediverse, team: Team, agent: User
) -> None:
    administrator = make.user(Role.ADMINISTRATOR, name="Ria", language="nl")
    add_channel(desks.desk(administrator, "/settings/channels/"), server)
    asked = server.mention("Hoe ziet de nieuwe brug eruit? Een groene bak?")
    channel = read()
    desk = desks.desk(agent, "/inbox/unassigned/")
    page = desk.page
    desk.press("j", "Enter")
    expect(page.locator("#messages")).to_contain_text("nieuwe brug", timeout=WITHIN)
    page.locator("#reply-files").set_input_files(
        [FilePayload(name="IMG_1.jpg", mimeType="image/jpeg", buffer=from_a_phone("JPEG"))]
    )
    page.get_by_label("Wat is er te zien?").fill("De brug, half rood en half blauw")
    page.locator("#reply-text").fill("Dit wordt de nieuwe brug.")
    desk.press("Control+Enter")
    expect(page.locator("#messages img")).to_have_count(1)
    wait_for(Reply.objects.exists)
    Reply.objects.update(due_at=now())
    sending.send_waiting.function(channel.pk)

    sent = Reply.objects.get()
    assert (sent.state, sent.problem) == ("sent", "")
    [found] = server.ask("GET", f"/api/v1/statuses/{asked['id']}/context")["descendants"]
    [media] = found["media_attachments"]
    assert media["type"] == "image"
    assert media["description"] == "De brug, half rood en half blauw"


def add_channel(desk: Desk, server: Fediverse) -> None:
    page = desk.page
    page.get_by_role("link", name="Kanaal toevoegen").click()
    page.get_by_role("link", name="Mastodon").click()
    page.get_by_label("Naam van het kanaal").fill("Mastodon")
    page.get_by_label("Adres van de server").fill(server.url)
    page.get_by_label("Naam van het account").fill(f"@{US}")
    page.get_by_label("Toegangssleutel").fill(token_of(US))
    page.get_by_role("button", name="Verbinding proberen").click()
    expect(page.get_by_text("De verbinding werkt.")).to_be_visible(timeout=WITHIN)
    # What is secret is not sent back to the browser, so it is filled in once more.
    page.get_by_label("Toegangssleutel").fill(token_of(US))
    page.get_by_role("button", name="Opslaan").click()
    wait_for(Channel.objects.exists)
    # Listening, practising and going live have a journey of their own.
    Channel.objects.update(stage=Channel.Stage.LIVE)


def answer(desk: Desk, text: str) -> None:
    page = desk.page
    expect(page.locator(".rows li")).to_have_count(1)
    desk.press("j", "Enter")
    expect(page.locator("#messages")).to_contain_text("groene bak", timeout=WITHIN)
    page.locator("#reply-text").fill(text)
    page.locator("form.reply button.primary").click()
    expect(page.locator("#messages")).to_contain_text(text, timeout=WITHIN)

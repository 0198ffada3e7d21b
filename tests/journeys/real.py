"""What a newcomer and a colleague do at a desk that is connected to a server by others."""

import re
from collections.abc import Callable, Mapping
from contextlib import closing

from playwright.sync_api import FilePayload, Page, expect

from gehoor.channels import queries as channels
from gehoor.channels.models import Channel
from gehoor.contracts.posts import Visibility
from gehoor.flows import consenting, incoming, polling, sending
from gehoor.inbox.models import Conversation, Reply
from gehoor.kit.clock import now
from gehoor.people.models import Team
from gehoor.testing import make
from gehoor.testing.pictures import from_a_phone
from tests.journeys.desk import Desk, wait_for

SECONDS = 120.0
"""a real server brings a post to its neighbour when it has time for it"""
WITHIN = 30_000
DESCRIPTION = "De brug, half rood en half blauw"


def connect(desk: Desk, platform: str, fields: Mapping[str, str], *, secret: str) -> None:
    """Add a channel as an administrator does who never saw the page; `secret` names that field."""
    page = desk.page
    page.get_by_role("link", name="Kanaal toevoegen").click()
    page.get_by_role("link", name=platform).click()
    page.get_by_label("Naam van het kanaal").fill(platform)
    for label, value in fields.items():
        page.get_by_label(label).fill(value)
    page.get_by_role("button", name="Verbinding proberen").click()
    expect(page.get_by_text("De verbinding werkt.")).to_be_visible(timeout=WITHIN)
    # What is secret is not sent back to the browser, so it is filled in once more.
    page.get_by_label(secret).fill(fields[secret])
    page.get_by_role("button", name="Opslaan").click()
    expect(page).to_have_url(re.compile(r"/settings/channels/\d+/$"), timeout=WITHIN)


def go_live(desk: Desk) -> None:
    """Let the channel on this page practise first, and then go live."""
    page = desk.page
    page.get_by_role("link", name="Beginnen met oefenen").click()
    page.get_by_role("button", name="Stand wijzigen").click()
    page.get_by_role("link", name="Live gaan").click()
    page.get_by_label("Ik weet dat").check()
    page.get_by_role("button", name="Live gaan").click()
    expect(page.get_by_role("link", name="Terug naar oefenen")).to_be_visible(timeout=WITHIN)


def said_on_our_pages(team: Team) -> Conversation:
    """Something that came earlier and turns to nobody of us: who does must go before it."""
    return make.received(
        make.channel(team=team, name="Plein"),
        text="Op dit plein is het altijd druk.",
        subject="",
        thread="plein",
        visibility=Visibility.PUBLIC,
        is_public=True,
        is_to_us=False,
    )


def read(connector: str) -> Channel:
    """What the poller and the worker do by themselves."""
    channel = Channel.objects.get(connector=connector)
    renew = consenting.renewing(channel.pk)
    with closing(channels.reader_of(channel, renew=renew)) as reader:
        polling.poll(channel, reader)
    incoming.receive_waiting.function(channel.pk)
    return channel


def read_until(is_there: Callable[[], bool], *, connector: str) -> None:
    """Read on until it is so."""

    def look() -> bool:
        read(connector)
        return is_there()

    wait_for(look, SECONDS)


def open_first(desk: Desk, words: str) -> None:
    """The row with these words comes by itself and stands first; open it by keyboard."""
    page = desk.page
    expect(page.locator(".rows li").first).to_contain_text(words, timeout=WITHIN)
    desk.press("j", "Enter")
    expect(page.locator("#messages")).to_contain_text(words, timeout=WITHIN)


def add_picture(page: Page) -> None:
    """Add a photo of a phone, and say what is to be seen on it."""
    page.locator("#reply-files").set_input_files(
        [FilePayload(name="IMG_1.jpg", mimeType="image/jpeg", buffer=from_a_phone("JPEG"))]
    )
    page.get_by_label("Wat is er te zien?").fill(DESCRIPTION)


def send(page: Page, text: str) -> Reply:
    """Send it with the button, let the time to take it back pass, and return what became of it."""
    known = Reply.objects.count()
    page.locator("#reply-text").fill(text)
    page.locator("form.reply button.primary").click()
    expect(page.locator("#messages")).to_contain_text(text, timeout=WITHIN)
    # The page shows it at once; it counts when it is stored.
    wait_for(lambda: Reply.objects.count() > known)
    reply = Reply.objects.latest("pk")
    Reply.objects.filter(pk=reply.pk).update(due_at=now())
    sending.send_waiting.function(reply.message.channel_id)
    reply.refresh_from_db()
    assert (reply.state, reply.problem) == ("sent", "")
    return reply

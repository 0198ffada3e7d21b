"""From nothing to an answer that arrived: what a new user does, in a real browser."""

import mailbox
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage, Message
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from gehoor.testing.mailservers import (
    ADDRESS,
    PASSWORD,
    USER,
    Mailbox,
    Outbox,
    imap_server,
    smtp_server,
)
from tools import throwaway

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("socket_enabled"), pytest.mark.long]

MAIL_ON_SCREEN_WITHIN = 30_000
GOOD_PASSWORD = "een lange zin die ik onthoud"


@dataclass
class Desk:
    """A running Gehoor, its mail servers, and the browser of the person at it."""

    address: str
    output: Path
    page: Page
    mailbox: Mailbox
    outbox: Outbox
    smtp_port: int
    troubles: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        self.page.goto(self.address + path)

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).first.click()
        self.page.wait_for_load_state()

    def link_in_output(self) -> str:
        found = re.search(r"http://\S+/welcome/\S+", self.output.read_text())
        assert found, "no one-time link was printed"
        return found.group(0)


@pytest.fixture
def desk() -> Iterator[Desk]:
    outbox = Outbox()
    with (
        throwaway.home() as place,
        smtp_server(outbox) as smtp_port,
        imap_server() as box,
        throwaway.running(place, GEHOOR_LOG_LEVEL="DEBUG", GEHOOR_LOG_FORMAT="json") as gehoor,
        throwaway.browser() as chromium,
    ):
        context: BrowserContext = chromium.new_context(
            locale="nl-NL", viewport={"width": 1440, "height": 900}
        )
        made = Desk(gehoor.address, place / "output", context.new_page(), box, outbox, smtp_port)
        watch(made)
        yield made


def watch(desk: Desk) -> None:
    """Write down every error of a script and every breach of the content policy."""
    desk.page.on("pageerror", lambda error: note_error(desk, str(error)))
    desk.page.add_init_script(
        "addEventListener('securitypolicyviolation',"
        " event => console.error('policy: ' + event.violatedDirective))"
    )
    desk.page.on(
        "console",
        lambda said: desk.troubles.append(said.text) if said.text.startswith("policy:") else None,
    )


def note_error(desk: Desk, error: str) -> None:
    # Chromium says this of a page that is left before its view transition has ended.
    if not error.startswith("Transition was"):
        desk.troubles.append(error)


def test_a_newcomer_connects_a_mailbox_and_answers_by_keyboard(desk: Desk) -> None:
    begin_as_administrator(desk)
    make_team_and_join_it(desk)
    connect_mailbox(desk)
    make_live(desk)

    desk.open("/inbox/unassigned/")
    write_mail(desk, subject="Afval niet opgehaald", text="De groene bak staat er nog.")
    row = desk.page.get_by_text("Afval niet opgehaald").first
    expect(row).to_be_visible(timeout=MAIL_ON_SCREEN_WITHIN)

    answer_by_keyboard(desk, "Beste Fatima, wij komen vandaag langs.")
    [mail] = arrived(desk, 1)
    text = mail.get_payload(decode=True)
    assert isinstance(text, bytes)
    assert text.decode() == "Beste Fatima, wij komen vandaag langs.\r\n\r\nRia\r\n"
    assert mail["In-Reply-To"] == "<eerste@voorbeeld.example>"
    assert mail["From"] == f"Ria <{ADDRESS}>"

    write_mail(desk, subject="Re: Afval", text="Dank u wel!", answers=str(mail["Message-ID"]))
    thread = desk.page.locator("#messages")
    expect(thread.get_by_text("Dank u wel!")).to_be_visible(timeout=MAIL_ON_SCREEN_WITHIN)

    desk.page.keyboard.press("Escape")
    desk.page.keyboard.press("g")
    expect(desk.page.locator(".rows li")).to_have_count(0)
    assert len(desk.outbox.received) == 1
    assert desk.troubles == []
    assert named_in(desk.output.read_text()) == []


def named_in(log: str) -> list[str]:
    """Return the lines that tell of anybody, or of what they wrote; everything was logged."""
    told = re.compile("fatima|bakker|ria|groene bak|dank u|vandaag langs|@|geheim", re.IGNORECASE)
    logged = [line for line in log.splitlines() if line.startswith("{")]
    assert logged
    return [line for line in logged if told.search(line)]


def begin_as_administrator(desk: Desk) -> None:
    desk.page.goto(desk.link_in_output())
    desk.page.fill("[name=name]", "Ria de Groot")
    desk.page.fill("[name=email]", "ria@gemeente.example")
    desk.page.fill("[name=password]", GOOD_PASSWORD)
    desk.page.locator("main button[type=submit]").click()
    desk.page.wait_for_load_state()


def make_team_and_join_it(desk: Desk) -> None:
    desk.open("/settings/teams/new/")
    desk.page.fill("[name=name]", "Webcare")
    desk.page.check("[name=identity][value=first_name]")
    desk.press("Opslaan")
    desk.open("/settings/people/")
    desk.page.get_by_role("link", name="Ria de Groot").click()
    desk.page.check("[name=teams]")
    desk.page.check("[name=role_agent]")
    desk.press("Opslaan")


def connect_mailbox(desk: Desk) -> None:
    desk.open("/settings/channels/new/email/")
    for name, value in {
        "name": "Info-mailbox",
        "account_address": ADDRESS,
        "account_imap_host": "127.0.0.1",
        "account_imap_port": str(desk.mailbox.port),
        "account_smtp_host": "127.0.0.1",
        "account_smtp_port": str(desk.smtp_port),
        "account_username": USER,
        "account_password": PASSWORD,
    }.items():
        desk.page.fill(f"[name={name}]", value)
    for name in ("account_imap_security", "account_smtp_security"):
        desk.page.select_option(f"[name={name}]", value="none")
    desk.press("Opslaan")
    await_health(desk, "Werkt")


def await_health(desk: Desk, words: str) -> None:
    """Look at the channel until it is as it should be: mail counts from its first look on."""
    deadline = time.monotonic() + 40
    while desk.page.get_by_text(words, exact=True).count() == 0:
        assert time.monotonic() < deadline, desk.page.locator("main").inner_text()
        desk.page.wait_for_timeout(200)
        desk.page.reload()


def make_live(desk: Desk) -> None:
    """Practise first, then live: each a deliberate act."""
    for stage in ("practise", "live"):
        desk.open(f"/settings/channels/1/stage/{stage}/")
        for promise in desk.page.locator("main input[type=checkbox]").all():
            promise.check()
        desk.page.locator("main form button[type=submit]").click()
        desk.page.wait_for_url("**/settings/channels/1/")


def write_mail(desk: Desk, *, subject: str, text: str, answers: str = "") -> None:
    mail = EmailMessage()
    mail["From"] = "Fatima Bakker <fatima@voorbeeld.example>"
    mail["To"] = ADDRESS
    mail["Subject"] = subject
    mail["Message-ID"] = "<tweede@voorbeeld.example>" if answers else "<eerste@voorbeeld.example>"
    if answers:
        mail["In-Reply-To"] = answers
    mail.set_content(text)
    mailbox.Maildir(str(desk.mailbox.folder / USER)).add(mail.as_bytes())


def answer_by_keyboard(desk: Desk, text: str) -> None:
    desk.page.keyboard.press("j")
    expect(desk.page.locator("#conversation-title")).to_have_text("Afval niet opgehaald")
    desk.page.keyboard.press("r")
    desk.page.keyboard.type(text)
    desk.page.keyboard.press("Control+Enter")


def arrived(desk: Desk, number: int) -> list[Message]:
    deadline = time.monotonic() + 40
    while len(desk.outbox.received) < number and time.monotonic() < deadline:
        desk.page.wait_for_timeout(100)
    assert len(desk.outbox.received) == number
    return [message_from_bytes(mail.content) for mail in desk.outbox.received]

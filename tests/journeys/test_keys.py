"""The Postvak under the hand, in Chromium: keys, drafts, sending, news."""

import gc
import re
import time
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

import pytest
from django.conf import settings as django_settings
from django.db import connections
from playwright.sync_api import ConsoleMessage, Page, expect
from pytest_django import Settings

from gehoor.inbox.models import Conversation, Draft, Message, Reply
from gehoor.people.models import User
from gehoor.people.policies import Role
from gehoor.project.asgi import application
from gehoor.testing import make
from gehoor.testing.browser import PATIENCE, chromium
from gehoor.testing.web import running, session_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Answer = TypeVar("Answer")
SUBJECTS = ["Afval", "Kelder", "Paspoort", "Lantaarn", "Boom", "Fiets", "Zwemles", "Stoep"]


@dataclass
class Desk:
    """Somebody at the inbox, and what their browser complained about."""

    page: Page
    address: str
    complaints: list[str]

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def opens_first(self) -> None:
        self.press("j")
        expect(self.page.locator("#conversation-title")).to_have_text(SUBJECTS[0])

    def title(self) -> str:
        return self.page.locator("#conversation-title").inner_text()


@pytest.fixture
def agent() -> User:
    team = make.team(name="Webcare")
    user = make.user(Role.AGENT, teams=(team,), name="Yusuf", language="nl")
    channel = make.channel(team=team, name="Postbus")
    for subject in SUBJECTS:
        found = make.received(channel, thread=subject, subject=subject, text=f"Over {subject}.")
        Conversation.objects.filter(pk=found.pk).update(assignee=user)
    return user


@pytest.fixture
def desk(agent: User, settings: Settings) -> Iterator[Desk]:

    session = session_of(agent)
    with running(application) as port, chromium() as browser:
        settings.BASE_URL = f"http://localhost:{port}"
        context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="nl-NL")
        context.add_cookies(
            [{"name": "sessionid", "value": session, "url": django_settings.BASE_URL}]
        )
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        complaints: list[str] = []

        def listen(line: ConsoleMessage) -> None:
            if line.type == "error" and "/live" not in str(line.location):
                complaints.append(line.text)

        page.on("console", listen)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{django_settings.BASE_URL}/inbox/")
        page.wait_for_selector("html[data-script]", state="attached")
        yield Desk(page, django_settings.BASE_URL, complaints)
        assert complaints == []
        context.close()
    forget_cut_off_requests()


def test_j_and_k_go_through_the_list_and_the_right_conversation_follows(desk: Desk) -> None:
    desk.press("j")
    expect(desk.page.locator("#conversation-title")).to_have_text("Afval")

    desk.press("j", "j", "j", "j", "j", "k")

    expect(desk.page.locator("#conversation-title")).to_have_text("Boom")
    expect(desk.page.locator("#rows [aria-current]")).to_contain_text("Boom")
    assert desk.page.evaluate("document.activeElement.dataset.pk") is not None


def test_a_draft_stays_with_its_conversation_and_its_kind(desk: Desk) -> None:
    desk.press("j", "r")
    desk.page.keyboard.type("Dag Fatima")
    desk.press("Escape", "n")
    desk.page.keyboard.type("Even bellen")
    desk.press("Escape", "Escape", "j")
    expect(desk.page.locator("#conversation-title")).to_have_text("Kelder")
    expect(desk.page.locator("#reply-text")).to_have_value("")

    desk.press("k")

    expect(desk.page.locator("#conversation-title")).to_have_text("Afval")
    expect(desk.page.locator("#reply-text")).to_have_value("Dag Fatima")
    expect(desk.page.locator("#note-text")).to_have_value("Even bellen")
    wait_for(lambda: Draft.objects.filter(text__in=["Dag Fatima", "Even bellen"]).count() == 2)


def test_a_reply_stands_in_the_thread_at_once_and_can_be_taken_back(desk: Desk) -> None:
    desk.opens_first()
    desk.press("r")
    desk.page.keyboard.type("Dank u, we kijken ernaar.")
    desk.press("Control+Enter")

    expect(desk.page.locator(".message.out .words")).to_have_text("Dank u, we kijken ernaar.")
    expect(desk.page.locator("#reply-text")).to_have_value("")
    expect(desk.page.locator("form.undo")).to_be_visible()
    desk.press("Escape", "z")
    expect(desk.page.locator("#reply-text")).to_have_value("Dank u, we kijken ernaar.")
    assert ask(lambda: Reply.objects.get().state) == "withdrawn"


def test_sending_and_finishing_goes_on_to_the_next(desk: Desk) -> None:
    desk.opens_first()
    desk.press("r")
    desk.page.keyboard.type("Klaar.")
    desk.press("Control+Shift+Enter")

    expect(desk.page.locator("#conversation-title")).to_have_text("Kelder")
    wait_for(lambda: Conversation.objects.get(subject="Afval").status == "done")
    assert ask(Reply.objects.count) == 1


def test_seen_takes_the_row_away_and_z_brings_it_back(desk: Desk) -> None:
    desk.press("j", "g")

    expect(desk.page.locator("#conversation-title")).to_have_text("Kelder")
    expect(desk.page.locator("#rows")).not_to_contain_text("Over Afval")
    expect(desk.page.locator("#flashes")).to_contain_text("Gezien, geen actie.")
    desk.press("z")
    wait_for(lambda: Conversation.objects.get(subject="Afval").status == "open")
    expect(desk.page.locator("#conversation-title")).to_have_text("Afval")


def test_a_refused_reply_gives_the_text_back(desk: Desk) -> None:
    desk.opens_first()
    # Before the first letter: who types has said so, and then a colleague is asked first.
    ask(lambda: make.reply(Conversation.objects.get(subject="Afval"), text="Ik was eerder."))
    desk.press("r")
    desk.page.keyboard.type("Mijn antwoord")

    desk.press("Control+Enter")

    expect(desk.page.locator("#collision")).to_contain_text("Een collega heeft net geantwoord")
    expect(desk.page.locator("#reply-text")).to_have_value("Mijn antwoord")
    expect(desk.page.locator("#messages")).to_contain_text("Ik was eerder.")
    desk.complaints.clear()  # the browser reports the refusal; that it does is right
    assert ask(Reply.objects.count) == 1


def test_news_comes_in_while_one_types_and_nothing_typed_is_lost(desk: Desk) -> None:
    desk.opens_first()
    desk.press("r")
    desk.page.keyboard.type("Ik ben bezig")

    ask(more_about_waste)

    expect(desk.page.locator("#messages")).to_contain_text("Nog iets vergeten.")
    expect(desk.page.locator("#reply-text")).to_have_value("Ik ben bezig")
    assert desk.page.evaluate("document.activeElement.id") == "reply-text"


def test_an_empty_list_keeps_its_head_and_fills_when_something_comes_in(desk: Desk) -> None:
    desk.page.goto(f"{desk.address}/inbox/unassigned/")
    expect(desk.page.locator("#list")).to_contain_text("Alles is verdeeld.")

    ask(something_new)

    expect(desk.page.locator("#rows")).to_contain_text("Duiker verstopt")
    expect(desk.page.locator("#list .tabs [aria-current]")).to_contain_text("Te verdelen 1")
    expect(desk.page.locator("#words")).to_be_visible()


def something_new() -> None:
    channel = Conversation.objects.get(subject="Afval").channel
    make.received(channel, thread="duiker", subject="Duiker verstopt", text="Het water staat.")


def more_about_waste() -> None:
    channel = Conversation.objects.get(subject="Afval").channel
    make.received(channel, thread="Afval", subject="Afval", text="Nog iets vergeten.")


def test_letters_can_be_switched_off_and_typing_never_steers(desk: Desk, agent: User) -> None:
    desk.press("j", "n")
    desk.page.keyboard.type("jkegaz?")
    assert desk.title() == "Afval"
    assert not ask(Message.objects.filter(kind="note").exists)

    ask(lambda: User.objects.filter(pk=agent.pk).update(letter_keys=False))
    desk.page.reload()
    desk.press("j", "g", "?")
    assert desk.title() == "Afval"
    assert not desk.page.locator("dialog[open]").count()


def test_the_question_mark_shows_every_key(desk: Desk) -> None:
    desk.press("?")

    expect(desk.page.locator("dialog[open]")).to_contain_text("Volgend gesprek")
    desk.press("Escape")
    expect(desk.page.locator("dialog[open]")).to_have_count(0)


def test_without_our_script_a_row_is_a_link_and_a_reply_is_a_form(
    agent: User, settings: Settings
) -> None:

    session = session_of(agent)
    with running(application) as port, chromium() as browser:
        settings.BASE_URL = f"http://localhost:{port}"
        context = browser.new_context(java_script_enabled=False)
        context.add_cookies([{"name": "sessionid", "value": session, "url": settings.BASE_URL}])
        page = context.new_page()
        page.goto(f"{settings.BASE_URL}/inbox/")
        page.get_by_role("link", name=re.compile("Afval")).click()
        page.fill("#reply-text", "Zonder script.")
        page.get_by_role("button", name="Versturen", exact=True).click()
        expect(page.locator(".message.out .words")).to_have_text("Zonder script.")
        context.close()


def forget_cut_off_requests() -> None:
    """Closing a browser cuts off what it was sending; Django leaves that body to the collector."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


def ask(question: Callable[[], Answer]) -> Answer:
    """Ask Django in a thread of its own: Playwright runs a loop in this one."""

    def asked() -> Answer:
        try:
            return question()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asked).result()


def wait_for(is_so: Callable[[], bool], seconds: float = PATIENCE / 1000) -> None:
    """Look again until it is so: a real browser is at work."""
    until = time.monotonic() + seconds
    while not ask(is_so):
        assert time.monotonic() < until, "It did not become so."
        time.sleep(0.05)

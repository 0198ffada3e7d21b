"""The Postvak under the hand, in Chromium: keys, drafts, sending, news."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import APIResponse, ConsoleMessage, Route, expect

from gehoor.inbox.models import Conversation, Draft, Message, Reply
from gehoor.people.models import User
from gehoor.testing import make
from tests.journeys.desk import Desk, Desks, wait_for, with_questions

pytestmark = pytest.mark.browser

SUBJECTS = ["Afval", "Kelder", "Paspoort", "Lantaarn", "Boom", "Fiets", "Zwemles", "Stoep"]


@pytest.fixture
def agent(transactional_db: None) -> User:
    return with_questions(*SUBJECTS)


@pytest.fixture
def complaints() -> list[str]:
    """What the browser told of as an error, but for a stream that ends with its page."""
    return []


@pytest.fixture
def desk(desks: Desks, agent: User, complaints: list[str]) -> Iterator[Desk]:
    desk = desks.desk(agent)

    def listen(line: ConsoleMessage) -> None:
        if line.type == "error" and "/live" not in str(line.location):
            complaints.append(line.text)

    desk.page.on("console", listen)
    desk.open("/inbox/")
    yield desk
    assert complaints == []


def open_first(desk: Desk) -> None:
    desk.press("j")
    expect(desk.page.locator("#conversation-title")).to_have_text(SUBJECTS[0])


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


@pytest.mark.parametrize("is_on_its_way", [False, True], ids=["there already", "on its way"])
def test_a_draft_shows_in_a_page_that_was_fetched_before_the_server_had_it(
    desk: Desk, is_on_its_way: bool
) -> None:
    """Else an empty field stands where a text is, and the first letter in it takes its place."""
    drafts: list[Route] = []
    news: list[Route] = []
    pages: list[tuple[Route, APIResponse]] = []
    # News that a draft was kept may come later than the next key.
    desk.page.route("**/live", lambda route: news.append(route))
    desk.page.route("**/draft/", lambda route: drafts.append(route))
    afval = f"/conversations/{Conversation.objects.get(subject='Afval').pk}/?in=mine"
    desk.open(afval)
    desk.page.route(f"**{afval}", lambda route: pages.append((route, route.fetch())))
    desk.press("r")
    desk.page.keyboard.type("Dag Fatima")
    desk.press("Escape", "j")
    desk.wait_for(lambda: len(drafts) == len(pages) == 1)
    [(route, fetched_ahead)] = pages

    if not is_on_its_way:
        with desk.page.expect_event("requestfinished", lambda asked: afval in asked.url):
            route.fulfill(response=fetched_ahead)
    with desk.page.expect_response("**/draft/"):
        drafts[0].continue_()
    desk.page.unroute(f"**{afval}")
    desk.press("k")
    if is_on_its_way:
        route.fulfill(response=fetched_ahead)

    expect(desk.page.locator("#conversation-title")).to_have_text("Afval")
    expect(desk.page.locator("#reply-text")).to_have_value("Dag Fatima")


def test_a_reply_stands_in_the_thread_at_once_and_can_be_taken_back(desk: Desk) -> None:
    open_first(desk)
    desk.press("r")
    desk.page.keyboard.type("Dank u, we kijken ernaar.")
    desk.press("Control+Enter")

    expect(desk.page.locator(".message.out .words")).to_have_text("Dank u, we kijken ernaar.")
    expect(desk.page.locator("#reply-text")).to_have_value("")
    expect(desk.page.locator("form.undo")).to_be_visible()
    desk.press("Escape", "z")
    expect(desk.page.locator("#reply-text")).to_have_value("Dank u, we kijken ernaar.")
    assert Reply.objects.get().state == "withdrawn"


def test_sending_and_finishing_goes_on_to_the_next(desk: Desk) -> None:
    open_first(desk)
    desk.press("r")
    desk.page.keyboard.type("Klaar.")
    desk.press("Control+Shift+Enter")

    expect(desk.page.locator("#conversation-title")).to_have_text("Kelder")
    wait_for(lambda: Conversation.objects.get(subject="Afval").status == "done")
    assert Reply.objects.count() == 1


def test_seen_takes_the_row_away_and_z_brings_it_back(desk: Desk) -> None:
    desk.press("j", "g")

    expect(desk.page.locator("#conversation-title")).to_have_text("Kelder")
    expect(desk.page.locator("#rows")).not_to_contain_text("Over Afval")
    expect(desk.page.locator("#flashes")).to_contain_text("Gezien, geen actie.")
    desk.press("z")
    wait_for(lambda: Conversation.objects.get(subject="Afval").status == "open")
    expect(desk.page.locator("#conversation-title")).to_have_text("Afval")


def test_a_refused_reply_gives_the_text_back(desk: Desk, complaints: list[str]) -> None:
    open_first(desk)
    # Before the first letter: who types has said so, and then a colleague is asked first.
    make.reply(Conversation.objects.get(subject="Afval"), text="Ik was eerder.")
    desk.press("r")
    desk.page.keyboard.type("Mijn antwoord")

    desk.press("Control+Enter")

    expect(desk.page.locator("#collision")).to_contain_text("Een collega heeft net geantwoord")
    expect(desk.page.locator("#reply-text")).to_have_value("Mijn antwoord")
    expect(desk.page.locator("#messages")).to_contain_text("Ik was eerder.")
    complaints.clear()  # the browser reports the refusal; that it does is right
    assert Reply.objects.count() == 1


def test_news_comes_in_while_one_types_and_nothing_typed_is_lost(desk: Desk) -> None:
    open_first(desk)
    desk.press("r")
    desk.page.keyboard.type("Ik ben bezig")

    more_about_waste()

    expect(desk.page.locator("#messages")).to_contain_text("Nog iets vergeten.")
    expect(desk.page.locator("#reply-text")).to_have_value("Ik ben bezig")
    assert desk.page.evaluate("document.activeElement.id") == "reply-text"


def test_an_empty_list_keeps_its_head_and_fills_when_something_comes_in(desk: Desk) -> None:
    desk.page.goto(f"{desk.address}/inbox/unassigned/")
    expect(desk.page.locator("#list")).to_contain_text("Alles is verdeeld.")

    something_new()

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
    assert desk.page.locator("#conversation-title").inner_text() == "Afval"
    assert not Message.objects.filter(kind="note").exists()

    User.objects.filter(pk=agent.pk).update(letter_keys=False)
    desk.page.reload()
    desk.press("j", "g", "?")
    assert desk.page.locator("#conversation-title").inner_text() == "Afval"
    assert not desk.page.locator("dialog[open]").count()


def test_the_question_mark_shows_every_key(desk: Desk) -> None:
    desk.press("?")

    expect(desk.page.locator("dialog[open]")).to_contain_text("Volgend gesprek")
    desk.press("Escape")
    expect(desk.page.locator("dialog[open]")).to_have_count(0)


def test_without_our_script_a_row_is_a_link_and_a_reply_is_a_form(
    desks: Desks, agent: User
) -> None:
    page = desks.desk(agent, "/inbox/", java_script_enabled=False).page
    page.get_by_role("link", name=re.compile("Afval")).click()
    page.fill("#reply-text", "Zonder script.")
    page.get_by_role("button", name="Versturen", exact=True).click()
    expect(page.locator(".message.out .words")).to_have_text("Zonder script.")

"""What renews itself takes nothing away: focus, a selection, a draft, a way back, one's place."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Request, Route, expect

from gehoor.flows import handling
from gehoor.inbox.models import BulkAct, Conversation, Draft, Message
from gehoor.people.models import User
from gehoor.people.policies import Role
from gehoor.testing import make
from tests.journeys.desk import Desk, Desks, wait_for

pytestmark = [pytest.mark.browser]

SUBJECTS = ("Afval", "Kelder", "Paspoort", "Lantaarn", "Boom", "Fiets")
PLACE_OF_FOCUS = "document.activeElement.closest('#rows li')?.id ?? document.activeElement.id"


@pytest.fixture
def agent(transactional_db: None) -> User:
    """Somebody with six conversations in the list of the team, Afval on top."""
    team = make.team(name="Webcare")
    user = make.user(Role.AGENT, teams=(team,), name="Yusuf", language="nl")
    channel = make.channel(team=team, name="Postbus")
    for subject in SUBJECTS:
        make.received(channel, thread=subject, subject=subject, text=f"Over {subject}.")
    return user


@pytest.fixture
def desk(desks: Desks, agent: User) -> Desk:
    return desks.desk(agent, "/inbox/team/")


def named(subject: str) -> Conversation:
    return Conversation.objects.get(subject=subject)


def row_of(subject: str) -> str:
    return f"row-{named(subject).pk}"


def comes_in(subject: str) -> None:
    channel = named("Afval").channel
    make.received(channel, thread=subject, subject=subject, text=f"Over {subject}.")


def finishes(subject: str) -> None:
    """A colleague finishes it meanwhile."""
    conversation = named(subject)
    colleague = make.actor(Role.AGENT, teams=(conversation.channel.team,), name="Anouk")
    handling.finish(colleague, conversation, outcome=Conversation.Outcome.HANDLED)


def shows(desk: Desk, subject: str) -> None:
    expect(desk.page.locator("#conversation-title")).to_have_text(subject)


def listed(desk: Desk, subject: str) -> None:
    expect(desk.page.locator("#rows")).to_contain_text(subject)


def mark(page: Page) -> Callable[[], bool]:
    """Return what tells whether this is still the page it was, not loaded anew."""
    page.evaluate("window.isTheSamePage = true")
    return lambda: bool(page.evaluate("window.isTheSamePage === true"))


def test_a_link_that_skips_to_the_list_does_not_load_the_page_anew(desk: Desk) -> None:
    is_the_same = mark(desk.page)

    desk.tab_to("Naar de lijst")
    desk.press("Enter")
    expect(desk.page.locator("#list")).to_be_focused()
    desk.press("j")

    shows(desk, "Afval")
    assert is_the_same()


def test_the_box_of_a_row_keeps_its_focus_when_news_comes(desk: Desk) -> None:
    box = desk.page.locator(f"#{row_of('Kelder')} input")
    box.focus()

    comes_in("Zwemles")

    listed(desk, "Zwemles")
    expect(box).to_be_focused()
    desk.check_focus()


def test_a_tab_of_the_lists_keeps_its_focus_when_its_number_changes(desk: Desk) -> None:
    tab = desk.page.locator("#list .tabs a", has_text="Team")
    before = tab.inner_text()
    tab.focus()

    comes_in("Zwemles")

    expect(tab).not_to_have_text(before, use_inner_text=True)
    expect(tab).to_be_focused()


def test_when_the_row_with_focus_leaves_focus_goes_to_what_took_its_place(desk: Desk) -> None:
    desk.page.locator(f"#{row_of('Kelder')} a").focus()

    finishes("Kelder")

    expect(desk.page.locator("#rows")).not_to_contain_text("Kelder")
    assert desk.page.evaluate(PLACE_OF_FOCUS) == row_of("Paspoort")
    desk.check_focus()


def test_what_was_selected_to_copy_stays_selected_when_an_answer_comes(desk: Desk) -> None:
    desk.press("j")
    shows(desk, "Afval")
    desk.page.evaluate(
        "getSelection().selectAllChildren(document.querySelector('#messages .words'))"
    )

    make.received(named("Afval").channel, thread="Afval", subject="Afval", text="Nog iets.")

    expect(desk.page.locator("#messages")).to_contain_text("Nog iets.")
    assert desk.page.evaluate("getSelection().toString()") == "Over Afval."


def test_one_goes_on_from_where_the_open_conversation_was_when_it_left(desk: Desk) -> None:
    desk.press("j", "j", "j")
    shows(desk, "Paspoort")

    finishes("Paspoort")
    expect(desk.page.locator("#rows")).not_to_contain_text("Paspoort")
    desk.press("j")

    shows(desk, "Lantaarn")


def test_after_choosing_several_one_goes_on_from_where_one_stands(desk: Desk) -> None:
    desk.press("j")
    shows(desk, "Afval")
    desk.press("Shift+J", "Shift+J")
    expect(desk.page.locator("#many-number")).to_have_text("3 gekozen")

    desk.press("j")

    shows(desk, "Lantaarn")


def test_an_older_answer_of_the_server_never_takes_the_place_of_a_newer(
    desks: Desks, agent: User
) -> None:
    context = desks.context(agent)
    slow, quick = Desk(context.new_page(), desks.address), Desk(context.new_page(), desks.address)
    for each in (slow, quick):
        each.open("/inbox/team/")
    held: list[tuple[Route, str]] = []

    def hold_the_first(route: Route) -> None:
        held.append((route, route.fetch().text())) if not held else route.continue_()

    slow.page.route("**/inbox/team/?*", hold_the_first)
    comes_in("Zwemles")
    wait_for(lambda: bool(slow.page.evaluate("1") and held))
    slow.page.evaluate(
        """() => new MutationObserver((changes) => {
          const gone = changes.flatMap((change) => [...change.removedNodes]);
          window.wasLost ||= gone.some((row) => row.textContent.includes("Stoep"));
        }).observe(document.getElementById("rows"), { childList: true })"""
    )

    comes_in("Stoep")
    listed(quick, "Stoep")
    route, body = held[0]
    route.fulfill(status=200, content_type="text/html", body=body)

    listed(slow, "Stoep")
    comes_in("Parkeren")
    listed(slow, "Parkeren")
    assert not slow.page.evaluate("window.wasLost")


def test_what_could_not_be_fetched_ahead_is_asked_again(desks: Desks, agent: User) -> None:
    desk = Desk(desks.context(agent).new_page(), desks.address)
    failed: list[str] = []

    def fail(route: Route) -> None:
        failed.append(route.request.url)
        route.abort()

    desk.page.route("**/conversations/*/?*", fail)
    desk.open("/inbox/team/")
    wait_for(lambda: bool(desk.page.evaluate("1") and failed))
    desk.page.unroute("**/conversations/*/?*")
    is_the_same = mark(desk.page)

    desk.press("j")

    shows(desk, "Afval")
    assert is_the_same()


def test_how_many_are_chosen_is_said_once_however_much_comes_in(desk: Desk) -> None:
    desk.page.evaluate(
        """() => {
          window.said = [];
          const place = document.getElementById("announcements");
          const told = new MutationObserver(() => window.said.push(place.textContent));
          told.observe(place, { childList: true });
        }"""
    )
    desk.press("x")
    expect(desk.page.locator("#many-number")).to_have_text("1 gekozen")

    for subject in ("Zwemles", "Stoep", "Parkeren"):
        comes_in(subject)
        listed(desk, subject)

    assert desk.page.evaluate("window.said").count("1 gekozen") == 1


def test_pressing_enter_twice_does_it_once(desk: Desk) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        is_sent = "Storm" in (route.request.post_data or "")
        held.append(route) if is_sent else route.continue_()

    # From the start: a browser may let pass what it asks right after it was told to hold it.
    desk.page.route("**/many/", hold)
    desk.press("x", "l")
    expect(desk.page.locator("#many-dialog")).to_be_visible()
    desk.type("Storm")

    desk.press("Enter", "Enter")
    wait_for(lambda: bool(desk.page.evaluate("1") and held))
    for route in held:
        route.continue_()

    expect(desk.page.locator("#flashes")).to_contain_text("toegevoegd aan 1 gesprek.")
    assert BulkAct.objects.count() == 1


def test_a_draft_that_is_on_its_way_does_not_come_back_after_its_text_was_sent(desk: Desk) -> None:
    desk.press("j")
    shows(desk, "Afval")
    held: list[Route] = []
    sent: list[str] = []

    def note(request: Request) -> None:
        if request.method == "POST" and request.url.endswith("/note/"):
            sent.append(request.url)

    desk.page.route("**/draft/", lambda route: held.append(route))
    desk.page.on("request", note)
    desk.press("n")
    desk.type("Dit weet ik van de buren.")
    wait_for(lambda: bool(desk.page.evaluate("1") and held))

    desk.press("Control+Enter")
    expect(desk.page.locator("#messages .provisional")).to_be_visible()
    assert sent == []
    held[0].continue_()

    wait_for(lambda: Message.objects.filter(kind=Message.Kind.NOTE).exists())
    assert not Draft.objects.exists()


def test_the_way_back_of_an_act_on_many_stays_when_something_else_is_done(desk: Desk) -> None:
    desk.press("j", "j", "j")
    shows(desk, "Paspoort")
    desk.page.locator(f"#{row_of('Boom')} input").check()
    desk.press("l")
    expect(desk.page.locator("#many-dialog")).to_be_visible()
    desk.type("Storm")
    desk.press("Enter")
    told = desk.page.locator("#flashes .many-told")
    expect(told).to_contain_text("toegevoegd aan 1 gesprek.")

    desk.press("e")
    expect(desk.page.locator("#flashes")).to_contain_text("Afgerond.")

    expect(told.get_by_role("button", name="Ongedaan maken")).to_be_visible()
    desk.press("z")
    wait_for(lambda: named("Paspoort").status == Conversation.Status.OPEN)
    expect(told).to_be_visible()


def test_letters_do_the_same_while_caps_lock_is_on(desk: Desk) -> None:
    desk.page.evaluate(
        """() => document.body.dispatchEvent(new KeyboardEvent(
          "keydown", { key: "J", shiftKey: false, bubbles: true, cancelable: true }))"""
    )

    shows(desk, "Afval")
    expect(desk.page.locator("#many")).to_be_hidden()

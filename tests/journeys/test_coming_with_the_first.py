"""What only an open conversation needs comes with the first one: not sooner, and never too late."""

import re

import pytest
from playwright.sync_api import Route, expect

from gehoor.inbox.models import Conversation, Reply
from gehoor.people.models import User
from tests.journeys.desk import Desk, Desks, with_questions

pytestmark = [pytest.mark.browser]

SCRIPT, ACTS = "**/conversation*.js", "/acts"


@pytest.fixture
def agent(transactional_db: None) -> User:
    return with_questions("Afval", "Kelder")


def shows(desk: Desk, subject: str) -> None:
    expect(desk.page.locator("#conversation-title")).to_have_text(subject)


def has_acts(desks: Desks) -> bool:
    return any(ACTS in address for address in desks.watch.requests)


def test_the_list_brings_it_only_with_a_conversation(desks: Desks, agent: User) -> None:
    desk = desks.desk(agent, "/inbox/mine/")
    # What it fetches ahead has been asked for by then.
    desk.wait_for(lambda: any("/conversations/" in each for each in desks.watch.requests))
    assert not has_acts(desks)

    desk.press("j")

    shows(desk, "Afval")
    assert has_acts(desks)
    desk.page.fill("#reply-text", "Komt goed.")
    desk.page.locator("#reply-text").press("Control+Enter")
    expect(desk.page.locator("form.undo")).to_be_visible()
    assert Reply.objects.count() == 1


def test_a_letter_struck_while_it_comes_waits_for_it(desks: Desks, agent: User) -> None:
    desk = desks.desk(agent, "/inbox/mine/")
    held: list[Route] = []
    desk.page.route(SCRIPT, lambda route: held.append(route))

    desk.press("j", "g")
    desk.wait_for(lambda: bool(held))
    assert not Conversation.objects.filter(status=Conversation.Status.DONE).exists()
    held[0].continue_()

    # Seen: on with the next one, and only the first has gone.
    shows(desk, "Kelder")
    expect(desk.page.locator("#flashes [data-undo]")).to_be_visible()
    done = Conversation.objects.get(status=Conversation.Status.DONE)
    assert done.subject == "Afval"


def test_without_it_the_conversation_is_opened_as_a_page(desks: Desks, agent: User) -> None:
    desk = desks.desk(agent, "/inbox/mine/")
    asked: list[Route] = []

    def refuse_the_first(route: Route) -> None:
        asked.append(route)
        if len(asked) == 1:
            route.abort()
        else:
            route.continue_()

    desk.page.route(SCRIPT, refuse_the_first)

    with desk.page.expect_navigation():
        desk.press("j")

    shows(desk, "Afval")
    desk.page.fill("#reply-text", "Komt goed.")
    desk.page.locator("#reply-text").press("Control+Enter")
    expect(desk.page.locator("form.undo")).to_be_visible()


def test_back_to_the_list_and_into_it_again_acts_at_once(desks: Desks, agent: User) -> None:
    desk = desks.desk(agent, "/inbox/mine/")
    desk.press("j")
    shows(desk, "Afval")
    desk.press("j")
    shows(desk, "Kelder")

    desk.page.go_back()
    shows(desk, "Afval")
    desk.page.go_back()
    # The list comes anew; keys struck before it is there are nobody's.
    expect(desk.page.locator("main.list-only")).to_be_visible()
    desk.page.wait_for_load_state()
    desk.press("j", "g")

    shows(desk, "Kelder")
    assert Conversation.objects.get(status=Conversation.Status.DONE).subject == "Afval"


def test_who_goes_back_before_the_script_is_there_is_back_all_the_same(
    desks: Desks, agent: User
) -> None:
    held: list[Route] = []
    desk = desks.desk(agent, "/inbox/mine/")
    desk.press("j")
    shows(desk, "Afval")
    desk.page.route(re.compile(r"/inbox[^/]*\.js"), lambda route: held.append(route), times=1)
    desk.page.reload(wait_until="commit")
    desk.wait_for(lambda: bool(held))

    desk.page.evaluate("history.back()")
    desk.page.wait_for_url("**/inbox/mine/", wait_until="commit")
    held[0].continue_()

    expect(desk.page.locator("main.list-only")).to_be_visible()


def test_what_was_done_on_another_page_is_undone_in_place(desks: Desks, agent: User) -> None:
    waste = Conversation.objects.get(subject="Afval")
    desk = desks.desk(agent, f"/conversations/{waste.pk}/?in=mine")
    desk.page.set_viewport_size({"width": 360, "height": 740})
    desk.page.locator("[data-act=seen]").evaluate("form => form.requestSubmit()")
    undo = desk.page.locator("#flashes [data-undo] button")
    expect(undo).to_be_visible()

    undo.click()

    shows(desk, "Afval")
    waste.refresh_from_db()
    assert waste.status == Conversation.Status.OPEN

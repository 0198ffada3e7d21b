"""A public thread, on a server by others: what a mention answers, and a post with many replies."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect
from pytest_django import Settings

from gehoor.channels import queries as channels
from gehoor.channels.models import Channel
from gehoor.flows import incoming, polling, threads
from gehoor.inbox.models import Conversation, Message, Reply
from gehoor.people.models import Team, User
from gehoor.people.policies import Role
from gehoor.testing import make
from gehoor.testing.fediverse import OTHERS, THEM, US, Fediverse, fediverse
from gehoor.testing.square import square
from tests.journeys.desk import Desk, Desks, wait_for
from tests.journeys.test_axe import Screen, check
from tests.journeys.test_mastodon import add_channel
from tests.journeys.test_reflow import SMALL, WIDTHS, narrow, too_wide

pytestmark = [pytest.mark.browser]


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


def connect(desks: Desks, server: Fediverse) -> None:
    administrator = make.user(Role.ADMINISTRATOR, name="Ria", language="nl")
    add_channel(desks.desk(administrator, "/settings/channels/"), server)


def read_and_fetch() -> None:
    """What the poller and the worker do by themselves."""
    channel = Channel.objects.get()
    polling.poll(channel, channels.reader_of(channel))
    incoming.receive_waiting.function(channel.pk)
    threads.look_around.function(channel.pk)
    incoming.receive_waiting.function(channel.pk)


def reply(server: Fediverse, text: str, to: str, *, by: str = OTHERS) -> str:
    return str(server.post(text, by=by, in_reply_to_id=to)["id"])


@pytest.mark.long
@pytest.mark.row("S0-18")
def test_what_a_mention_answers_is_on_screen_and_leads_to_the_whole_thread(
    desks: Desks, server: Fediverse, agent: User
) -> None:
    connect(desks, server)
    first = str(server.post("De brug over de Vliet is al een week dicht.", by=OTHERS)["id"])
    mention = reply(server, f"@{US} weet u wanneer die weer opengaat?", first, by=THEM)
    reply(server, "Dat wil ik ook graag weten.", mention)

    read_and_fetch()
    desk = desks.desk(agent, "/inbox/unassigned/")
    desk.press("j", "Enter")

    above = desk.page.locator("#around")
    expect(above).to_contain_text("Hier reageert dit op")
    expect(above).to_contain_text("De brug over de Vliet is al een week dicht.")
    expect(desk.page.locator("#messages")).to_contain_text("weet u wanneer die weer opengaat?")
    above.get_by_role("link", name="Draad").click()
    expect(desk.page.locator("#posts > li")).to_have_count(3)
    expect(desk.page.locator("#posts > li").last).to_contain_text("Dat wil ik ook graag weten.")
    expect(desk.page.get_by_text("De hele draad, opgehaald")).to_be_visible()


@pytest.mark.long
@pytest.mark.row("S0-18")
def test_many_replies_are_narrowed_and_dealt_with_by_keyboard_and_without_a_script(
    desks: Desks, server: Fediverse, agent: User
) -> None:
    connect(desks, server)
    ours = str(server.post("25 vale gieren gezien boven onze gemeente!", by=US)["id"])
    for number in range(12):
        reply(server, f"@{US} Wat mooi, nummer {number}", ours, by=THEM)
    for number in range(3):
        reply(server, f"@{US} Waar zag u ze, nummer {number}?", ours)
    reply(server, "Zonder uw naam erin", ours)
    read_and_fetch()
    thread = Message.objects.get(kind="out").conversation
    threads.look(thread)
    read_and_fetch()

    desk = desks.desk(agent, f"/conversations/{thread.pk}/thread/", java_script_enabled=False)
    deal_with_what_is_no_question(desk)

    expect(desk.page.get_by_text("3 nog niet afgehandeld")).to_be_visible()
    left = Message.objects.filter(conversation=thread, kind="in", outcome="")
    assert [message.is_question for message in left] == [True, True, True]
    desk.page.get_by_label("Alleen vragen").check()
    desk.page.get_by_role("button", name="Zoeken", exact=True).click()
    expect(desk.page.locator("#posts > li")).to_have_count(3)


def deal_with_what_is_no_question(desk: Desk) -> None:
    """Choose by keyboard, undo it, and do it again."""
    page = desk.page
    expect(page.get_by_text("16 reacties")).to_be_visible()
    for again in (True, False):
        page.get_by_label("Met deze woorden").fill("mooi")
        desk.press("Enter")
        expect(page.locator("#posts > li")).to_have_count(12)
        page.get_by_label("Alles wat past en nog niet is afgehandeld (12)").focus()
        desk.press("Space", "Tab")
        desk.type("Geen vraag")
        desk.press("Tab", "Enter")
        expect(page.get_by_text("12 berichten uit de draad gezien, geen actie.")).to_be_visible()
        if again:
            page.locator("#flashes").get_by_role("button", name="Ongedaan maken").click()
            expect(page.get_by_text("Ongedaan gemaakt voor 12 berichten")).to_be_visible()
    page.goto(page.url.partition("?")[0])
    page.get_by_label("Kiezen: ").last.check()
    page.get_by_label("Waarom zonder antwoord?").fill("Geen vraag")
    page.get_by_role("button", name="Afronden").click()
    expect(page.get_by_text("1 bericht uit de draad afgerond.")).to_be_visible()


@pytest.fixture
def flood(transactional_db: None) -> Iterator[tuple[User, Conversation]]:
    """A thread with everything in it that a page can show."""
    team = make.team(name="Webcare")
    agent = make.user(Role.AGENT, teams=(team,), name="Yusuf", language="nl")
    with square() as plein:
        channel = make.channel(connector=plein.key, team=team, name="Plein")
        ours = plein.write_as_us("25 vale gieren gezien boven de stad!")
        last = plein.write("Waar precies?", answers=ours, name="<b>Fatima</b>")
        for number in range(7):
            last = plein.write(f"Diep {number}", answers=last, name="\u05d9\u05d5\u05e1\u05d9")
        gone = plein.write("Wordt weggehaald", answers=ours)
        orphan = plein.write("Op wat er niet is", answers=last)
        del plein.posts[last]
        plein.write("W" * 300, answers=ours, name="Lang" * 40)
        for number in range(60):
            plein.write(f"Wat mooi, nummer {number}", answers=ours)
        thread = plein.tell(channel, *plein.posts)
        Message.objects.filter(external_id=gone).update(gone_at=make.NOON)
        Message.objects.filter(external_id=orphan).update(outcome="handled")
        yield agent, thread


def test_a_thread_fits_every_width_and_has_no_barriers(
    desks: Desks, flood: tuple[User, Conversation]
) -> None:
    agent, thread = flood
    answered = Message.objects.get(text="Waar precies?")
    paths = [f"/conversations/{thread.pk}/thread/", f"/conversations/{thread.pk}/"]

    wide = []
    for width in WIDTHS:
        desk = narrow(desks, agent, width)
        wide += too_wide(desk, paths)
        desk.open(paths[0])
        wide += desk.page.evaluate(SMALL)

    assert wide == []
    screens = [
        Screen("thread", paths[0]),
        Screen("thread-last", f"{paths[0]}?page=2"),
        Screen("thread-questions", f"{paths[0]}?questions=yes"),
        Screen("thread-nothing", f"{paths[0]}?words=olifant"),
        Screen("thread-conversation", paths[1]),
        Screen("thread-answering", f"{paths[1]}?answers={answered.pk}"),
    ]
    assert check(desks, screens, agent) == []


@pytest.mark.row("S0-18")
def test_from_the_thread_a_letter_answers_the_very_reply_one_stands_at(
    desks: Desks, flood: tuple[User, Conversation]
) -> None:
    agent, thread = flood
    desk = desks.desk(agent, f"/conversations/{thread.pk}/thread/?words=precies")
    page = desk.page

    desk.press("j")
    expect(page.locator("#posts > li").first).to_be_focused()
    with page.expect_navigation():
        desk.press("r")
    expect(page.locator("#reply-text")).to_be_focused()
    expect(page.locator("#readers")).to_contain_text("U antwoordt op dit bericht, van")
    expect(page.locator("#readers blockquote")).to_have_text("Waar precies?")
    desk.type("Boven de Vliet, bij de brug.")
    desk.press("Control+Enter")

    wait_for(Reply.objects.exists)
    asked = Message.objects.get(text="Waar precies?")
    assert Reply.objects.get().message.answers == asked.external_id
    # Back in the thread, with its narrowing and a way back.
    expect(page.locator("#thread-words")).to_have_value("precies")
    expect(page.locator("#flashes")).to_contain_text("Uw antwoord is onderweg.")
    expect(page.locator("#flashes form[data-undo]")).to_have_count(1)


def test_the_way_back_to_the_newest_keeps_what_was_typed(
    desks: Desks, flood: tuple[User, Conversation]
) -> None:
    agent, thread = flood
    chosen = Message.objects.get(text="Waar precies?")
    desk = desks.desk(agent, f"/conversations/{thread.pk}/?answers={chosen.pk}")
    page = desk.page
    page.fill("#reply-text", "Boven de Vliet.")

    page.get_by_role("button", name="Toch op het nieuwste bericht antwoorden").click()

    expect(page.locator("#readers blockquote")).to_have_count(0)
    expect(page.locator("#reply-text")).to_have_value("Boven de Vliet.")
    page.locator("form.reply button.primary").click()
    wait_for(Reply.objects.exists)
    assert Reply.objects.get().message.answers != chosen.external_id


def test_without_a_script_a_reply_is_chosen_and_answered_by_links_and_forms(
    desks: Desks, flood: tuple[User, Conversation]
) -> None:
    agent, thread = flood
    path = f"/conversations/{thread.pk}/thread/?words=precies"
    page = desks.desk(agent, path, java_script_enabled=False).page

    page.locator("#posts [data-answer]").click()
    page.fill("#reply-text", "Boven de Vliet.")
    page.get_by_role("button", name="Openbaar versturen").click()

    expect(page.locator("#flashes")).to_contain_text("Uw antwoord is onderweg.")
    expect(page.locator("#thread-words")).to_have_value("precies")
    asked = Message.objects.get(text="Waar precies?")
    assert Reply.objects.get().message.answers == asked.external_id


def test_without_a_script_another_choice_keeps_what_was_typed(
    desks: Desks, flood: tuple[User, Conversation]
) -> None:
    agent, thread = flood
    chosen = Message.objects.get(text="Waar precies?")
    path = f"/conversations/{thread.pk}/?answers={chosen.pk}"
    page = desks.desk(agent, path, java_script_enabled=False).page
    page.fill("#reply-text", "Boven de Vliet.")

    page.locator("#messages [data-answer]").last.click()

    expect(page.locator("#reply-text")).to_have_value("Boven de Vliet.")
    expect(page.locator("#readers blockquote")).not_to_have_text("Waar precies?")
    assert not Reply.objects.exists()


def test_the_thread_is_reached_and_its_posts_chosen_with_tab_alone(
    desks: Desks, flood: tuple[User, Conversation]
) -> None:
    agent, thread = flood
    desk = desks.desk(agent, f"/conversations/{thread.pk}/thread/?questions=yes")

    desk.tab_to("Kiezen: ")
    desk.press("Space")
    desk.tab_to("Waarom zonder antwoord?")
    desk.type("Geen vraag")
    desk.tab_to("Gezien, geen actie")
    with desk.page.expect_navigation():
        desk.press("Enter")

    wait_for(Message.objects.filter(outcome="seen").exists)

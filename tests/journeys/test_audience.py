"""Who may read an answer, chosen in a browser; and the question a pure referral is met with."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import APIResponse, FilePayload, Locator, Page, Route, expect
from pytest_django import Settings

from gehoor.channels import actions
from gehoor.channels import queries as channels
from gehoor.channels.models import Channel
from gehoor.contracts.connector import Author
from gehoor.contracts.posts import Visibility
from gehoor.flows import incoming, polling, sending
from gehoor.inbox.models import Conversation, Draft, DraftFile, Message, Reply
from gehoor.kit.clock import now
from gehoor.people.models import Team, User
from gehoor.people.policies import Role
from gehoor.testing import make
from gehoor.testing.fediverse import THEM, US, Fediverse, fediverse, token_of
from gehoor.testing.pictures import drawn
from tests.journeys.desk import Desk, Desks, make_old_until, wait_for
from tests.journeys.test_axe import Screen, check, submit

pytestmark = [pytest.mark.browser]

REFERS = "Beste Fatima, wilt u hiervoor bellen met 14 0123?"


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


def asked(team: Team, text: str = "Mijn bak staat nog vol.", **given: Any) -> Conversation:
    """Somebody asks something in public, on the pretend platform."""
    settings = {"window": given.pop("window", "none")}
    channel, _ = Channel.objects.get_or_create(
        name="Plein", defaults={"team": team, "connector": "pretend", "stage": "live",
                                "vault_id": uuid4(), "settings": settings},
    )  # fmt: skip
    facts: dict[str, Any] = {
        "visibility": Visibility.PUBLIC, "is_public": True, "is_to_us": True, "subject": text,
        "author": Author("@fatima", "Fatima"), "text": text,
    }  # fmt: skip
    return make.received(channel, **facts | given)


def at(desks: Desks, agent: User, conversation: Conversation, **how: Any) -> Desk:
    return desks.desk(agent, f"/conversations/{conversation.pk}/?in=team", **how)


def choose(page: Page, readers: str) -> None:
    page.locator(f"label[for=audience-{readers}]").click()


def typed(page: Page) -> str:
    return page.locator("#reply-text").input_value()


def test_a_private_answer_to_a_public_mention_is_found_on_the_server_as_direct(
    desks: Desks, server: Fediverse, team: Team, agent: User
) -> None:
    channel = make.channel(
        team=team, name="Mastodon", connector="mastodon",
        settings={"server": server.url, "account": f"@{US}"},
    )  # fmt: skip
    actions.seal_credentials(channel, {"token": token_of(US)})
    question = server.mention("Waarom is mijn aanslag zo hoog?", visibility="public")
    read(channel)
    desk = at(desks, agent, Conversation.objects.get())
    page = desk.page

    expect(page.locator("#audience-public")).to_be_checked()
    button = page.locator("form.reply button.primary")
    expect(button).to_have_accessible_name("Openbaar versturen")
    choose(page, "direct")
    expect(button).to_have_accessible_name("Privé versturen")
    expect(page.locator("label[for=reply-text]")).to_contain_text("Niemand anders leest dit")
    page.fill("#reply-text", "In uw dossier staat een oud adres.")
    button.click()
    wait_for(Reply.objects.exists)
    Reply.objects.update(due_at=now())
    sending.send_waiting.function(channel.pk)

    assert Reply.objects.get().state == "sent"
    [found] = server.ask("GET", f"/api/v1/statuses/{question['id']}/context")["descendants"]
    assert found["visibility"] == "direct"
    assert [each["username"] for each in found["mentions"]] == [THEM]
    expect(page.locator("#messages")).to_contain_text("alleen u en de ander", ignore_case=True)
    expect(page.locator("#audience-public")).to_be_checked()


def read(channel: Channel) -> None:
    polling.poll(channel, channels.reader_of(channel))
    incoming.receive_waiting.function(channel.pk)


def test_a_private_text_never_comes_to_stand_under_everybody_nor_in_another_conversation(
    desks: Desks, team: Team, agent: User
) -> None:
    """A, then B, then A; and to and fro within A."""
    first, second = asked(team, "Vraag in A"), asked(team, "Vraag in B", thread="2")
    page = at(desks, agent, first).page
    page.fill("#reply-text", "Iedereen weet dit.")
    choose(page, "direct")
    assert typed(page) == "Iedereen weet dit."
    page.fill("#reply-text", "Uw dossier is zoek.")
    choose(page, "public")
    assert typed(page) == "Iedereen weet dit."
    choose(page, "direct")
    assert typed(page) == "Uw dossier is zoek."

    page.locator(f"#row-{second.pk} a").click()
    expect(page.locator("#conversation-title")).to_have_text("Vraag in B")
    assert typed(page) == ""
    choose(page, "direct")
    assert typed(page) == ""
    page.locator(f"#row-{first.pk} a").click()
    expect(page.locator("#conversation-title")).to_have_text("Vraag in A")
    wait_for(lambda: Draft.objects.filter(conversation=first).count() == 2)

    page.reload()
    choose(page, "public")
    assert typed(page) == "Iedereen weet dit."
    choose(page, "direct")
    assert typed(page) == "Uw dossier is zoek."
    assert not Draft.objects.filter(conversation=second).exists()


def add(page: Page, name: str) -> None:
    """Add a picture, and wait until the server has it."""
    picture = FilePayload(name=name, mimeType="image/png", buffer=drawn("PNG", (80, 60)))
    page.locator("#reply-files").set_input_files([picture])
    expect(names(page).filter(has_text=name)).to_have_count(1)


def names(page: Page) -> Locator:
    return page.locator("#draft-files .draft-file-name")


def test_each_choice_has_its_own_files_and_a_private_one_never_goes_to_everybody(
    desks: Desks, team: Team, agent: User
) -> None:
    conversation = asked(team)
    page = at(desks, agent, conversation).page
    page.fill("#reply-text", "Zie de kaart.")
    add(page, "kaart.png")
    page.get_by_label("Wat is er te zien?").fill("Een kaart")

    choose(page, "direct")
    # What goes along has a copy of its own from now on.
    wait_for(lambda: DraftFile.objects.filter(draft__kind="private").exists())
    expect(names(page)).to_have_text(["kaart.png"])
    expect(page.get_by_label("Wat is er te zien?")).to_have_value("Een kaart")
    page.locator(".draft-file [name=remove]").click()
    expect(names(page)).to_have_count(0)
    add(page, "dossier.png")
    page.get_by_label("Wat is er te zien?").fill("Een dossier")
    page.fill("#reply-text", "Uw dossier.")
    choose(page, "public")
    expect(names(page)).to_have_text(["kaart.png"])
    expect(page.get_by_label("Wat is er te zien?")).to_have_value("Een kaart")
    assert typed(page) == "Zie de kaart."
    wait_for(lambda: Draft.objects.filter(text="Uw dossier.").exists())

    page.reload()
    expect(names(page)).to_have_text(["kaart.png"])
    choose(page, "direct")
    expect(names(page)).to_have_text(["dossier.png"])
    assert typed(page) == "Uw dossier."
    choose(page, "public")
    page.locator("form.reply button.primary").click()

    wait_for(Reply.objects.exists)
    sent = Message.objects.get(reply__visibility="public")
    assert [each.name for each in sent.attachments.all()] == ["kaart.png"]
    [left] = DraftFile.objects.exclude(draft=None)
    assert (left.name, left.draft and left.draft.kind) == ("dossier.png", "private")


def test_without_a_script_each_choice_has_its_own_text_and_files(
    desks: Desks, team: Team, agent: User
) -> None:
    page = at(desks, agent, asked(team), java_script_enabled=False).page
    page.fill("#reply-text", "Voor iedereen")
    choose(page, "direct")
    page.fill("#reply-text", "Voor Fatima")
    page.get_by_role("button", name="Bewaren als concept").click()
    expect(page.locator("#audience-direct")).to_be_checked()
    page.fill("#reply-text", "Voor Fatima alleen")

    choose(page, "public")
    page.locator("form.reply button.primary").click()
    expect(page.locator("#conversation-head")).to_contain_text("schreef u voor één persoon")
    assert typed(page) == "Voor Fatima alleen"
    expect(page.locator("#audience-direct")).to_be_checked()
    assert not Reply.objects.exists()
    page.get_by_role("button", name="verder met uw tekst voor alle lezers").click()

    expect(page.locator("#audience-public")).to_be_checked()
    assert typed(page) == ""
    page.get_by_role("button", name="verder met uw privétekst").click()
    assert typed(page) == "Voor Fatima alleen"


def test_with_keys_alone_one_chooses_and_sends_privately(
    desks: Desks, team: Team, agent: User
) -> None:
    desk = at(desks, agent, asked(team))
    desk.page.locator("#audience-public").focus()
    desk.check_focus()
    desk.press("ArrowRight", "ArrowRight")
    expect(desk.page.locator("#audience-direct")).to_be_checked()
    desk.check_focus()
    desk.press("Tab")
    assert desk.focused() == "reply-text"
    desk.type("Alleen voor u.")
    desk.press("Control+Enter")

    wait_for(lambda: Reply.objects.filter(visibility="direct").exists())


def test_when_somebody_else_wrote_meanwhile_a_private_answer_reaches_who_stands_above_it(
    desks: Desks, team: Team, agent: User
) -> None:
    conversation = asked(team, thread="1")
    page = at(desks, agent, conversation).page
    choose(page, "direct")
    page.fill("#reply-text", "Uw dossier is zoek.")
    held: list[tuple[Route, APIResponse]] = []

    def hold(route: Route) -> None:
        held.append((route, route.fetch())) if not held else route.continue_()

    page.route(f"**/conversations/{conversation.pk}/?*", hold)
    asked(team, "Dat vraag ik me ook af", thread="1", author=Author("@willem", "Willem"))
    wait_for(lambda: bool(page.evaluate("1") and held))

    page.locator("form.reply button.primary").click()

    wait_for(Reply.objects.exists)
    expect(page.locator("label[for=audience-direct]")).to_have_text("Alleen Willem")
    # What was asked before the answer was given, and comes after it, is old news.
    with page.expect_request(f"**/conversations/{conversation.pk}/?*"):
        held[0][0].fulfill(response=held[0][1])
    expect(page.locator("label[for=audience-direct]")).to_have_text("Alleen Willem")
    assert [(each.to, each.visibility) for each in Reply.objects.all()] == [("@fatima", "direct")]


def test_when_what_one_answers_is_taken_away_nothing_is_sent_and_the_newest_is_named(
    desks: Desks, team: Team, agent: User
) -> None:
    conversation = asked(team, thread="1")
    page = at(desks, agent, conversation).page
    choose(page, "direct")
    page.fill("#reply-text", "Uw dossier is zoek.")
    asked(team, "Dat vraag ik me ook af", thread="1", author=Author("@willem", "Willem"))
    Message.objects.filter(author_name="Fatima").update(gone_at=now())

    page.locator("form.reply button.primary").click()

    expect(page.locator("#flashes")).to_contain_text("Het bericht waarop u antwoordt, is er niet")
    expect(page.locator("#readers")).to_contain_text("U antwoordt nu op het nieuwste bericht")
    expect(page.locator("label[for=audience-direct]")).to_have_text("Alleen Willem")
    expect(page.locator("#audience-direct")).to_be_checked()
    assert typed(page) == "Uw dossier is zoek."
    assert not Reply.objects.exists()


@pytest.mark.row("S0-05")
def test_a_pure_referral_is_asked_why_and_sent_with_the_reason(
    desks: Desks, team: Team, agent: User
) -> None:
    desk = at(desks, agent, asked(team))
    page = desk.page
    page.fill("#reply-text", REFERS)
    desk.press("Control+Enter")

    expect(page.locator("#question")).to_be_focused()
    desk.check_focus()
    assert typed(page) == REFERS
    assert not Reply.objects.exists()
    desk.press("Tab")
    assert desk.focused() == "referral"
    desk.check_focus()
    desk.type("Een andere o")
    expect(page.locator("#referral")).to_have_value("elsewhere")
    desk.tab_to("In eigen woorden")
    desk.type("Dit is van de provincie")
    desk.tab_to("Versturen met deze reden")
    desk.press("Enter")

    expect(page.locator("#messages")).to_contain_text(
        "Doorverwezen. Reden: Een andere organisatie gaat hierover (Dit is van de provincie)"
    )
    expect(page.locator("#question")).to_have_count(0)
    assert typed(page) == ""
    assert Reply.objects.get().referral == "elsewhere"


@pytest.mark.row("S0-05")
def test_without_a_script_the_question_stands_with_the_text(
    desks: Desks, team: Team, agent: User
) -> None:
    page = at(desks, agent, asked(team), java_script_enabled=False).page
    page.fill("#reply-text", REFERS)
    page.locator("form.reply button[value=send]").click()

    assert typed(page) == REFERS
    page.get_by_role("button", name="Dit is geen doorverwijzing").click()

    expect(page.locator("#messages")).to_contain_text("14 0123")
    assert Reply.objects.get().referral == "none"


def test_the_words_for_how_long_one_can_answer_renew_themselves_while_one_types(
    desks: Desks, team: Team, agent: User
) -> None:
    facts: dict[str, Any] = {"visibility": Visibility.DIRECT, "is_public": False, "window": "day"}
    conversation = asked(team, sent_at=now() - timedelta(hours=22), **facts)
    page = at(desks, agent, conversation).page
    expect(page.locator("#reply-windows")).to_contain_text("U kunt nog")
    page.fill("#reply-text", "Net te laat.")
    page.locator("#reply-text").focus()

    # As if so much time went by: their last message is longer ago, and the words are old.
    theirs = Message.objects.filter(conversation=conversation)
    theirs.update(sent_at=now() - timedelta(hours=25))
    make_old_until(page, "#reply-windows", "niets versturen")

    expect(page.locator("#conversation-head")).to_contain_text("De termijn om te antwoorden is")
    assert typed(page) == "Net te laat."
    expect(page.locator("#reply-text")).to_be_focused()
    expect(page.locator("form.reply button[value=send]")).to_be_hidden()
    theirs.update(sent_at=now())
    page.reload()
    expect(page.locator("form.reply button[value=send]")).to_be_visible()
    assert typed(page) == "Net te laat."


def ask_why(page: Page) -> None:
    page.fill("#reply-text", REFERS)
    submit(page, "form.reply")


def screens(team: Team) -> list[Screen]:
    """The composer in each state that is of these choices."""
    public = f"/conversations/{asked(team, window='week').pk}/?in=team"
    facts: dict[str, Any] = {"visibility": Visibility.DIRECT, "is_public": False}
    found = [
        Screen("readers", public),
        Screen("readers-private", f"{public}&visibility=direct"),
        Screen("question", public, ask_why),
    ]
    for name, days in (("open", 0), ("tagged", 2), ("over", 8)):
        author = Author(f"@{name}", name.title())
        sent_at = now() - timedelta(days=days, minutes=1)
        direct = asked(team, "Mijn adres klopt niet", sent_at=sent_at, author=author, **facts)
        found.append(Screen(f"window-{name}", f"/conversations/{direct.pk}/?in=team"))
    return found


def test_nothing_of_it_has_barriers(desks: Desks, team: Team, agent: User) -> None:
    wrong = check(desks, [*screens(team), Screen("figures", "/figures/own-channel/")], agent)

    assert wrong == []


def test_at_320_pixels_nothing_is_too_wide_and_one_can_still_choose(
    desks: Desks, team: Team, agent: User
) -> None:
    desk = desks.desk(agent, viewport={"width": 320, "height": 640}, has_touch=True)
    wide = []
    for screen in screens(team):
        desk.open(screen.path)
        screen.first(desk.page)
        if desk.page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wide.append(screen.name)
    assert wide == []

    desk.open(screens(team)[0].path)
    desk.page.locator("label[for=audience-direct]").tap()
    expect(desk.page.locator("#audience-direct")).to_be_checked()

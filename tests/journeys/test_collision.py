"""Two colleagues at one conversation: each sees the other, and nobody answers twice."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from gehoor.audit.models import Entry
from gehoor.flows import presence
from gehoor.inbox.models import Conversation, Draft, Presence, Reply
from gehoor.kit.clock import now
from gehoor.people import queries as people
from gehoor.people.models import User
from gehoor.people.policies import Role
from gehoor.testing import make
from tests.journeys.desk import Desk, Desks, wait_for

pytestmark = [pytest.mark.browser, pytest.mark.row("S0-08")]


@pytest.fixture
def two(transactional_db: None) -> tuple[User, User]:
    team = make.team(name="Webcare")
    channel = make.channel(team=team, name="Postbus")
    for subject in ("Afval", "Kelder"):
        make.received(channel, thread=subject, subject=subject, text=f"Over {subject}.")
    names = ("Anouk", "Bram")
    anouk, bram = (make.user(Role.AGENT, teams=(team,), name=name, language="nl") for name in names)
    return anouk, bram


def waste() -> Conversation:
    return Conversation.objects.select_related("channel__team").get(subject="Afval")


def at_waste(desks: Desks, user: User, **how: bool) -> Desk:
    return desks.desk(user, f"/conversations/{waste().pk}/?in=team", **how)


def row(page: Page):  # type: ignore[no-untyped-def]
    return page.locator(f"#row-{waste().pk} .row-beside")


def presence_in(page: Page):  # type: ignore[no-untyped-def]
    return page.locator("#presence")


def has_draft() -> bool:
    return Draft.objects.filter(text="Van Bram").exists()


def silence(minutes: float) -> None:
    """Let this long pass in which nobody gives a sign, and let the timer look."""
    earlier = now() - timedelta(minutes=minutes)
    Presence.objects.update(looks_until=earlier)
    Presence.objects.filter(writes_until__isnull=False).update(writes_until=earlier)
    presence.forget_gone()


def test_each_sees_in_words_who_looks_and_who_types(desks: Desks, two: tuple[User, User]) -> None:
    anouk, bram = two
    first, second = at_waste(desks, anouk), desks.desk(bram, "/inbox/team/")
    expect(row(second.page)).to_have_text("Anouk kijkt mee")

    first.page.locator("#reply-text").press("G")

    expect(row(second.page)).to_have_text("Anouk typt een antwoord")
    expect(presence_in(first.page)).to_contain_text("U schrijft een antwoord")
    second.open(f"/conversations/{waste().pk}/?in=team")
    expect(presence_in(second.page)).to_contain_text("Anouk typt een antwoord.")
    expect(presence_in(first.page)).to_contain_text("Bram kijkt mee.")
    first.page.fill("#reply-text", "")
    expect(presence_in(second.page)).to_contain_text("Anouk kijkt mee.")


def test_a_newer_answer_stands_beside_ones_own_and_one_chooses(
    desks: Desks, two: tuple[User, User]
) -> None:
    anouk, bram = two
    desk = at_waste(desks, bram)
    desk.page.fill("#reply-text", "Het antwoord van Bram")
    expect(presence_in(desk.page)).to_contain_text("U schrijft een antwoord")
    silence(minutes=5)
    make.reply(waste(), by=people.actor_of(anouk), text="Het antwoord van Anouk")

    desk.page.locator("#reply-text").press("Control+Enter")

    collision = desk.page.locator("#collision")
    expect(collision).to_contain_text("Het antwoord van Anouk")
    expect(desk.page.locator("#reply-text")).to_have_value("Het antwoord van Bram")
    desk.check_focus()
    collision.get_by_role("button", name="Toch versturen").click()
    expect(collision).to_contain_text("Schrijf op waarom")
    assert Reply.objects.count() == 1
    desk.page.fill("#anyway-reason", "Zij vergat de datum.")
    collision.get_by_role("button", name="Toch versturen").click()
    expect(desk.page.locator(".message.out")).to_have_count(2)
    wait_for(lambda: Reply.objects.count() == 2)
    assert Entry.objects.get(act="conversation.answered_again").reason == "Zij vergat de datum."


def test_of_a_refused_answer_one_keeps_or_throws_away_the_text(
    desks: Desks, two: tuple[User, User]
) -> None:
    anouk, bram = two
    desk = at_waste(desks, bram)
    for act, left in (("Bewaren als concept", "Van Bram"), ("Mijn tekst weggooien", "")):
        desk.page.fill("#reply-text", "Van Bram")
        expect(presence_in(desk.page)).to_contain_text("U schrijft een antwoord")
        silence(minutes=5)
        make.reply(waste(), by=people.actor_of(anouk), text=f"Van Anouk, vóór {act}")
        desk.page.locator("#reply-text").press("Control+Enter")

        desk.page.locator("#collision").get_by_role("button", name=act).click()

        expect(desk.page.locator("#collision")).to_have_count(0)
        expect(desk.page.locator("#reply-text")).to_have_value(left)
        wait_for(has_draft if left else lambda: not has_draft())
    assert Reply.objects.count() == 2


def test_from_the_next_conversation_one_comes_back_to_the_choice(
    desks: Desks, two: tuple[User, User]
) -> None:
    """Sent and finished, one has gone on before it is known that a colleague was first."""
    anouk, bram = two
    desk = at_waste(desks, bram)
    page = desk.page
    page.fill("#reply-text", "Het antwoord van Bram")
    expect(presence_in(page)).to_contain_text("U schrijft een antwoord")
    silence(minutes=5)
    make.reply(waste(), by=people.actor_of(anouk), text="Het antwoord van Anouk")

    page.locator("#reply-text").press("Control+Shift+Enter")
    expect(page.locator("#conversation-title")).to_have_text("Kelder")
    page.fill("#reply-text", "Over uw kelder")
    back = page.locator("#flashes").get_by_role("link", name="Een collega heeft net geantwoord")
    wait_for(lambda: Draft.objects.filter(text="Het antwoord van Bram").exists())
    back.focus()
    desk.check_focus()
    desk.press("Enter")

    collision = page.locator("#collision")
    expect(collision).to_be_focused()
    expect(collision).to_contain_text("Het antwoord van Anouk")
    expect(page.locator("#conversation-title")).to_have_text("Afval")
    expect(page.locator("#reply-text")).to_have_value("Het antwoord van Bram")
    expect(back).to_have_count(0)
    page.fill("#anyway-reason", "Zij vergat de datum.")
    collision.get_by_role("button", name="Toch versturen").click()
    expect(page.locator("#conversation-title")).to_have_text("Kelder")
    expect(page.locator("#reply-text")).to_have_value("Over uw kelder")
    wait_for(lambda: waste().status == "done")
    assert Reply.objects.count() == 2


def test_the_answer_is_taken_over_and_given_on(desks: Desks, two: tuple[User, User]) -> None:
    first, second = (at_waste(desks, user) for user in two)
    first.page.fill("#reply-text", "Half ant")
    expect(presence_in(second.page)).to_contain_text("Anouk typt een antwoord.")

    second.page.locator("#conversation-title").focus()
    second.press("o")

    expect(presence_in(second.page)).to_contain_text("U schrijft een antwoord")
    expect(presence_in(first.page)).to_contain_text("Bram typt een antwoord.")
    expect(first.page.locator("#reply-text")).to_have_value("Half ant")
    second.page.fill("#reply-text", "Ik zoek het uit")
    wait_for(lambda: Draft.objects.filter(text="Ik zoek het uit").exists())
    second.page.locator("[data-act=pass] summary").click()
    second.page.locator("[data-act=pass-on] button").click()
    expect(second.page.locator(".via")).to_contain_text("Bij Anouk")
    first.page.locator("#log summary").click()
    log = first.page.locator(".log-lines")
    expect(log).to_contain_text("Bram nam het antwoord over van Anouk")
    expect(log).to_contain_text("Bram gaf het antwoord door aan Anouk")


def test_who_writes_is_not_answered_around_and_a_dead_browser_holds_nothing(
    desks: Desks, two: tuple[User, User]
) -> None:
    first, second = (at_waste(desks, user) for user in two)
    first.page.fill("#reply-text", "Anouk is bezig")
    expect(presence_in(second.page)).to_contain_text("Anouk typt een antwoord.")
    second.page.fill("#reply-text", "Bram ook")

    second.page.locator("#reply-text").press("Control+Enter")

    expect(second.page.locator("#collision")).to_contain_text("Anouk schrijft een antwoord")
    assert not Reply.objects.exists()
    first.page.context.set_offline(True)
    silence(minutes=5)
    expect(presence_in(second.page)).not_to_contain_text("Anouk")
    second.page.locator("#collision [value=anyway]").click()
    expect(second.page.locator(".message.out .words")).to_have_text("Bram ook")
    wait_for(lambda: Reply.objects.count() == 1)


def test_going_on_to_the_next_conversation_lets_go(desks: Desks, two: tuple[User, User]) -> None:
    first, second = (at_waste(desks, user) for user in two)
    first.page.fill("#reply-text", "Half")
    expect(presence_in(second.page)).to_contain_text("Anouk typt een antwoord.")

    first.page.get_by_role("link", name=re.compile("Over Kelder")).click()

    expect(presence_in(second.page)).not_to_contain_text("Anouk")
    assert Draft.objects.filter(text="Half").exists()


@pytest.mark.row("S0-08")
def test_without_a_script_one_says_that_one_answers(desks: Desks, two: tuple[User, User]) -> None:
    first, second = (at_waste(desks, user, java_script_enabled=False) for user in two)
    first.page.fill("#reply-text", "Ik begin vast")

    first.page.get_by_role("button", name="Ik pak dit").click()

    expect(first.page.locator("#reply-text")).to_have_value("Ik begin vast")
    second.page.reload()
    expect(presence_in(second.page)).to_contain_text("Anouk typt een antwoord.")
    second.page.fill("#reply-text", "Van Bram")
    second.page.get_by_role("button", name="Versturen", exact=True).click()
    expect(second.page.locator("#collision")).to_contain_text("Anouk schrijft een antwoord")
    expect(second.page.locator("#reply-text")).to_have_value("Van Bram")
    first.page.get_by_role("button", name="Versturen", exact=True).click()
    expect(first.page.locator(".message.out")).to_have_count(1)
    second.page.locator("#collision [value=anyway]").click()
    expect(second.page.locator("#collision")).to_contain_text("Ik begin vast")
    second.page.fill("#anyway-reason", "Aanvulling")
    second.page.locator("#collision [value=anyway]").click()
    expect(second.page.locator(".message.out")).to_have_count(2)
    assert Reply.objects.count() == 2


def test_a_storm_of_hints_is_a_trickle_of_questions(desks: Desks, two: tuple[User, User]) -> None:
    """Fifty colleagues come and go on one list; each screen asks a few times, whatever comes."""
    anouk, _ = two
    desk = desks.desk(anouk, "/inbox/team/")
    others = [
        people.actor_of(make.user(Role.AGENT, teams=(waste().channel.team,))) for _ in range(50)
    ]
    asked: list[str] = []
    desk.page.on("request", lambda request: asked.append(request.url))

    began = now()
    for actor in others * 2:
        presence.look(actor, waste())
        presence.leave(actor, waste())
    presence.look(others[0], waste())
    expect(row(desk.page)).to_have_text(re.compile("kijkt mee$"), timeout=20_000)

    lasted = (now() - began).total_seconds()
    about_people = [url for url in asked if "/presence/" in url]
    lists = [url for url in asked if "/inbox/team/" in url]
    assert 1 <= len(about_people) <= lasted / 5 + 2
    # The one that every screen fetches when it begins to listen.
    assert len(lists) <= 1

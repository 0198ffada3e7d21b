"""A day of two colleagues: given, named, many answered at once, veiled, kept away from, blocked.

Walked through once by the keyboard and the menu, as each of them sees it.
"""

import re

import pytest
from playwright.sync_api import expect

from gehoor.contacts.models import Block
from gehoor.contracts.connector import Author
from gehoor.inbox.models import Conversation, Matter, Message, Reply
from gehoor.people.models import Team, User
from gehoor.people.policies import Role
from gehoor.testing import make
from tests.journeys.desk import Desk, Desks, wait_for

pytestmark = [pytest.mark.browser]
BOOS = "Jullie zijn een stel klootzakken!"
HARD = "klootzakken"


@pytest.fixture
def team(transactional_db: None) -> Team:
    return make.team(name="Webcare")


@pytest.fixture
def anouk(team: Team) -> User:
    return make.user(Role.AGENT, teams=(team,), name="Anouk Smit", language="nl")


@pytest.fixture
def ria(team: Team) -> User:
    return make.user(Role.COORDINATOR, teams=(team,), name="Ria van Dam", language="nl")


def written(team: Team, anouk: User) -> dict[str, Conversation]:
    """A question for Anouk, three about a storm, and somebody who swears."""
    channel = make.channel(team=team, name="Postbus")
    facts = {
        "Parkeren": ("Mag ik hier parkeren?", "Fatima Bakker"),
        "Boom 1": ("Er ligt een boom.", "Piet Vos"),
        "Boom 2": ("Ook hier een boom.", "Noor Bos"),
        "Boom 3": ("Een boom op mijn dak.", "Els Mol"),
        "Boos": (BOOS, "Kees Boos"),
    }
    found = {}
    for number, (subject, (text, name)) in enumerate(facts.items()):
        author = Author(handle=f"p{number}@voorbeeld.example", name=name)
        found[subject] = make.received(
            channel, thread=subject, subject=subject, text=text, author=author
        )
    mine = [found["Parkeren"].pk, found["Boos"].pk]
    Conversation.objects.filter(pk__in=mine).update(assignee=anouk)
    return found


def by_menu(desk: Desk, words: str) -> None:
    """Choose something under "Meer", by the keyboard alone."""
    desk.page.locator("#conversation-head summary", has_text="Meer").focus()
    desk.press("Enter")
    desk.tab_to(words)
    desk.press("Enter")


@pytest.mark.long
def test_two_colleagues_work_together_through_a_day(
    desks: Desks, team: Team, anouk: User, ria: User
) -> None:
    found = written(team, anouk)
    hers = desks.desk(anouk, f"/conversations/{found['Parkeren'].pk}/?in=mine")
    rias = desks.desk(ria, "/inbox/mine/")

    _given_named_and_followed(hers, rias, found["Parkeren"])
    _answered_in_one_go(hers)
    _veiled_and_kept_away_from(hers, rias, found["Boos"], anouk)
    _blocked_and_back(hers, rias, found["Boos"])


def _given_named_and_followed(hers: Desk, rias: Desk, asked: Conversation) -> None:
    hers.press("b")
    expect(hers.page.locator("#conversation-head")).to_contain_text("U volgt dit")
    hers.press("w")
    hers.page.get_by_label("Aan wie?").select_option(label="Ria van Dam")
    hers.page.get_by_label("Wat moeten zij weten?").fill("Dit is jouw straat.")
    hers.page.get_by_role("button", name="Doorgeven").click()
    expect(hers.page.locator("#flashes")).to_contain_text("Doorgegeven aan Ria van Dam")

    # Ria hears of it where she is, reads the note, and asks something back.
    in_bar = rias.page.locator(".main-menu a[href='/named/']")
    expect(in_bar).to_contain_text(re.compile(r"Voor u\s+1"))
    in_bar.click()
    expect(rias.page.locator("#given")).to_contain_text("Dit is jouw straat.")
    rias.tab_to("Dit is jouw straat.")
    rias.press("Enter")
    expect(rias.page.locator("#messages .note")).to_contain_text("Dit is jouw straat.")
    rias.page.locator("label[for=kind-note]").click()
    rias.page.locator("#note-text").fill("@Anouk, tot hoe laat?")
    rias.press("Control+Enter")
    wait_for(lambda: Message.objects.filter(kind="note", text__contains="laat?").exists())

    # Anouk is named, and what she follows has changed.
    hers.open("/named/")
    expect(hers.page.locator("#followed .badge")).to_have_text("Veranderd")
    expect(hers.page.locator("#namings")).to_contain_text("@Anouk, tot hoe laat?")
    hers.tab_to("@Anouk, tot hoe laat?")
    hers.press("Enter")
    expect(hers.page.locator("#conversation-head")).to_contain_text("Bij Ria van Dam.")
    asked.refresh_from_db()
    assert asked.assignee is not None
    assert asked.waiting_since is not None


def _answered_in_one_go(hers: Desk) -> None:
    page = hers.page
    hers.open("/inbox/team/")
    for name in ("Piet Vos", "Noor Bos", "Els Mol"):
        page.locator("#rows li", has_text=name).locator(".choose input").check()
    page.get_by_role("button", name="Naar hoofdzaak").click()
    page.get_by_label("Waar gaat het over?").fill("Storm")
    hers.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Storm")
    page.get_by_label("Eén antwoord voor allemaal").fill("Dag {voornaam}, wij ruimen op.")
    page.get_by_role("button", name="Bekijk elk antwoord").click()

    # Each is looked at; nothing was sent yet, and one is left out.
    expect(page.locator(".looked")).to_contain_text("Dag Noor, wij ruimen op.")
    assert not Reply.objects.exists()
    page.get_by_label(re.compile("Els Mol")).uncheck()
    page.get_by_role("button", name="Aangevinkte beantwoorden").click()
    expect(page.locator("#many-acts")).to_contain_text("2 beantwoord.")
    texts = sorted(Reply.objects.values_list("message__text", flat=True))
    assert texts == ["Dag Noor, wij ruimen op.", "Dag Piet, wij ruimen op."]
    expect(page.locator("section[aria-labelledby=waiting-title]")).to_contain_text("Els Mol")
    assert Matter.objects.get().name == "Storm"


def _veiled_and_kept_away_from(hers: Desk, rias: Desk, angry: Conversation, anouk: User) -> None:
    page = hers.page
    hers.open(f"/conversations/{angry.pk}/?in=mine")
    word = page.locator("#messages .veil-word")
    expect(word).to_have_attribute("aria-hidden", "true")
    page.locator("#messages .veil-show").focus()
    hers.press("Enter")
    expect(word).to_have_class(re.compile("is-shown"))
    expect(word).to_have_text(HARD)
    hers.check_focus()

    # It goes back to the team, where Ria finds it; nobody can give it to Anouk.
    by_menu(hers, "Afstand nemen")
    page.get_by_label("Van dit gesprek, tot ik het zelf weer oppak").check()
    page.get_by_role("button", name="Afstand nemen").click()
    wait_for(lambda: Conversation.objects.get(pk=angry.pk).assignee_id is None)
    rias.open("/inbox/unassigned/")
    rias.page.locator("#rows a", has_text="Kees Boos").click()
    expect(rias.page.locator("#conversation-title")).to_contain_text("Boos")
    rias.press("a")
    rias.page.get_by_label("Toewijzen aan").select_option(label=anouk.name)
    rias.page.locator("details[data-act=assign] button").click()
    expect(rias.page.locator("#flashes")).to_contain_text("neemt afstand van dit gesprek")
    assert Conversation.objects.get(pk=angry.pk).assignee_id is None


def _blocked_and_back(hers: Desk, rias: Desk, angry: Conversation) -> None:
    rias.open(f"/conversations/{angry.pk}/?in=unassigned")
    by_menu(rias, "Tijdelijk blokkeren")
    rias.page.get_by_label("Waarom?").fill("Scheldt collega's uit")
    rias.page.get_by_role("button", name="Blokkeren").click()
    told = re.compile("Geblokkeerd tot .* door Ria van Dam: Scheldt collega's uit")
    expect(rias.page.locator("#conversation-head")).to_contain_text(told)

    # A colleague reads why and until when, and only who coordinates takes it back.
    hers.open(f"/conversations/{angry.pk}/?in=team")
    expect(hers.page.locator("#conversation-head")).to_contain_text(told)
    expect(hers.page.get_by_role("button", name="Blokkade opheffen")).to_have_count(0)
    rias.page.get_by_role("button", name="Blokkade opheffen").click()
    wait_for(lambda: Block.objects.filter(lifted_at__isnull=False).exists())
    hers.page.reload()
    expect(hers.page.locator("#conversation-head")).not_to_contain_text("Geblokkeerd tot")

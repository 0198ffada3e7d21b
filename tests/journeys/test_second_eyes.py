"""A second person looks first, in a browser: asked, changed, approved by one of two, given back."""

from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from gehoor.flows import approving
from gehoor.inbox.models import Approval, Conversation, Draft, Reply
from gehoor.kit.clock import now
from gehoor.people import queries as people
from gehoor.people.models import Team, User
from gehoor.people.policies import Role
from gehoor.second_eyes.models import CaseName, Caution
from gehoor.testing import make
from tests.journeys.desk import Desk, Desks, wait_for
from tests.journeys.test_axe import Screen, check

pytestmark = [pytest.mark.browser, pytest.mark.row("S2-14")]
TEXT = "De bak wordt morgen geleegd."
BETTER = "De bak wordt vrijdag geleegd."


@pytest.fixture
def team(transactional_db: None) -> Team:
    return make.team(name="Webcare")


@pytest.fixture
def sem(team: Team) -> User:
    user = make.user(Role.AGENT, teams=(team,), name="Sem", language="nl")
    Caution.objects.create(team=team, case_rule="Wij zeggen niets.").trainees.add(user)
    return user


def coordinator(team: Team, name: str) -> User:
    return make.user(Role.COORDINATOR, teams=(team,), name=name, language="nl")


def approve_button(page: Page) -> None:
    page.get_by_role("button", name="Goedkeuren en versturen").click()


@pytest.mark.long
def test_an_answer_waits_is_changed_by_one_of_two_and_its_writer_sees_how(
    desks: Desks, team: Team, sem: User
) -> None:
    ria, kees = coordinator(team, "Ria"), coordinator(team, "Kees")
    channel = make.channel(team=team, settings={"window": "none"})
    asked = make.received(channel, subject="Groene bak", thread="1")
    other = make.received(channel, subject="Grijze bak", thread="2")
    address = f"/conversations/{asked.pk}/?in=team"

    # Who learns sends as ever, by the keyboard; it stands in the thread and did not leave.
    desk = desks.desk(sem, address)
    page = desk.page
    expect(page.locator("#second-eyes")).to_contain_text("kijkt eerst iemand anders")
    page.fill("#reply-text", TEXT)
    desk.press("Control+Enter")
    expect(page.locator("#messages .waits")).to_contain_text("Wacht op akkoord van Kees, Ria")
    assert page.locator("#reply-text").input_value() == ""
    assert not Reply.objects.exists()

    # "Send and finish" goes on to the next, says that it waits, and brings the row back.
    page.get_by_role("button", name="Terugnemen en wijzigen").click()
    expect(page.locator("#reply-text")).to_have_value(TEXT)
    page.locator("#reply-text").focus()
    desk.press("Control+Shift+Enter")
    expect(page.locator("#flashes")).to_contain_text("Nog niet verstuurd: het wacht op akkoord")
    expect(page.locator(f"#row-{asked.pk}")).to_be_visible()
    assert Conversation.objects.get(pk=asked.pk).status == "open"

    # Two look at it; one key leads there. The first changes it, the second is told.
    second = desks.desk(kees, f"/approvals/{Approval.objects.get(state='waiting').pk}/").page
    first = desks.desk(ria, "/inbox/team/")
    expect(first.page.locator(".to-approve")).to_contain_text("1")
    first.press("q")
    first.page.get_by_role("link", name="Sem").click()
    first.page.fill("#approve-text", BETTER)
    approve_button(first.page)
    wait_for(lambda: Reply.objects.exists())
    approve_button(second)
    expect(second.locator("#flashes")).to_contain_text("Ria was eerst")
    assert Reply.objects.get().message.text == BETTER
    _sees_the_change_and_gets_another_back(desk, first, address, other)


def _sees_the_change_and_gets_another_back(
    desk: Desk, first: Desk, address: str, other: Conversation
) -> None:
    page = desk.page
    # Its writer sees what was changed; another comes back with a note, text and all.
    desk.open(address)
    page.locator("summary", has_text="Toon wat Ria wijzigde").click()
    expect(page.locator("#messages ins")).to_contain_text("vrijdag")
    desk.open(f"/conversations/{other.pk}/?in=team")
    page.fill("#reply-text", TEXT)
    desk.press("Control+Enter")
    expect(page.locator("#messages .waits")).to_be_visible()
    first.open(f"/approvals/{Approval.objects.get(state='waiting').pk}/")
    first.page.fill("#give-back-note", "Noem de dag.")
    first.page.get_by_role("button", name="Teruggeven met deze opmerking").click()
    wait_for(lambda: Draft.objects.filter(text=TEXT).exists())
    desk.open("/approvals/")
    page.get_by_role("link", name="Ria gaf dit terug").click()
    expect(page.locator(".given-back")).to_contain_text("Noem de dag.")
    expect(page.locator("#reply-text")).to_have_value(TEXT)


def test_second_eyes_have_no_barriers(desks: Desks, team: Team, sem: User) -> None:
    ria = coordinator(team, "Ria")
    asked = make.received(make.channel(team=team), subject="Groene bak", thread="1")
    actor = people.actor_of(sem)
    given = {"text": TEXT, "seen_sequence": 1}
    first = approving.send_or_ask(actor, asked, client_uuid=uuid4(), **given)
    assert isinstance(first, Approval)
    approving.give_back(people.actor_of(ria), first, note="Noem de dag.")
    given["text"] = BETTER
    for _ in range(2):
        approving.send_or_ask(actor, asked, client_uuid=uuid4(), **given)
    CaseName.objects.create(
        caution=Caution.objects.get(), name="Denis van der Meij", until=now().date()
    )
    latest = Approval.objects.latest("pk").pk
    screens = [
        Screen("approvals", "/approvals/"),
        Screen("approval", f"/approvals/{latest}/"),
        Screen("waits-in-thread", f"/conversations/{asked.pk}/?in=team"),
        Screen("second-eyes", "/settings/second-eyes/"),
        Screen("caution", f"/settings/second-eyes/{team.pk}/"),
        Screen("case-names", f"/settings/second-eyes/{team.pk}/names/"),
    ]

    assert check(desks, screens, ria) == []

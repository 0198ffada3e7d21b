"""What is kept to write with passes the check of axe: answers, macros, and who does not want it."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page

from gehoor.contacts.models import Contact
from gehoor.contracts.posts import Visibility
from gehoor.flows import protocol_ready
from gehoor.inbox.models import Macro, Tag
from gehoor.kit.clock import now
from gehoor.knowledge.models import AgendaItem, ProtocolLine, Style
from gehoor.people import queries as people
from gehoor.people.models import User
from gehoor.people.policies import Role
from gehoor.testing import make
from tests.journeys.desk import Desks
from tests.journeys.test_axe import Screen, check, submit, unfold

pytestmark = [pytest.mark.browser]


@pytest.fixture
def coordinator(transactional_db: None) -> User:
    return make.user(Role.COORDINATOR, teams=(make.team(name="Webcare"),), name="Ria")


def refuse(page: Page) -> None:
    """Keep nothing at all."""
    submit(page, "main form.form")


def write_badly(page: Page) -> None:
    """Write what goes against the house style, and open the tips."""
    page.wait_for_selector("html[data-script]", state="attached")
    page.fill("#reply-text", "Beste klant, kun je komen?")
    page.wait_for_selector("#remarks li")
    page.locator("#tips summary").click()


def insist(page: Page) -> None:
    """Answer somebody who does not want that here."""
    page.wait_for_selector("html[data-script]", state="attached")
    page.fill("#reply-text", "Wij komen langs.")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#unwanted")


def test_what_is_kept_to_write_with_has_no_barriers(desks: Desks, coordinator: User) -> None:
    nothing = [
        Screen("kept-answers-none", "/settings/kept-answers/"),
        Screen("macros-none", "/settings/macros/"),
    ]
    assert check(desks, nothing, coordinator) == []

    team = coordinator.teams.get()
    facts = {"is_public": True, "visibility": Visibility.PUBLIC, "thread": "plein"}
    post = make.received(make.channel(team=team), subject="Mijn bak", **facts)
    Contact.objects.update(is_not_by_social=True)
    old = make.kept_answer(
        title="Brug", text="Tot {dag}", review_on="2026-01-01", misconception="Dicht", team=team,
    )  # fmt: skip
    old.forms.create(kind="phone", text="Zeg: tot {dag}.", looks_again=True)
    make.kept_answer(title="Route en parkeren", shortcut="route", owner=coordinator)
    Tag.objects.create(name="afval")
    protocol_ready.take(people.actor_of(coordinator))
    line = ProtocolLine.objects.get(kind="woo")
    style = Style.objects.create(address="u", avoid="ivm = vanwege", forbidden="klant")
    AgendaItem.objects.create(
        title="Markt", starts_at=now() + timedelta(days=3), is_published=True, text="Met muziek",
        link="https://stad.example/markt",
    )  # fmt: skip
    Macro.objects.create(name="Afval", tag="afval", gives="me", ends="answer")
    gone = Macro.objects.create(name="Weg", tag="weg", ends="seen")
    screens = [
        Screen("kept-answers", "/settings/kept-answers/"),
        Screen("kept-answer-new", "/settings/kept-answers/new/"),
        Screen("kept-answer-refused", "/settings/kept-answers/new/", refuse),
        Screen("kept-answer-overdue", f"/settings/kept-answers/{old.pk}/"),
        Screen("phone-scripts", f"/conversations/{post.pk}/phoned/", unfold("details.script")),
        Screen("macros", "/settings/macros/"),
        Screen("macro-refused", "/settings/macros/new/", refuse),
        Screen("macro-gone", f"/settings/macros/{gone.pk}/"),
        Screen("macros-here", f"/conversations/{post.pk}/macros/"),
        Screen("protocol", "/settings/protocol/"),
        Screen("protocol-line-refused", "/settings/protocol/new/", refuse),
        Screen("protocol-line", f"/settings/protocol/{line.pk}/"),
        Screen("styles", "/settings/styles/"),
        Screen("style", f"/settings/styles/{style.pk}/"),
        Screen("tips", "/settings/styles/tips/"),
        Screen("agenda", "/settings/agenda/"),
        Screen("agenda-item-refused", "/settings/agenda/new/", refuse),
        Screen("agenda-of-all", "/agenda/"),
        Screen("against-style", f"/conversations/{post.pk}/", write_badly),
        Screen("not-by-social", f"/conversations/{post.pk}/", insist),
    ]
    assert check(desks, screens, coordinator) == []

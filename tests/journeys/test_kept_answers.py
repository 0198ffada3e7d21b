"""A kept answer in two keys: put in where one writes, filled in, and never sent half done."""

import pytest
from playwright.sync_api import expect

from gehoor.contracts.connector import Author
from gehoor.inbox.models import Conversation, Macro, Message
from gehoor.knowledge.models import KeptAnswer
from gehoor.people.models import User
from gehoor.people.policies import Role
from gehoor.testing import make
from tests.journeys.desk import Desk, Desks, wait_for
from tests.journeys.test_axe import AXE, RULES, RUN

pytestmark = [pytest.mark.browser, pytest.mark.row("S4-06")]


@pytest.fixture
def agent(transactional_db: None) -> User:
    team = make.team(name="Webcare")
    user = make.user(Role.AGENT, teams=(team,), name="Yusuf", language="nl")
    author = Author("@fatima@social.example", "Fatima Bakker")
    made = make.received(make.channel(team=team, name="Plein"), text="Waar?", author=author)
    Conversation.objects.filter(pk=made.pk).update(assignee=user)
    make.kept_answer(
        title="Route en parkeren", shortcut="route", labels=["auto"], team=team, owner=user,
        text="U parkeert achter het stadhuis.",
    )  # fmt: skip
    make.kept_answer(title="Groet", shortcut="1", text="Dag {voornaam},", owner=user)
    make.kept_answer(
        title="Zaak loopt", text="Zaak {zaaknummer} komt voor {dag} aan de beurt.", owner=user,
        review_on="2026-01-01",
    )  # fmt: skip
    return user


@pytest.fixture
def desk(desks: Desks, agent: User) -> Desk:
    return desks.desk(agent, f"/conversations/{Conversation.objects.get().pk}/?in=mine")


def test_two_keys_put_an_answer_in_where_one_writes_and_a_gap_keeps_it_here(
    desk: Desk, agent: User
) -> None:
    page = desk.page
    text = page.locator("#reply-text")
    text.focus()

    # A figure is enough: two keys, and what was there stays.
    desk.type("/1")
    expect(text).to_have_value("Dag Fatima,")
    # So are the slash and Enter, at the cursor: what the team itself keeps comes first.
    text.fill("Dank. Groet")
    for _ in range(5):
        desk.press("ArrowLeft")
    desk.type("/")
    expect(page.locator("#picker [aria-selected=true]")).to_contain_text("Route en parkeren")
    expect(page.locator("#picker")).to_contain_text("nakijken")
    page.evaluate(AXE.read_text())
    assert page.evaluate(RUN, RULES) == []
    desk.press("Enter")
    expect(text).to_have_value("Dank. U parkeert achter het stadhuis. Groet")
    expect(text).to_be_focused()

    # What is to be filled in is chosen, and Tab leads to the next.
    text.fill("")
    desk.type("/zaak")
    desk.press("Enter")
    assert chosen(desk) == "{zaaknummer}"
    desk.press("Control+Enter")
    expect(page.locator("#flashes")).to_contain_text("{zaaknummer}, {dag}")
    expect(text).to_have_value("Zaak {zaaknummer} komt voor {dag} aan de beurt.")
    desk.wait_for(lambda: chosen(desk) == "{zaaknummer}")
    desk.type("12")
    desk.press("Tab")
    assert chosen(desk) == "{dag}"
    desk.type("maandag")
    desk.press("Control+Enter")
    wait_for(lambda: Message.objects.filter(kind="out").exists())
    sent = Message.objects.get(kind="out")
    assert sent.text == "Zaak 12 komt voor maandag aan de beurt."

    # By its button it is found by any word; nothing is counted twice.
    desk.press("Tab")
    desk.tab_to("Standaardantwoord")
    desk.press("Enter")
    desk.type("auto")
    desk.press("Enter")
    expect(text).to_have_value("U parkeert achter het stadhuis.")
    wait_for(lambda: uses() == [1, 2, 1])


def uses() -> list[int]:
    return list(KeptAnswer.objects.order_by("title").values_list("times_used", flat=True))


def chosen(desk: Desk) -> str:
    told: str = desk.page.evaluate(
        "(() => { const t = document.getElementById('reply-text');"
        " return t.value.slice(t.selectionStart, t.selectionEnd); })()"
    )
    return told


def test_a_macro_puts_a_text_behind_what_is_typed_and_one_key_takes_it_out(
    desk: Desk, agent: User
) -> None:
    kept = KeptAnswer.objects.get(title="Groet")
    Macro.objects.create(name="Groet en van mij", inserts=True, kept_answer=kept, gives="nobody")
    page = desk.page
    text = page.locator("#reply-text")
    text.fill("Dank.")
    expect(page.locator(".write.reply .kept")).to_have_text("Concept bewaard")
    page.locator("#conversation-title").focus()

    desk.press("m")
    expect(page.get_by_role("button", name="Dit doen")).to_be_focused()
    desk.press("Enter")
    expect(text).to_have_value("Dank.\n\nDag Fatima,")
    page.locator("#conversation-title").focus()
    desk.press("z")

    expect(text).to_have_value("Dank.")
    wait_for(lambda: Conversation.objects.get().assignee == agent)

"""What is sent is sent once, and what is refused comes back with the words why."""

import pytest
from playwright.sync_api import Page, expect

from gehoor.inbox.models import Conversation, Reply
from gehoor.people.models import User
from gehoor.people.policies import Role
from gehoor.testing import make
from tests.journeys.desk import Desk, Desks, wait_for, with_questions

pytestmark = [pytest.mark.browser]


@pytest.fixture
def agent(transactional_db: None) -> User:
    return with_questions("Afval", "Kelder")


def waste() -> Conversation:
    return Conversation.objects.get(subject="Afval")


def at_waste(desks: Desks, agent: User, **how: bool) -> Desk:
    return desks.desk(agent, f"/conversations/{waste().pk}/?in=mine", **how)


def send_button(page: Page):  # type: ignore[no-untyped-def]
    return page.get_by_role("button", name="Versturen", exact=True)


@pytest.mark.parametrize("keys", ["Control+Enter", "Control+Shift+Enter"])
def test_a_text_that_is_too_long_stays_with_a_choice(desks: Desks, agent: User, keys: str) -> None:
    desk = at_waste(desks, agent)
    desk.page.fill("#reply-text", "x" * 100_000)

    desk.page.locator("#reply-text").press(keys)

    expect(desk.page.locator("button[value=parts]")).to_be_focused()
    expect(desk.page.locator("#reply-signed")).to_contain_text("te lang")
    expect(desk.page.locator("#reply-text")).to_have_value("x" * 100_000)
    assert not Reply.objects.exists()


def test_a_text_too_long_even_in_parts_comes_back(desks: Desks, agent: User) -> None:
    desk = at_waste(desks, agent)
    desk.page.fill("#reply-text", "x" * 90_000)

    desk.page.locator("button[value=parts]").click()

    expect(desk.page.locator("#flashes")).to_contain_text("te lang")
    expect(desk.page.locator("#reply-text")).to_have_value("x" * 90_000)
    assert not Reply.objects.exists()


def test_a_colleague_was_first_and_the_text_comes_back(desks: Desks, agent: User) -> None:
    desk = at_waste(desks, agent)
    # Before the first letter: who types has said so, and then a colleague is asked first.
    make.reply(waste(), text="Ik was eerder.")
    desk.page.fill("#reply-text", "Mijn antwoord")

    desk.page.locator("#reply-text").press("Control+Enter")

    expect(desk.page.locator("#collision")).to_contain_text("Een collega heeft net geantwoord")
    expect(desk.page.locator("#reply-text")).to_have_value("Mijn antwoord")
    expect(desk.page.locator("#messages")).to_contain_text("Ik was eerder.")
    assert Reply.objects.count() == 1


def test_a_double_click_sends_once(desks: Desks, agent: User) -> None:
    desk = at_waste(desks, agent)
    desk.page.fill("#reply-text", "Eén keer.")

    send_button(desk.page).dblclick()

    expect(desk.page.locator("form.undo")).to_be_visible()
    assert Reply.objects.count() == 1


def test_sending_the_same_form_again_is_one_reply(desks: Desks, agent: User) -> None:
    page = at_waste(desks, agent, java_script_enabled=False).page
    fields = {
        each.get_attribute("name") or "": each.input_value()
        for each in page.locator("form.write.reply [name]:not(button)").all()
    }
    page.fill("#reply-text", "Eén keer.")
    send_button(page).click()
    expect(page.locator("form.undo")).to_be_visible()
    page.reload()

    origin = {"Origin": desks.address}
    again = page.request.post(
        f"{desks.address}/conversations/{waste().pk}/reply/",
        form={**fields, "text": "Eén keer.", "act": "send"},
        headers=origin,
    )
    page.go_back()

    assert again.ok
    expect(page.locator("#reply-text")).to_have_value("")
    assert Reply.objects.count() == 1


def test_all_work_is_done_without_a_script(desks: Desks, agent: User) -> None:
    make.user(Role.AGENT, teams=tuple(agent.teams.all()), name="Anouk")
    agent.set_password("een lange zin over de markt")
    agent.save()
    page = desks.desk(path="/login/", java_script_enabled=False).page
    page.fill("[name=login]", agent.email)
    page.fill("[name=password]", "een lange zin over de markt")
    page.get_by_role("button", name="Inloggen", exact=True).click()
    page.get_by_role("link", name="Over Afval").click()

    page.fill("#reply-text", "Zonder script.")
    send_button(page).click()
    expect(page.locator(".message.out .words")).to_have_text("Zonder script.")
    page.locator("form.undo button").click()
    expect(page.locator("#reply-text")).to_have_value("Zonder script.")
    page.locator("label[for=kind-note]").click()
    page.fill("#note-text", "Aannemer gebeld.")
    page.get_by_role("button", name="Notitie opslaan").click()
    expect(page.locator(".message.note .words")).to_have_text("Aannemer gebeld.")
    page.fill("#tag-name", "Groen")
    page.get_by_role("button", name="Toevoegen", exact=True).click()
    expect(page.locator(".tags")).to_contain_text("Groen")
    page.locator("details[data-act=assign] summary").click()
    page.select_option("#assign-to", label="Anouk")
    page.locator("details[data-act=assign] button").click()
    expect(page.locator(".via")).to_contain_text("Bij Anouk")
    page.get_by_role("button", name="Afronden e", exact=True).click()
    expect(page.locator("#flashes")).to_contain_text("Afgerond")
    assert waste().status == Conversation.Status.DONE
    page.locator("#flashes [data-undo] button").click()
    expect(page.locator("#conversation-title")).to_have_text("Afval")
    wait_for(lambda: waste().status == Conversation.Status.OPEN)


def test_what_could_not_be_read_is_made_by_hand_without_a_script(desks: Desks, agent: User) -> None:
    failed = make.delivery(waste().channel)
    type(failed).objects.filter(pk=failed.pk).update(state="failed", problem="This mail is empty.")
    page = desks.desk(agent, "/failures/", java_script_enabled=False).page

    page.get_by_role("link", name="Bericht met de hand maken").click()
    page.fill("[name=sender]", "kees@voorbeeld.example")
    page.fill("[name=subject]", "Kelder onder water")
    page.fill("[name=text]", "Er staat water.")
    page.get_by_role("button", name="In het postvak zetten").click()

    expect(page.locator("#conversation-title")).to_have_text("Kelder onder water")

"""The roster in a browser: absence with a backup, and a duty begun on a phone."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from gehoor.flows import conduct
from gehoor.inbox.models import Conversation, Message
from gehoor.kit.clock import this_day
from gehoor.people.models import Team, User
from gehoor.people.policies import Actor, Role
from gehoor.planning import actions as planning
from gehoor.planning.rules import read_day
from gehoor.testing import make
from tests.journeys.desk import Desks, wait_for

pytestmark = [pytest.mark.browser]
PHONE = {"viewport": {"width": 360, "height": 740}}


@pytest.fixture
def team(transactional_db: None) -> Team:
    return make.team(name="Webcare")


@pytest.fixture
def anouk(team: Team) -> User:
    """Somebody with a conversation of her own."""
    user = make.user(Role.AGENT, teams=(team,), name="Anouk", language="nl")
    made = make.received(make.channel(team=team), subject="Brug dicht")
    Conversation.objects.filter(pk=made.pk).update(assignee=user)
    return user


@pytest.mark.row("S0-16")
def test_who_goes_away_gives_her_queue_to_a_backup_and_has_it_back(
    desks: Desks, team: Team, anouk: User
) -> None:
    kees = make.user(Role.AGENT, teams=(make.team(name="KCC"),), name="Kees", language="nl")
    hers, his = desks.desk(anouk, "/roster/away/").page, desks.desk(kees, "/inbox/mine/").page
    expect(his.locator("#rows li")).to_have_count(0)

    hers.locator("#id_first_day").fill(this_day().isoformat())
    hers.locator("#id_last_day").fill(this_day().isoformat())
    hers.get_by_role("button", name="Opslaan").click()
    expect(hers.locator("#id_backup_error")).to_contain_text("Kies een achtervang")
    expect(hers.locator("#id_first_day")).to_have_value(this_day().isoformat())
    hers.get_by_label("Of iemand van een ander team").fill(kees.email)
    hers.get_by_role("button", name="Opslaan").click()
    expect(hers.locator("main")).to_contain_text("Achtervang: Kees")

    his.reload()
    expect(his.locator("#rows li")).to_contain_text("Brug dicht")
    his.goto(his.url.replace("inbox/mine", "roster"))
    expect(his.locator("main")).to_contain_text("U bent achtervang voor Anouk")

    hers.get_by_role("button", name="Nu terug").click()
    expect(hers.locator("main")).to_contain_text("Niemand is afwezig.")
    his.goto(his.url.replace("roster", "inbox/mine"))
    expect(his.locator("#rows li")).to_have_count(0)


@pytest.mark.row("S0-09")
def test_a_duty_begins_and_ends_on_a_phone_in_two_taps_each(
    desks: Desks, team: Team, anouk: User
) -> None:
    page = desks.desk(anouk, "/inbox/mine/", **PHONE).page

    page.locator(".top summary:has-text('In dienst')").click()
    page.get_by_role("button", name="Ik begin").click()
    expect(page.locator("#flashes")).to_contain_text("U bent in dienst tot")
    page.locator(".top summary:has-text('In dienst')").click()
    expect(page.locator(".top .menu-words")).to_contain_text("In dienst: Anouk")
    page.get_by_role("banner").get_by_role("button", name="Ik stop").click()

    expect(page.locator("#flashes")).to_contain_text("U bent niet meer in dienst.")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.row("S3-24")
def test_a_gap_is_filled_by_keys_alone(desks: Desks, team: Team, anouk: User) -> None:
    ria = make.user(Role.COORDINATOR, teams=(team,), name="Ria", language="nl")
    planning.change_week(dict.fromkeys(range(7), read_day("9-12")))
    # Of this week, nothing can be filled any more on a Sunday afternoon.
    desk = desks.desk(ria, f"/roster/?week={this_day() + timedelta(days=7)}")

    desk.tab_to("Vul in")
    desk.press("Enter")
    desk.page.wait_for_url("**#plan")
    desk.page.get_by_label("Collega").focus()
    desk.type("Anouk")
    desk.tab_to("Inroosteren")
    desk.press("Enter")

    expect(desk.page.locator(".shifts")).to_contain_text("09:00\u201312:00 Anouk")


@pytest.mark.row("S2-15")
def test_the_code_of_conduct_is_accepted_on_the_way_and_the_text_goes_on(
    desks: Desks, anouk: User
) -> None:
    conduct.publish(Actor(system="setup"), "Wees vriendelijk.")
    made = Conversation.objects.get()
    page = desks.desk(anouk, f"/conversations/{made.pk}/?in=mine").page

    page.locator("#reply-text").fill("De brug gaat om twaalf uur open.")
    page.locator("#reply-form button[value=send]").click()
    expect(page.locator("#conduct")).to_contain_text("Wees vriendelijk.")
    expect(page.locator("#reply-text")).to_have_value("De brug gaat om twaalf uur open.")
    page.get_by_role("button", name="Ik ga akkoord: verstuur mijn antwoord").click()

    expect(page.locator("#conduct")).to_have_count(0)
    wait_for(lambda: Message.objects.filter(kind="out").exists())
    assert Message.objects.get(kind="out").text == "De brug gaat om twaalf uur open."

"""Each role in Chromium: logs in, finds what it may in the menu, is refused the rest."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import expect

from gehoor.flows import sessions, staffing
from gehoor.inbox.models import Conversation
from gehoor.logins.actions import steps
from gehoor.people.models import RoleHeld, Team, User
from gehoor.people.policies import Role
from gehoor.testing import make, seed
from tests.journeys.desk import Desk, Desks

pytestmark = [pytest.mark.browser]
SENTENCE = "een lange zin over de markt"
INBOX, PROBLEMS, SET_UP = "Postvak", "Problemen", "Inrichten"


@dataclass(frozen=True)
class May:
    """What a role finds in the main menu, and one address that is not for it."""

    menu: tuple[str, ...]
    refused: str


ROLES = {
    Role.READER: May((INBOX,), "/settings/people/"),
    Role.AGENT: May((INBOX, PROBLEMS), "/settings/people/"),
    Role.ADVISER: May((INBOX, PROBLEMS), "/settings/channels/"),
    Role.COORDINATOR: May((INBOX, PROBLEMS, SET_UP), "/settings/people/"),
    Role.SPECIALIST: May((), "/settings/channels/"),
    Role.ANALYST: May((INBOX,), "/settings/logging-in/"),
    Role.ADMINISTRATOR: May((SET_UP,), ""),
    Role.PRIVACY_OFFICER: May((SET_UP,), "/settings/people/new/"),
}


def colleague(role: Role, *teams: Team) -> User:
    user = make.user(role, teams=teams, name=f"Rol {role}")
    user.set_password(SENTENCE)
    user.save()
    return user


def log_in(desk: Desk, user: User) -> None:
    desk.page.goto(f"{desk.address}/login/")
    desk.page.fill("[name=login]", user.email)
    desk.page.fill("[name=password]", SENTENCE)
    desk.page.get_by_role("button", name="Inloggen", exact=True).click()
    expect(desk.page.locator("header.top [data-own]")).to_be_visible()


@pytest.mark.parametrize("role", ROLES, ids=str)
def test_a_role_finds_what_it_may_and_is_refused_the_rest(desks: Desks, role: Role) -> None:
    may, desk = ROLES[role], desks.desk()
    log_in(desk, colleague(role, make.team()))

    for name in (INBOX, PROBLEMS, SET_UP):
        shown = desk.page.locator(".main-menu > ul > li", has_text=name)
        expect(shown).to_have_count(1 if name in may.menu else 0)
    if may.refused:
        answer = desk.page.goto(desk.address + may.refused)
        assert answer is not None
        assert answer.status == 403
        expect(desk.page.locator("h1")).to_be_visible()
    desk.page.locator("header.top [data-own] summary").click()
    desk.page.get_by_role("button", name="Uitloggen").click()
    expect(desk.page.locator("h1")).to_have_text("Inloggen")


@pytest.mark.row("S3-39")
def test_a_role_with_a_last_day_ends_by_itself(desks: Desks) -> None:
    administrator, intern = colleague(Role.ADMINISTRATOR), colleague(Role.READER, make.team())
    desk, at_work = desks.desk(), desks.desk()
    log_in(desk, administrator)
    log_in(at_work, intern)
    problems = at_work.page.locator(".main-menu > ul > li", has_text=PROBLEMS)

    desk.page.goto(f"{desk.address}/settings/people/{intern.pk}/")
    desk.page.check("[name=role_agent]")
    desk.page.fill("[name=until_agent]", "2099-12-31")
    desk.page.get_by_role("button", name="Opslaan").click()
    expect(desk.page.locator("#flashes")).to_contain_text("Opgeslagen")
    at_work.page.goto(f"{desk.address}/security/")
    expect(problems).to_have_count(1)
    RoleHeld.objects.filter(user=intern, role=Role.AGENT).update(until=make.NOON.replace(year=2020))
    at_work.page.reload()

    expect(problems).to_have_count(0)


def test_who_is_logged_out_by_an_administrator_is_told_on_the_open_screen(desks: Desks) -> None:
    agent = seed.fill()
    waste = Conversation.objects.get(subject__startswith="Afval niet")
    desk = desks.desk(agent, f"/conversations/{waste.pk}/?in=mine")

    sessions.end_of_colleague(make.actor(Role.ADMINISTRATOR), agent)

    expect(desk.page.locator("#logged-out")).to_be_visible(timeout=60_000)


def test_a_role_that_is_taken_away_closes_the_desk(desks: Desks) -> None:
    team = make.team()
    user = colleague(Role.AGENT, team)
    desk = desks.desk()
    log_in(desk, user)
    desk.page.goto(f"{desk.address}/inbox/team/")

    staffing.change_colleague(
        make.actor(Role.ADMINISTRATOR),
        user,
        name=user.name,
        email=user.email,
        teams=[team],
        roles={Role.READER: None},
    )
    desk.page.goto(f"{desk.address}/inbox/team/")

    expect(desk.page.locator("h1")).to_have_text("Inloggen")
    log_in(desk, user)
    expect(desk.page.locator(".main-menu > ul > li", has_text=PROBLEMS)).to_have_count(0)


def test_a_second_step_that_is_reset_is_logged_and_set_up_anew(desks: Desks) -> None:
    administrator, user = colleague(Role.ADMINISTRATOR), colleague(Role.AGENT, make.team())
    steps.add_passkey(user, name="Kwijt", credential={})
    desk = desks.desk()
    log_in(desk, administrator)

    desk.page.goto(f"{desk.address}/settings/people/{user.pk}/")
    desk.page.get_by_role("link", name="Tweede stap wissen").click()
    desk.page.fill("[name=reason]", "Sleutel verloren, kwam zelf langs")
    desk.page.get_by_role("button", name="Tweede stap wissen").click()
    expect(desk.page.locator("#flashes")).to_contain_text("heeft nu geen tweede stap")
    desk.page.goto(f"{desk.address}/settings/log/")
    expect(desk.page.get_by_text("Wiste de tweede stap van een collega")).to_be_visible()

    colleague_desk = desks.desk()
    log_in(colleague_desk, user)
    # A page that asks for nothing more by itself, so that nothing is under way when this ends.
    colleague_desk.page.goto(f"{desk.address}/security/")
    expect(colleague_desk.page.get_by_text("U hebt nog geen tweede stap.")).to_be_visible()

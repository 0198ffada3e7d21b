"""Putting off with h, by its name, by Tab alone and without a script; and how it comes back."""

import re
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from gehoor.contracts.connector import Author
from gehoor.contracts.posts import Visibility
from gehoor.flows import handling, snoozing
from gehoor.inbox.models import Conversation
from gehoor.kit.clock import now
from gehoor.people import queries as people
from gehoor.people.models import User
from gehoor.people.policies import Role
from gehoor.testing import make
from tests.journeys.desk import Desk, Desks, wait_for

pytestmark = [pytest.mark.browser]
SUBJECTS = ("Afval", "Kelder", "Paspoort")


@pytest.fixture
def agent(transactional_db: None) -> User:
    """Somebody with three conversations, the first one on top."""
    team = make.team(name="Webcare")
    user = make.user(Role.AGENT, teams=(team,), name="Yusuf", language="nl")
    channel = make.channel(team=team, name="Postbus")
    for subject in SUBJECTS:
        made = make.received(channel, thread=subject, subject=subject, text=f"Over {subject}.")
        Conversation.objects.filter(pk=made.pk).update(assignee=user)
    return user


def named(subject: str) -> Conversation:
    return Conversation.objects.get(subject=subject)


def shows(desk: Desk, subject: str) -> None:
    expect(desk.page.locator("#conversation-title")).to_have_text(subject)
    desk.check_focus()


def ask(desk: Desk) -> None:
    """Open the first conversation and press h."""
    desk.press("j")
    shows(desk, "Afval")
    desk.press("h")
    expect(desk.page.locator("#snooze-dialog")).to_be_visible()
    desk.check_focus()


def choose(desk: Desk, words: str) -> None:
    desk.page.get_by_role("button", name=re.compile(f"^{words}")).click()


def test_h_and_enter_put_off_until_the_first_moment_and_z_takes_it_back(
    desks: Desks, agent: User
) -> None:
    desk = desks.desk(agent, "/inbox/mine/")

    ask(desk)
    desk.press("Enter")

    shows(desk, "Kelder")
    expect(desk.page.locator("#rows li")).to_have_count(2)
    expect(desk.page.locator("#flashes")).to_contain_text(
        re.compile(r"Uitgesteld tot \d+ \w+ \d{4}, \d\d:\d\d\.")
    )
    expect(desk.page.locator(".put-off")).to_contain_text("Uitgesteld 1")
    assert named("Afval").is_snoozed
    desk.press("z")

    shows(desk, "Afval")
    wait_for(lambda: not named("Afval").is_snoozed)
    expect(desk.page.locator("#rows li")).to_have_count(3)


def test_a_moment_of_ones_own_is_typed_and_stands_above_the_conversation(
    desks: Desks, agent: User
) -> None:
    desk = desks.desk(agent, "/inbox/mine/")
    day = (now() + timedelta(days=40)).date()

    ask(desk)
    desk.page.locator("#id_day").fill(day.isoformat())
    desk.page.locator("#id_time").fill("14:30")
    choose(desk, "Uitstellen$")
    expect(desk.page.locator("#conversation-title")).to_have_text("Kelder")
    wait_for(lambda: named("Afval").is_snoozed)
    desk.page.locator(".put-off").click()
    expect(desk.page.locator("#rows li")).to_have_count(1)
    expect(desk.page.locator("#rows li")).to_contain_text("14:30")
    desk.page.wait_for_load_state("load")
    desk.press("j")

    shows(desk, "Afval")
    expect(desk.page.locator(".put-off-until")).to_contain_text("14:30")
    choose(desk, "Nu terughalen")
    wait_for(lambda: not named("Afval").is_snoozed)


def test_who_writes_brings_it_back_before_ones_eyes_and_a_press_puts_it_off_again(
    desks: Desks, agent: User
) -> None:
    desk = desks.desk(agent, "/inbox/mine/")
    ask(desk)
    choose(desk, "Morgen|Zodra")
    expect(desk.page.locator("#rows li")).to_have_count(2)
    wait_for(lambda: named("Afval").is_snoozed)
    until = named("Afval").snoozed_until

    make.received(named("Afval").channel, thread="Afval", text="Dank u wel!")

    expect(desk.page.locator("#rows li")).to_have_count(3)
    desk.page.locator("#rows a", has_text="Afval").click()
    expect(desk.page.locator(".put-off-until")).to_contain_text("Teruggekomen: ")
    expect(desk.page.locator("#rows a", has_text="Afval")).to_contain_text("schreef")
    choose(desk, "Opnieuw uitstellen tot dezelfde tijd")
    expect(desk.page.locator("#rows li")).to_have_count(2)
    wait_for(lambda: named("Afval").is_snoozed)
    assert named("Afval").snoozed_until == until


def test_when_its_time_has_come_it_is_back_in_the_list_by_itself(desks: Desks, agent: User) -> None:
    snoozing.snooze(people.actor_of(agent), named("Afval"), until=now() + timedelta(hours=1))
    desk = desks.desk(agent, "/inbox/mine/")
    expect(desk.page.locator("#rows li")).to_have_count(2)

    Conversation.objects.filter(subject="Afval").update(snoozed_until=now())
    snoozing.bring_back_due()

    expect(desk.page.locator("#rows li")).to_have_count(3)
    expect(desk.page.locator("#rows li").first).to_contain_text("Afval")


def test_the_palette_knows_it_by_name_and_escape_changes_nothing(desks: Desks, agent: User) -> None:
    desk = desks.desk(agent, "/inbox/mine/")
    desk.press("j")
    shows(desk, "Afval")

    desk.press("Control+k")
    expect(desk.page.locator("#palette-words")).to_be_focused()
    desk.type("uitstellen tot later")
    expect(desk.page.locator("#palette [aria-selected=true]")).to_contain_text("h")
    desk.press("Enter")
    expect(desk.page.locator("#snooze-dialog")).to_be_visible()
    desk.press("Escape")

    expect(desk.page.locator("dialog[open]")).to_have_count(0)
    desk.check_focus()
    assert not named("Afval").is_snoozed


def test_with_letter_keys_off_h_does_nothing_and_tab_and_enter_do_it(
    desks: Desks, agent: User
) -> None:
    User.objects.filter(pk=agent.pk).update(letter_keys=False)
    desk = desks.desk(agent, "/inbox/mine/")
    desk.tab_to("Over Afval")
    desk.press("Enter")
    shows(desk, "Afval")

    desk.press("h")
    assert desk.page.locator("dialog[open]").count() == 0
    desk.tab_to("Uitstellen")
    desk.press("Enter")
    expect(desk.page.locator("#snooze-dialog")).to_be_visible()
    desk.tab_to("Tot er een antwoord komt")
    desk.press("Enter")

    shows(desk, "Kelder")
    wait_for(lambda: named("Afval").is_snoozed)
    assert named("Afval").snoozed_until is None


def test_several_are_put_off_at_once_and_taken_back(desks: Desks, agent: User) -> None:
    desk = desks.desk(agent, "/inbox/mine/")

    desk.press("x", "Shift+J", "h")
    expect(desk.page.locator("#many-dialog")).to_contain_text("2 gesprekken.")
    desk.check_focus()
    desk.press("Enter")

    expect(desk.page.locator("#flashes")).to_contain_text("2 gesprekken uitgesteld tot")
    expect(desk.page.locator("#rows li")).to_have_count(1)
    desk.press("z")
    expect(desk.page.locator("#flashes")).to_contain_text("Ongedaan gemaakt voor 2 gesprekken.")
    expect(desk.page.locator("#rows li")).to_have_count(3)


def test_without_a_script_it_is_a_page(desks: Desks, agent: User) -> None:
    desk = desks.desk(agent, "/inbox/mine/", java_script_enabled=False)
    desk.page.get_by_role("link", name=re.compile("Afval")).first.click()

    desk.page.get_by_role("link", name=re.compile("^Uitstellen")).click()
    choose(desk, "Tot er een antwoord komt")

    expect(desk.page.locator("#flashes")).to_contain_text("Uitgesteld tot er een antwoord komt.")
    expect(desk.page.locator("#rows li")).to_have_count(2)
    choose(desk, "Ongedaan")
    wait_for(lambda: not named("Afval").is_snoozed)


@pytest.mark.row("S3-30")
def test_the_next_tier_opens_when_the_last_mention_is_done_and_stays_open_under_the_hand(
    desks: Desks, agent: User
) -> None:
    square = make.channel(team=named("Afval").channel.team, name="Plein")
    facts: dict[str, Any] = {
        "is_public": True, "visibility": Visibility.PUBLIC, "subject": "",
        "author": Author("@kees@x.example", "Kees"),
    }  # fmt: skip
    for number in range(2):
        name = f"Naast ons {number}"
        make.received(square, thread=name, external_id=name, text=name, **facts)
    for subject in SUBJECTS[1:]:
        handling.finish(people.actor_of(agent), named(subject), outcome=Conversation.Outcome.SEEN)
    desk = desks.desk(agent, "/inbox/team/")
    expect(desk.page.locator("#rows li")).to_have_count(1)
    expect(desk.page.locator(".tiers")).to_contain_text(re.compile(r"Aan ons\s+1"))
    expect(desk.page.locator(".tiers")).to_contain_text(re.compile(r"Op onze pagina's\s+2"))

    desk.press("j")
    shows(desk, "Afval")
    desk.press("g")
    expect(desk.page.locator(".found")).to_contain_text("Niemand richt zich nu tot u.")
    expect(desk.page.locator("#rows li")).to_have_count(2)
    desk.page.wait_for_load_state("load")
    desk.press("j")
    expect(desk.page.locator("#conversation-title")).to_contain_text("Naast ons 0")
    make.received(
        square, thread="w", external_id="w", text="@gemeente help", is_to_us=True, **facts
    )

    expect(desk.page.locator("#rows li")).to_have_count(3)
    expect(desk.page.locator("#rows li").first).to_contain_text("@gemeente help")
    expect(desk.page.locator("#conversation-title")).to_contain_text("Naast ons 0")
    desk.check_focus()

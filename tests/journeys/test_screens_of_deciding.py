"""Screens on which somebody decides: as the second person, on a long text, on what to merge."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from gehoor.flows import regrouping, second_person
from gehoor.flows.portable import leaving
from gehoor.flows.second_person import EVERYTHING
from gehoor.health.models import Alarm
from gehoor.inbox.models import Conversation, Reply
from gehoor.inbox.queries import Asked
from gehoor.kit.clock import now
from gehoor.people import queries as people
from gehoor.people.models import User
from gehoor.people.policies import Role
from gehoor.testing import make, seed
from tests.journeys.desk import Desks
from tests.journeys.test_axe import Screen, check
from tests.journeys.test_reflow import WIDTHS, narrow, too_wide

pytestmark = [pytest.mark.browser]

LONG = "Wij komen morgen langs om naar de put te kijken. " * 12
REASON = "Overstap naar een andere leverancier, overeenkomst 2026-14; zie de brief van het college"
OFFICER = "Bartholomeus van der Waterschapsheuvel"


@pytest.fixture
def agent(transactional_db: None) -> User:
    return seed.fill()


def officer() -> User:
    """Somebody for whom every kind of request waits, and who asked for something themselves."""
    user = make.user(Role.PRIVACY_OFFICER, Role.COORDINATOR, name=OFFICER)
    me = people.actor_of(user)
    team = make.team()
    asker = make.actor(Role.COORDINATOR, teams=(team,), name="Yusuf de Vries")
    second_person.ask(asker, question(team.pk), reason=REASON, lines=12_345)
    everything: dict[str, Any] = {"reason": REASON, "lines": 12_345, "account": "beheer"}
    second_person.ask(leaving.SYSTEM, EVERYTHING, **everything)
    second_person.go_alone(leaving.SYSTEM, EVERYTHING, **everything)
    second_person.ask(me, question(None), reason=REASON, lines=12_345)
    return user


def question(team: int | None) -> dict[str, Any]:
    until = timezone.localtime(now()).replace(hour=0, minute=0, second=0, microsecond=0)
    return second_person.question_of(Asked(until, until, teams=None if team is None else [team]))


def too_long() -> Conversation:
    """A conversation in which an answer of this length does not fit."""
    channel = Conversation.objects.filter(is_public=True).earliest("pk").channel
    return make.received(channel, text="De put is vol!", thread="put", is_public=True)


def write_too_much(page: Page) -> None:
    page.wait_for_selector("html[data-script]", state="attached")
    page.fill("#reply-text", LONG)
    expect(page.locator(".too-long")).to_be_visible()


def two_of_one_contact() -> Conversation:
    channel = Conversation.objects.filter(is_public=False).earliest("pk").channel
    one, *_ = (
        make.received(channel, subject=f"Vraag {number} over het afvalbrengstation aan de haven")
        for number in range(3)
    )
    return one


def split_one(agent: User) -> Conversation:
    channel = Conversation.objects.filter(is_public=False).earliest("pk").channel
    made = make.received(channel, thread="brug", text="De brug is stuk. " * 20)
    make.received(channel, thread="brug", text="En de bel doet het niet.")
    make.received(channel, thread="brug", text="En het hek ook niet.")
    regrouping.split(people.actor_of(agent), made, sequence=3, subject="Het hek")
    return made


def screens(agent: User) -> list[Screen]:
    one, long = two_of_one_contact(), split_one(agent)
    return [
        Screen("merge", f"/conversations/{one.pk}/merge/"),
        Screen("split", f"/conversations/{long.pk}/split/"),
        Screen("regrouped", f"/conversations/{long.pk}/?in=team"),
        Screen("too-long", f"/conversations/{too_long().pk}/?in=team", write_too_much),
    ]


def test_deciding_as_the_second_person_has_no_barriers(desks: Desks, agent: User) -> None:
    wanted = [Screen("second-person", "/settings/log/seen/"), Screen("asked-note", "/profile/")]

    assert check(desks, wanted, officer()) == []


def test_deciding_about_a_conversation_has_no_barriers(desks: Desks, agent: User) -> None:
    assert check(desks, screens(agent), agent) == []


@pytest.mark.parametrize("width", WIDTHS)
def test_no_screen_of_deciding_scrolls_sideways(desks: Desks, agent: User, width: int) -> None:
    found = too_wide(narrow(desks, officer(), width), ["/settings/log/seen/", "/profile/"])
    desk = narrow(desks, agent, width)
    for screen in screens(agent):
        desk.open(screen.path)
        screen.first(desk.page)
        over = desk.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        found += [f"{screen.name}: {over} pixels too wide"] if over > 0 else []

    assert found == []


def with_every_role(agent: User) -> User:
    team = Conversation.objects.earliest("pk").channel.team
    return make.user(*Role, teams=(team,), name=OFFICER)


def with_counts(agent: User) -> User:
    """Somebody with every role, for whom every place of the menu has something to count."""
    everybody = with_every_role(agent)
    conversation = Conversation.objects.earliest("pk")
    Conversation.objects.filter(status="open").update(assignee=everybody)
    failed = make.delivery(conversation.channel)
    type(failed).objects.filter(pk=failed.pk).update(state="failed", problem="Leeg.")
    reply = make.reply(make.received(conversation.channel))
    Reply.objects.filter(pk=reply.pk).update(state="failed", problem="Het lukt niet.")
    Conversation.objects.filter(pk=reply.message.conversation_id).update(has_problem=True)
    for number in range(12):
        Alarm.objects.create(subject=f"stuck-{number}", since=make.NOON)
    return everybody


@pytest.mark.parametrize("make_user", [with_every_role, with_counts], ids=["quiet", "busy"])
def test_the_main_menu_takes_two_lines_at_most_on_a_telephone(
    desks: Desks, agent: User, make_user: Callable[[User], User]
) -> None:
    page = narrow(desks, make_user(agent), 360).page
    page.goto(f"{desks.address}/inbox/team/")

    tops = page.evaluate(
        "[...document.querySelectorAll('.main-menu > ul > li')]"
        ".map((each) => each.getBoundingClientRect())"
        ".filter((each) => each.height).map((each) => each.top)"
    )

    assert len(tops) >= 4
    assert len(set(tops)) <= 2
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

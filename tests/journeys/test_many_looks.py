"""Acting on many, splitting and merging: without barriers, and within a telephone."""

import pytest
from playwright.sync_api import Page

from gehoor.flows import bulk, regrouping
from gehoor.inbox import queries as inbox
from gehoor.inbox.models import BulkAct, Conversation
from gehoor.people import queries as people
from gehoor.people.models import User
from gehoor.people.policies import Role
from gehoor.testing import make
from tests.journeys.desk import Desks
from tests.journeys.test_axe import Screen, check
from tests.journeys.test_reflow import SMALL, narrow, too_wide

pytestmark = [pytest.mark.browser]


@pytest.fixture
def agent(transactional_db: None) -> User:
    """Somebody with conversations that were labelled, left out, split and merged."""
    team = make.team(name="Webcare")
    user = make.user(Role.AGENT, teams=(team,), name="Yusuf", language="nl")
    channel = make.channel(team=team, name="Postbus", connector="email")
    made = [make.received(channel, subject=f"Vraag {n}", text="Waarom?") for n in range(4)]
    actor = people.actor_of(user)
    numbers = [each.pk for each in made]
    counts = inbox.counts(actor)
    for shown in (counts.newest_message, 0):
        wanted = bulk.Wanted(BulkAct.Act.TAG, shown, counts.newest_entry, tag=f"Storm {shown}")
        bulk.begin(actor, wanted, numbers)
    regrouping.merge(actor, made[0], made[1])
    return user


def choose(then: str = "") -> object:
    def first(page: Page) -> None:
        page.wait_for_selector("html[data-script]", state="attached")
        page.locator("#rows .choose").first.click()
        page.locator("#many").wait_for()
        if then:
            page.locator(f"#many [value={then}]").click()
            page.wait_for_selector("#many-dialog[open]")

    return first


def places() -> list[str]:
    first, last = Conversation.objects.filter(merged_into=None).order_by("pk")[:2]
    each = [f"/conversations/{first.pk}/{end}" for end in ("?in=team", "split/", "merge/")]
    return ["/inbox/team/", "/many/", *each, f"/conversations/{last.pk}/split/"]


def test_no_barriers_in_choosing_many_splitting_and_merging(desks: Desks, agent: User) -> None:
    screens = [Screen(f"many{place}", place) for place in places()]
    # Leaving for the inbox is asked from the reading mode alone, and asks nothing back.
    for act in ("", *(each for each in BulkAct.Act.values if each != BulkAct.Act.INBOX)):
        screens.append(Screen(f"many-{act}", "/inbox/team/", choose(act)))  # type: ignore[arg-type]

    assert check(desks, screens, agent) == []


@pytest.mark.parametrize("width", [320, 360])
def test_nothing_of_it_is_wider_than_a_telephone_or_too_small_to_press(
    desks: Desks, agent: User, width: int
) -> None:
    desk = narrow(desks, agent, width)

    assert too_wide(desk, places()) == []
    desk.open("/inbox/team/")
    desk.page.locator("#rows .choose").first.tap()
    desk.page.locator("#many").wait_for()
    assert desk.page.evaluate(SMALL) == []
    assert desk.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0

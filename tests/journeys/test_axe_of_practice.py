"""Practising, going live, the register of accounts and skills pass the check of axe."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from gehoor.accounts.models import Account
from gehoor.inbox.models import Reply
from gehoor.kit.clock import now
from gehoor.people import queries as people
from gehoor.people.models import User
from gehoor.people.policies import Role
from gehoor.practice.models import GoLive, Point, Review
from gehoor.skills.models import Held, Skill
from gehoor.testing import make
from tests.journeys.desk import Desks
from tests.journeys.test_axe import Screen, check, submit
from tests.journeys.test_reflow import WIDTHS, narrow, too_wide

pytestmark = [pytest.mark.browser]


@pytest.fixture
def ria(transactional_db: None) -> User:
    team = make.team(name="Webcare")
    return make.user(Role.COORDINATOR, teams=(team,), name="Ria de Groot", language="nl")


def screens(ria: User) -> list[Screen]:
    """Something of everything: practised, ready, looked after, and the opposite of each."""
    [team] = ria.teams.all()
    channel = make.channel(team=team, name="Plein", stage="practise")
    today = timezone.localdate(now())
    for verdict in ("", "better"):
        reply = make.reply(make.received(channel), by=people.actor_of(ria), text="Wij komen langs.")
        Reply.objects.filter(pk=reply.pk).update(state="practised", due_at=None)
        if verdict:
            Review.objects.create(
                message=reply.message, verdict=verdict, note="Noem een dag.", reviewer=ria
            )
    other = make.user(Role.AGENT, teams=(team,), name="Anouk Smit")
    theirs = make.reply(make.received(channel), by=people.actor_of(other), text="Dank u.")
    Reply.objects.filter(pk=theirs.pk).update(state="practised", due_at=None)
    GoLive.objects.create(channel=channel, day=today, switcher=ria)
    Point.objects.create(channel=channel, text="Flyer bij de balie")
    make.received(channel, text="Buiten om.", is_ours=True, external_id="elders")
    ended = Account.objects.create(
        platform="Plein", handle="@bouw", name="Nieuwbouw", kind="project", channel=channel,
        ends_on=today - timedelta(days=2),
    )  # fmt: skip
    skill = Skill.objects.create(name="Rouw", labels=["overlijden"])
    Held.objects.create(skill=skill, user=other, granted_by=ria, until=today)
    return [
        Screen("practice", "/practice/"),
        Screen("situations", "/practice/situations/"),
        Screen("situation", "/practice/situations/losse-tegel/", answer),
        Screen("to-review", "/practice/review/"),
        Screen("going-live", "/practice/live/"),
        Screen("readiness", f"/practice/channels/{channel.pk}/"),
        Screen("accounts", "/settings/accounts/"),
        Screen("account", f"/settings/accounts/{ended.pk}/"),
        Screen("accounts-in", "/settings/accounts/file/in/"),
        Screen("outside", "/settings/accounts/outside/"),
        Screen("skills", "/settings/skills/"),
        Screen("skill", f"/settings/skills/{skill.pk}/"),
    ]


def answer(page: Page) -> None:
    page.fill("textarea[name=text]", "Fatima, wat vervelend.")
    submit(page, "main form.form")


def test_practising_accounts_and_skills_have_no_barriers(desks: Desks, ria: User) -> None:
    assert check(desks, screens(ria), ria) == []


@pytest.mark.parametrize("width", WIDTHS)
def test_practising_accounts_and_skills_do_not_scroll_sideways(
    desks: Desks, ria: User, width: int
) -> None:
    desk = narrow(desks, ria, width)

    assert too_wide(desk, [each.path for each in screens(ria)]) == []

"""What is put off, until when is asked, and the tiers of a list pass the check of axe."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page

from gehoor.contracts.posts import Visibility
from gehoor.flows import snoozing
from gehoor.inbox.models import Conversation
from gehoor.kit.clock import now
from gehoor.people import queries as people
from gehoor.people.models import Team, User
from gehoor.testing import make, seed
from tests.journeys.desk import Desks
from tests.journeys.test_axe import Screen, check, press, submit

pytestmark = [pytest.mark.browser]


@pytest.fixture
def agent(transactional_db: None) -> User:
    return seed.fill()


def refuse(page: Page) -> None:
    """Ask for no moment at all."""
    submit(page, "form.snooze-own")


def test_what_is_put_off_and_the_tiers_have_no_barriers(desks: Desks, agent: User) -> None:
    actor, team = people.actor_of(agent), Team.objects.get(members=agent)
    soon, later = Conversation.objects.filter(status="open").order_by("pk")[:2]
    snoozing.snooze(actor, soon, until=now() + timedelta(hours=2))
    snoozing.snooze(actor, later, until=None)
    post = make.received(
        make.channel(team=team), thread="p", is_public=True, visibility=Visibility.PUBLIC
    )
    screens = [
        Screen("put-off-nothing", "/inbox/snoozed/?channel=999"),
        Screen("snooze-dialog", f"/conversations/{post.pk}/", press("h", "dialog[open]")),
        Screen("snooze", f"/conversations/{post.pk}/snooze/"),
        Screen("snooze-refused", f"/conversations/{post.pk}/snooze/", refuse),
        Screen("tiers", "/inbox/team/"),
        Screen("tiers-open", "/inbox/team/?upto=pages"),
        Screen("put-off", "/inbox/snoozed/"),
        Screen("put-off-conversation", f"/conversations/{soon.pk}/?in=snoozed"),
        Screen("tier-conversation", f"/conversations/{post.pk}/?in=team&upto=pages"),
    ]

    assert check(desks, screens, agent) == []

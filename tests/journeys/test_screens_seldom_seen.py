"""What is seldom on a screen: after a restore, without a database, while a platform is silent."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from gehoor.inbox.models import Reply
from gehoor.people.models import User
from gehoor.people.policies import Role
from gehoor.testing import make, seed
from tests.journeys.desk import Desks, without_database
from tests.journeys.test_axe import LOOKS, Screen, check, unfold, violations
from tests.journeys.test_reflow import WIDTHS, narrow, too_wide

pytestmark = [pytest.mark.browser, pytest.mark.long]


@pytest.fixture
def agent(transactional_db: None) -> User:
    return seed.fill()


def test_what_is_seldom_seen_has_no_barriers(desks: Desks, agent: User) -> None:
    silent, lent = seed.trouble()
    place = "/settings/channels/"
    screens = [
        Screen("held", "/settings/held/"),
        Screen("channel-silent", f"{place}{silent.pk}/"),
        Screen("channel-lent", f"{place}{lent.pk}/"),
        Screen("consent-again", f"{place}{lent.pk}/consent/"),
        Screen("menu-unfolded", place, unfold_the_menu),
    ]
    outside = make.user(Role.ADMINISTRATOR, name="Bea Mulder")
    assert check(desks, screens, outside) == []
    make.reply(make.received(silent, subject="Rijbewijs"))
    Reply.objects.filter(held_at=None, message__channel=silent).update(held_at=make.NOON)
    inside = make.user(Role.ADMINISTRATOR, Role.AGENT, teams=(silent.team,), name="Cas Mulder")

    assert check(desks, [Screen("held-readable", "/settings/held/")], inside) == []


def unfold_the_menu(page: Page) -> None:
    page.set_viewport_size({"width": 768, "height": 1024})
    unfold(".side-menu details")(page)


def test_the_page_without_a_database_has_no_barriers(desks: Desks) -> None:
    desk = {language: desks.desk(locale=language) for language in ("nl", "en")}
    for language, theme in LOOKS:
        place = urlsplit(without_database(desk[language].page)).path

        assert violations(desk[language], Screen("away", place), language, theme) == []


@pytest.mark.parametrize("width", WIDTHS)
def test_what_is_seldom_seen_does_not_scroll_sideways(
    desks: Desks, agent: User, width: int
) -> None:
    silent, lent = seed.trouble()
    admin = make.user(Role.ADMINISTRATOR, Role.AGENT, teams=(silent.team,))
    channels = "/settings/channels/"
    places = [
        "/settings/held/",
        f"{channels}{silent.pk}/",
        f"{channels}{lent.pk}/",
        f"{channels}{lent.pk}/consent/",
        "/settings/begin/stage/",
    ]
    desk = narrow(desks, admin, width)
    busy = without_database(desk.page)

    assert too_wide(desk, places) == []
    desk.page.goto(busy)
    assert desk.page.evaluate("document.documentElement.scrollWidth <= innerWidth")

"""Every screen of logging in, in every state: no barriers, and nothing that scrolls sideways."""

from uuid import uuid4

import pytest
from playwright.sync_api import Page
from pytest_django.fixtures import Settings

from gehoor.flows import provider_setup
from gehoor.logins.actions import provider as actions
from gehoor.logins.actions import steps
from gehoor.logins.models import Provider
from gehoor.people import queries as people
from gehoor.people.models import User
from gehoor.people.policies import Role
from gehoor.testing import make
from gehoor.testing.identity import a_key
from tests.journeys.desk import Desks
from tests.journeys.test_axe import FORM, Screen, check, fill_and_submit, submit
from tests.journeys.test_reflow import narrow, too_wide

pytestmark = [pytest.mark.browser]
SENTENCE = "een lange zin over de markt"
OWN = ("/security/", "/security/app/", "/security/passkey/", "/security/codes/")
SETTINGS = (
    "/settings/logging-in/",
    "/settings/logging-in/provider/",
    "/settings/logging-in/group/",
)
OUTSIDE = ("/login/", "/login/forgotten/", "/logout/done/", "/login/provider/back/")


def with_password(*roles: Role, name: str = "Bea Mulder") -> User:
    user = make.user(*roles, name=name)
    user.set_password(SENTENCE)
    user.save()
    return user


def with_everything(user: User) -> None:
    """A provider that is on, with groups and a key."""
    Provider.objects.create(
        name="de gemeente", issuer="https://login.gemeente.example", client_id="gehoor",
        vault_id=uuid4(), is_on=True,
    )  # fmt: skip
    actions.keep_key(a_key("Gehoor"), now=make.NOON)
    team = make.team(name="Webcare")
    for group in ("webcare", "3f1c0a8e-7a54-4b6e-9a53-2f4a1d1f8c11"):
        provider_setup.give_group(people.actor_of(user), group, roles=list(Role), teams=[team])


def reset(user: User) -> Screen:
    return Screen("reset-step", f"/settings/people/{user.pk}/second-step/")


def test_ones_own_security_has_no_barriers(desks: Desks) -> None:
    user = with_password(Role.AGENT)
    screens = [Screen(path, path) for path in OWN]
    screens += [
        Screen("app-wrong", "/security/app/", fill_and_submit(FORM, code="000000")),
        Screen("confirm", "/security/confirm/"),
        Screen("confirm-wrong", "/security/confirm/", fill_and_submit(FORM, password="x")),
        Screen("codes", "/security/codes/", submit),
        Screen("passkey-wrong", "/security/passkey/", fill_and_submit(FORM, credential="{}")),
    ]

    assert check(desks, screens, user) == []


def test_setting_up_how_colleagues_log_in_has_no_barriers(desks: Desks) -> None:
    user = with_password(Role.ADMINISTRATOR)
    empty = [Screen("no-provider", SETTINGS[0]), Screen("provider-new", SETTINGS[1], submit)]
    assert check(desks, empty, user) == []
    with_everything(user)
    screens = [Screen(path, path) for path in SETTINGS]
    screens += [Screen("group-errors", SETTINGS[2], submit), reset(user)]
    screens += [Screen("reset-errors", reset(user).path, submit)]

    assert check(desks, screens, user) == []


def test_coming_in_by_other_ways_has_no_barriers(desks: Desks, settings: Settings) -> None:
    settings.EMAIL_HOST = "mail.gemeente.example"
    user = with_password(Role.ADMINISTRATOR, name="Cas de Groot")
    with_everything(user)
    steps.add_passkey(user, name="Laptop", credential={})

    def log_in(page: Page) -> None:
        # At a second look one is on the way in already, and the address leads to the second step.
        if page.locator("[name=login]").count():
            fill_and_submit(FORM, login=user.email, password=SENTENCE)(page)

    screens = [Screen(path, path) for path in OUTSIDE]
    screens += [
        Screen("forgotten-errors", "/login/forgotten/", submit),
        Screen("asked", "/login/forgotten/", fill_and_submit(FORM, email="a@b.example")),
        Screen("passkey-failed", "/login/", passkey_that_is_none),
        Screen("second-step", "/login/", log_in),
    ]

    assert check(desks, screens) == []


def passkey_that_is_none(page: Page) -> None:
    fill_and_submit("form[data-passkey]", credential="{}")(page)


@pytest.mark.parametrize("width", [320, 768])
def test_no_screen_of_logging_in_scrolls_sideways(
    desks: Desks, settings: Settings, width: int
) -> None:
    settings.EMAIL_HOST = "mail.gemeente.example"
    user = with_password(Role.ADMINISTRATOR, name="Bartholomeus van der Waterschapsheuvel")
    with_everything(user)
    desk = narrow(desks, user, width)

    assert too_wide(desk, [*OWN, *SETTINGS, reset(user).path]) == []

    stranger = narrow(desks, user, width)
    stranger.page.context.clear_cookies()
    stranger.has_script = False
    assert too_wide(stranger, list(OUTSIDE)) == []


@pytest.mark.parametrize("width", [320, 768])
def test_the_second_step_does_not_scroll_sideways_however_it_is_asked(
    desks: Desks, width: int
) -> None:
    user = with_password(Role.ADMINISTRATOR, name="Bartholomeus van der Waterschapsheuvel")
    steps.add_passkey(user, name="Laptop", credential={})
    desk = narrow(desks, user, width)
    desk.page.context.clear_cookies()
    log_in = fill_and_submit(FORM, login=user.email, password=SENTENCE)

    desk.page.goto(f"{desk.address}/login/")
    log_in(desk.page)
    for again in (False, True):
        if again:
            fill_and_submit("form:has([name=code])", code="000000")(desk.page)

        assert desk.page.locator("[name=code]").count() == 1
        assert desk.page.evaluate("document.documentElement.scrollWidth <= innerWidth")

"""Second step and passkeys in Chromium, whose own tools pretend to be the device."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Page, expect

from gehoor.flows import sessions
from gehoor.inbox.models import Conversation
from gehoor.logins import queries as logins
from gehoor.logins.models import Session
from gehoor.people import queries as people
from gehoor.people.models import User
from gehoor.people.policies import Role
from gehoor.testing import make, seed
from tests.journeys.desk import Desk, Desks, wait_for

pytestmark = [pytest.mark.browser]
SENTENCE = "een lange zin over de markt"


def colleague(*roles: Role) -> User:
    user = make.user(*(roles or (Role.AGENT,)), teams=(make.team(),))
    user.set_password(SENTENCE)
    user.save()
    return user


def log_in(desk: Desk, user: User) -> None:
    desk.page.goto(f"{desk.address}/login/")
    desk.page.fill("[name=login]", user.email)
    desk.page.fill("[name=password]", SENTENCE)
    desk.page.get_by_role("button", name="Inloggen", exact=True).click()
    desk.page.wait_for_load_state()


def is_in(page: Page) -> bool:
    return page.locator("header.top [data-own]").count() == 1


@contextmanager
def authenticator(page: Page, *, knows_its_owner: bool = True) -> Iterator[Any]:
    """Give this page a device with passkeys, as the protocol of the browser's tools does."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    made = tools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal" if knows_its_owner else "usb",
                "hasResidentKey": knows_its_owner,
                "hasUserVerification": knows_its_owner,
                "isUserVerified": knows_its_owner,
                "automaticPresenceSimulation": True,
            }
        },
    )
    yield lambda: tools.send("WebAuthn.getCredentials", made)["credentials"]
    tools.detach()


def test_a_passkey_is_made_and_logs_in_without_a_password(desks: Desks) -> None:
    user = colleague()
    desk = desks.desk()
    log_in(desk, user)
    with authenticator(desk.page) as credentials:
        desk.page.goto(f"{desk.address}/security/passkey/")
        desk.page.fill("[name=name]", "Laptop van kantoor")
        desk.page.get_by_role("button", name="Passkey maken").click()
        expect(desk.page.locator(".codes li")).to_have_count(10)
        assert len(credentials()) == 1
        desk.page.get_by_role("link", name="Ik heb ze bewaard").click()
        expect(desk.page.get_by_text("Laptop van kantoor", exact=True)).to_be_visible()
        desk.page.goto(f"{desk.address}/logout/")
        desk.page.locator("main button[type=submit]").click()

        desk.page.goto(f"{desk.address}/login/")
        desk.page.get_by_role("button", name="Inloggen met een passkey").click()

        wait_for(lambda: is_in(desk.page))
    assert Session.objects.get(user=user).how == "passkey"


def test_a_security_key_is_the_second_step_after_the_password(desks: Desks) -> None:
    user = colleague()
    desk = desks.desk()
    log_in(desk, user)
    with authenticator(desk.page, knows_its_owner=False):
        desk.page.goto(f"{desk.address}/security/passkey/")
        desk.page.uncheck("[name=is_only_step]")
        desk.page.get_by_role("button", name="Passkey maken").click()
        expect(desk.page.locator(".codes li")).to_have_count(10)
        desk.page.context.clear_cookies()

        log_in(desk, user)
        assert not is_in(desk.page)
        desk.page.get_by_role("button", name="Passkey gebruiken").click()

        wait_for(lambda: is_in(desk.page))
    assert Session.objects.filter(user=user, how="second_step").exists()


def test_a_passkey_of_somebody_else_does_not_let_in(desks: Desks) -> None:
    user = colleague()
    desk = desks.desk()
    log_in(desk, user)
    with authenticator(desk.page):
        desk.page.goto(f"{desk.address}/security/passkey/")
        desk.page.get_by_role("button", name="Passkey maken").click()
        expect(desk.page.locator(".codes li")).to_have_count(10)
        # What the browser still has, the server has not.
        logins.steps_of(user).delete()
        desk.page.context.clear_cookies()
        desk.page.goto(f"{desk.address}/login/")

        desk.page.get_by_role("button", name="Inloggen met een passkey").click()

        expect(desk.page.locator("h1")).to_have_text("Niet ingelogd")
    assert not is_in(desk.page)


def test_without_a_device_one_is_told_and_stays_where_one_was(desks: Desks) -> None:
    desk = desks.desk()
    log_in(desk, colleague())
    with authenticator(desk.page, knows_its_owner=False):
        desk.page.goto(f"{desk.address}/security/passkey/")

        desk.page.get_by_role("button", name="Passkey maken").click()

        expect(desk.page.locator("form [role=alert]")).to_contain_text("Er is geen passkey gemaakt")
    expect(desk.page.locator("h1")).to_have_text("Passkey toevoegen")


@pytest.mark.parametrize("has_script", [True, False])
def test_an_app_with_codes_is_set_up_and_asked_for(desks: Desks, has_script: bool) -> None:
    user = colleague()
    desk = desks.desk(java_script_enabled=has_script)
    log_in(desk, user)
    desk.page.goto(f"{desk.address}/security/app/")
    secret = desk.page.locator("code.secret").inner_text().replace("-", "")
    assert (
        desk.page.locator("img.qr").evaluate("each => each.naturalWidth") > 0 if has_script else 1
    )

    desk.page.fill("[name=code]", code_at(secret, time.time() - 30))
    desk.page.get_by_role("button", name="Code controleren").click()
    expect(desk.page.locator(".codes li")).to_have_count(10)
    recovery = desk.page.locator(".codes li").first.inner_text()
    desk.page.context.clear_cookies()
    log_in(desk, user)
    assert not is_in(desk.page)
    desk.page.fill("[name=code]", code_at(secret, time.time()))
    desk.page.locator("main button", has_text="Inloggen").click()
    wait_for(lambda: is_in(desk.page))

    desk.page.context.clear_cookies()
    log_in(desk, user)
    desk.page.fill("[name=code]", recovery)
    desk.page.locator("main button", has_text="Inloggen").click()
    wait_for(lambda: is_in(desk.page))


def code_at(secret: str, moment: float) -> str:
    return str(format_hotp_value(hotp_value(secret, int(moment) // 30)))


def test_who_is_logged_out_while_typing_is_told_and_loses_nothing(desks: Desks) -> None:
    agent = seed.fill()
    agent.set_password(SENTENCE)
    agent.save()
    waste = Conversation.objects.get(subject__startswith="Afval niet")
    desk = desks.desk(agent, f"/conversations/{waste.pk}/?in=mine")
    actor = people.actor_of(agent)

    sessions.end_of_colleague(actor, agent)
    desk.page.fill("#reply-text", "Wij komen vandaag langs.")

    expect(desk.page.locator("#logged-out")).to_be_visible()
    expect(desk.page.locator("#reply-text")).to_have_value("Wij komen vandaag langs.")
    desk.page.locator("#logged-out a").click()
    desk.page.fill("[name=login]", agent.email)
    desk.page.fill("[name=password]", SENTENCE)
    desk.page.get_by_role("button", name="Inloggen", exact=True).click()
    expect(desk.page.locator("#reply-text")).to_have_value("Wij komen vandaag langs.")
    assert desk.page.url.split("?")[0].endswith(f"/conversations/{waste.pk}/")


def test_a_session_is_ended_from_another_browser(desks: Desks) -> None:
    user = colleague()
    here, there = desks.desk(), desks.desk()
    log_in(here, user)
    log_in(there, user)

    here.page.goto(f"{here.address}/security/")
    here.page.get_by_role("button", name="Alle andere sessies beëindigen").click()
    expect(here.page.locator("#flashes")).to_contain_text("1 sessie is beëindigd")

    there.page.goto(f"{there.address}/security/")
    expect(there.page.locator("h1")).to_have_text("Inloggen")
    here.page.goto(f"{here.address}/security/")
    assert is_in(here.page)

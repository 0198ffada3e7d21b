"""A colleague logs in, works and logs out with a certified OpenID Connect provider, in Chromium."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Page
from pytest_django.fixtures import Settings

from gehoor.flows import provider_setup
from gehoor.logins import queries as logins
from gehoor.logins.actions import provider as actions
from gehoor.logins.models import Provider, ProviderAccount, Session
from gehoor.people.models import User
from gehoor.people.policies import Role
from gehoor.testing import make
from gehoor.testing.browser import PATIENCE
from gehoor.testing.certified import certified
from gehoor.testing.identity import a_key
from gehoor.testing.ports import free_port
from tests.journeys.desk import Desks, wait_for

pytestmark = [pytest.mark.browser, pytest.mark.peers]

SECRET = "a-secret-of-the-tests-that-guards-nothing"
PEOPLE: dict[str, dict[str, Any]] = {
    "p-1001": {
        "name": "Fenna Bos",
        "email": "fenna@gemeente.example",
        "email_verified": True,
        "groups": ["webcare", "iedereen"],
    },
    "p-1002": {
        "name": "Gast",
        "email": "gast@gemeente.example",
        "email_verified": True,
        "groups": ["iedereen"],
    },
    "p-1003": {
        "name": "Bea Mulder",
        "email": "bea@gemeente.example",
        "email_verified": True,
        "groups": ["beheer"],
    },
}


@dataclass
class AtTheProvider:
    """A browser that may leave for the provider: it is not one of our two origins."""

    page: Page
    address: str

    def log_in(self, who: str) -> None:
        """Log in at the provider with its own pages, and agree to what it asks."""
        self.page.goto(f"{self.address}/login/")
        self.page.get_by_role("link", name="Inloggen met de gemeente").click()
        self.answer(who)

    def answer(self, who: str) -> None:
        self.page.wait_for_selector("[name=login]")
        self.page.fill("[name=login]", who)
        self.page.fill("[name=password]", "any will do there")
        self.page.locator("button[type=submit]").click()
        self.page.wait_for_selector("[name=prompt][value=consent]", state="attached")
        self.page.locator("button[type=submit]").click()
        self.page.wait_for_url(f"{self.address}/**")


@pytest.fixture(params=["private_key_jwt", "client_secret_post", "client_secret_basic"])
def proof(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def provider(desks: Desks, settings: Settings, proof: str) -> Iterator[str]:
    """The certified provider, set up here and switched on."""
    port = free_port()
    settings.FETCH_ALSO = frozenset({("127.0.0.1", port)})
    actions.keep_key(a_key("Gehoor"), now=make.NOON)
    client: dict[str, Any] = {
        "client_id": "gehoor",
        "redirect_uris": [f"{settings.BASE_URL}/login/provider/back/"],
        "post_logout_redirect_uris": [f"{settings.BASE_URL}/logout/done/"],
        "token_endpoint_auth_method": proof,
    }
    client |= (
        {"jwks_uri": f"{settings.BASE_URL}/login/provider/keys.json"}
        if proof == "private_key_jwt"
        else {"client_secret": SECRET}
    )
    with certified(port=port, clients=[client], people=PEOPLE) as issuer:
        facts = {"name": "de gemeente", "issuer": issuer, "client_id": "gehoor", "proof": proof}
        kept = actions.keep_provider(facts, secret="" if "key" in proof else SECRET)
        administrator = make.actor(Role.ADMINISTRATOR)
        assert provider_setup.look_at(administrator, kept) == []
        provider_setup.switch_on(administrator, kept)
        team = make.team(name="Webcare")
        provider_setup.give_group(administrator, "webcare", roles=[Role.AGENT], teams=[team])
        provider_setup.give_group(administrator, "beheer", roles=[Role.ADMINISTRATOR], teams=[])
        yield issuer


@pytest.fixture
def browser_of(desks: Desks) -> Iterator[Any]:
    made = []

    def open_one() -> AtTheProvider:
        context = desks.browser.new_context(locale="nl-NL")
        context.set_default_timeout(PATIENCE)
        made.append(context)
        return AtTheProvider(context.new_page(), desks.address)

    yield open_one
    for context in made:
        context.close()


def test_a_colleague_logs_in_works_and_is_logged_out_there_too(
    provider: str, browser_of: Any
) -> None:
    desk = browser_of()

    desk.log_in("p-1001")

    user = User.objects.get(email="fenna@gemeente.example")
    account = ProviderAccount.objects.get(user=user)
    assert (account.issuer, account.subject) == (provider, "p-1001")
    assert [held.role for held in user.roles_held.all()] == [Role.AGENT]
    assert [team.name for team in user.teams.all()] == ["Webcare"]
    assert desk.page.locator("header.top").get_by_text("Fenna Bos").count()
    assert Session.objects.get(user=user).how == "provider"

    desk.page.locator("header.top [data-own] summary").click()
    desk.page.get_by_role("button", name="Uitloggen").click()
    # The provider asks whether it should end its own session as well.
    desk.page.wait_for_url(f"{provider}/**")
    desk.page.locator("button[value=yes]").click()
    desk.page.wait_for_url("**/logout/done/**")
    assert not Session.objects.filter(user=user).exists()

    desk.page.goto(f"{desk.address}/login/provider/")
    desk.page.wait_for_selector("[name=login]")


@pytest.mark.parametrize("proof", ["private_key_jwt"], indirect=True)
def test_who_is_in_no_known_group_stays_out(provider: str, browser_of: Any) -> None:
    desk = browser_of()

    desk.log_in("p-1002")

    assert desk.page.locator("h1").inner_text() == "Niet ingelogd"
    assert desk.page.get_by_text("geen van uw groepen geeft hier toegang").count()
    assert not User.objects.filter(email="gast@gemeente.example").exists()


@pytest.mark.parametrize("proof", ["private_key_jwt"], indirect=True)
def test_an_administrator_tries_it_and_makes_it_the_only_way_in(
    provider: str, browser_of: Any
) -> None:
    desk = browser_of()
    desk.log_in("p-1003")

    desk.page.goto(f"{desk.address}/settings/logging-in/")
    desk.page.get_by_role("button", name="Vraag het de inlogdienst").click()
    desk.page.get_by_text("De inlogdienst antwoordt.").wait_for()
    desk.page.get_by_role("link", name="Log één keer in om te proberen").click()
    desk.page.get_by_text("Het werkt. Hierdoor is niemand ingelogd.").wait_for()
    assert desk.page.get_by_text("p-1003").count()
    assert desk.page.get_by_text("Beheerder").count()

    desk.page.goto(f"{desk.address}/settings/logging-in/")
    desk.page.get_by_role("button", name="De enige manier maken").click()
    desk.page.get_by_text("De enige manier", exact=True).wait_for()
    wait_for(lambda: not logins.is_local_log_in_allowed())

    stranger = browser_of()
    stranger.page.goto(f"{desk.address}/login/")
    assert stranger.page.locator("[name=password]").count() == 0
    assert Provider.objects.get().is_only_way

"""Hostile messages in a real browser: nothing runs, and nobody elsewhere hears of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route
from pytest_django import Settings

from gehoor.people.policies import Role
from gehoor.project.asgi import application
from gehoor.project.headers import content_policy
from gehoor.screens.untrusted.door import framed_policy
from gehoor.screens.untrusted.links import attachment_url, original_url
from gehoor.screens.untrusted.tests.conftest import attachment, message
from gehoor.testing import make
from gehoor.testing.browser import Elsewhere, Seen, chromium, elsewhere
from gehoor.testing.web import running
from tests.attacks.vectors import OWN, SHARED, shared

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AT_ONCE = 12


@dataclass
class Attack:
    """A browser at the desk, with the rest of the world listening."""

    main: str
    untrusted: str
    browser: Browser
    world: Elsewhere

    def show(self, addresses: list[str], *, raw: dict[str, str] | None = None) -> Seen:
        """Open `addresses` in frames of a page of the main origin; return what they tried."""
        seen = Seen()
        page = self.browser.new_page()
        seen.watch(page)
        for start in range(0, len(addresses), AT_ONCE):
            frames = "".join(_frame(each) for each in addresses[start : start + AT_ONCE])
            self._lay_out(page, frames, raw or {})
            page.goto(f"{self.main}/frames", wait_until="load")
            # What waits for a timer of its own gets a moment.
            page.wait_for_timeout(50)
        page.close()
        return seen

    def _lay_out(self, page: Page, frames: str, raw: dict[str, str]) -> None:
        def main(route: Route) -> None:
            route.fulfill(
                body=f"<!doctype html>{frames}",
                content_type="text/html; charset=utf-8",
                headers={"Content-Security-Policy": content_policy()},
            )

        def untouched(route: Route) -> None:
            route.fulfill(
                body=raw[route.request.url],
                content_type="text/html; charset=utf-8",
                headers={"Content-Security-Policy": framed_policy()},
            )

        page.unroute_all()
        page.route(f"{self.main}/frames", main)
        for url in raw:
            page.route(url, untouched)

    def foreign(self, seen: Seen) -> list[str]:
        ours = (self.main, self.untrusted, "data:", "about:", "blob:", "chrome-error:")
        return [url for url in seen.requests if not url.startswith(ours)]


def _frame(url: str) -> str:
    return f'<iframe src="{url}" sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>'


@pytest.fixture
def origins(
    settings: Settings, transactional_db: None, tmp_path: Path
) -> Iterator[tuple[str, str]]:
    settings.MEDIA_ROOT = tmp_path
    with running(application) as port:
        settings.BASE_URL = f"http://localhost:{port}"
        settings.UNTRUSTED_URL = f"http://127.0.0.1:{port}"
        yield settings.BASE_URL, settings.UNTRUSTED_URL


def originals(vectors: list[str]) -> list[str]:
    """Store each vector as it is, as if nothing had cleaned it, and return where it is shown."""
    team = make.team()
    agent = make.actor(Role.AGENT, teams=(team,))
    return [
        original_url(message(team, html=vector.replace("\0", "")).pk, agent) for vector in vectors
    ]


@pytest.fixture(params=["own", "shared"])
def vectors(request: pytest.FixtureRequest) -> list[str]:
    found = OWN if request.param == "own" else shared()
    if not found:
        pytest.skip(f"The shared hostile corpora are not at {SHARED.name} beside the project.")
    return found


def test_nothing_runs_and_nobody_hears_of_it(origins: tuple[str, str], vectors: list[str]) -> None:
    addresses = originals(vectors)

    with elsewhere() as (world, port), chromium(elsewhere_port=port) as browser:
        attack = Attack(*origins, browser, world)
        seen = attack.show(addresses)

    assert len([url for url in seen.requests if "/m/" in url]) == len(addresses)
    assert seen.dialogs == []
    assert attack.foreign(seen) == []
    assert world.knocks == []


def test_even_what_no_cleaner_saw_is_held_by_the_frame(origins: tuple[str, str]) -> None:
    # No policy stops a browser from shaking hands before it asks; there only the cleaner helps.
    held = [vector for vector in OWN if "preconnect" not in vector and "<iframe" not in vector]
    raw = {f"{origins[1]}/raw/{number}": vector for number, vector in enumerate(held)}

    with elsewhere() as (world, port), chromium(elsewhere_port=port) as browser:
        attack = Attack(*origins, browser, world)
        seen = attack.show(list(raw), raw=raw)

    assert seen.dialogs == []
    assert world.knocks == []


def test_a_link_that_is_a_script_does_nothing_when_clicked(origins: tuple[str, str]) -> None:
    address = originals(["".join(vector for vector in OWN if "klik" in vector)])[0]

    with elsewhere() as (world, port), chromium(elsewhere_port=port) as browser:
        seen = Seen()
        page = browser.new_page()
        seen.watch(page)
        page.goto(address, wait_until="load")
        links = page.get_by_text("klik", exact=True).all()
        for link in links:
            link.click()
        page.close()

    assert len(links) == 4
    assert seen.dialogs == []
    assert seen.popups == []
    assert world.knocks == []


def test_these_tests_would_see_a_dialog_and_a_request() -> None:
    page_of_evil = "<script>alert(1)</script><img src='https://kwaad.example/x'>"

    with elsewhere() as (world, port), chromium(elsewhere_port=port) as browser:
        seen = Seen()
        page = browser.new_page()
        seen.watch(page)
        page.route("http://localhost:1/", lambda route: route.fulfill(body=page_of_evil))
        page.goto("http://localhost:1/", wait_until="load")
        page.close()

    assert seen.dialogs == ["1"]
    assert any(b"kwaad.example" in knock for knock in world.knocks)


def test_a_file_of_a_stranger_never_runs_as_a_script_of_ours(origins: tuple[str, str]) -> None:
    team = make.team()
    agent = make.actor(Role.AGENT, teams=(team,))
    sent = attachment(message(team), b"alert(1)", name="x.js", media_type="text/javascript")
    url = attachment_url(sent.pk, agent)

    with chromium() as browser:
        seen = Seen()
        page = browser.new_page()
        seen.watch(page)
        # Without our policy around it: the answer itself must refuse to be a script.
        page.route(
            f"{origins[0]}/x", lambda route: route.fulfill(body=f"<script src='{url}'></script>")
        )
        page.goto(f"{origins[0]}/x", wait_until="load")
        page.close()

    assert url in seen.requests
    assert seen.dialogs == []

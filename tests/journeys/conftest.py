"""One running Gehoor and one Chromium for a file of tests; fresh tables and windows for each."""

import dis
import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from playwright.sync_api import Browser, expect
from pytest_django import Settings

from gehoor.project.asgi import application, live
from gehoor.screens.live.door import Receive, Scope, Send
from gehoor.testing.browser import chromium
from gehoor.testing.web import running
from tests.journeys.desk import Desks, counted, wait_for


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test that looks with axe, so that `make axe` forgets none."""
    for item in items:
        if looks_with_axe(getattr(item, "function", None)):
            item.add_marker("axe")


def looks_with_axe(function: Any, callers: frozenset[Any] = frozenset()) -> bool:
    """Does this run the script of axe, itself or in a function of the tests that it calls?"""
    if not inspect.isfunction(function) or function in callers:
        return False
    steps = dis.get_instructions(function)
    names = {step.argval for step in steps if step.opname == "LOAD_GLOBAL"}
    called = [function.__globals__.get(name) for name in names]
    ours = [each for each in called if getattr(each, "__module__", "").startswith("tests.")]
    return "RUN" in names or any(looks_with_axe(each, callers | {function}) for each in ours)


@dataclass
class Served:
    """The program itself, in a thread, so that a test can look in its tables."""

    port: int = 0
    at_work: int = 0
    """requests that are being answered"""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await application(scope, receive, send)
        self.at_work += 1
        try:
            await application(scope, receive, send)
        finally:
            self.at_work -= 1

    def wait_until_quiet(self) -> None:
        """The tables can be emptied only when nobody reads them."""
        wait_for(lambda: self.at_work == 0, seconds=60)


@pytest.fixture(scope="module")
def served(django_db_setup: None) -> Iterator[Served]:
    served = Served()
    with running(served, before_shutdown=live.close) as served.port:
        yield served


@pytest.fixture(scope="module")
def browser(served: Served) -> Iterator[Browser]:
    patch = pytest.MonkeyPatch()
    # Playwright runs a loop in this thread; Django would refuse to work beside it.
    patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    # Waits for a condition; on a machine at work that comes later, and a failure is told later.
    expect.set_options(timeout=20_000)
    with chromium() as browser:
        yield browser
    patch.undo()


@pytest.fixture
def desks(
    served: Served, browser: Browser, transactional_db: None, settings: Settings, tmp_path: Path
) -> Iterator[Desks]:
    settings.BASE_URL = f"http://localhost:{served.port}"
    settings.UNTRUSTED_URL = f"http://127.0.0.1:{served.port}"
    settings.CSRF_TRUSTED_ORIGINS = [settings.BASE_URL]
    settings.MEDIA_ROOT = tmp_path
    try:
        with counted(browser, django_settings.BASE_URL) as made:
            yield made
            made.leave()
    finally:
        served.wait_until_quiet()

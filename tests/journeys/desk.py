"""Somebody with a browser at a running Gehoor, and everything that went wrong meanwhile."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import OperationalError
from django.test import RequestFactory
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page, Request, Route

from gehoor.inbox.models import Conversation
from gehoor.people.models import User
from gehoor.people.policies import Role
from gehoor.screens.trouble import server_error
from gehoor.screens.violations.views import TALLY
from gehoor.testing import make
from gehoor.testing.browser import PATIENCE
from gehoor.testing.web import session_of

TELL_OF_VIOLATIONS = (
    "addEventListener('securitypolicyviolation', event =>"
    " console.error('policy: ' + event.violatedDirective + ' ' + event.blockedURI))"
)
# What is wrong with where focus is: nowhere, not to be seen, or under something else.
FOCUS_TROUBLE = """() => {
  const active = document.activeElement;
  if (!active || active === document.body) return "focus is nowhere";
  const name = active.id || active.outerHTML.slice(0, 80);
  const isSmall = (box) => box.width < 3 || box.height < 3;
  const hasLine = (each) => {
    const style = getComputedStyle(each);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  };
  const shown = getComputedStyle(active).opacity === "0" ? active.labels[0] : active;
  if (!hasLine(shown)) return "focus cannot be seen: " + name;
  const box = shown.getBoundingClientRect();
  if (isSmall(box)) return "what has focus has no size: " + name;
  const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
  const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
  if (right <= left || bottom <= top) return "what has focus is out of sight: " + name;
  const isSeen = [.1, .5, .9].some((across) => [.1, .5, .9].some((down) => {
    const [x, y] = [left + across * (right - left), top + down * (bottom - top)];
    const hit = document.elementFromPoint(x, y);
    return hit && (shown.contains(hit) || (hit.control ?? null) === active);
  }));
  return isSeen ? "" : "what has focus is covered: " + name;
}"""


@dataclass
class Watch:
    """What browsers tried and complained of."""

    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        context.add_init_script(TELL_OF_VIOLATIONS)
        context.on("console", self._console)
        context.on("weberror", lambda told: self._error(str(told.error)))
        context.on("request", self._request)

    def _console(self, line: ConsoleMessage) -> None:
        if line.text.startswith("policy: ") or "Content Security Policy" in line.text:
            self.complaints.append(line.text)

    def _error(self, error: str) -> None:
        # Chromium says this of a page that is left before its view transition has ended.
        if "Transition was" not in error:
            self.complaints.append(error)

    def _request(self, request: Request) -> None:
        self.requests.append(request.url)

    def strangers(self) -> set[str]:
        """Every address asked for that is not one of our two origins."""
        ours = {urlsplit(settings.BASE_URL).netloc, urlsplit(settings.UNTRUSTED_URL).netloc}
        inside = ("data", "blob", "about")
        asked = [urlsplit(url) for url in self.requests]
        return {url.netloc for url in asked if url.scheme not in inside and url.netloc not in ours}


@dataclass
class Desk:
    """One browser window with one person at it."""

    page: Page
    address: str
    has_script: bool = True

    def open(self, path: str) -> None:
        self.page.goto(self.address + path)
        if self.has_script:
            self.page.wait_for_selector("html[data-script]", state="attached")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def wait_for(self, is_so: Callable[[], bool]) -> None:
        """Look again until it is so, and let the browser tell meanwhile what it asks."""
        until = time.monotonic() + PATIENCE / 1000
        while not is_so():
            assert time.monotonic() < until, "It did not become so."
            self.page.evaluate("new Promise(requestAnimationFrame)")

    def focused(self) -> str:
        """The id of what has focus; of a row its conversation."""
        told: str = self.page.evaluate(
            "document.activeElement.id || document.activeElement.parentElement.id"
        )
        return told

    def check_focus(self) -> None:
        """Focus is somewhere, can be seen, and nothing lies over it.

        A browser moves focus a moment after what it reacts to (a dialog tells of its closing when
        it has closed), so focus that soon ends where it should is well.
        """
        until = time.monotonic() + 5
        while (trouble := self.page.evaluate(FOCUS_TROUBLE)) and time.monotonic() < until:
            time.sleep(0.02)
        assert trouble == "", trouble

    def tab_to(self, words: str) -> None:
        """Press Tab until what has focus is called so; everything must be reachable like that."""
        for _ in range(120):
            self.press("Tab")
            if words in self.page.evaluate(
                "(document.activeElement.labels?.[0] ?? document.activeElement).innerText ?? ''"
            ):
                return self.check_focus()
        raise AssertionError(f"Tab does not lead to {words!r}.")


@dataclass
class Desks:
    """Opens browser windows on one running Gehoor, and counts what they do wrong."""

    browser: Browser
    address: str
    watch: Watch = field(default_factory=Watch)
    contexts: list[BrowserContext] = field(default_factory=list)

    def context(self, user: User | None = None, **how: Any) -> BrowserContext:
        how = {"viewport": {"width": 1440, "height": 900}, "locale": "nl-NL"} | how
        made = self.browser.new_context(**how)
        made.set_default_timeout(PATIENCE)
        if user:
            cookie = {"name": "sessionid", "value": session_of(user), "url": self.address}
            made.add_cookies([cookie])  # type: ignore[list-item]
        self.watch.over(made)
        self.contexts.append(made)
        return made

    def leave(self) -> None:
        """Leave every page, which may say so to the server, while its answer is still awaited."""
        for page in [page for context in self.contexts for page in context.pages]:
            with suppress(Error):
                page.goto("about:blank", wait_until="commit", timeout=5000)

    def desk(self, user: User | None = None, path: str = "", **how: Any) -> Desk:
        page = self.context(user, **how).new_page()
        made = Desk(page, self.address, has_script=how.get("java_script_enabled", True))
        if path:
            made.open(path)
        return made


def without_database(page: Page) -> str:
    """Return an address that answers as every page does while the database is away."""
    address = f"{settings.BASE_URL}/away/"

    def answer(route: Route) -> None:
        language = route.request.headers.get("accept-language", "nl")
        asked = RequestFactory().get("/away/", headers={"Accept-Language": language})
        try:
            _lose_the_database()
        except OperationalError:
            told = server_error(asked)
        route.fulfill(status=200, body=told.content, content_type=told["Content-Type"])

    page.route("**/away/", answer)
    return address


def _lose_the_database() -> None:
    raise OperationalError("no connection")


@contextmanager
def counted(browser: Browser, address: str) -> Iterator[Desks]:
    """Open windows for the block; nothing in it may break the policy or ask a stranger."""
    before = sum(TALLY.counts.values())
    desks = Desks(browser, address)
    try:
        yield desks
    finally:
        for context in desks.contexts:
            context.close()
    assert desks.watch.complaints == []
    assert desks.watch.strangers() == set()
    assert sum(TALLY.counts.values()) == before


def wait_for(is_so: Callable[[], bool], seconds: float = PATIENCE / 1000) -> None:
    """Look again until it is so: a real browser is at work."""
    until = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < until, "It did not become so."
        time.sleep(0.05)


def with_questions(*subjects: str) -> User:
    """Return an agent who has a question under each of these subjects to answer."""
    team = make.team(name="Webcare")
    user = make.user(Role.AGENT, teams=(team,), name="Yusuf", language="nl")
    channel = make.channel(team=team, name="Postbus")
    for subject in subjects:
        made = make.received(channel, thread=subject, subject=subject, text=f"Over {subject}.")
        Conversation.objects.filter(pk=made.pk).update(assignee=user)
    return user


def make_old_until(page: Page, place: str, words: str) -> None:
    """Let the words of a place be old until they are renewed to these. Again and again, as what
    came in at the same time may have renewed them just before."""
    page.wait_for_function(
        """([place, words]) => {
          const shown = document.querySelector(place);
          const old = shown?.querySelector("[data-renew]");
          if (old) old.dataset.renew = "0";
          return shown?.textContent.includes(words);
        }""",
        arg=[place, words],
        timeout=60_000,
    )

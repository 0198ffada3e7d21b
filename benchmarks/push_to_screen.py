"""From a push to the screen of a colleague, fifty a second, in a real browser.

Chromium has the inbox open and does what it does for everybody: it hears the event stream, fetches
the list anew and paints it. The posts are answers in forty conversations, so all are on the first
page. A post counts as shown when its row shows it, or one that came after it in its conversation.
"""

import os
import threading
import time
from typing import Any

from django.conf import settings
from playwright.sync_api import Page

from benchmarks.crews import Running, running
from benchmarks.harness import Figure, Use, measure_use, percentile, write
from benchmarks.home import server_of
from gehoor.people.policies import Role
from gehoor.project.embedded import Cluster
from gehoor.testing import make
from gehoor.testing.pusher import Pusher, body_of
from gehoor.testing.web import session_of
from tools.throwaway import browser

PER_SECOND = 50
SECONDS = int(os.environ.get("GEHOOR_BENCH_SECONDS", "300"))
CONVERSATIONS, LINES = 40, 6
GOAL_SECONDS = 1.0
PATIENCE = 30.0
# Every number the list shows, with the moment it was first seen there.
WATCH = """() => {
  window.seen = {};
  const look = () => {
    for (const [, number] of document.body.textContent.matchAll(/nr(\\d{6})/g))
      window.seen[number] ??= Date.now() / 1000;
  };
  new MutationObserver(look).observe(document.body, {childList: true, characterData: true,
                                                     subtree: true});
  look();
}"""


def run(cluster: Cluster) -> None:
    team = make.team(name="Webcare")
    agent = make.user(Role.AGENT, teams=(team,), name="Anouk Smit")
    session = session_of(agent)
    with running(webs=1, workers=1) as crew:
        pusher = make.pushed_channel(crew.base, team=team)
        sent, seen, use = watched(crew, pusher, session, server_of(cluster))
    waits = waits_of(sent, seen)
    write(
        "push_to_screen",
        [
            Figure(f"push to screen, {PER_SECOND} a second for {SECONDS} s, 95 of 100",
                   GOAL_SECONDS, percentile(waits, 0.95), "s (wall)"),
        ],
        note=f"{len(waits)} pushes of one post each, from the moment each was due to go out until "
        f"Debian's Chromium had it in its list, by its event stream and its fetch of the list: "
        f"half within {percentile(waits, 0.5):.2f} s, 99 of 100 within "
        f"{percentile(waits, 0.99):.2f} s, all within {max(waits):.2f} s. "
        f"{use.busy:.0%} of the cores were in use, the browser's share included.",
        seconds={str(share): percentile(waits, share) for share in (0.5, 0.9, 0.95, 0.99, 1.0)},
    )  # fmt: skip


def watched(
    crew: Running, pusher: Pusher, session: str, server: int
) -> tuple[dict[int, float], dict[int, float], Use]:
    """Push to an open browser; return when each post was due and when it was seen."""
    sent: dict[int, float] = {}
    with browser() as chromium:
        context = chromium.new_context(viewport={"width": 1440, "height": 900})
        context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": crew.base}]
        )
        page = context.new_page()
        page.goto(f"{crew.base}/inbox/team/", wait_until="load")
        page.evaluate(WATCH)
        begin(crew, pusher, page)
        use = measure_use(lambda: sent.update(push_evenly(crew, pusher)), crew.pids, server=server)
        return sent, shown(page, last=max(sent)), use


def post(number: int) -> dict[str, Any]:
    """Return an answer in one of the conversations; its first words are its number."""
    return {
        "id": str(number),
        "account": "gemeente",
        "author": {"handle": f"@burger{number % CONVERSATIONS}", "name": "Fatima Bakker"},
        "text": f"nr{number:06} De lantaarn aan de Lindelaan doet het nog steeds niet.",
        "posted_at": "2026-11-24T12:00:00+00:00",
        "thread": f"draad-{number % CONVERSATIONS}",
        "answers": "",
    }


def begin(crew: Running, pusher: Pusher, page: Page) -> None:
    """Open the conversations, and see that the browser shows them all without being asked."""
    line = crew.line(pusher, 0)
    line.push(body_of([post(number) for number in range(CONVERSATIONS)]))
    line.http.close()
    _wait_for(page, set(range(CONVERSATIONS)))


def push_evenly(crew: Running, pusher: Pusher) -> dict[int, float]:
    """Push one by one at an even pace; return when each was due, in seconds since 1970.

    A line that is late does not slow the others down, and its wait counts.
    """
    first = CONVERSATIONS
    begun = time.time() + 0.5
    due = {first + n: begun + n / PER_SECOND for n in range(PER_SECOND * SECONDS)}
    troubles: list[Exception] = []

    def hand_over(part: int) -> None:
        line = crew.line(pusher, part)
        try:
            for number in range(first + part, first + len(due), LINES):
                time.sleep(max(0.0, due[number] - time.time()))
                line.push(body_of([post(number)]))
        except Exception as trouble:
            troubles.append(trouble)
        finally:
            line.http.close()

    threads = [threading.Thread(target=hand_over, args=[part]) for part in range(LINES)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if troubles:
        raise troubles[0]
    return due


def shown(page: Page, *, last: int) -> dict[int, float]:
    """Return when each number was first seen, once the last of every conversation was."""
    return _wait_for(page, set(range(last - CONVERSATIONS + 1, last + 1)))


def _wait_for(page: Page, numbers: set[int]) -> dict[int, float]:
    """Wait until the browser has shown these; return when it first saw each it ever showed."""
    deadline = time.monotonic() + PATIENCE
    while True:
        found: dict[str, float] = page.evaluate("window.seen")
        seen = {int(number): moment for number, moment in found.items()}
        if numbers <= seen.keys():
            return seen
        if time.monotonic() > deadline:
            raise AssertionError(f"Never shown: {sorted(numbers - seen.keys())[:10]}.")
        page.wait_for_timeout(100)


def waits_of(sent: dict[int, float], seen: dict[int, float]) -> list[float]:
    """Return how long each took to show, itself or by a later one of its conversation."""
    waits = []
    for number, moment in sent.items():
        later = range(number, max(sent) + 1, CONVERSATIONS)
        waits.append(next(seen[each] for each in later if each in seen) - moment)
    return waits

"""From a mention on a Mastodon server to the screen of a colleague, by the server's stream.

The server is mastodon_mock, by others; the poller hears its stream and then reads its lists, the
worker stores what it read, and Chromium has the inbox open, as it has for everybody.
"""

import os
import time

from django.conf import settings
from playwright.sync_api import Page

from benchmarks.crews import running
from benchmarks.harness import Figure, percentile, write
from benchmarks.push_to_screen import WATCH
from gehoor.channels import queries as channels
from gehoor.flows import connecting
from gehoor.people.models import Team
from gehoor.people.policies import Role
from gehoor.project.embedded import Cluster
from gehoor.testing import make
from gehoor.testing.fediverse import US, Fediverse, fediverse, token_of
from gehoor.testing.web import session_of
from tools.throwaway import browser

MENTIONS = int(os.environ.get("GEHOOR_BENCH_MENTIONS", "45"))
"""fewer than a page has rows: the list begins with who waits longest, so the newest comes last"""
PAUSE = 2.5
"""seconds between two: a busy account, not a storm"""
GOAL_SECONDS = 2.0
PATIENCE = 90.0


def run(cluster: Cluster) -> None:
    team = make.team(name="Webcare")
    session = session_of(make.user(Role.AGENT, teams=(team,), name="Anouk Smit"))
    with fediverse() as server:
        connect(server, team)
        os.environ["GEHOOR_FETCH_ALSO"] = f"127.0.0.1:{server.port}"
        with running(webs=1, workers=1) as crew, browser() as chromium:
            context = chromium.new_context(viewport={"width": 1440, "height": 900})
            cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": crew.base}
            context.add_cookies([cookie])  # type: ignore[list-item]
            page = context.new_page()
            page.goto(f"{crew.base}/inbox/team/", wait_until="load")
            page.evaluate(WATCH)
            waits = measured(server, page)
    write(
        "mention_to_screen",
        [
            Figure(f"Mastodon mention to screen, {len(waits)} of them, 95 of 100",
                   GOAL_SECONDS, percentile(waits, 0.95), "s (wall)"),
        ],
        note=f"From just before each mention was posted on mastodon_mock until Debian's Chromium "
        f"had it in its list, by the stream, the poller, the worker and the live hint: half within "
        f"{percentile(waits, 0.5):.2f} s, all within {max(waits):.2f} s.",
        seconds={str(share): percentile(waits, share) for share in (0.5, 0.9, 0.95, 1.0)},
    )  # fmt: skip


def connect(server: Fediverse, team: Team) -> None:
    wanted = connecting.Wanted(
        name="Mastodon",
        team=team,
        purpose="",
        settings={"server": server.url, "account": US},
        secrets={"token": token_of(US)},
    )
    administrator = make.actor(Role.ADMINISTRATOR)
    connecting.connect(administrator, channels.connectors()["mastodon"], wanted)


def measured(server: Fediverse, page: Page) -> list[float]:
    """Post one by one; return how long each took. The first ones only show that all are there."""
    shown(server, page, 0)
    time.sleep(PAUSE)
    shown(server, page, 1)
    waits = []
    for number in range(2, MENTIONS + 2):
        time.sleep(PAUSE)
        waits.append(shown(server, page, number))
    return waits


def shown(server: Fediverse, page: Page, number: int) -> float:
    """Post one mention, and return the seconds until it was on screen."""
    key = f"{number:06}"
    begun = time.time()
    server.mention(f"nr{key} De lantaarn aan de Lindelaan doet het niet.")
    page.wait_for_function("key => key in window.seen", arg=key, timeout=PATIENCE * 1000)
    found: float = page.evaluate("key => window.seen[key]", key)
    return found - begun

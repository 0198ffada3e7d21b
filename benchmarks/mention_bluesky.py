"""From a mention posted on a real Bluesky network to its row on the screen of a colleague.

A PLC directory, a PDS and an AppView of Bluesky's own run on this machine; Gehoor runs as people
run it: web, worker and poller. Chromium has the inbox open. The wait counts from the moment the
post is handed to its server until its row is shown, so it holds what Bluesky itself takes.
"""

import os
import time

from django.conf import settings
from playwright.sync_api import Page

from benchmarks.crews import running
from benchmarks.harness import Figure, percentile, write
from gehoor.people.policies import Role
from gehoor.project.embedded import Cluster
from gehoor.testing import make
from gehoor.testing.blueskynetwork import OURS, RealNetwork, connect, real_network
from gehoor.testing.processes import wait_until
from gehoor.testing.web import session_of
from tools.throwaway import browser

MENTIONS = int(os.environ.get("GEHOOR_BENCH_MENTIONS", "45"))
GOAL_SECONDS = 5.0
PATIENCE_MS = 60_000
# Not in step with how often we ask.
PAUSES = (0.3, 0.7, 1.1, 1.3, 1.9)


def run(cluster: Cluster) -> None:
    os.environ["GEHOOR_PEERS"] = "all"
    team = make.team(name="Webcare")
    session = session_of(make.user(Role.AGENT, teams=(team,), name="Anouk Smit"))
    with real_network() as network:
        connect(network, team=team)
        os.environ["GEHOOR_FETCH_ALSO"] = ",".join(f"{host}:{port}" for host, port in network.also)
        with running(webs=1, workers=1) as crew, browser() as chromium:
            context = chromium.new_context(viewport={"width": 1440, "height": 900})
            context.add_cookies(
                [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": crew.base}]
            )
            page = context.new_page()
            page.goto(f"{crew.base}/inbox/unassigned/", wait_until="load")
            waits = waits_of(network, page)
            own = waits_of_network(network)
    write(
        "mention_bluesky",
        [
            Figure("mention on a Bluesky network to row on screen, 95 of 100", GOAL_SECONDS,
                   percentile(waits, 0.95), "s (wall)"),
        ],
        note=f"{len(waits)} mentions, one after the other, on a PDS and an AppView of Bluesky's "
        f"own (@atproto/dev-env 0.3.215) on the same machine; each from before it was posted until "
        f"Debian's Chromium showed its row: half within {percentile(waits, 0.5):.2f} s, all within "
        f"{max(waits):.2f} s. Gehoor asks every two seconds. The network itself, asked without end "
        f"by a client of its own, told half of {len(own)} others within {percentile(own, 0.5):.2f} "
        f"s, 95 of 100 within {percentile(own, 0.95):.2f} s.",
        seconds={str(share): percentile(waits, share) for share in (0.5, 0.9, 0.95, 0.99, 1.0)},
        network={str(share): percentile(own, share) for share in (0.5, 0.9, 0.95, 1.0)},
    )  # fmt: skip


def waits_of(network: RealNetwork, page: Page) -> list[float]:
    """Mention us again and again; the first two only warm everything up."""
    waits = []
    for number in range(MENTIONS + 2):
        time.sleep(PAUSES[number % len(PAUSES)])
        begun = time.monotonic()
        words = f"nr{number:06}"
        network.citizen.mention(network.ours.did, f"@{OURS} {words} De lantaarn is stuk.")
        page.get_by_text(words).first.wait_for(state="visible", timeout=PATIENCE_MS)
        waits.append(time.monotonic() - begun)
    return waits[2:]


def waits_of_network(network: RealNetwork) -> list[float]:
    """Return what the network takes of it: until it tells of a mention, with nothing of ours."""
    waits = []
    for number in range(MENTIONS // 3):
        time.sleep(PAUSES[number % len(PAUSES)])
        begun = time.monotonic()
        text = f"@{OURS} Alleen voor het netwerk, nr{number:06}."
        uri = network.citizen.mention(network.ours.did, text)["uri"]
        wait_until(
            lambda uri=uri: uri in told_of(network),  # type: ignore[misc]
            seconds=PATIENCE_MS / 1000,
            what="the network told us of a mention",
        )
        waits.append(time.monotonic() - begun)
    return waits


def told_of(network: RealNetwork) -> set[str]:
    name = "app.bsky.notification.listNotifications"
    told = network.ours.ask(name, limit=10).json()["notifications"]
    return {each["uri"] for each in told}

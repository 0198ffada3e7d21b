"""The first visit of the inbox with 50 rows: every byte that travels, without the font."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext

from benchmarks.harness import Figure, write
from tools.throwaway import SESSION_COOKIE, Running, browser, home, running

ROWS = 50
GOAL_KB = 60
# Long enough for what the page fetches ahead; the event stream never ends by itself.
SECONDS_TO_SETTLE = 3
FONT, STREAM = ".woff2", "/live"


@dataclass
class Traffic:
    """What was answered, by address."""

    addresses: dict[str, str] = field(default_factory=dict)
    bytes: dict[str, int] = field(default_factory=dict)

    def watch(self, context: BrowserContext, address: str) -> None:
        page = context.new_page()
        wire = context.new_cdp_session(page)
        wire.send("Network.enable")
        wire.on("Network.responseReceived", self._note_address)
        wire.on("Network.loadingFinished", self._note_size)
        page.goto(address, wait_until="load")
        if (found := page.locator("#rows > li").count()) != ROWS:
            raise AssertionError(f"The page has {found} rows.")
        page.wait_for_timeout(SECONDS_TO_SETTLE * 1000)

    def _note_address(self, event: dict[str, Any]) -> None:
        self.addresses[event["requestId"]] = event["response"]["url"]

    def _note_size(self, event: dict[str, Any]) -> None:
        address = self.addresses.get(event["requestId"], "")
        path = urlsplit(address).path
        if address and path != STREAM and not path.endswith(FONT):
            self.bytes[address] = self.bytes.get(address, 0) + int(event["encodedDataLength"])


def run() -> None:
    with home() as place, running(place) as gehoor:
        session = gehoor.seed(more=ROWS)["agent"]
        traffic = _visit(gehoor, session)
    total = sum(traffic.bytes.values()) / 1000
    largest = sorted(traffic.bytes.items(), key=lambda each: -each[1])
    write(
        "first_visit",
        [Figure("first visit of the inbox with 50 rows, all bytes without the font",
                GOAL_KB, total, "kB")],
        note=f"{len(traffic.bytes)} answers with their headers, as Chromium counts them on the "
        "wire (brotli), with what the page fetches ahead, into an empty cache.",
        bytes={address.removeprefix(gehoor.address): size for address, size in largest},
    )  # fmt: skip


def _visit(gehoor: Running, session: str) -> Traffic:
    traffic = Traffic()
    with browser() as chromium:
        context = chromium.new_context(viewport={"width": 1440, "height": 900})
        context.add_cookies([{"name": SESSION_COOKIE, "value": session, "url": gehoor.address}])
        traffic.watch(context, f"{gehoor.address}/inbox/team/")
    return traffic

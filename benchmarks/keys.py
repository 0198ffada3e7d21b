"""From a key to the conversation painted, in Chromium, as a colleague goes through the list."""

from playwright.sync_api import Page

from benchmarks.harness import Figure, percentile, write
from tools.throwaway import SESSION_COOKIE, browser, home, running

ROWS = 50
TIMES, WARM_UP = 40, 5
# A quick reader; the conversation that follows has been fetched ahead by then.
PAUSE_MS = 400
GOAL_P50_MS, GOAL_P95_MS = 50, 100
# From the key to the frame after the first change of the pane: a message posted within a frame's
# callback is taken after that frame has been painted.
STOPWATCH = """() => {
  window.taken = [];
  let pressed = 0;
  addEventListener("keydown", (event) => { pressed = event.timeStamp }, true);
  new MutationObserver((changes) => {
    const pane = document.querySelector("#conversation");
    if (!pressed || !pane || !changes.some((each) => pane.contains(each.target) ||
        [...each.addedNodes].some((node) => node.contains(pane)))) return;
    const began = pressed;
    pressed = 0;
    requestAnimationFrame(() => {
      const door = new MessageChannel();
      door.port1.onmessage = () => window.taken.push(performance.now() - began);
      door.port2.postMessage(0);
    });
  }).observe(document.body, {childList: true, subtree: true});
}"""


def run() -> None:
    with home() as place, running(place) as gehoor, browser() as chromium:
        session = gehoor.seed(more=ROWS)["agent"]
        context = chromium.new_context(viewport={"width": 1440, "height": 900})
        context.add_cookies([{"name": SESSION_COOKIE, "value": session, "url": gehoor.address}])
        page = context.new_page()
        page.goto(f"{gehoor.address}/inbox/team/", wait_until="load")
        taken = _go_through_list(page)
    half, most = percentile(taken, 0.5), percentile(taken, 0.95)
    write(
        "keys",
        [
            Figure("key to conversation painted, half of the keys", GOAL_P50_MS, half, "ms (wall)"),
            Figure("key to conversation painted, 95 of 100", GOAL_P95_MS, most, "ms (wall)"),
        ],
        note=f"The key j, {len(taken)} times, {PAUSE_MS} ms apart, in Debian's Chromium against a "
        "running Gehoor on the same machine.",
        milliseconds=[round(each, 1) for each in taken],
    )


def _go_through_list(page: Page) -> list[float]:
    """Press j as a colleague does; return what each took, without the first few."""
    page.wait_for_timeout(1000)
    page.evaluate(STOPWATCH)
    shown = set()
    for _ in range(TIMES + WARM_UP):
        page.keyboard.press("j")
        page.wait_for_timeout(PAUSE_MS)
        shown.add(page.url)
    taken: list[float] = page.evaluate("() => window.taken")
    if len(shown) < TIMES or len(taken) < TIMES:
        raise AssertionError(f"{len(shown)} conversations were shown, {len(taken)} keys measured.")
    return taken[-TIMES:]

"""Makes pictures of every screen at three widths, light and dark, of a throw-away Gehoor.

`python -m tools.screenshots` writes all to build/screens and those of the README to docs/images. It
fails when a screen is wider than its window.
"""

import io
import sys
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page

from tools.throwaway import ROOT, SESSION_COOKIE, Running, browser, home, running

ALL = ROOT / "build" / "screens"
IMAGES = ROOT / "docs" / "images"
SIZES = {1440: 900, 768: 1024, 360: 740}
THEMES = ("light", "dark")
IN_README = frozenset(
    {"inbox-1440-light", "conversation-1440-light", "conversation-1440-dark",
     "conversation-768-light", "inbox-360-light", "channels-1440-light"}
)  # fmt: skip
MILLISECONDS_TO_SETTLE = 300


def main() -> int:
    ALL.mkdir(parents=True, exist_ok=True)
    IMAGES.mkdir(parents=True, exist_ok=True)
    too_wide: list[str] = []
    with home() as place, running(place) as gehoor, browser() as chromium:
        told = gehoor.seed(more=12)
        for who in ("agent", "administrator"):
            for width, height in SIZES.items():
                for theme in THEMES:
                    page = _open(chromium, gehoor, told[who], (width, height), theme)
                    too_wide += _take(page, gehoor, told[f"{who}_screens"], f"{width}-{theme}")
                    page.context.close()
    for line in too_wide:
        sys.stdout.write(f"{line}\n")
    return 1 if too_wide else 0


def _open(
    chromium: Browser, gehoor: Running, session: str, size: tuple[int, int], theme: Any
) -> Page:
    context = chromium.new_context(
        viewport={"width": size[0], "height": size[1]}, color_scheme=theme, locale="nl-NL"
    )
    context.add_cookies([{"name": SESSION_COOKIE, "value": session, "url": gehoor.address}])
    page = context.new_page()
    # A first visit may go without our letter; in a picture it should not be missing.
    page.goto(gehoor.address)
    page.wait_for_timeout(MILLISECONDS_TO_SETTLE)
    return page


def _take(page: Page, gehoor: Running, screens: dict[str, str], ending: str) -> list[str]:
    too_wide = []
    for name, place in screens.items():
        page.goto(gehoor.address + place)
        page.wait_for_timeout(MILLISECONDS_TO_SETTLE)
        picture = page.screenshot(path=ALL / f"{name}-{ending}.png")
        if f"{name}-{ending}" in IN_README:
            _keep_small(picture, IMAGES / f"{name}-{ending}.png")
        room = page.viewport_size["width"] if page.viewport_size else 0
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > room:
            too_wide.append(f"{name}-{ending} is {width} pixels wide.")
    return too_wide


def _keep_small(picture: bytes, path: Path) -> None:
    """A clone should not carry more than a page needs: few colours do for text."""
    few = Image.open(io.BytesIO(picture)).convert("RGB").quantize(128)
    few.save(path, optimize=True)


if __name__ == "__main__":
    sys.exit(main())

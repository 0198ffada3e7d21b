"""Debian's Chromium for tests, in which every host but loopback leads to a server that listens."""

import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

# The same browser without windows takes a third of the time; Debian packs it apart.
PROGRAMS = ("chromium-headless-shell", "chromium")
# Milliseconds; waited in full only by who fails. How soon news comes is measured in benchmarks.
PATIENCE = 30_000
expect.set_options(timeout=PATIENCE)


@dataclass
class Elsewhere:
    """Stands in for the rest of the world: writes down whoever knocks, and says nothing."""

    knocks: list[bytes] = field(default_factory=list)
    """the first bytes of each connection; with TLS the name of the host is in them"""

    def serve(self, listening: socket.socket) -> None:
        while True:
            try:
                visitor, _ = listening.accept()
            except OSError:
                return
            with visitor:
                visitor.settimeout(1)
                try:
                    knock = visitor.recv(4096)
                except OSError:
                    knock = b""
                # The browser's maker, whom it asks for updates by itself.
                if b"google" not in knock:
                    self.knocks.append(knock)


@contextmanager
def elsewhere() -> Iterator[tuple[Elsewhere, int]]:
    """Listen on a loopback port for the block; gives the listener and its port."""
    found = Elsewhere()
    listening = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=found.serve, args=[listening], daemon=True)
    thread.start()
    try:
        yield found, listening.getsockname()[1]
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join(5)


@contextmanager
def chromium(*, elsewhere_port: int = 9) -> Iterator[Browser]:
    """Start Chromium for the block. Ask Django for nothing inside it: Playwright runs a loop.

    Every name but loopback is sent to `elsewhere_port`, by default one where nobody listens.
    """
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        pytest.skip("Chromium is not installed (Debian: apt install chromium).")
    rules = f"MAP * 127.0.0.1:{elsewhere_port}, EXCLUDE localhost, EXCLUDE 127.0.0.1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program,
            # Its own sandbox needs rights that containers and root do not have.
            args=["--no-sandbox", "--disable-gpu", f"--host-resolver-rules={rules}"],
        )
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Seen:
    """What a page tried while it was open."""

    dialogs: list[str] = field(default_factory=list)
    popups: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        def dialog(opened: object) -> None:
            self.dialogs.append(opened.message)  # type: ignore[attr-defined]
            opened.dismiss()  # type: ignore[attr-defined]

        page.on("dialog", dialog)
        page.on("popup", lambda popup: self.popups.append(popup.url))
        page.on("request", lambda request: self.requests.append(request.url))

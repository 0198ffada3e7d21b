"""A machine is lost; its backup comes back on another: seen, decided about, sent once."""

import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from gehoor.testing.mailservers import Outbox, imap_server, smtp_server
from gehoor.testing.processes import wait_until
from tools import throwaway

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("socket_enabled"), pytest.mark.long]

PASSWORD = "een lange zin die ik onthoud"
PASSPHRASE = "drie fietsen en een windmolen"
PATIENCE = 30_000


def gehoor(home: Path, *words: str) -> str:
    """Run one command on an installation; return what it said."""
    (home / "passphrase").write_text(PASSPHRASE)
    own = throwaway._environment(home, "http://localhost:8000")
    done = subprocess.run(
        [sys.executable, "-m", *words],
        cwd=throwaway.ROOT,
        env=own | {"GEHOOR_BACKUP_PASSPHRASE_FILE": str(home / "passphrase")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_after_a_restore_a_person_decides_and_the_reply_arrives_once(tmp_path: Path) -> None:
    outbox, backup = Outbox(), tmp_path / "last-night.backup"
    with smtp_server(outbox) as smtp_port, imap_server() as box:
        with throwaway.home() as lost, throwaway.running(lost):
            ports = (str(box.port), str(smtp_port))
            gehoor(lost, "tests.journeys.restoring_seed", *ports, PASSWORD)
            gehoor(lost, "gehoor", "backup", str(backup), "--with-keys")
        assert not lost.exists()

        with throwaway.home() as place:
            said = gehoor(place, "gehoor", "restore", str(backup), "--with-keys")
            assert "2 replies" in said
            with throwaway.running(place) as running, throwaway.browser() as chromium:
                page = chromium.new_page(locale="nl-NL", viewport={"width": 1440, "height": 900})
                log_in(page, running.address)
                find_everything_back(page, running.address)
                make_live(page, running.address)
                decide(page, running.address)
                wait_until(lambda: bool(outbox.received), seconds=60, what="the reply sent")
                expect_settled(page, running.address)
    assert [mail.recipient for mail in outbox.received] == ["fatima@voorbeeld.example"]


def log_in(page: Page, address: str) -> None:
    page.goto(f"{address}/login/")
    page.fill("[name=login]", "ria@gemeente.example")
    page.fill("[name=password]", PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(lambda url: "/login/" not in url)


def find_everything_back(page: Page, address: str) -> None:
    page.goto(f"{address}/inbox/team/")
    expect(page.get_by_text("Vraag van Fatima").first).to_be_visible()
    page.goto(f"{address}/settings/held/")
    expect(page.get_by_role("heading", name="Tegengehouden na herstel")).to_be_visible()
    expect(page.locator(".card")).to_have_count(2)
    # The channel listens, so nothing can be sent yet.
    expect(page.get_by_role("button", name="Versturen", exact=True)).to_have_count(0)


def make_live(page: Page, address: str) -> None:
    for stage in ("practise", "live"):
        page.goto(f"{address}/settings/channels/1/stage/{stage}/")
        for promise in page.locator("main input[type=checkbox]").all():
            promise.check()
        page.locator("main form button[type=submit]").first.click()
        page.wait_for_load_state()


def decide(page: Page, address: str) -> None:
    """Send what Fatima waits for; leave what Kees was told by telephone."""
    page.goto(f"{address}/settings/held/")
    fatima = page.locator(".card", has_text="Beste Fatima")
    fatima.get_by_role("button", name="Versturen", exact=True).click()
    expect(page.locator(".card")).to_have_count(1)
    page.get_by_role("button", name="Niet versturen", exact=True).click()
    expect(page.get_by_text("Er wordt niets tegengehouden.")).to_be_visible()


def expect_settled(page: Page, address: str) -> None:
    for number, words in ((1, "Verstuurd"), (2, "Teruggenomen, niet verstuurd")):
        page.goto(f"{address}/conversations/{number}/?in=team")
        told = page.locator("#messages").get_by_text(words).first
        expect(told).to_be_visible(timeout=PATIENCE)

"""Opens every screen, filled with examples, in Chromium and keeps a picture of each.

`python tools/look.py FOLDER` writes FOLDER/<screen>-<width>-<theme>.png. With --serve it only
prints an address at which somebody is logged in already.
"""

import argparse
import asyncio
import os
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from gehoor.testing import plugin

PORT = 8471
os.environ["BASE_URL"] = f"http://localhost:{PORT}"
os.environ["UNTRUSTED_URL"] = f"http://127.0.0.1:{PORT}"
plugin.pytest_addoption()

import django  # noqa: E402

django.setup()

import uvicorn  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.core.management import call_command  # noqa: E402
from playwright.async_api import Browser, async_playwright  # noqa: E402

from gehoor.channels.models import Delivery  # noqa: E402
from gehoor.inbox.models import Conversation  # noqa: E402
from gehoor.people.models import User  # noqa: E402
from gehoor.testing import make, seed  # noqa: E402

SIZES = {1440: 900, 768: 1024, 360: 740}
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", default="build/screens", type=Path)
    parser.add_argument("--serve", action="store_true")
    parser.add_argument("--only", default="", help="screens whose name holds this")
    parser.add_argument("--widths", default="1440,768,360")
    chosen = parser.parse_args()
    user = prepare()
    start_web()
    cookie = log_in(user)
    if chosen.serve:
        print(f"http://localhost:{PORT}/ sessionid={cookie}", flush=True)  # noqa: T201
        threading.Event().wait()
    widths = [int(width) for width in chosen.widths.split(",")]
    asyncio.run(look(chosen.folder, cookie, addresses(), chosen.only, widths))


def prepare() -> User:
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    user = seed.fill()
    channel = Conversation.objects.all()[0].channel
    for problem in (
        "The message has more parts than we read.",
        "The message is larger than 25 MB.",
    ):
        made = make.delivery(channel)
        Delivery.objects.filter(pk=made.pk).update(state="failed", problem=problem, tries=5)
    return user


def start_web() -> None:
    config = uvicorn.Config(
        "gehoor.project.asgi:application", host="127.0.0.1", port=PORT, log_level="warning"
    )
    threading.Thread(target=uvicorn.Server(config).run, daemon=True).start()
    time.sleep(1.5)


def log_in(user: User) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def addresses() -> dict[str, str]:
    found = {each.subject: each.pk for each in Conversation.objects.all()}
    first = found["Afval niet opgehaald in de Lindelaan"]
    practising = found["Boom omgewaaid op het fietspad"]
    doubtful = found["Formulier bijstand is onduidelijk"]
    failed = Delivery.objects.filter(state="failed")[0].pk
    return {
        "inbox": "/inbox/", "inbox-team": "/inbox/team/", "inbox-empty": "/inbox/mine/?words=xyz",
        "conversation": f"/conversations/{first}/?in=mine",
        "conversation-doubt": f"/conversations/{doubtful}/?in=team",
        "conversation-practise": f"/conversations/{practising}/?in=unassigned",
        "problems": "/problems/", "failures": "/failures/",
        "by-hand": f"/failures/{failed}/by-hand/",
        "keys": "/help/keys/", "profile": "/profile/", "components": "/components/",
        "log": f"/conversations/{first}/log/", "none": "/conversations/999999/",
    }  # fmt: skip


async def look(
    folder: Path, cookie: str, places: dict[str, str], only: str, widths: list[int]
) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    async with async_playwright() as tool:
        browser = await tool.chromium.launch(executable_path="/usr/bin/chromium", args=ARGS)
        for width in widths:
            for theme in ("light", "dark"):
                await picture(browser, folder, cookie, places, only, width, theme)
        await browser.close()


async def picture(
    browser: Browser, folder: Path, cookie: str, places: dict[str, str], only: str, width: int,
    theme: str,
) -> None:  # fmt: skip
    context = await browser.new_context(
        viewport={"width": width, "height": SIZES.get(width, 900)},
        color_scheme=theme,  # type: ignore[arg-type]
        locale="nl-NL",
    )
    address = f"http://localhost:{PORT}"
    await context.add_cookies([{"name": "sessionid", "value": cookie, "url": address}])
    page = await context.new_page()
    page.on("console", lambda line: print(width, theme, line.type, line.text))  # noqa: T201
    page.on("pageerror", lambda error: print(width, theme, "error", error))  # noqa: T201
    for name, place in places.items():
        if only in name:
            await page.goto(address + place)
            await page.wait_for_timeout(150)
            wide = await page.evaluate("document.documentElement.scrollWidth")
            if wide > width:
                print(f"{name} is {wide} px wide at {width}")  # noqa: T201
            await page.screenshot(path=folder / f"{name}-{width}-{theme}.png")
    await context.close()


if __name__ == "__main__":
    main()

"""The ASGI application: event stream and pushes beside Django, and what they need while it runs."""

import os
from collections.abc import MutableMapping
from typing import Any
from urllib.parse import urlsplit

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gehoor.project.settings")

import django
from django.conf import settings

from gehoor.kit.stopping import ASKED
from gehoor.kit.traces import name_of_request, working_on
from gehoor.project.headers import by_https_only
from gehoor.project.pages import Pages
from gehoor.project.server import BEFORE_STOPPING

NAME = b"x-request-id"
LAST_ANSWER = ((b"connection", b"close"),)

django.setup(set_prefix=False)
pages = Pages()

# Models can be imported only once Django is set up, which is done above.
from gehoor.hooks.door import PREFIX  # noqa: E402
from gehoor.hooks.door import Door as Hooks  # noqa: E402
from gehoor.project.declarations import refuse_undeclared  # noqa: E402
from gehoor.screens.health.door import PLACES  # noqa: E402
from gehoor.screens.health.door import Door as HealthDoor  # noqa: E402
from gehoor.screens.live.door import Door, Receive, Scope, Send  # noqa: E402

refuse_undeclared()
live = Door()
hooks = Hooks()
health = HealthDoor()
BEFORE_STOPPING.append(live.close)


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Pass on one connection, under a name of its own that stands in each line of the log."""
    if scope["type"] == "lifespan":
        await _run(receive, send)
        return
    name = name_of_request(_given_name(scope))
    with working_on(name):
        await _pass_on(scope, receive, _named(send, name))


async def _pass_on(scope: Scope, receive: Receive, send: Send) -> None:
    """To the event stream, the door for pushes, the addresses for machines, or Django's pages."""
    if scope["type"] == "http" and scope["path"] == "/live" and _is_for_us(scope):
        await live(scope, receive, by_https_only(send))
    elif scope["type"] == "http" and scope["path"].startswith(PREFIX) and _is_for_us(scope):
        await hooks(scope, receive, by_https_only(send))
    elif scope["type"] == "http" and scope["path"] in PLACES:
        await health(scope, receive, send)
    else:
        await pages(scope, receive, send)


def _given_name(scope: Scope) -> str:
    given = [value.decode("latin-1") for name, value in scope["headers"] if name == NAME]
    return given[0] if len(given) == 1 else ""


def _named(send: Send, name: str) -> Send:
    """Tell the browser the name of its request, so that who reports a mistake can give it.

    A process that leaves also says that nobody should ask again on this connection.
    """

    async def send_named(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            own = [(NAME, name.encode()), *(LAST_ANSWER if ASKED.is_set() else ())]
            message["headers"] = [*message["headers"], *own]
        await send(message)

    return send_named


def _is_for_us(scope: Scope) -> bool:
    """Does this ask the main origin? Nobody else's name leads to these doors."""
    hosts = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
    return len(hosts) == 1 and hosts[0].lower() == urlsplit(settings.BASE_URL).netloc.lower()


async def _run(receive: Receive, send: Send) -> None:
    """Listen to the database from the start of this process to its end."""
    await receive()
    live.start()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    await live.stop()
    await send({"type": "lifespan.shutdown.complete"})

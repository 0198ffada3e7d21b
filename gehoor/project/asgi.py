"""The ASGI application: event stream and pushes beside Django, and what they need while it runs."""

import os
from urllib.parse import urlsplit

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gehoor.project.settings")

from django.conf import settings
from django.core.asgi import get_asgi_application

from gehoor.project.headers import by_https_only
from gehoor.project.server import BEFORE_STOPPING

pages = get_asgi_application()

# Models can be imported only once Django is set up, which the line above does.
from gehoor.hooks.door import PREFIX  # noqa: E402
from gehoor.hooks.door import Door as Hooks  # noqa: E402
from gehoor.project.declarations import refuse_undeclared  # noqa: E402
from gehoor.screens.live.door import Door, Receive, Scope, Send  # noqa: E402

refuse_undeclared()
live = Door()
hooks = Hooks()
BEFORE_STOPPING.append(live.close)


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Pass on one connection: to the event stream, to the door for pushes, or to Django's pages."""
    if scope["type"] == "lifespan":
        await _run(receive, send)
    elif scope["type"] == "http" and scope["path"] == "/live" and _is_for_us(scope):
        await live(scope, receive, by_https_only(send))
    elif scope["type"] == "http" and scope["path"].startswith(PREFIX) and _is_for_us(scope):
        await hooks(scope, receive, by_https_only(send))
    else:
        await pages(scope, receive, send)  # type: ignore[arg-type]


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

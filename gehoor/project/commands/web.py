"""`gehoor web`: pages and live hints, by uvicorn in this process."""

import argparse
import os
import socket
import warnings
from collections.abc import Callable

import uvicorn
from django.conf import settings

from gehoor.flows import health
from gehoor.project.doorway import open_doorway
from gehoor.project.environment import Environment
from gehoor.project.pool import SECONDS_A_VISITOR_WAITS, name_connections, share_connections
from gehoor.project.readiness import refuse_unless_ready
from gehoor.project.server import Server
from gehoor.project.terminal import say

# Open event streams are ended first; whoever is slower than this loses one answer. Below
# `gehoor run` everything must have stopped within five seconds.
SECONDS_TO_FINISH, SECONDS_TO_FINISH_ALONE = 1, 10
SECONDS_TO_DRAIN = 5.0


def run(_: argparse.Namespace) -> int:
    refuse_unless_ready()
    with open_doorway(settings.GEHOOR_HOST, settings.GEHOOR_PORT) as doorway:
        say(f"Web answers at {settings.BASE_URL}.")
        drain = Environment().decimal("GEHOOR_DRAIN_SECONDS", SECONDS_TO_DRAIN)
        serve(doorway, drain=drain, finish=SECONDS_TO_FINISH_ALONE)
    return 0


def serve(
    doorway: socket.socket,
    *,
    drain: float = 0.0,
    finish: int = SECONDS_TO_FINISH,
    beat: Callable[[], object] = lambda: None,
) -> None:
    """Answer on `doorway` until asked to stop.

    Then for `drain` seconds more, so that a proxy sees that we leave before we do; and what was
    begun has `finish` seconds to end.
    """
    # Static files are read in one go, on purpose: WhiteNoise gives them as a plain file.
    warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous")
    name_connections("web")
    share_connections(
        Environment().number("GEHOOR_WEB_CONNECTIONS", 12), patience=SECONDS_A_VISITOR_WAITS
    )
    proxies = os.environ.get("FORWARDED_ALLOW_IPS", "")
    config = uvicorn.Config(
        "gehoor.project.asgi:application",
        http="httptools",
        loop="asyncio",
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        # Only a proxy that an administrator names may say who a visitor is.
        proxy_headers=bool(proxies),
        forwarded_allow_ips=proxies or None,
        timeout_graceful_shutdown=finish,
    )
    with health.pulse("web"):
        Server(config, drain_seconds=drain, beat=beat).run(sockets=[doorway])

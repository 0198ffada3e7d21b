"""`gehoor web`: pages and live hints, by uvicorn in this process."""

import argparse
import os
import socket
import warnings

import uvicorn
from django.conf import settings

from gehoor.flows import health
from gehoor.project.doorway import open_doorway
from gehoor.project.environment import Environment
from gehoor.project.pool import SECONDS_A_VISITOR_WAITS, name_connections, share_connections
from gehoor.project.readiness import refuse_unless_ready
from gehoor.project.server import Server
from gehoor.project.terminal import say

# Open event streams are ended first; whoever is slower than this loses one answer.
SECONDS_TO_FINISH = 1


def run(_: argparse.Namespace) -> int:
    refuse_unless_ready()
    with open_doorway(settings.GEHOOR_HOST, settings.GEHOOR_PORT) as doorway:
        say(f"Web answers at {settings.BASE_URL}.")
        serve(doorway)
    return 0


def serve(doorway: socket.socket) -> None:
    """Answer on `doorway` until asked to stop."""
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
        timeout_graceful_shutdown=SECONDS_TO_FINISH,
    )
    with health.pulse("web"):
        Server(config).run(sockets=[doorway])

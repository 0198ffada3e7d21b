"""GET /health/live, /health/ready and /metrics: for programs that watch servers.

Raw ASGI in front of Django, because a load balancer asks by whatever name it likes. The first two
tell nothing but yes or no. The figures are for who knows the token, or asks on this machine.
"""

import asyncio
import hmac
import ipaddress
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from django.conf import settings
from django.db import Error, connection

from gehoor.kit.stopping import ASKED
from gehoor.screens.health import figures

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Answer = tuple[int, bytes]
LEAVING: Answer = (503, b"leaving\n")
Found = TypeVar("Found")

PLACES = frozenset({"/health/live", "/health/ready", "/metrics"})
# A load balancer must be told within two seconds that the database is away.
SECONDS_TO_ANSWER = 1.8
TEXT = b"text/plain; version=0.0.4; charset=utf-8"
HEADERS = [
    (b"content-type", TEXT),
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'; sandbox"),
    (b"referrer-policy", b"same-origin"),
]
PASSED_ON = frozenset({b"forwarded", b"x-forwarded-for", b"x-forwarded-host", b"x-real-ip", b"via"})


class Door:
    """The ASGI application behind the addresses for machines."""

    def __init__(self) -> None:
        # One thread, so one database connection, however often machines ask.
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="health")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        status, body = await self._answer(scope)
        length = (b"content-length", str(len(body)).encode())
        start = {"type": "http.response.start", "status": status, "headers": [*HEADERS, length]}
        await send(start)
        is_asked_for_body = scope["method"] != "HEAD"
        await send({"type": "http.response.body", "body": body if is_asked_for_body else b""})

    async def _answer(self, scope: Scope) -> Answer:
        if scope["method"] not in ("GET", "HEAD"):
            return 405, b"GET only\n"
        if scope["path"] == "/health/live":
            return 200, b"alive\n"
        if scope["path"] == "/health/ready":
            return LEAVING if ASKED.is_set() else await self._ask(_is_ready)
        if not may_read_figures(scope, settings.METRICS_TOKEN):
            return 404, b"not found\n"
        return await self._ask(_figures)

    async def _ask(self, question: Callable[[], Answer]) -> Answer:
        """Ask the database, in a thread, and not for long."""
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(SECONDS_TO_ANSWER):
                return await loop.run_in_executor(self._thread, question)
        except (TimeoutError, Error):
            return 503, b"not ready\n"


def may_read_figures(scope: Scope, token: str) -> bool:
    """Does this asker know the token; or, when none is set, ask on this machine itself?

    What a proxy passes on comes from this machine, too, but under the name people know.
    """
    headers = scope["headers"]
    if token:
        given = [value for name, value in headers if name == b"authorization"]
        wanted = f"Bearer {token}".encode()
        return len(given) == 1 and hmac.compare_digest(given[0], wanted)
    if any(name in PASSED_ON for name, _ in headers):
        return False
    hosts = [value.decode("latin-1") for name, value in headers if name == b"host"]
    return len(hosts) == 1 and _is_here(_name_in(hosts[0])) and _is_here(_asker(scope))


def _is_here(name: str) -> bool:
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def _name_in(host: str) -> str:
    return host.partition("]")[0].lstrip("[") if host.startswith("[") else host.partition(":")[0]


def _asker(scope: Scope) -> str:
    client = scope.get("client")
    return str(client[0]) if client else ""


def _is_ready() -> Answer:
    return _with_connection(_one_row)


def _one_row() -> Answer:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM people_user LIMIT 1")
    return 200, b"ready\n"


def _figures() -> Answer:
    return _with_connection(lambda: (200, figures.as_text()))


def _with_connection(work: Callable[[], Found]) -> Found:
    """Let the connection go afterwards: it belongs to a pool, or may have gone bad."""
    try:
        return work()
    finally:
        connection.close()

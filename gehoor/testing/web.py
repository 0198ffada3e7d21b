"""Runs an ASGI application on a loopback port, in a thread of the test."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connections

from gehoor.logins.actions.store import SessionStore
from gehoor.people.models import User
from gehoor.testing.processes import wait_until

LONGEST_START = 10
BACKEND = settings.AUTHENTICATION_BACKENDS[-1]
"""what a session of Django's says it was opened by"""


@contextmanager
def running(
    application: Callable[..., Any],
    *,
    before_shutdown: Callable[[], None] = lambda: None,
    port: int = 0,
) -> Iterator[int]:
    """Serve `application` on 127.0.0.1 for the block, on a free port or `port`; gives the port."""

    class Server(uvicorn.Server):
        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            before_shutdown()
            await super().shutdown(sockets)

    listening = socket.create_server(("127.0.0.1", port))
    server = Server(
        uvicorn.Config(
            application,
            ws="none",
            log_level="error",
            # A request that is cut off here leaves its connection to the collector of garbage, and
            # the warning to some later test.
            timeout_graceful_shutdown=LONGEST_START,
            lifespan="auto",
        )
    )
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    # Threads of the server must not keep the test database open.
    age = connections.databases["default"]["CONN_MAX_AGE"]
    connections.databases["default"]["CONN_MAX_AGE"] = 0
    thread.start()
    try:
        wait_until(lambda: server.started, seconds=LONGEST_START, what="this test's server started")
        yield listening.getsockname()[1]
    finally:
        server.should_exit = True
        thread.join(2 * LONGEST_START)
        connections.databases["default"]["CONN_MAX_AGE"] = age
        listening.close()


def without_lifespan(door: Callable[..., Any]) -> Callable[..., Any]:
    """Serve a door that needs nothing at the start and end of its process."""

    async def application(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "lifespan":
            await door(scope, receive, send)
            return
        await receive()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await send({"type": "lifespan.shutdown.complete"})

    return application


def session_of(user: User) -> str:
    """Log `user` in without the log-in page; return the session for the cookie."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)

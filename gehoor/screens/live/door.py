"""GET /live: the event stream. Raw ASGI in front of Django, so that a stream stays small.

Events carry ids only: `data: {"topic":…,"kind":…,"id":…}`. `event: refetch` means: hints may have
been missed, fetch what is shown; `event: lost` means: no hints come now, a refetch will follow. A
screen that (re)connects fetches too, because nothing is kept for who was away.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import Error

from gehoor.screens.live.ear import CHECK_SECONDS, Ear
from gehoor.screens.live.hub import Hub, Stream
from gehoor.screens.live.logins import NoLogin, who_asks
from gehoor.screens.live.topics import topics_of

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

HEARTBEAT_SECONDS = 20.0
RETRY = b"retry: 2000\n\n"
HEARTBEAT = b": still here\n\n"

HEADERS = [
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'; sandbox"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
]


class Door:
    """The ASGI application behind /live, and the listening it needs while the process runs."""

    def __init__(
        self,
        *,
        check_seconds: float = CHECK_SECONDS,
        heartbeat_seconds: float = HEARTBEAT_SECONDS,
    ) -> None:
        self.hub = Hub()
        self.heartbeat_seconds = heartbeat_seconds
        self._ear = Ear(self.hub, check_seconds=check_seconds)
        self._listening: asyncio.Task[None] | None = None
        # Two threads, so two database connections, however many screens connect at once.
        self._threads = ThreadPoolExecutor(2, thread_name_prefix="live")

    def start(self) -> None:
        """Begin to listen to the database."""
        self.hub.is_closing = False
        self._listening = asyncio.create_task(self._ear.listen())

    def close(self) -> None:
        """End every stream at once, so that the server need not wait for screens to leave."""
        self.hub.close()

    async def stop(self) -> None:
        self.close()
        if self._listening:
            self._listening.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._listening

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] != "GET":
            await _refuse(send, 405)
            return
        try:
            login, actor = await asyncio.get_running_loop().run_in_executor(
                self._threads, who_asks, scope["headers"]
            )
        except NoLogin:
            await _refuse(send, 401)
            return
        except Error:
            await _refuse(send, 503)
            return
        if topics := topics_of(actor):
            await self._stream(Stream(login, topics), receive, send)
        else:
            await _refuse(send, 403)

    async def _stream(self, stream: Stream, receive: Receive, send: Send) -> None:
        headers = [*HEADERS, (b"content-type", b"text/event-stream; charset=utf-8")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await _write(send, RETRY)
        self.hub.add(stream)
        watching = asyncio.create_task(_end_when_they_leave(stream, receive))
        try:
            while not stream.is_over:
                await _write(send, await self._next(stream))
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        finally:
            self.hub.remove(stream)
            watching.cancel()

    async def _next(self, stream: Stream) -> bytes:
        """Wait for something to write, and never longer than a heartbeat."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self.heartbeat_seconds):
                await stream.news.wait()
        return b"" if stream.is_over else stream.take() or HEARTBEAT


async def _end_when_they_leave(stream: Stream, receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    stream.end()


async def _write(send: Send, body: bytes) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": True})


async def _refuse(send: Send, status: int) -> None:
    headers = [*HEADERS, (b"content-length", b"0")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"", "more_body": False})

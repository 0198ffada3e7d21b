"""An event stream with nothing around it: every notice of the database to every open connection.

No log-in, no rights, no topics, no heartbeat: what remains is what any server must do. Served by
uvicorn with the same parser and loop as the product.
"""

import asyncio
import os
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from typing import Any

import psycopg

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

CHANNEL = "gehoor_live"
streams: set["asyncio.Queue[bytes]"] = set()


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    await (_live(receive, send) if scope["type"] == "lifespan" else _stream(receive, send))


async def _stream(receive: Receive, send: Send) -> None:
    headers = [(b"content-type", b"text/event-stream; charset=utf-8")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"retry: 2000\n\n", "more_body": True})
    waiting: asyncio.Queue[bytes] = asyncio.Queue()
    streams.add(waiting)
    writing = asyncio.create_task(_write(waiting, send))
    while (await receive())["type"] != "http.disconnect":
        continue
    writing.cancel()
    streams.discard(waiting)


async def _write(waiting: "asyncio.Queue[bytes]", send: Send) -> None:
    while True:
        body = await waiting.get()
        await send({"type": "http.response.body", "body": body, "more_body": True})


async def _live(receive: Receive, send: Send) -> None:
    await receive()
    listening = asyncio.create_task(_listen())
    await send({"type": "lifespan.startup.complete"})
    await receive()
    listening.cancel()
    with suppress(asyncio.CancelledError):
        await listening
    await send({"type": "lifespan.shutdown.complete"})


async def _listen() -> None:
    url = os.environ["DATABASE_URL"]
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as database:
        await database.execute(f"LISTEN {CHANNEL}".encode())
        async for notice in database.notifies():
            event = f"data: {notice.payload}\n\n".encode()
            for waiting in streams:
                waiting.put_nowait(event)

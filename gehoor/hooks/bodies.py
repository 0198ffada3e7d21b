"""Reading what a stranger sends, with an end to its size, its time and our memory."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from contextlib import asynccontextmanager
from typing import Any

from gehoor.hooks.answers import LATER, TOO_LARGE, TOO_SLOW, HungUp, Refused

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]

LARGEST = 4 * 1024 * 1024
MOST_HELD = 64 * 1024 * 1024
"""bytes of bodies a process keeps at one time, whoever they are from"""
BODY_SECONDS = 10.0


class Bodies:
    """Reads bodies, and knows how much of them is held now. Used from one event loop only."""

    def __init__(self, *, seconds: float = BODY_SECONDS, most_held: int = MOST_HELD) -> None:
        self.held = 0
        self._seconds, self._most_held = seconds, most_held

    @asynccontextmanager
    async def read(self, receive: Receive, *, announced: str) -> AsyncIterator[bytes]:
        """Give the whole body for the block. `announced` is what Content-Length says."""
        if announced.isdecimal() and int(announced) > LARGEST:
            raise Refused(TOO_LARGE)
        body = bytearray()
        try:
            await self._fill(body, receive)
            yield bytes(body)
        finally:
            self.held -= len(body)

    async def _fill(self, body: bytearray, receive: Receive) -> None:
        try:
            async with asyncio.timeout(self._seconds):
                while await self._read_on(body, receive):
                    continue
        except TimeoutError:
            raise Refused(TOO_SLOW) from None

    async def _read_on(self, body: bytearray, receive: Receive) -> bool:
        """Read one piece; False when it was the last."""
        message = await receive()
        if message["type"] == "http.disconnect":
            raise HungUp
        piece = message.get("body", b"")
        body += piece
        self.held += len(piece)
        if len(body) > LARGEST:
            raise Refused(TOO_LARGE)
        if self.held > self._most_held:
            raise Refused(LATER)
        return bool(message.get("more_body", False))

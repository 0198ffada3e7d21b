"""The web server: uvicorn, which leaves so that nobody who asks it for something notices."""

import asyncio
import gc
import signal
import socket
import time
from collections.abc import Callable

import uvicorn

from gehoor.kit.stopping import ASKED

BEFORE_STOPPING: list[Callable[[], None]] = []
"""What ends the open event streams; the application adds to it."""
LOOK_SECONDS = 0.1
SECONDS_FOR_THE_LAST = 0.5
"""in which who came through the door in time says what they want"""


class Server(uvicorn.Server):
    """Says first that it leaves, goes on answering until that is known, then finishes.

    From the first moment it is not ready any more, each answer is the last of its connection, and
    open event streams end: their screens come again elsewhere.
    """

    def __init__(
        self,
        config: uvicorn.Config,
        *,
        drain_seconds: float = 0.0,
        beat: Callable[[], object] = lambda: None,
    ) -> None:
        """`drain_seconds` is how long a proxy may take to see that we leave."""
        super().__init__(config)
        self._drain_seconds = drain_seconds
        self._beat = beat

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        # What is loaded now stays. To look through it for what nobody needs any more stops
        # everybody for a tenth of a second, every few seconds when many streams are open.
        gc.collect()
        gc.freeze()

    async def on_tick(self, counter: int) -> bool:
        self._beat()
        return await super().on_tick(counter)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        ASKED.set()
        for end in BEFORE_STOPPING:
            end()
        await self._drain()
        await super().shutdown(sockets)

    async def _drain(self) -> None:
        """Go on answering whoever still comes, then take nobody new. A Ctrl-C does not wait."""
        await self._answer_for(self._drain_seconds)
        for server in self.servers:
            server.close()
        # A proxy that does not look whether we are ready sends visitors until the door is closed.
        await self._answer_for(SECONDS_FOR_THE_LAST if self._drain_seconds else 0)

    async def _answer_for(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until and signal.SIGINT not in self._captured_signals:
            await self.on_tick(0)
            await asyncio.sleep(LOOK_SECONDS)

"""The web server: uvicorn, which first ends what would never end by itself."""

import socket
from collections.abc import Callable

import uvicorn

BEFORE_STOPPING: list[Callable[[], None]] = []
"""What ends the open event streams; the application adds to it."""


class Server(uvicorn.Server):
    """Ends open streams before it waits for connections to finish."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for end in BEFORE_STOPPING:
            end()
        await super().shutdown(sockets)

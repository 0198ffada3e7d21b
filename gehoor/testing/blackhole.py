"""A server that accepts every connection, listens, and never says a word."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass
class BlackHole:
    """Where it stands, and how many connections have disappeared in it."""

    listening: socket.socket
    swallowed: list[socket.socket] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.listening.getsockname()[1]}"

    def accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                self.swallowed.append(self.listening.accept()[0])

    def close(self) -> None:
        # Closing alone does not wake who waits in accept.
        with contextlib.suppress(OSError):
            self.listening.shutdown(socket.SHUT_RDWR)
        for each in (self.listening, *self.swallowed):
            each.close()


@contextlib.contextmanager
def black_hole() -> Iterator[BlackHole]:
    hole = BlackHole(socket.create_server(("127.0.0.1", 0), backlog=64))
    accepting = threading.Thread(target=hole.accept, daemon=True)
    accepting.start()
    try:
        yield hole
    finally:
        hole.close()
        accepting.join(timeout=5)

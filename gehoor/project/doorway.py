"""The network address we answer on, opened first so that a taken one shows at once."""

import socket
import time

from gehoor.project.terminal import Trouble

# An earlier web process of ours may need a moment to let go.
PATIENCE = 3.0


class PortIsTaken(Trouble):
    """Another program answers on our port."""


def open_doorway(host: str, port: int) -> socket.socket:
    """Return a listening socket; visitors who knock early wait until we are ready."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    deadline = time.monotonic() + PATIENCE
    while True:
        # Named TCP, else asyncio does not see it as such and leaves small answers waiting (Nagle).
        doorway = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        doorway.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            doorway.bind((host, port))
        except OSError as error:
            doorway.close()
            if time.monotonic() > deadline:
                raise PortIsTaken(
                    f"Port {port} on {host} cannot be used ({error.strerror}). Another program may "
                    "answer there. Choose another with --port or GEHOOR_PORT."
                ) from error
            time.sleep(0.1)
            continue
        doorway.listen(2048)
        return doorway

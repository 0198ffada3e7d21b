"""Ports of loopback for programs that tests start."""

import os
import secrets
import socket

# Below those the system hands out by itself: no passing connection may take a port between our
# choosing it and the start of the program that is to listen there, which can take seconds.
LOWEST, HIGHEST = 20_000, 32_000
# Processes that test side by side choose from ports of their own.
SIDE_BY_SIDE = 16
OWN = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % SIDE_BY_SIDE
given: set[int] = set()


def free_port() -> int:
    """Return a port where nobody listens, and that this process was not given before."""
    while True:
        port = LOWEST + SIDE_BY_SIDE * secrets.randbelow((HIGHEST - LOWEST) // SIDE_BY_SIDE) + OWN
        if port not in given and _is_free(port):
            given.add(port)
            return port


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True

"""What servers of ours share that hang up on purpose, and are hung up on."""

import socket
import struct
from http.server import BaseHTTPRequestHandler
from typing import Any


class Rude(BaseHTTPRequestHandler):
    """Answers one connection, and may break it off in the middle."""

    protocol_version = "HTTP/1.1"

    def cut(self) -> None:
        """End the connection with a reset instead of a goodbye."""
        linger = struct.pack("ii", 1, 0)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.connection.close()
        self.close_connection = True

    def handle_one_request(self) -> None:
        try:
            super().handle_one_request()
        except (OSError, ValueError):
            # The caller hung up, or we cut the line ourselves: both are what tests ask for.
            self.close_connection = True

    def finish(self) -> None:
        try:
            super().finish()
        except (OSError, ValueError):
            self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: who was asked remembers it."""

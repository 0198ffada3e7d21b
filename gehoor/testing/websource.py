"""A web server of strangers on loopback: answers as it is told, and counts who connected."""

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Write = Callable[[bytes], Any]


@dataclass
class Page:
    """What one path answers."""

    content: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "application/rss+xml"})
    etag: str = ""
    speak: Callable[[Write], None] | None = None
    """in place of a proper answer: writes to the connection itself, headers too"""


@dataclass
class WebSource:
    """A running server; change `pages` at any moment."""

    port: int
    pages: dict[str, Page] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    """every request: its path and its headers, in small letters"""
    connections: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def pair(self) -> tuple[str, int]:
        return ("127.0.0.1", self.port)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    source: WebSource

    def get_request(self) -> tuple[socket.socket, Any]:
        self.source.connections += 1
        return super().get_request()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Whoever breaks off while we speak is what these tests are about."""


class _Answering(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        source = self.server.source
        headers = {name.lower(): value for name, value in self.headers.items()}
        source.asked.append((self.path, headers))
        page = source.pages.get(self.path, Page(status=404))
        if page.speak:
            page.speak(self.wfile.write)
        elif page.etag and headers.get("if-none-match") == page.etag:
            self._answer(304, {"ETag": page.etag}, b"")
        else:
            extra = {"ETag": page.etag} if page.etag else {}
            self._answer(page.status, page.headers | extra, page.content)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.do_GET()

    def _answer(self, status: int, headers: dict[str, str], content: bytes) -> None:
        self.send_response(status)
        for name, value in (headers | {"Content-Length": str(len(content))}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@contextmanager
def web_source(tls: ssl.SSLContext | None = None, **pages: Page) -> Iterator[WebSource]:
    """Serve pages, each under its name as path, for the length of a test."""
    server = _Server(("127.0.0.1", 0), _Answering)
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    server.source = WebSource(server.server_address[1], {f"/{n}": p for n, p in pages.items()})
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server.source
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)


def dripping(first: bytes, drop: bytes, *, seconds: float = 0.05) -> Callable[[Write], None]:
    """Speak like a server that never comes to an end."""

    def speak(write: Write) -> None:
        write(first)
        until = time.monotonic() + 30
        with contextlib.suppress(OSError):
            while time.monotonic() < until:
                write(drop)
                time.sleep(seconds)

    return speak

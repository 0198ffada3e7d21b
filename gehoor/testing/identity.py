"""A provider that logs people in, for tests: one that behaves, signed by hand, and every lie it can
tell."""

import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt

from gehoor.kit.openid import ClientKey, new_key
from gehoor.testing.make import NOON


@cache
def a_key(name: str) -> ClientKey:
    """Return a key, made once: that takes longer than most of what tests do with it."""
    return new_key(name, now=NOON)


@dataclass
class Lies:
    """How the next answers differ from the truth. Each is a change of what would be right."""

    claims: Callable[[dict[str, Any]], dict[str, Any]] = lambda claims: claims
    sign: Callable[[dict[str, Any], ClientKey], str] | None = None
    about: Callable[[dict[str, Any]], dict[str, Any]] = lambda about: about
    configuration: Callable[[dict[str, Any]], dict[str, Any]] = lambda told: told
    token_status: int = 200
    token_body: bytes = b""
    published: list[dict[str, Any]] | None = None


@dataclass
class StandIn:
    """What the provider is, whom it knows, and what it was asked."""

    issuer: str
    key: ClientKey = field(default_factory=lambda: a_key("stand-in"))
    person: dict[str, Any] = field(default_factory=dict)
    lies: Lies = field(default_factory=Lies)
    nonce: str = ""
    client_id: str = "gehoor"
    asked: list[dict[str, Any]] = field(default_factory=list)
    visits: Counter[str] = field(default_factory=Counter)
    """how often each address was asked for"""

    def token(self) -> str:
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": self.client_id,
            "nonce": self.nonce,
            "iat": now,
            "exp": now + 300,
            **self.person,
        }
        return (self.lies.sign or signed)(self.lies.claims(claims), self.key)

    def answers(self, path: str) -> tuple[int, bytes]:
        self.visits[path] += 1
        if path.endswith("/.well-known/openid-configuration"):
            told = {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
                "userinfo_endpoint": f"{self.issuer}/about",
                "end_session_endpoint": f"{self.issuer}/leave",
                "token_endpoint_auth_methods_supported": ["private_key_jwt", "client_secret_post"],
                "code_challenge_methods_supported": ["S256"],
            }
            return 200, json.dumps(self.lies.configuration(told)).encode()
        if path == "/keys":
            published = self.lies.published
            return 200, json.dumps({"keys": published or [self.key.public]}).encode()
        if path == "/about":
            return 200, json.dumps(self.lies.about(dict(self.person))).encode()
        if path == "/token":
            told = {"access_token": "stand-in-access", "id_token": self.token()}
            return self.lies.token_status, self.lies.token_body or json.dumps(told).encode()
        return 404, b"{}"


def signed(claims: dict[str, Any], key: ClientKey) -> str:
    return jwt.encode(claims, key.private, "RS256", headers={"kid": key.public["kid"]})


@contextmanager
def stand_in() -> Iterator[StandIn]:
    """Run one on a free port of loopback for the block."""

    class Answerer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.say(*running.answers(urlsplit(self.path).path))

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            form = parse_qs(self.rfile.read(length).decode())
            running.asked.append({name: values[0] for name, values in form.items()})
            self.say(*running.answers(urlsplit(self.path).path))

        def say(self, status: int, content: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answerer)
    running = StandIn(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield running
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)

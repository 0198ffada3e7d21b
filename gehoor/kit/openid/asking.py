"""Sending somebody to the provider, and away from it."""

import secrets
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from urllib.parse import urlencode, urlsplit

from gehoor.kit.openid.finding import Server
from gehoor.kit.openid.shapes import Client


@dataclass(frozen=True)
class Attempt:
    """What one try to log in is known by: each part 256 bits, used once, kept in the session."""

    state: str = field(repr=False)
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)

    @property
    def challenge(self) -> str:
        digest = sha256(self.verifier.encode()).digest()
        return urlsafe_b64encode(digest).rstrip(b"=").decode()


def new_attempt() -> Attempt:
    return Attempt(*(secrets.token_urlsafe(32) for _ in range(3)))


def address_to_go(server: Server, client: Client, attempt: Attempt, *, back: str) -> str:
    """Return where the browser goes to log in."""
    asked = {
        "response_type": "code",
        "client_id": client.client_id,
        "redirect_uri": back,
        "scope": client.scopes,
        "state": attempt.state,
        "nonce": attempt.nonce,
        "code_challenge": attempt.challenge,
        "code_challenge_method": "S256",
    }
    if client.levels:
        asked["acr_values"] = " ".join(client.levels)
    return _with(server.authorize, asked)


def address_to_leave(server: Server, client: Client, *, back: str) -> str:
    """Return where the browser goes to log out at the provider too; empty when nowhere.

    No token goes along: we keep none, and an address is no place for one.
    """
    if not server.leave:
        return ""
    return _with(server.leave, {"client_id": client.client_id, "post_logout_redirect_uri": back})


def _with(address: str, asked: Mapping[str, str]) -> str:
    return f"{address}{'&' if urlsplit(address).query else '?'}{urlencode(asked)}"

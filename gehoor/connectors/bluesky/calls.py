"""One question to a Bluesky server, and what its answer means (XRPC).

https://docs.bsky.app/docs/api/; errors: https://atproto.com/specs/xrpc
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlencode

from gehoor.contracts.connector import NotAllowed, Unreachable
from gehoor.kit.safefetch import Answer, Caller, Forbidden, NotFetched
from gehoor.kit.text import N_

PUBLIC_SERVICE: Final = "https://bsky.social"
# The server says that a token is no (longer) good with 400, where others say 401.
TOKEN_ERRORS: Final = frozenset({"ExpiredToken", "InvalidToken"})
# What the server says when an app password is used for more than it was made for; also 400, and
# also "InvalidToken", so that only the words tell it from a token that has ended.
LESS_RIGHTS: Final = ("Bad token method", "Bad token scope")
# Direct messages are a service of their own, which is reached through the server of the account.
CHAT: Final = "chat.bsky."
CHAT_SERVICE: Final = "did:web:api.bsky.chat#bsky_chat"
NO_ACCOUNT: Final = frozenset({"AccountTakedown", "AccountDeactivated", "AccountSuspended"})
JSON: Final = "application/json"

NOT_ACCEPTED: Final = N_("Bluesky did not accept the handle and the app password.")
NO_MORE: Final = N_(
    "Bluesky says that this account is switched off or taken down. Log in at Bluesky to see why."
)
BUSY: Final = N_("Bluesky asked us to wait. It is asked again when that time is over.")
NO_ANSWER: Final = N_("Bluesky did not answer.")
TROUBLE: Final = N_("Bluesky has trouble of its own. It is asked again.")
ODD: Final = N_("Bluesky gave an answer that means nothing to us. It is asked again.")


@dataclass(frozen=True)
class Said:
    """What a server answered, whatever its status."""

    status: int
    body: Any = field(repr=False)
    wait_seconds: float | None = None
    """how long the server asks us to wait"""

    @property
    def is_good(self) -> bool:
        return self.status == 200 and isinstance(self.body, dict)

    @property
    def error(self) -> str:
        """The name of the error, as the lexicons have it; empty when there is none."""
        return str(self.body.get("error") or "") if isinstance(self.body, dict) else ""

    @property
    def message(self) -> str:
        return str(self.body.get("message") or "") if isinstance(self.body, dict) else ""

    @property
    def refuses_token(self) -> bool:
        is_ended = self.status == 400 and self.error in TOKEN_ERRORS and not self.lacks_rights
        return is_ended or (self.status == 401 and not self.lacks_rights)

    @property
    def lacks_rights(self) -> bool:
        """Is the token good, but not for this?"""
        is_refused = self.status in {400, 401, 403} and self.error in TOKEN_ERRORS
        return is_refused and self.message.startswith(LESS_RIGHTS)


@dataclass(frozen=True)
class Server:
    """The server of one account."""

    address: str
    caller: Caller

    def ask(
        self,
        name: str,
        *,
        token: str,
        params: Mapping[str, Any] | None = None,
        body: object = None,
        blob: bytes = b"",
        blob_type: str = "",
    ) -> Said:
        """Ask once: with a body or blob it is a procedure, else a query.

        Raises NotFetched, and Unsettled when it may have had its effect all the same.
        """
        content = blob or (json.dumps(body).encode() if body is not None else b"")
        is_procedure = name in PROCEDURES
        headers = {"Accept": JSON} | ({"Authorization": f"Bearer {token}"} if token else {})
        if name.startswith(CHAT):
            headers["Atproto-Proxy"] = CHAT_SERVICE
        if content:
            headers["Content-Type"] = blob_type or JSON
        question = urlencode(params or {}, doseq=True)
        address = f"{self.address}/xrpc/{name}" + (f"?{question}" if question else "")
        method = "POST" if is_procedure else "GET"
        return said_in(self.caller.call(method, address, headers=headers, body=content))


PROCEDURES: Final = frozenset(
    {
        "com.atproto.server.createSession", "com.atproto.server.refreshSession",
        "com.atproto.repo.putRecord", "com.atproto.repo.uploadBlob",
        "chat.bsky.convo.sendMessage", "chat.bsky.convo.acceptConvo",
    }
)  # fmt: skip


def said_in(answer: Answer) -> Said:
    try:
        body = json.loads(answer.content)
    except (ValueError, RecursionError):
        body = None
    return Said(answer.status, body, answer.wait_seconds)


def server_at(written: str, caller: Caller) -> Server:
    """Take the address an administrator wrote; `bsky.social` alone will do."""
    address = written.strip().rstrip("/") or PUBLIC_SERVICE
    return Server(address if "://" in address else f"https://{address}", caller)


def trouble_of(said: Said) -> NotAllowed | Unreachable:
    """Sort an answer that is none: for good, or for now."""
    if said.error in NO_ACCOUNT:
        return NotAllowed(NO_MORE)
    if said.refuses_token:
        return NotAllowed(NOT_ACCEPTED)
    if said.status == 429:
        return Unreachable(BUSY, wait_seconds=said.wait_seconds)
    if said.status >= 500:
        return Unreachable(TROUBLE, wait_seconds=said.wait_seconds)
    return Unreachable(ODD)


def not_reached(problem: NotFetched) -> Unreachable:
    """Say why nothing came: an address that may not be asked is told in its own words."""
    return Unreachable(str(problem) if isinstance(problem, Forbidden) else NO_ANSWER)

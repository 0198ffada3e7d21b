"""A stand-in for a provider of mailboxes: consent, tokens, and mail servers that want them.

It is as strict as the real ones: a code works once and only with its verifier and address, a
refresh token is replaced at each use, and the servers want XOAUTH2 with a token that is good now.
"""

import base64
import hashlib
import json
import secrets
import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult

from gehoor.testing.mailservers import Outbox
from gehoor.testing.ports import free_port

CLIENT, CLIENT_SECRET = "gehoor-klant", "kanarie-clientgeheim"
ADDRESS = "melding@gemeente.example"
MAIL = (
    b"From: Fatima Bakker <fatima@voorbeeld.example>\r\nTo: melding@gemeente.example\r\n"
    b"Subject: Afval\r\nMessage-ID: <1@voorbeeld.example>\r\n\r\nDe bak staat er nog.\r\n"
)
Answer = tuple[int, dict[str, Any]]


@dataclass
class Provider:
    """What it knows: consents that were given, and tokens that are good."""

    lifetime: int = 3600
    refusal: str = ""
    """an error it answers to whoever comes for consent"""
    trouble: Answer | None = None
    """what it answers to whoever comes for a token, in place of the truth"""
    extra: dict[str, Any] = field(default_factory=dict)
    """what else stands in its answers"""
    rotates: bool = True
    codes: dict[str, tuple[str, str]] = field(default_factory=dict)
    refresh: set[str] = field(default_factory=set)
    access: set[str] = field(default_factory=set)
    asked: list[dict[str, str]] = field(default_factory=list)
    """each form somebody came for a token with"""
    lock: threading.Lock = field(default_factory=threading.Lock)
    port: int = 0
    imap_port: int = 0
    smtp_port: int = 0
    outbox: Outbox = field(default_factory=Outbox)
    logins: list[bool] = field(default_factory=list)
    """whether each token that was shown at a mail server was good"""

    @property
    def pairs(self) -> frozenset[tuple[str, int]]:
        """What the administrator of a server must name, because it is on this machine."""
        return frozenset({("127.0.0.1", self.port)})

    @property
    def settings(self) -> dict[str, str]:
        """The settings of an account here."""
        return {
            "address": ADDRESS,
            "login": "other",
            "authorize_url": f"http://127.0.0.1:{self.port}/authorize",
            "token_url": f"http://127.0.0.1:{self.port}/token",
            "scope": "mail",
            "client_id": CLIENT,
            "imap_host": "127.0.0.1",
            "imap_port": str(self.imap_port),
            "imap_security": "none",
            "smtp_host": "127.0.0.1",
            "smtp_port": str(self.smtp_port),
            "smtp_security": "none",
            "smtp_login": "yes",
        }

    def grant(self, *, expires_in: int | None = None) -> dict[str, str]:
        """Give tokens as if somebody consented; the secrets as Gehoor keeps them."""
        answer = self.hand_out()
        ends = expires_in if expires_in is not None else self.lifetime
        return {
            "client_secret": CLIENT_SECRET,
            "access_token": answer["access_token"],
            "refresh_token": answer["refresh_token"],
            "expires_at": str(int(time.time()) + ends),
        }

    def revoke(self) -> None:
        """Withdraw every consent, as an administrator can at the provider."""
        self.refresh.clear()
        self.access.clear()

    def end_tokens(self) -> None:
        """Let every access token end before its time; consent stays."""
        self.access.clear()

    def hand_out(self) -> dict[str, Any]:
        answer = {
            "access_token": f"kanarie-access-{secrets.token_hex(8)}",
            "refresh_token": f"kanarie-refresh-{secrets.token_hex(8)}",
            "expires_in": self.lifetime,
            "token_type": "Bearer",
        }
        self.access.add(str(answer["access_token"]))
        self.refresh.add(str(answer["refresh_token"]))
        return answer | self.extra

    def consent(self, asked: dict[str, str]) -> str:
        """Return where the browser is sent after somebody pressed yes (or no)."""
        back = {"state": asked["state"]}
        if self.refusal:
            back["error"] = self.refusal
        else:
            back["code"] = secrets.token_hex(8)
            self.codes[back["code"]] = (asked["code_challenge"], asked["redirect_uri"])
        return f"{asked['redirect_uri']}?{urlencode(back)}"

    def token(self, asked: dict[str, str]) -> Answer:
        with self.lock:
            self.asked.append(asked)
            if self.trouble:
                return self.trouble
            if (asked.get("client_id"), asked.get("client_secret")) != (CLIENT, CLIENT_SECRET):
                return 401, {"error": "invalid_client"}
            if asked["grant_type"] == "refresh_token":
                return self._renew(asked["refresh_token"])
            return self._redeem(asked)

    def _renew(self, old: str) -> Answer:
        if old not in self.refresh:
            return 400, {"error": "invalid_grant"}
        answer = self.hand_out()
        if self.rotates:
            self.refresh.discard(old)
        else:
            self.refresh.discard(answer.pop("refresh_token"))
        return 200, answer

    def _redeem(self, asked: dict[str, str]) -> Answer:
        challenge, back = self.codes.pop(asked.get("code", ""), ("", ""))
        hashed = hashlib.sha256(asked.get("code_verifier", "").encode()).digest()
        is_right = base64.urlsafe_b64encode(hashed).decode().rstrip("=") == challenge
        if not is_right or asked.get("redirect_uri") != back:
            return 400, {"error": "invalid_grant"}
        return 200, self.hand_out()

    def accepts(self, shown: bytes) -> bool:
        """Is this the answer of XOAUTH2 with a token that is good now?"""
        text = base64.b64decode(shown).decode()
        is_good = any(text == f"user={ADDRESS}\x01auth=Bearer {token}\x01\x01"
                      for token in self.access)  # fmt: skip
        self.logins.append(is_good)
        return is_good


@contextmanager
def provider(**given: Any) -> Iterator[Provider]:
    """Run the whole provider on loopback: its web pages, its IMAP and its SMTP server."""
    made = Provider(**given)
    with _web(made) as made.port, _imap(made) as made.imap_port, _smtp(made) as made.smtp_port:
        yield made


@contextmanager
def _web(made: Provider) -> Iterator[int]:
    class Pages(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = _single(urlsplit(self.path).query)
            self.send_response(302)
            self.send_header("Location", made.consent(asked))
            self.end_headers()

        def do_POST(self) -> None:
            form = self.rfile.read(int(self.headers["Content-Length"])).decode()
            status, answer = made.token(_single(form))
            content = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    with _serving(ThreadingHTTPServer(("127.0.0.1", 0), Pages)) as port:
        yield port


@contextmanager
def _imap(made: Provider) -> Iterator[int]:
    with _serving(Mailbox(("127.0.0.1", 0), Session, made)) as port:
        yield port


class Mailbox(socketserver.ThreadingTCPServer):
    """A mailbox with one mail, for who shows a token."""

    def __init__(self, address: tuple[str, int], session: Any, made: Provider) -> None:
        super().__init__(address, session)
        self.provider = made


class Session(socketserver.StreamRequestHandler):
    """One connection to it."""

    server: Mailbox

    def converse(self) -> None:
        self.say("* OK [CAPABILITY IMAP4rev1 AUTH=XOAUTH2] ready")
        while line := self.rfile.readline():
            tag, _, command = line.strip().decode().partition(" ")
            self.answer(tag, command)

    handle = converse  # the library's name

    def answer(self, tag: str, command: str) -> None:
        if command.upper() == "AUTHENTICATE XOAUTH2":
            self.authenticate(tag)
            return
        name = "UID FETCH BODY" if "BODY.PEEK" in command else command.upper()
        for each in (told for start, lines in TOLD.items() if name.startswith(start)
                     for told in lines):  # fmt: skip
            self.say(each)
        self.say(f"{tag} OK done")

    def authenticate(self, tag: str) -> None:
        self.say("+ ")
        if self.server.provider.accepts(self.rfile.readline().strip()):
            self.say(f"{tag} OK welcome")
            return
        # As Google does: the reason first, and the client must answer that with nothing.
        self.say(f"+ {base64.b64encode(b'{}').decode()}")
        ended = self.rfile.readline().strip()
        self.say(f"{tag} {'NO [AUTHENTICATIONFAILED] Invalid' if not ended else 'BAD What?'}")

    def say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")


TOLD = {
    "CAPABILITY": ["* CAPABILITY IMAP4rev1 AUTH=XOAUTH2"],
    "EXAMINE": ["* 1 EXISTS", "* OK [UIDVALIDITY 7] .", "* OK [UIDNEXT 2] ."],
    "UID SEARCH": ["* SEARCH 1"],
    "UID FETCH 1 (UID RFC822.SIZE)": [f"* 1 FETCH (UID 1 RFC822.SIZE {len(MAIL)})"],
    "UID FETCH BODY": [
        f"* 1 FETCH (UID 1 BODY[]<0> {{{len(MAIL)}}}\r\n{MAIL.decode()})"
    ],
}  # fmt: skip


class TokenOutbox(Outbox):
    """Receives mail from who shows a token."""

    provider: Provider

    async def auth_XOAUTH2(self, server: SMTP, args: list[str]) -> AuthResult:  # noqa: N802
        return AuthResult(success=self.provider.accepts(args[1].encode()), handled=False)


@contextmanager
def _smtp(made: Provider) -> Iterator[int]:
    made.outbox = TokenOutbox()
    made.outbox.provider = made
    port = free_port()
    controller = Controller(
        made.outbox, hostname="127.0.0.1", port=port, auth_require_tls=False, authenticator=nobody
    )
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


def nobody(*given: Any) -> AuthResult:
    """No password is accepted here."""
    return AuthResult(success=False, handled=False)


@contextmanager
def _serving(server: socketserver.TCPServer) -> Iterator[int]:
    server.daemon_threads = True  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield int(server.socket.getsockname()[1])
    finally:
        server.shutdown()
        server.server_close()


def _single(query: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(query).items()}

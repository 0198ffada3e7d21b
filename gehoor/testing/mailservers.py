"""Real mail servers by others, for tests: aiosmtpd and pymap without root."""

import logging
import mailbox
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from functools import cached_property
from pathlib import Path
from time import monotonic, sleep, time_ns
from typing import Any
from uuid import uuid4

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from pysasl.hashing import BuiltinHash

from gehoor.testing.ports import free_port

# It warns at every login of an attribute of its own.
logging.getLogger("mail.log").setLevel(logging.ERROR)

USER = "melding"
PASSWORD = "geheim"
PYMAP = (str(Path(sys.executable).parent / "pymap"), "--host", "127.0.0.1")
HOST = "post.gemeente.example"
ADDRESS = "melding@gemeente.example"


@dataclass
class Received:
    """One mail as its recipient got it."""

    sender: str
    recipient: str
    content: bytes

    @cached_property
    def message_id(self) -> str:
        return str(message_from_bytes(self.content)["Message-ID"])


@dataclass
class Outbox:
    """An SMTP server that keeps what citizens receive, and may answer as a test asks."""

    received: list[Received] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    """what to answer instead of the truth, by command: MAIL, RCPT, DATA or DOT"""
    lock: threading.Lock = field(default_factory=threading.Lock)

    async def handle_MAIL(  # noqa: N802
        self,
        server: SMTP,
        session: Session,
        envelope: Envelope,
        address: str,
        options: list[str],
    ) -> str:
        if "MAIL" in self.answers:
            return self.answers["MAIL"]
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self,
        server: SMTP,
        session: Session,
        envelope: Envelope,
        address: str,
        options: list[str],
    ) -> str:
        if "RCPT" in self.answers:
            return self.answers["RCPT"]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        if "DOT" in self.answers:
            return self.answers["DOT"]
        content = envelope.original_content or b""
        with self.lock:
            for recipient in envelope.rcpt_tos:
                self.received.append(Received(envelope.mail_from or "", recipient, content))
        return "250 OK"


def allow(server: Any, session: Any, envelope: Any, mechanism: str, given: Any) -> AuthResult:
    is_ours = isinstance(given, LoginPassword) and given.login == USER.encode()
    is_allowed = is_ours and given.password == PASSWORD.encode()
    return AuthResult(success=is_allowed, handled=is_allowed)


@contextmanager
def smtp_server(outbox: Outbox) -> Iterator[int]:
    """Run aiosmtpd on a free port of loopback; give the port."""
    port = free_port()
    controller = Controller(
        outbox,
        hostname="127.0.0.1",
        port=port,
        authenticator=allow,
        auth_require_tls=False,
        enable_SMTPUTF8=True,
    )
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


@dataclass
class Mailbox:
    """One Maildir that pymap serves over IMAP."""

    folder: Path
    port: int = 0

    def put(self, content: bytes, *, folder: str = "") -> None:
        """Let a mail arrive, or stand in another folder."""
        home = self.folder / USER / (f".{folder}" if folder else "")
        # Written by hand: the library's own Maildir changes the line ends.
        name = f"{time_ns()}.{uuid4().hex}.{HOST}"
        (home / "tmp" / name).write_bytes(content)
        (home / "tmp" / name).rename(home / "new" / name)

    def add_folder(self, name: str) -> None:
        mailbox.Maildir(str(self.folder / USER)).add_folder(name)

    def remove_folder(self, name: str) -> None:
        """Let it be gone with everything in it."""
        shutil.rmtree(self.folder / USER / f".{name}")

    def renumber(self, *, folder: str = "") -> None:
        """Make the server forget its numbering, as after a move: UIDVALIDITY and UIDs are new."""
        home = self.folder / USER / (f".{folder}" if folder else "")
        (home / "dovecot-uidlist").unlink()

    def remove_one(self) -> None:
        """Let a colleague remove the newest mail in their own mail program."""
        home = self.folder / USER
        mails = [*(home / "new").iterdir(), *(home / "cur").iterdir()]
        max(mails, key=lambda path: path.stat().st_mtime_ns).unlink()

    def files(self) -> set[str]:
        """Return every file with its flags: what reading must leave as it was."""
        home = self.folder / USER
        return {f"{place}/{name}" for place in ("cur", "new") for name in os.listdir(home / place)}


@contextmanager
def imap_server() -> Iterator[Mailbox]:
    """Run pymap on a free port of loopback, over a fresh Maildir."""
    with tempfile.TemporaryDirectory(prefix="gehoor-mail-") as folder:
        box = Mailbox(Path(folder), free_port())
        prepare(box)
        running = subprocess.Popen(
            [*PYMAP, "--port", str(box.port), "--no-tls", "maildir", folder],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            await_port(box.port, running)
            yield box
        finally:
            running.terminate()
            running.wait(timeout=10)


def prepare(box: Mailbox) -> None:
    """Write pymap's two user files, and the Maildir itself."""
    (box.folder / "pymap-etc-passwd").write_text(f"{USER}:x::::{USER}:\n")
    secret = BuiltinHash().hash(PASSWORD)
    (box.folder / "pymap-etc-shadow").write_text(f"{USER}:{secret}:::::::\n")
    mailbox.Maildir(str(box.folder / USER), create=True)


def await_port(port: int, running: "subprocess.Popen[bytes]", *, seconds: float = 20) -> None:
    until = monotonic() + seconds
    while monotonic() < until and running.poll() is None:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            sleep(0.05)
    raise RuntimeError(f"{running.args!r} did not open port {port}")

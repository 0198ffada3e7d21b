"""The platform e-mail is tested against: aiosmtpd receives, pymap is read."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import default

from gehoor.contracts.connector import Account
from gehoor.testing.faultproxy import Act, Proxy, Rule, fault_proxy
from gehoor.testing.mailservers import (
    ADDRESS,
    PASSWORD,
    USER,
    Mailbox,
    Outbox,
    imap_server,
    smtp_server,
)
from gehoor.testing.peers import with_secrets, with_settings
from gehoor.testing.ports import free_port

FINAL_DOT = b"\r\n.\r\n"
LOST_ANSWERS = {
    "reset after the dot": Rule(Act.SWALLOW, FINAL_DOT),
}


@dataclass
class MailPeer:
    box: Mailbox
    outbox: Outbox
    proxy: Proxy

    def __post_init__(self) -> None:
        account = account_at(imap_port=self.box.port, smtp_port=self.proxy.port)
        self.accounts = [account]
        self.locked_out = with_secrets(account, password="verkeerd")
        nobody = str(free_port())
        self.unreachable = with_settings(account, imap_port=nobody, smtp_port=nobody)
        self.lost_answers = list(LOST_ANSWERS)

    def write(self, text: str) -> None:
        self.box.put(mail(text))

    def effects(self) -> list[str]:
        return [text_of(received.content) for received in self.outbox.received]

    def lose_answer(self, way: str) -> None:
        self.proxy.rules.append(LOST_ANSWERS[way])

    def state(self) -> object:
        return self.box.files()


def mail(text: str, *, message_id: str = "") -> bytes:
    lines = [
        "From: Fatima Bakker <fatima@voorbeeld.example>",
        f"To: {ADDRESS}",
        "Subject: Afval niet opgehaald",
        "Date: Tue, 24 Nov 2026 12:00:00 +0100",
        *([f"Message-ID: {message_id}"] if message_id else []),
        "Content-Type: text/plain; charset=utf-8",
        "",
        text,
        "",
    ]
    return "\r\n".join(lines).encode()


def text_of(content: bytes) -> str:
    body = message_from_bytes(content, policy=default).get_body()
    return str(body.get_content()).replace("\r\n", "\n").strip() if body else ""


def account_at(*, imap_port: int = 0, smtp_port: int = 0) -> Account:
    settings = {
        "address": ADDRESS,
        "imap_host": "127.0.0.1",
        "imap_port": str(imap_port),
        "imap_security": "none",
        "smtp_host": "127.0.0.1",
        "smtp_port": str(smtp_port),
        "smtp_security": "none",
        "username": USER,
    }
    return Account(channel_id=1, settings=settings, secrets={"password": PASSWORD})


@contextmanager
def peer() -> Iterator[MailPeer]:
    outbox = Outbox()
    with imap_server() as box, smtp_server(outbox) as port, fault_proxy(port) as proxy:
        yield MailPeer(box, outbox, proxy)

"""Writes the mail that goes out: the same bytes, with the same Message-ID, on every try."""

import re
from base64 import encodebytes
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.charset import QP, Charset
from email.header import Header
from email.message import Message
from email.policy import compat32
from email.utils import format_datetime, formataddr
from typing import Final

from gehoor.contracts.connector import Outgoing
from gehoor.contracts.posts import OutgoingFile
from gehoor.kit.text import file_name, one_line, plain

MAX_TEXT: Final = 1_000_000
MAX_REFERENCES: Final = 20
LINE_STARTS: Final = re.compile(rb"(?m)^\.")
IS_ADDRESS: Final = re.compile(
    r"[^\s<>()\[\],;:\"\\@\x00-\x1f\x7f]+@[^\s<>()\[\],;:\"\\@\x00-\x1f\x7f]+"
)
IS_MESSAGE_ID: Final = re.compile(r"<[!-;=?-~]{1,900}>")
# The newer policies write a long Message-ID as an encoded word, which no mail program understands.
WIRE: Final = compat32.clone(linesep="\r\n", max_line_length=900)
QUOTED_PRINTABLE: Final = Charset("utf-8")
QUOTED_PRINTABLE.body_encoding = QP


@dataclass(frozen=True)
class Mail:
    """A mail ready for the wire."""

    sender: str
    recipient: str
    message_id: str
    content: bytes = field(repr=False)

    @property
    def stuffed(self) -> bytes:
        """The content as SMTP wants it: dots doubled, a line end at the end, no final dot."""
        whole = self.content if self.content.endswith(b"\r\n") else self.content + b"\r\n"
        return LINE_STARTS.sub(b"..", whole)

    @property
    def needs_smtputf8(self) -> bool:
        return not (self.recipient.isascii() and self.sender.isascii())


def is_sendable(address: str) -> bool:
    """Is this one plain address? Anything cleverer could carry a second recipient or a header."""
    return len(address) <= 320 and IS_ADDRESS.fullmatch(address) is not None


def compose(outgoing: Outgoing, address: str) -> Mail:
    """Return the mail. Every header is one clean line before it gets near the mail."""
    sender, recipient = with_ascii_domain(address), with_ascii_domain(outgoing.to)
    message_id = f"<{one_line(outgoing.key, limit=200)}@{sender.rpartition('@')[2]}>"
    mail = Message(policy=WIRE)
    mail["MIME-Version"] = "1.0"
    mail["From"] = formataddr((one_line(outgoing.signed_as, limit=150), sender))
    mail["To"] = recipient
    subject = Header(one_line(outgoing.subject, limit=300), header_name="Subject")
    mail["Subject"] = subject.encode(maxlinelen=76)
    mail["Date"] = format_datetime(outgoing.first_tried_at or datetime.now(UTC))
    mail["Message-ID"] = message_id
    if outgoing.is_automatic:
        mail["Auto-Submitted"] = "auto-replied"  # RFC 3834: no machine answers this again
    add_ancestry(mail, outgoing)
    if outgoing.files:
        add_parts(mail, outgoing)
    else:
        add_words(mail, outgoing.text)
    return Mail(sender, recipient, message_id, mail.as_bytes())


def add_words(mail: Message, text: str) -> None:
    mail["Content-Type"] = "text/plain"
    mail.set_payload(plain(text, limit=MAX_TEXT), QUOTED_PRINTABLE)


def add_parts(mail: Message, outgoing: Outgoing) -> None:
    """Put the words first and the files behind them.

    What stands between them is made of our key: the same on every try, and nowhere in the mail,
    because an encoded text never holds "=_" (RFC 2045, 6.7).
    """
    mail["Content-Type"] = "multipart/mixed"
    mail.set_boundary(f"=_{one_line(outgoing.key, limit=60)}")
    words = Message(policy=WIRE)
    add_words(words, outgoing.text)
    mail.attach(words)
    for file in outgoing.files:
        mail.attach(part_of(file))


def part_of(file: OutgoingFile) -> Message:
    part = Message(policy=WIRE)
    name = file_name(file.name)
    told = {"charset": "utf-8"} if file.media_type == "text/plain" else {}
    part.add_header("Content-Type", file.media_type, **told)
    part.add_header("Content-Disposition", "attachment", **({"filename": name} if name else {}))
    part["Content-Transfer-Encoding"] = "base64"
    part.set_payload(encodebytes(file.content).decode())
    return part


def add_ancestry(mail: Message, outgoing: Outgoing) -> None:
    """Say what this answers, so that the citizen's mail program puts them together."""
    if IS_MESSAGE_ID.fullmatch(outgoing.answers):
        mail["In-Reply-To"] = outgoing.answers
    chain = [*outgoing.references, outgoing.answers]
    known = list(dict.fromkeys(each for each in chain if IS_MESSAGE_ID.fullmatch(each)))
    if known:
        mail["References"] = " ".join(known[-MAX_REFERENCES:])


def with_ascii_domain(address: str) -> str:
    """Write a domain such as `café.example` as the network knows it."""
    local, _, domain = address.rpartition("@")
    try:
        return f"{local}@{domain.encode('idna').decode()}" if not domain.isascii() else address
    except UnicodeError:
        return address

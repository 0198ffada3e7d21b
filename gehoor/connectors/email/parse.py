"""Translates one mail into our own words, whatever its sender did to it.

The older `compat32` policy is used on purpose: it is many times faster, and it leaves the decoding
of headers to us instead of failing on them. RFC 5322, 2045-2047, 2231, 3834 (automatic mail).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from typing import Final

from gehoor.connectors.email import headers
from gehoor.connectors.email.decoding import attachment_of, text_in
from gehoor.contracts.connector import IncomingAttachment, IncomingMessage, Unreadable
from gehoor.kit import html as html_tools
from gehoor.kit.text import N_

MAX_BYTES: Final = 35_000_000
MAX_HEADERS: Final = 500
MAX_HEADER_LINE: Final = 64_000
MAX_PARTS: Final = 200
MAX_DEPTH: Final = 20
# Only a stranger who means harm writes this many boundaries; reading them all takes minutes.
MAX_BOUNDARIES: Final = 5_000

HEADERS_LEFT_OUT = N_("This mail had so many or such long headers that some were left out.")
PARTS_LEFT_OUT = N_("This mail had so many parts that some were left out.")
MORE_SENDERS = N_("This mail names more than one sender; the first is shown.")
NO_SENDER = N_("This mail does not say who sent it.")

HEADER_END: Final = re.compile(rb"\r?\n\r?\n|\A\r?\n")


@dataclass
class Contents:
    """What the parts of a mail come down to."""

    texts: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    attachments: list[IncomingAttachment] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Part:
    """One part that is no container, and the choice it belongs to, if it is one of several."""

    content: Message
    choice: int
    """identity of the nearest multipart/alternative around it; its own when there is none"""


def parse(raw: bytes) -> IncomingMessage:
    """Translate the bytes of one mail. Raises Unreadable."""
    if len(raw) > MAX_BYTES:
        raise Unreadable(N_("This mail is larger than 35 MB; open it in the mailbox itself."))
    if not raw.strip():
        raise Unreadable(N_("This mail is empty."))
    capped, warnings = within_caps(raw)
    try:
        mail = BytesParser(policy=compat32).parsebytes(capped)
    except RecursionError as error:
        raise Unreadable(N_("This mail is nested too deeply.")) from error
    return translate(mail, warnings)


def within_caps(raw: bytes) -> tuple[bytes, list[str]]:
    """Take off what would cost minutes to parse, before it is parsed."""
    warnings = []
    end = HEADER_END.search(raw)
    head, rest = (raw[: end.start()], raw[end.start() :]) if end else (raw, b"")
    lines = head.split(b"\n", MAX_HEADERS * 10)
    kept = [line for line in lines[: MAX_HEADERS * 10] if len(line) <= MAX_HEADER_LINE]
    kept = first_headers(kept)
    if len(kept) < len(lines):
        warnings.append(HEADERS_LEFT_OUT)
        raw = b"\n".join(kept) + rest
    if raw.count(b"\n--") > MAX_BOUNDARIES:
        warnings.append(PARTS_LEFT_OUT)
        raw = b"\n--".join(raw.split(b"\n--", MAX_BOUNDARIES)[:MAX_BOUNDARIES])
    return raw, warnings


def first_headers(lines: list[bytes]) -> list[bytes]:
    """Return the lines of the first 500 headers; lines that begin with a space continue one."""
    headers_seen = 0
    for number, line in enumerate(lines):
        headers_seen += not line.startswith((b" ", b"\t"))
        if headers_seen > MAX_HEADERS:
            return lines[:number]
    return lines


def translate(mail: Message, warnings: list[str]) -> IncomingMessage:
    contents = contents_of(mail)
    senders = headers.senders_of(mail)
    if not senders:
        warnings.append(NO_SENDER)
    if len(senders) > 1:
        warnings.append(MORE_SENDERS)
    author = senders[0] if senders else headers.NOBODY
    return IncomingMessage(
        author=author,
        text="\n\n".join(contents.texts),
        external_id=headers.message_id_of(mail),
        sent_at=headers.sent_at(mail),
        subject=headers.words(mail, "Subject"),
        html="\n".join(contents.pages),
        answers=headers.answers_of(mail),
        to=headers.recipient_of(mail),
        is_automatic=headers.is_automatic(mail),
        reply_to=headers.reply_to(mail, author),
        attachments=tuple(contents.attachments),
        warnings=tuple(warnings + contents.warnings),
    )


def contents_of(mail: Message) -> Contents:
    """Sort the parts: of each set of alternatives the plain text, else the page made plain."""
    contents = Contents()
    plains: dict[int, list[str]] = {}
    pages: dict[int, list[str]] = {}
    for number, part in enumerate(parts_of(mail)):
        if number >= MAX_PARTS:
            contents.warnings.append(PARTS_LEFT_OUT)
            break
        kind = kind_of(part.content)
        if headers.is_attachment(part.content) or kind not in {"text/plain", "text/html"}:
            contents.attachments.append(attachment_of(part.content))
            continue
        wanted = plains if kind == "text/plain" else pages
        wanted.setdefault(part.choice, []).append(text_in(part.content))
        plains.setdefault(part.choice, [])
    contents.pages = [page for choice in pages.values() for page in choice]
    contents.texts = list(chosen_texts(plains, pages))
    return contents


def kind_of(part: Message) -> str:
    """Return the kind of content; a container without boundaries is just text."""
    is_hollow = part.get_content_maintype() == "multipart" and not part.is_multipart()
    return "text/plain" if is_hollow else part.get_content_type()


def chosen_texts(plains: dict[int, list[str]], pages: dict[int, list[str]]) -> Iterator[str]:
    for choice, texts in plains.items():
        plain = "\n\n".join(text.strip() for text in texts if text.strip())
        if not plain:
            shown = (html_tools.text_of(page) for page in pages.get(choice, []))
            plain = "\n\n".join(filter(None, shown))
        if plain:
            yield plain


def parts_of(mail: Message) -> Iterator[Part]:
    """Walk the parts in reading order, without recursion and no deeper than people nest mail."""
    waiting: list[tuple[Message, int, int]] = [(mail, 0, 0)]
    while waiting:
        part, depth, choice = waiting.pop()
        inner = part.get_payload()
        if not part.is_multipart() or part.get_content_maintype() != "multipart":
            yield Part(part, choice or id(part))
        elif depth < MAX_DEPTH and isinstance(inner, list):
            if part.get_content_subtype() == "alternative":
                choice = id(part)
            waiting.extend(
                (each, depth + 1, choice) for each in reversed(inner) if isinstance(each, Message)
            )

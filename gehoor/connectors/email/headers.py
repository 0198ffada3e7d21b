"""Reads the headers of a mail: who, when, about what, in answer to what, and written by whom."""

import re
from datetime import UTC, datetime
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from typing import Final

from gehoor.connectors.email.decoding import bytes_as_text, decode
from gehoor.contracts.connector import Author
from gehoor.kit.text import one_line

NOBODY: Final = Author(handle="")
MESSAGE_ID: Final = re.compile(r"<[^<>\s]{1,900}>")
MAX_ANSWERS: Final = 50
MACHINES: Final = ("mailer-daemon@", "postmaster@", "noreply@", "no-reply@", "donotreply@")


def values(mail: Message, name: str) -> list[str]:
    """Return every header of this name as it came: the library's own look-up spoils bare bytes."""
    wanted = name.lower()
    return [
        bytes_as_text(str(value)) for header, value in mail.raw_items() if header.lower() == wanted
    ]


def value(mail: Message, name: str) -> str:
    """Return the first header of this name, or nothing."""
    return next(iter(values(mail, name)), "")


def words(mail: Message, name: str, *, limit: int = 300) -> str:
    """Return a header as people read it."""
    return one_line(decoded(value(mail, name)[:20_000]), limit=limit)


def decoded(header: str) -> str:
    """Decode =?utf-8?q?...?=."""
    if "=?" not in header:
        return header
    try:
        pieces = decode_header(header)
    except (HeaderParseError, ValueError):
        return header
    return "".join(
        piece if isinstance(piece, str) else decode(piece, charset or "utf-8")
        for piece, charset in pieces
    )


def senders_of(mail: Message) -> list[Author]:
    """Return whom From names. Reply-To and Sender are claims about others, and never count."""
    return [
        Author(handle=address, name=name)
        for name, address in addresses(mail, "From")
        if is_address(address)
    ]


def addresses(mail: Message, name: str) -> list[tuple[str, str]]:
    """Return names and addresses. Split before decoding: a decoded name may hold a comma or <>."""
    fields = [each[:20_000] for each in values(mail, name)[:5]]
    # Comments nest, and the library reads them by recursion; nobody needs this many.
    fields = [each.replace("(", " ") if each.count("(") > 20 else each for each in fields]
    return [
        (one_line(decoded(shown), limit=200), one_line(address, limit=320))
        for shown, address in getaddresses(fields)[:20]
    ]


def is_address(text: str) -> bool:
    local, at, domain = text.rpartition("@")
    return bool(local and at and domain) and len(text) < 320 and not re.search(r"[\s<>,]", text)


def reply_to(mail: Message, author: Author) -> str:
    """Return where the sender asks answers to go, if that is another address."""
    asked = [address for _, address in addresses(mail, "Reply-To") if is_address(address)]
    return asked[0] if asked and asked[0].lower() != author.handle.lower() else ""


def recipient_of(mail: Message) -> Author | None:
    """Return for whom it is: the first it names that is not who sent it."""
    ours = {author.handle.casefold() for author in senders_of(mail)}
    return next(
        (
            Author(handle=address, name=name)
            for header in ("To", "Cc")
            for name, address in addresses(mail, header)
            if is_address(address) and address.casefold() not in ours
        ),
        None,
    )


def message_id_of(mail: Message) -> str:
    """Return the Message-ID; nothing when there is none or it is no id. It is a hint only."""
    found = MESSAGE_ID.search(value(mail, "Message-ID")[:2000])
    return one_line(found[0], limit=1000) if found else ""


def answers_of(mail: Message) -> tuple[str, ...]:
    """Return the messages this answers, nearest first."""
    nearest = MESSAGE_ID.findall(value(mail, "In-Reply-To")[:20_000])
    earlier = MESSAGE_ID.findall(value(mail, "References")[-60_000:])
    in_order = (one_line(each, limit=1000) for each in nearest + earlier[::-1])
    return tuple(dict.fromkeys(in_order))[:MAX_ANSWERS]


def sent_at(mail: Message) -> datetime | None:
    try:
        moment = parsedate_to_datetime(value(mail, "Date")[:200])
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def is_automatic(mail: Message) -> bool:
    """Did a machine write this? Machines are never answered by a machine (RFC 3834)."""
    submitted = words(mail, "Auto-Submitted").lower()
    precedence = words(mail, "Precedence").lower()
    senders = [address.lower() for _, address in addresses(mail, "From")]
    return (
        bool(submitted and not submitted.startswith("no"))
        or precedence in {"bulk", "list", "junk", "auto_reply"}
        or any(value(mail, name) for name in ("List-Id", "X-Autoreply", "X-Autorespond"))
        or value(mail, "Return-Path").strip() == "<>"
        or mail.get_content_type() == "multipart/report"
        or any(sender.startswith(MACHINES) for sender in senders)
    )


def is_attachment(part: Message) -> bool:
    """Is this a file? A name makes it one, unless it says that it belongs in the text."""
    disposition = words(part, "Content-Disposition").lower()
    if disposition.startswith("attachment"):
        return True
    return part.get_param("name") is not None and not disposition.startswith("inline")

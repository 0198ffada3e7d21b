"""Turns the bytes of a mail part into text or into an attachment, whatever they claim to be."""

import codecs
import re
from email.errors import MessageError
from email.message import Message
from typing import Final

from gehoor.contracts.connector import IncomingAttachment
from gehoor.kit.images import media_type_of
from gehoor.kit.text import file_name

# These are codecs to Python but no character sets: some take minutes, some make half characters.
NOT_FOR_TEXT: Final = frozenset(
    {"idna", "punycode", "raw-unicode-escape", "unicode-escape", "undefined", "utf-7"}
)
SEVERAL_BYTES: Final = ("utf", "gb", "big5", "iso2022", "euc", "shift", "cp9")


def text_in(part: Message) -> str:
    """Return the text of one part; an unknown character set is read as Western European."""
    return decode(bytes_in(part), charset_of(part))


def charset_of(part: Message) -> str:
    try:
        return part.get_content_charset() or "utf-8"
    except (LookupError, ValueError):
        return "utf-8"


def decode(content: bytes, charset: str) -> str:
    try:
        codec = codecs.lookup(charset)
        if codec.name in NOT_FOR_TEXT:
            return content.decode("latin-1")
        return content.decode("utf-8" if codec.name == "ascii" else codec.name)
    except UnicodeDecodeError:
        return decode_anyway(content, codec.name)
    except (LookupError, ValueError):
        return decode_anyway(content, "utf-8")


def decode_anyway(content: bytes, charset: str) -> str:
    """Guess as a person would: what is not UTF-8 is most often Windows' Western European."""
    text = content.decode("utf-8", "replace")
    if "\ufffd" not in text:
        return text
    if charset.startswith(SEVERAL_BYTES) and charset != "utf-8":
        return content.decode(charset, "replace")
    # Some letters came through, so it is UTF-8 that was damaged; none did, so it is not UTF-8.
    is_damaged = re.search("[^\x00-\x7f\ufffd]", text)
    return text if is_damaged else content.decode("cp1252", "replace")


def bytes_in(part: Message) -> bytes:
    try:
        content = part.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError):
        content = None
    if isinstance(content, bytes):
        return content
    inner = part.get_payload()
    return inner.encode("utf-8", "surrogateescape") if isinstance(inner, str) else b""


def attachment_of(part: Message) -> IncomingAttachment:
    if part.get_content_maintype() == "message":
        return enclosed_mail(part)
    content = bytes_in(part)
    return IncomingAttachment(
        name=name_of(part),
        media_type=media_type_of(content),
        content=content,
        content_id=str(part.get("Content-ID", "")).strip().strip("<>")[:300],
    )


def enclosed_mail(part: Message) -> IncomingAttachment:
    """Keep a mail inside a mail as the file it is."""
    inner = part.get_payload()
    mails = [each for each in inner if isinstance(each, Message)] if isinstance(inner, list) else []
    content = b"\n".join(rewritten(mail) for mail in mails) or bytes_in(part)
    name = name_of(part) or ("message.eml" if mails else "message.txt")
    return IncomingAttachment(name=name, media_type="message/rfc822", content=content)


def rewritten(mail: Message) -> bytes:
    try:
        return mail.as_bytes()
    except (MessageError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return b""


def name_of(part: Message) -> str:
    make_readable(part)
    try:
        name = part.get_filename() or ""
    except (LookupError, ValueError, TypeError, AttributeError):
        return ""
    return file_name(name)


def make_readable(part: Message) -> None:
    """Decode names that were put in a header as bare bytes, before the library spoils them."""
    for header, value in list(part.raw_items()):
        if header.lower() in {"content-type", "content-disposition"} and not value.isascii():
            part.replace_header(header, bytes_as_text(value))


def bytes_as_text(header: str) -> str:
    if header.isascii():
        return header
    return decode(header.encode("utf-8", "surrogateescape"), "utf-8")

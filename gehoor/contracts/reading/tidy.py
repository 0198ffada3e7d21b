"""Makes what a connector parsed fit to store and safe to show, the same for every platform."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Final

from gehoor.contracts.connector import Author, IncomingAttachment, IncomingMessage
from gehoor.kit import html as html_tools
from gehoor.kit.images import media_type_of, preview_of
from gehoor.kit.text import N_, file_name, one_line, plain

MAX_TEXT: Final = 1_000_000
MAX_PREVIEWS: Final = 20
MAX_ATTACHMENTS: Final = 200
# The lengths of the inbox's columns. An id that is longer is no id, so it is left out, not cut.
MAX_ID: Final = 1000
MAX_HANDLE: Final = 320
MAX_PROFILE: Final = 5_000
MAX_DESCRIPTION: Final = 10_000
# What a browser may be sent to: nothing that acts, and nothing that could end the attribute.
LINK: Final = re.compile(r"https?://[^\s<>\"'`\\\x00-\x20\x7f-\x9f]{1,1990}", re.IGNORECASE)

TEXT_CUT: Final = N_("The text was longer than a million characters; the rest was left out.")
PAGE_LEFT_OUT: Final = N_("The original layout was too large or too complex to show safely.")
FILES_LEFT_OUT: Final = N_("There were more than 200 attachments; the rest was left out.")
READ_WITH_CARE: Final = N_("Layout and pictures were left out, because they broke the reader.")


def tidy(message: IncomingMessage) -> IncomingMessage:
    """Return the message with clean words, cleaned layout and redrawn pictures."""
    files = with_previews(message.attachments[:MAX_ATTACHMENTS])
    worded_message = worded(replace(message, attachments=tuple(files)), files_warning(message))
    page = plain(message.html, limit=html_tools.MAX_LENGTH + 1)
    cleaned = html_tools.clean(page)
    if page and not cleaned.strip() and worded_message.text:
        warnings = (*worded_message.warnings, PAGE_LEFT_OUT)
        return replace(worded_message, html="", warnings=warnings)
    return replace(worded_message, html=cleaned)


def tidy_with_care(message: IncomingMessage) -> IncomingMessage:
    """Return the message as words only: its layout or pictures broke the reader before."""
    warnings = files_warning(message)
    if message.html or message.attachments:
        warnings.append(READ_WITH_CARE)
    files = (file_as_it_is(file) for file in message.attachments[:MAX_ATTACHMENTS])
    return replace(worded(replace(message, attachments=tuple(files)), warnings), html="")


def files_warning(message: IncomingMessage) -> list[str]:
    too_many = len(message.attachments) > MAX_ATTACHMENTS
    return [*message.warnings, FILES_LEFT_OUT] if too_many else list(message.warnings)


def worded(message: IncomingMessage, warnings: list[str]) -> IncomingMessage:
    text = message.text if message.text.strip() else html_tools.text_of(message.html)
    if len(text) > MAX_TEXT:
        warnings.append(TEXT_CUT)
    return replace(
        message,
        author=person(message.author),
        to=person(message.to) if message.to else None,
        text=plain(text, limit=MAX_TEXT).strip(),
        subject=one_line(message.subject, limit=300),
        external_id=identity(message.external_id, MAX_ID),
        thread=identity(message.thread, MAX_ID),
        reply_to=identity(message.reply_to, MAX_HANDLE),
        link=message.link if LINK.fullmatch(message.link) else "",
        answers=tuple(filter(None, (identity(each, MAX_ID) for each in message.answers))),
        warnings=tuple(dict.fromkeys(warnings)),
    )


def person(written: Author) -> Author:
    return Author(
        identity(written.handle, MAX_HANDLE),
        one_line(written.name, limit=200),
        plain(written.profile, limit=MAX_PROFILE).strip(),
    )


def identity(text: str, limit: int) -> str:
    return one_line(text, limit=limit) if len(text) <= limit else ""


def with_previews(files: tuple[IncomingAttachment, ...]) -> Iterator[IncomingAttachment]:
    for file in islice(files, MAX_PREVIEWS):
        yield replace(file_as_it_is(file), preview=preview_of(file.content))
    for file in files[MAX_PREVIEWS:]:
        yield file_as_it_is(file)


def file_as_it_is(file: IncomingAttachment) -> IncomingAttachment:
    media_type = file.media_type
    if media_type != "message/rfc822":
        media_type = media_type_of(file.content)
    return replace(
        file,
        name=file_name(file.name),
        media_type=media_type,
        content_id=identity(file.content_id, 300),
        description=plain(file.description, limit=MAX_DESCRIPTION).strip(),
        preview=b"",
    )

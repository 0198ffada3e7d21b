"""Makes what is stored a message: plain words with whole links, its place, its pictures."""

import base64
import binascii
import json
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote

from gehoor.connectors.bluesky import direct
from gehoor.connectors.bluesky.facets import spelled_out
from gehoor.connectors.bluesky.posts import (
    author_of,
    is_post,
    key_of,
    moment_in,
    quoted_by,
    reply_of,
    repo_of,
    uri_in,
)
from gehoor.contracts.connector import IncomingAttachment, IncomingMessage, Unreadable
from gehoor.contracts.posts import Visibility
from gehoor.kit.images import media_type_of
from gehoor.kit.text import N_

ENDINGS: Final = {
    "image/jpeg": "jpg", "image/png": "png", "image/gif": "gif", "image/webp": "webp",
}  # fmt: skip
NO_POST: Final = N_("This is no post of Bluesky.")
EMPTY: Final = N_("This post has no words and no pictures.")
PICTURE_LOST: Final = N_("A picture could not be fetched. Look at the post on Bluesky.")
HAS_VIDEO: Final = N_("There is a video with this post. Look at it on Bluesky.")
WARNED_OF: Final = N_("Its author put a warning before this post.")


def parse(raw: bytes) -> IncomingMessage:
    """Translate one stored post or direct message. Raises Unreadable."""
    try:
        told = json.loads(raw)
        if "direct" in told:
            return direct.message_of(told)
        return gone_message(told) if told.get("is_gone") else message_of(told)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Unreadable(NO_POST) from error


def gone_message(told: Mapping[str, Any]) -> IncomingMessage:
    uri = address_of(told)
    return IncomingMessage(
        author=author_of(told["author"]),
        text="",
        external_id=uri,
        thread=uri,
        is_public=True,
        visibility=Visibility.PUBLIC,
        is_gone=True,
    )


def message_of(told: Mapping[str, Any]) -> IncomingMessage:
    uri, record = address_of(told), told["record"]
    text, pictures = words_of(record), tuple(pictures_in(told))
    warnings = tuple(warnings_about(told))
    if not (text.strip() or pictures or warnings):
        raise Unreadable(EMPTY)
    reply = reply_of(record)
    parent, quoted = uri_in(reply.get("parent")), quoted_by(record)
    return IncomingMessage(
        author=author_of(told["author"]),
        text=text if text or pictures else link_of(uri),
        external_id=uri,
        sent_at=moment_in(record.get("createdAt")),
        thread=uri_in(reply.get("root")) or uri,
        answers=tuple(each for each in (parent, quoted) if each),
        is_public=True,
        visibility=Visibility.PUBLIC,
        is_to_us=bool(told.get("is_to_us")) and not told.get("is_ours"),
        is_ours=bool(told.get("is_ours")),
        link=link_of(uri),
        attachments=pictures,
        warnings=warnings,
    )


def address_of(told: Mapping[str, Any]) -> str:
    uri = told["uri"]
    if not is_post(uri):
        raise ValueError(uri)
    return str(uri)


def link_of(uri: str) -> str:
    return f"https://bsky.app/profile/{quote(repo_of(uri), safe=':')}/post/{quote(key_of(uri))}"


def words_of(record: Mapping[str, Any]) -> str:
    """Return what is written, and after it where its card or its quoted post can be found."""
    text = record["text"]
    whole = spelled_out(text, record.get("facets")) if isinstance(text, str) else ""
    quoted = quoted_by(record)
    beside = [card_in(record), link_of(quoted) if is_post(quoted) else ""]
    return "\n\n".join(filter(None, [whole, *(each for each in beside if each not in whole)]))


def card_in(record: Mapping[str, Any]) -> str:
    """Return the address on the card of a link, which need not stand in the text."""
    embed = record.get("embed")
    media = embed.get("media") if isinstance(embed, dict) else None
    holder = media if isinstance(media, dict) else embed
    external = holder.get("external") if isinstance(holder, dict) else None
    return uri_in(external)


def pictures_in(told: Mapping[str, Any]) -> list[IncomingAttachment]:
    return [
        attachment_of(number, picture)
        for number, picture in enumerate(told.get("pictures") or [], 1)
        if picture.get("content")
    ]


def attachment_of(number: int, picture: Mapping[str, Any]) -> IncomingAttachment:
    try:
        content = base64.b64decode(picture["content"], validate=True)
    except binascii.Error as error:
        raise ValueError(number) from error
    media_type = media_type_of(content)
    return IncomingAttachment(
        name=f"bluesky-{number}.{ENDINGS.get(media_type, 'bin')}",
        media_type=media_type,
        content=content,
        description=str(picture.get("alt") or ""),
    )


def warnings_about(told: Mapping[str, Any]) -> list[str]:
    record = told["record"]
    embed, labels = record.get("embed"), record.get("labels")
    media = embed.get("media") if isinstance(embed, dict) else None
    holder = media if isinstance(media, dict) else embed
    is_lost = any(picture.get("is_lost") for picture in told.get("pictures") or [])
    has_video = isinstance(holder, dict) and "video" in holder
    is_labelled = isinstance(labels, dict) and bool(labels.get("values"))
    told_of = [(is_lost, PICTURE_LOST), (has_video, HAS_VIDEO), (is_labelled, WARNED_OF)]
    return [words for holds, words in told_of if holds]

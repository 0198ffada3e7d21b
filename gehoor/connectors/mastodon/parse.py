"""Makes a status a message: plain words, who may read them, and what they answer."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from html import unescape
from typing import Any, Final
from urllib.parse import urlsplit

from gehoor.connectors.mastodon.statuses import Kept, Us, read
from gehoor.contracts.connector import Author, IncomingAttachment, IncomingMessage, Unreadable
from gehoor.contracts.posts import Visibility
from gehoor.kit.html import text_of
from gehoor.kit.text import N_, one_line

NO_STATUS: Final = N_("This is no post of Mastodon.")
SENSITIVE: Final = N_("The author marks the pictures in this post as sensitive.")
LEFT_THERE: Final = N_(
    "A picture, film or sound was left at its source. Look at it there, by the link below."
)
VISIBILITIES: Final = {
    "public": Visibility.PUBLIC,
    "unlisted": Visibility.UNLISTED,
    "private": Visibility.FOLLOWERS,
    "direct": Visibility.DIRECT,
}
# A link that only says whom or which subject it names: its words are enough.
OPENED: Final = re.compile(r"<a\b[^<>]{0,2000}+>", re.IGNORECASE)
NAMING: Final = re.compile(r"\bclass=[\"'][^\"']*\b(?:mention|hashtag)\b", re.IGNORECASE)
LEADS_TO: Final = re.compile(r"\bhref=[\"']([^\"']{1,2000})[\"']", re.IGNORECASE)
MOST_CONTENT: Final = 200_000
MOST_SAID: Final = 900


def parse(raw: bytes) -> IncomingMessage:
    """Translate one status. Raises Unreadable."""
    try:
        return message_of(read(raw))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Unreadable(NO_STATUS) from error


def message_of(kept: Kept) -> IncomingMessage:
    status, us = kept.status, kept.us
    if kept.is_gone:
        return IncomingMessage(Author(""), "", external_id=kept.id, is_gone=True)
    visibility = visibility_of(status)
    is_ours = str(status["account"]["id"]) == us.id
    others = [each for each in status["mentions"] if str(each["id"]) != us.id]
    is_listed = len(others) < len(status["mentions"]) or visibility is Visibility.DIRECT
    names_us = is_listed or is_named_in(str(status.get("content") or ""), us)
    # Who answers a post of ours turns to us, also without our name in it.
    answers_us = str(status.get("in_reply_to_account_id")) == us.id
    return IncomingMessage(
        author=author_of(status["account"], us),
        text=words_of(status, us),
        external_id=kept.id,
        sent_at=moment_of(status),
        html=str(status.get("content") or ""),
        thread=kept.above[-1] if kept.above else kept.id,
        answers=tuple(kept.above),
        is_public=visibility.is_open,
        visibility=visibility,
        is_to_us=(names_us or answers_us) and not is_ours,
        is_ours=is_ours,
        to=author_of(others[0], us) if is_ours and others else None,
        link=str(status.get("url") or ""),
        is_automatic=bool(status["account"].get("bot")) and not is_ours,
        attachments=tuple(files_of(kept)),
        warnings=tuple(warnings_of(kept)),
    )


def visibility_of(status: Mapping[str, Any]) -> Visibility:
    """What some servers invent for themselves is taken as the narrowest."""
    return VISIBILITIES.get(str(status.get("visibility")), Visibility.DIRECT)


def author_of(account: Mapping[str, Any], us: Us) -> Author:
    acct = str(account["acct"] or account["username"])
    handle = f"@{acct}" if "@" in acct else f"@{acct}@{us.domain}"
    name = one_line(text_of(str(account.get("display_name") or "")), limit=200)
    return Author(handle, name or str(account["username"]), text_of(str(account.get("note") or "")))


def words_of(status: Mapping[str, Any], us: Us) -> str:
    """Return what it says, without our own name in front: that it is for us, we know."""
    words = plain_content(str(status.get("content") or ""))
    ours = {f"@{us.username}".casefold(), us.address.casefold()}
    while (first := words.split(None, 1)) and first[0].casefold() in ours:
        words = first[1] if len(first) > 1 else ""
    said = (str(status.get("spoiler_text") or ""), words, *answers_offered(status))
    return "\n\n".join(part.strip() for part in said if part.strip())


def answers_offered(status: Mapping[str, Any]) -> Iterator[str]:
    if options := status.get("poll"):
        yield "\n".join(f"- {option}" for option in options)


def plain_content(html: str) -> str:
    return text_of(OPENED.sub(without_naming, html[:MOST_CONTENT]))


def without_naming(opened: re.Match[str]) -> str:
    return "" if NAMING.search(opened[0]) else opened[0]


def is_named_in(content: str, us: Us) -> bool:
    """Does a link name us? Some servers leave whoever asks out of the list of who is named."""
    return any(
        leads_to_us(unescape(found[1]), us)
        for opened in OPENED.finditer(content[:MOST_CONTENT])
        if NAMING.search(opened[0]) and (found := LEADS_TO.search(opened[0]))
    )


def leads_to_us(address: str, us: Us) -> bool:
    try:
        place = urlsplit(address)
    except ValueError:
        return False
    name = us.username.casefold()
    ours = {f"/{name}", f"/@{name}", f"/users/{name}"}
    is_here = place.netloc.casefold() == us.domain.casefold()
    return is_here and place.path.rstrip("/").casefold() in ours


def moment_of(status: Mapping[str, Any]) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(status.get("created_at")))
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def files_of(kept: Kept) -> Iterator[IncomingAttachment]:
    contents = dict(kept.files)
    for media in kept.status["media_attachments"]:
        content = contents.get(str(media["id"]))
        if content:
            yield IncomingAttachment(
                name=str(media.get("url") or "").partition("?")[0].rpartition("/")[2],
                media_type="application/octet-stream",
                content=content,
                description=str(media.get("description") or ""),
            )


def warnings_of(kept: Kept) -> Iterator[str]:
    pictures = kept.status["media_attachments"]
    if pictures and kept.status.get("sensitive"):
        yield SENSITIVE
    fetched = {number for number, content in kept.files if content}
    left = [each for each in pictures if str(each["id"]) not in fetched]
    if left:
        yield LEFT_THERE
    # What the author says is to be seen on it is all we have of it.
    for each in left:
        if said := one_line(str(each.get("description") or ""), limit=MOST_SAID):
            yield f"“{said}”"

"""The guarded child that takes a feed apart into items. Bombs go off here and nowhere else.

Feedparser knows the dialects and mistakes of twenty years; it is given bytes, never an address.
"""

import re
import sys
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any, Final
from urllib.parse import urljoin

import feedparser

from gehoor.connectors.feed.items import Item, from_source, usable_link
from gehoor.kit.frames import Frame
from gehoor.kit.guard import ITEM_SECONDS, Failure, Guard, serve
from gehoor.kit.text import N_

MOST_ITEMS: Final = 5_000
LONGEST_NAME: Final = 2_000
BEGINS_ITEM: Final = re.compile(rb"<(?:\w{1,20}:)?(?:item|entry)\b")
ENTRY: Final = "gehoor.connectors.feed.splitting"

NO_FEED: Final = N_("There is no feed at this address.")
FEED_ELSEWHERE: Final = N_("This is a web page and no feed. It says that its feed is here:")
TOO_MANY: Final = N_(
    "This feed holds more than 5,000 items at once. Nothing of it was taken in; what came before "
    "is kept."
)
BROKEN: Final = N_("The feed is damaged: no item in it can be read. It is tried again.")
TOO_HEAVY: Final = N_(
    "This feed takes too much time or memory to read. Nothing of it was taken in; what came before "
    "is kept."
)


class NotSplit(Exception):
    """There is nothing to take apart. The message says why, in words for a colleague."""


@dataclass(frozen=True)
class Document:
    """A feed taken apart."""

    items: list[Item]
    """oldest first"""
    fresh_minutes: int
    """how long the feed asks not to be read again, or 0"""


def split(
    content: bytes, *, content_type: str, address: str, seconds: float = ITEM_SECONDS
) -> Document:
    """Take a feed apart in a child of its own, which ends with it. Raises NotSplit.

    A child for each feed that changed: it costs a third of a second a few times an hour, and
    nothing while nothing happens.
    """
    question = Frame({"content_type": content_type, "address": address}, [content])
    with Guard(ENTRY, seconds=seconds) as guard:
        guard.start()
        [answer] = guard.ask([question])
    if isinstance(answer, Failure):
        raise NotSplit(answer.problem)
    items = [Item(**found) for found in answer.head["items"]]
    return Document(items, answer.head["fresh_minutes"])


def take_apart(question: Frame) -> Frame:
    """Answer one question of the parent."""
    content, head = bytes(question.blobs[0]), question.head
    if head.get("again"):
        return Frame({"problem": TOO_HEAVY})  # the first child did not survive it
    try:
        found = read(content, head["content_type"], head["address"])
    except NotSplit as problem:
        return Frame({"problem": str(problem)})
    return Frame(
        {"items": [asdict(item) for item in found.items], "fresh_minutes": found.fresh_minutes}
    )


def read(content: bytes, content_type: str, address: str) -> Document:
    # Counted in the bytes, so that two bytes a letter (UTF-16) are counted, too.
    if len(BEGINS_ITEM.findall(content.replace(b"\0", b""))) > MOST_ITEMS:
        raise NotSplit(TOO_MANY)
    parsed = feedparser.parse(
        BytesIO(content),
        sanitize_html=False,
        resolve_relative_uris=False,
        # Without an address: feedparser would make the ids lead there too, and other ones of them
        # once the feed has moved.
        response_headers={"content-type": content_type},
    )
    if not parsed.entries:
        # Of what is empty feedparser does not even say that it has no version.
        refuse_what_is_no_feed(parsed, address)
    about = parsed.feed
    items = [
        from_source(item_of(entry, address), name_in(about.get("title", "")), address)
        for entry in parsed.entries[:MOST_ITEMS]
    ]
    return Document(in_order(items), minutes_in(about.get("ttl", "")))


def refuse_what_is_no_feed(parsed: Any, address: str) -> None:
    """An empty feed is a feed; a page, a torn one and anything else is not. Raises NotSplit."""
    version = parsed.get("version", "")
    if version and not parsed.bozo:
        return
    for link in parsed.feed.get("links", ()):
        is_feed = "rss" in link.get("type", "") or "atom" in link.get("type", "")
        if not version and is_feed and (found := absolute(link.get("href", ""), address)):
            raise NotSplit(f"{FEED_ELSEWHERE}\n{found}")
    raise NotSplit(BROKEN if version else NO_FEED)


def item_of(entry: Any, address: str) -> Item:
    title, text = entry.get("title_detail") or {}, body_of(entry)
    return Item(
        id=str(entry.get("id", ""))[: LONGEST_NAME * 2],
        link=absolute(str(entry.get("link", "")), address),
        title=str(title.get("value", ""))[:LONGEST_NAME],
        title_is_html=is_html(title),
        text=str(text.get("value", "")),
        text_is_html=is_html(text),
        published=moment_of(entry),
        source=name_in((entry.get("source") or {}).get("title", "")),
        feed="",
    )


def absolute(link: str, address: str) -> str:
    """Return where a link leads; one without a host leads to where the feed is."""
    try:
        return usable_link(urljoin(address, link)) if link else ""
    except ValueError:
        return ""


def body_of(entry: Any) -> Any:
    """Return the longest of what an item says: some give a summary and the whole."""
    said = [*entry.get("content", ()), entry.get("summary_detail") or {}]
    return max(said, key=lambda part: len(str(part.get("value", ""))))


def is_html(detail: Any) -> bool:
    return "html" in str(detail.get("type", ""))


def name_in(text: object) -> str:
    return str(text)[:LONGEST_NAME]


def moment_of(entry: Any) -> str:
    for name in ("published_parsed", "updated_parsed"):
        found = entry.get(name)
        try:
            if found:
                year, month, day, hour, minute, second = found[:6]
                moment = datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC)
                return moment.isoformat()
        except (ValueError, TypeError, OverflowError):
            continue
    return ""


def in_order(items: list[Item]) -> list[Item]:
    """Return the oldest first. Feeds begin with the newest; dates say so when all have one."""
    turned = items[::-1]
    dated = all(item.published for item in turned)
    return sorted(turned, key=lambda item: item.published) if dated else turned


def minutes_in(ttl: object) -> int:
    text = str(ttl).strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else 0


if __name__ == "__main__":
    serve(take_apart, seconds=int(sys.argv[1]), memory=int(sys.argv[2]))

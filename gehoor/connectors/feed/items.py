"""One item of a feed as plain values: what makes it the same item, and when it has changed."""

import json
import re
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

LONGEST_KEY: Final = 400
"""characters; a longer id is known by its hash"""
LONGEST_LINK: Final = 2000
LINK: Final = re.compile(r"https?://[^\s<>\"\x00-\x1f\x7f]+", re.IGNORECASE)
# Google wraps what its alerts point to; on every one of its domains in the same way.
GOOGLE: Final = re.compile(r"(?:www\.)?google\.[a-z]{2,3}(?:\.[a-z]{2})?", re.IGNORECASE)
WRAPPED_AT_MOST: Final = 3


@dataclass(frozen=True)
class Item:
    """What a source says in one item, and nothing about who reads it."""

    id: str
    """the source's own: guid in RSS, id in Atom; may be empty"""
    link: str
    """where it can be read, unwrapped; empty when there is no usable one"""
    title: str
    title_is_html: bool
    text: str
    text_is_html: bool
    published: str
    """the moment the source claims, as ISO 8601; may be empty"""
    source: str
    """the name of the site or paper"""
    feed: str
    """where the feed was read"""

    @property
    def digest(self) -> str:
        """What changes when the words do. A source that renews its dates says nothing new."""
        return short_hash(self.title, self.text, self.link)


@dataclass(frozen=True)
class Keyed:
    """An item under the key that makes it the same item the next time."""

    key: str
    item: Item
    shares_id: bool = False
    """another item of this feed has the same id"""

    def raw(self, *, earlier: bool) -> bytes:
        """Write it the same way each time, so that only a real edit is a new version."""
        found = asdict(self.item) | {"key": self.key}
        marks = {"earlier": earlier, "shares_id": self.shares_id}
        found |= {name: True for name, is_so in marks.items() if is_so}
        return json.dumps(found, sort_keys=True, ensure_ascii=False).encode("utf-8", "replace")


def keyed_from(raw: bytes) -> tuple[Keyed, bool]:
    """Read what `raw` wrote: the item, and whether it was there before we came.

    Raises ValueError, KeyError, TypeError.
    """
    found: dict[str, Any] = json.loads(raw)
    earlier, shares = bool(found.pop("earlier", False)), bool(found.pop("shares_id", False))
    key = str(found.pop("key"))
    item = Item(**found)
    if not all(isinstance(value, str | bool) for value in vars(item).values()):
        raise TypeError
    return Keyed(key, item, shares), earlier


def with_keys(items: list[Item], seen: dict[str, str]) -> list[Keyed]:
    """Give each item its key: its id, else its link, else a hash of its words.

    Some sources use one id for several items. Those are told apart by their link, else by their
    words, and marked. `seen` holds the keys we gave before, each with a hash of its link, so that
    the item that came first keeps the plain key wherever it stands now.
    """
    keyed: dict[str, Keyed] = {}
    for item in sorted(items, key=lambda each: seen.get(plain_key(each)) != link_hash(each)):
        plain = plain_key(item)
        owner = keyed[plain].item if plain in keyed else None
        other = other_key(item, owner)
        is_other = (
            other in seen or bool(owner) or seen.get(plain, link_hash(item)) != link_hash(item)
        )
        key = other if is_other else plain
        if owner != item and key not in keyed:
            keyed[key] = Keyed(key, item, shares_id=is_other)
    order = {id(item): place for place, item in enumerate(items)}
    return sorted(keyed.values(), key=lambda each: order[id(each.item)])


def plain_key(item: Item) -> str:
    named = item.id or item.link
    if not named:
        return short_key(f"sha256:{short_hash(item.title, item.text)}")
    return short_key(named)


def other_key(item: Item, owner: Item | None) -> str:
    has_own_link = item.link and (owner is None or link_hash(owner) != link_hash(item))
    rest = link_hash(item) if has_own_link else item.digest
    return short_key(f"{plain_key(item)} {rest}")


def short_key(named: str) -> str:
    is_plain = len(named) <= LONGEST_KEY and named.isprintable()
    return named if is_plain else f"sha256:{sha256(named.encode('utf-8', 'replace')).hexdigest()}"


def link_hash(item: Item) -> str:
    """Tell two links apart by where they lead: not by http or https, www, or what is counted."""
    where = urlsplit(item.link)
    return short_hash(where.netloc.lower().removeprefix("www."), where.path.rstrip("/"))


def short_hash(*texts: str) -> str:
    return sha256("\0".join(texts).encode("utf-8", "replace")).hexdigest()[:16]


def usable_link(link: str) -> str:
    """Return a link a browser may follow, out of Google's wrapping; else nothing."""
    for _ in range(WRAPPED_AT_MOST):
        if not is_link(link):
            return ""
        inside = wrapped_in(link)
        if not inside:
            return link
        link = inside
    return link if is_link(link) else ""


def is_link(text: str) -> bool:
    """Can it be followed? What is wrapped was never looked at by anybody before us."""
    try:
        is_whole = LINK.fullmatch(text) is not None and bool(urlsplit(text).netloc)
    except ValueError:
        return False
    return is_whole and len(text) <= LONGEST_LINK


def wrapped_in(link: str) -> str:
    try:
        where = urlsplit(link)
        if where.path != "/url" or not GOOGLE.fullmatch(where.hostname or ""):
            return ""
        asked = parse_qs(where.query, max_num_fields=50)
    except ValueError:
        return ""
    return next((asked[name][0].strip() for name in ("url", "q") if name in asked), "")


def host_of(link: str) -> str:
    try:
        return (urlsplit(link).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def from_source(item: Item, source: str, feed: str) -> Item:
    return replace(item, source=item.source or source, feed=feed)

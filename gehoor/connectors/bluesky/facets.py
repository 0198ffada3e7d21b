"""What in a post is a link, a mention or a tag: counted in bytes of UTF-8, both ways.

https://docs.bsky.app/docs/advanced-guides/post-richtext; lexicon app.bsky.richtext.facet
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

FEATURE: Final = "app.bsky.richtext.facet#"
MOST_FACETS: Final = 1000
LONGEST_TAG: Final = 64
MENTION: Final = re.compile(
    r"(?<![\w/@.])@((?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?)"
    r"(?![\w@-])",
    re.IGNORECASE | re.ASCII,
)
# A bare name is a link only with an ending people here know: "bijv.dat" is no website.
LINK: Final = re.compile(
    r"(?<![\w/@.-])(?:https?://[^\s<>\"]+|(?:[a-z0-9-]{1,63}\.)+"
    r"(?:nl|be|eu|com|org|net|info|amsterdam|frl)(?![\w@-])(?:/[^\s<>\"]*)?)",
    re.IGNORECASE | re.ASCII,
)
TAG: Final = re.compile(r"(?<![^\s(])[#＃]([^\s#＃]+)")  # noqa: RUF001
CLOSING: Final = ".,;:!?'\"”’…)]}"  # noqa: RUF001
PAIRS: Final = {")": "(", "]": "[", "}": "{"}
SHORTENED: Final = ("...", "…")

Resolve = Callable[[str], str | None]
"""give the DID of a handle; None when there is nobody of that name"""


@dataclass(frozen=True)
class Part:
    """A piece of a text that is more than text."""

    start: int
    """in characters"""
    end: int
    feature: dict[str, str]


def facets_in(text: str, resolve: Resolve) -> list[dict[str, Any]]:
    """Return the facets of a text of ours, in bytes, first one first and none over another."""
    facets = []
    for part in parts_of(text, resolve):
        start = len(text[: part.start].encode())
        end = start + len(text[part.start : part.end].encode())
        facets.append({
            "index": {"byteStart": start, "byteEnd": end},
            "features": [part.feature],
        })  # fmt: skip
    return facets


def parts_of(text: str, resolve: Resolve) -> list[Part]:
    found = [*links_in(text), *mentions_in(text, resolve), *tags_in(text)]
    kept: list[Part] = []
    for part in sorted(found, key=lambda each: (each.start, -each.end)):
        if not kept or kept[-1].end <= part.start:
            kept.append(part)
    return kept


def links_in(text: str) -> Iterator[Part]:
    for found in LINK.finditer(text):
        shown = without_closing(found[0])
        address = shown if "://" in shown else f"https://{shown}"
        if len(address.partition("://")[2]) > 1:
            feature = {"$type": f"{FEATURE}link", "uri": address}
            yield Part(found.start(), found.start() + len(shown), feature)


def mentions_in(text: str, resolve: Resolve) -> Iterator[Part]:
    for found in MENTION.finditer(text):
        if did := resolve(found[1].lower()):
            yield Part(found.start(), found.end(), {"$type": f"{FEATURE}mention", "did": did})


def tags_in(text: str) -> Iterator[Part]:
    for found in TAG.finditer(text):
        tag = without_closing(found[1])
        if tag and not tag.isdecimal() and any(map(str.isalnum, tag)) and len(tag) <= LONGEST_TAG:
            end = found.start() + 1 + len(tag)
            yield Part(found.start(), end, {"$type": f"{FEATURE}tag", "tag": tag})


def without_closing(written: str) -> str:
    """Leave out what ends the sentence rather than the word; a bracket opened inside belongs."""
    while written and written[-1] in CLOSING:
        closes = written[-1]
        if closes in PAIRS and written.count(PAIRS[closes]) >= written.count(closes):
            break
        written = written[:-1]
    return written


def spelled_out(text: str, facets: object) -> str:
    """Return the text with every link that was shortened or renamed written out whole."""
    raw = text.encode("utf-8", "surrogatepass")
    pieces, reached = [], 0
    for start, end, address in links_over(raw, facets):
        pieces += [raw[reached:start], whole_link(shown_in(raw, start, end), address)]
        reached = end
    pieces.append(raw[reached:])
    return b"".join(pieces).decode("utf-8", "replace")


def links_over(raw: bytes, facets: object) -> Iterator[tuple[int, int, str]]:
    """Yield the links that lie within the text, between letters, and not over one another."""
    reached = 0
    for start, end, address in sorted(links_told(facets)):
        if reached <= start < end <= len(raw) and is_between(raw, start) and is_between(raw, end):
            yield start, end, address
            reached = end


def links_told(facets: object) -> Iterator[tuple[int, int, str]]:
    for facet, feature in features_of(facets):
        index, address = facet.get("index"), feature.get("uri")
        if feature.get("$type") == f"{FEATURE}link" and isinstance(index, dict):
            start, end = index.get("byteStart"), index.get("byteEnd")
            if type(start) is int and type(end) is int and isinstance(address, str):
                yield start, end, address


def features_of(facets: object) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    for facet in facets[:MOST_FACETS] if isinstance(facets, list) else ():
        features = facet.get("features") if isinstance(facet, dict) else None
        for feature in features if isinstance(features, list) else ():
            if isinstance(feature, dict):
                yield facet, feature


def mentioned_in(facets: object) -> set[str]:
    """Return the DIDs of everybody who is named."""
    wanted = f"{FEATURE}mention"
    return {
        str(feature.get("did"))
        for _, feature in features_of(facets)
        if feature.get("$type") == wanted
    }


def is_between(raw: bytes, place: int) -> bool:
    """Is this the edge of a letter, and not a byte within one?"""
    return place == len(raw) or raw[place] & 0xC0 != 0x80


def shown_in(raw: bytes, start: int, end: int) -> str:
    return raw[start:end].decode("utf-8", "replace")


def whole_link(shown: str, address: str) -> bytes:
    """Say where a link leads: in the place of its short form, or beside other words."""
    bare = address.partition("://")[2].rstrip("/")
    if not bare or shown.rstrip("/") in {address.rstrip("/"), bare}:
        return shown.encode("utf-8", "replace")
    short = shown.partition("://")[2] or shown
    for ending in SHORTENED:
        if short.endswith(ending) and bare.startswith(short.removesuffix(ending)):
            return address.encode("utf-8", "replace")
    return f"{shown} ({address})".encode("utf-8", "replace")

"""What a server tells about itself and about us: kept with the account, never assumed.

https://docs.joinmastodon.org/entities/Instance/ (v2), and the older v1 that smaller servers speak.
"""

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from gehoor.connectors.mastodon.calls import NO_SERVER, ODD, WHO_WE_ARE, Missing, Server
from gehoor.contracts.connector import (
    Account,
    Capabilities,
    NotAllowed,
    OnUnknown,
    Threading,
    Unreachable,
)
from gehoor.contracts.posts import WIDEST_FIRST, Counting, MediaLimits, Unit
from gehoor.kit.text import N_

# Only until the server has spoken, which it does at the first reading: Mastodon as it is shipped.
UNTIL_TOLD: Final[Mapping[str, Any]] = {
    "max_characters": 500, "per_url": 23, "most_media": 4,
    "media_types": ["image/jpeg", "image/png", "image/gif", "image/webp"],
    "media_bytes": 16_000_000, "media_pixels": 33_177_600, "max_description": 1500,
}  # fmt: skip
LONGEST_ALLOWED: Final = 1_000_000
OTHER_ACCOUNT: Final = N_("The access token belongs to another account than the one filled in:")


def learn(server: Server, name: str) -> dict[str, Any]:
    """Ask the server who we are and what it allows. Raises NotAllowed, Unreachable."""
    us, told = whole(server, WHO_WE_ARE), instance(server)
    try:
        return learned_from(us, told, server, name)
    except (ValueError, TypeError, AttributeError) as error:
        raise Unreachable(ODD) from error


def learned_from(
    us: Mapping[str, Any], told: Mapping[str, Any], server: Server, name: str
) -> dict[str, Any]:
    """Raises NotAllowed, Unreachable; ValueError, TypeError, AttributeError for what is odd."""
    domain = str(told.get("domain") or told.get("uri") or "")
    domain = (urlsplit(domain).netloc if "://" in domain else domain) or server.host
    username = str(us.get("username") or us.get("acct") or "")
    if not us.get("id") or not username:
        raise Unreachable(ODD)
    if name and name.casefold() != username.casefold():
        raise NotAllowed(f"{OTHER_ACCOUNT}\n@{username}@{domain}")
    us_now = {"id": str(us["id"]), "username": username}
    return {"us": us_now, "domain": domain, **limits(told, server.base)}


def whole(server: Server, path: str) -> dict[str, Any]:
    try:
        said = server.get(path)
    except Missing as error:
        raise Unreachable(NO_SERVER) from error
    if not isinstance(said, dict):
        raise Unreachable(ODD)
    return said


def instance(server: Server) -> dict[str, Any]:
    try:
        said = server.get("/api/v2/instance")
        return said if isinstance(said, dict) and said else whole(server, "/api/v1/instance")
    except Missing:
        return whole(server, "/api/v1/instance")


def limits(told: Mapping[str, Any], base: str) -> dict[str, Any]:
    """Return what may be posted, in plain values; what is not told, or is nonsense, is left out."""
    set_up = part(told, "configuration")
    statuses, media = part(set_up, "statuses"), part(set_up, "media_attachments")
    streams = part(set_up, "urls").get("streaming") or part(told, "urls").get("streaming_api")
    known = {
        "max_characters": number(statuses.get("max_characters") or told.get("max_toot_chars")),
        "per_url": number(statuses.get("characters_reserved_per_url")),
        "most_media": number(statuses.get("max_media_attachments")),
        "media_bytes": number(media.get("image_size_limit")),
        "media_pixels": number(media.get("image_matrix_limit")),
        "max_description": number(media.get("description_limit")),
        "media_types": [str(each) for each in media.get("supported_mime_types") or ()][:50],
        "streams": stream_address(streams, base),
    }
    return {name: value for name, value in known.items() if value}


def part(told: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = told.get(name)
    return found if isinstance(found, dict) else {}


def number(told: object) -> int:
    is_number = isinstance(told, int) and not isinstance(told, bool) and told > 0
    return min(int(str(told)), LONGEST_ALLOWED * 1000) if is_number else 0


def stream_address(told: object, base: str) -> str:
    """Return where the stream is, as a web address. Never less safe than the server itself."""
    written = str(told or "")
    for socket, web in (("wss://", "https://"), ("ws://", "http://")):
        if written.startswith(socket):
            written = web + written.removeprefix(socket)
    is_safe = written.startswith("https://") or base.startswith("http://")
    place = urlsplit(written)
    return f"{place.scheme}://{place.netloc}" if place.netloc and is_safe else base


def capabilities_of(account: Account) -> Capabilities:
    told = {**UNTIL_TOLD, **account.learned}
    return Capabilities(
        # It recognises our key for an hour, but not every server does: looking is always right.
        on_unknown=OnUnknown.CHECKABLE,
        threading=Threading.THREAD,
        is_public=True,
        max_length=told["max_characters"],
        counting=Counting(Unit.GRAPHEMES, link_length=told["per_url"], short_mentions=True),
        mention="{to} ",
        visibilities=WIDEST_FIRST,
        media=MediaLimits(
            most=told["most_media"],
            types=tuple(each for each in told["media_types"] if each.startswith("image/")),
            max_bytes=told["media_bytes"],
            max_pixels=told["media_pixels"],
            max_description=told["max_description"],
        ),
        poll_seconds=60,
    )

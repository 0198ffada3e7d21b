"""One fetch, from the first byte to the last: redirects judged, content bounded and unpacked."""

import re
import ssl
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import Final

import httpcore

from gehoor import __version__
from gehoor.kit.retry_after import seconds_to_wait
from gehoor.kit.safefetch.network import (
    TOO_SLOW,
    CheckedNetwork,
    Deadline,
    Resolve,
    resolve_by_system,
)
from gehoor.kit.safefetch.places import (
    NotFetched,
    Pair,
    Place,
    place_of,
    refuse_odd_headers,
    refuse_other_ports,
)
from gehoor.kit.text import N_

MOST_BYTES: Final = 5_000_000
MOST_SECONDS: Final = 10.0
MOST_REDIRECTS: Final = 5
REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
FOR_GOOD: Final = frozenset({301, 308})
MEDIA_TYPE: Final = re.compile(r"([a-z0-9][a-z0-9.+_-]*/[a-z0-9][a-z0-9.+_-]*)\s*(?:;.*)?")
MAX_AGE: Final = re.compile(r"(?:^|[\s,])max-age\s*=\s*\"?(\d{1,9})", re.IGNORECASE)
GZIP_OR_ZLIB: Final = 32 + zlib.MAX_WBITS
BARE_DEFLATE: Final = -zlib.MAX_WBITS

TOO_LARGE: Final = N_("The server sent more than 5 MB. Nothing of it was taken in.")
OTHER_TYPE: Final = N_("The server sent something else than was asked for.")
NO_ANSWER: Final = N_("The server did not answer, or broke off.")
NOT_TRUSTED: Final = N_("The server's certificate is not to be trusted.")
IN_CIRCLES: Final = N_("The server kept pointing to another address.")
PACKED_ODDLY: Final = N_("The server packed its answer in a way that cannot be unpacked.")


@dataclass(frozen=True)
class Fetched:
    """What a server answered. Every status is an answer; what it means is for the caller."""

    status: int
    address: str
    """where it came from, after redirects"""
    moved_to: str
    """the new address when the server said that the old one is gone for good; else empty"""
    content_type: str
    content: bytes = field(repr=False)
    etag: str
    last_modified: str
    wait_seconds: float | None
    """how long the server asks to be left alone (Retry-After)"""
    fresh_seconds: int
    """how long its answer stays good (Cache-Control), or 0"""


class Fetcher:
    """Fetches from addresses somebody gave us. Hand in a resolver or a dial in tests."""

    def __init__(
        self,
        *,
        also: frozenset[Pair] = frozenset(),
        resolve: Resolve = resolve_by_system,
        dial: httpcore.NetworkBackend | None = None,
        trusted: ssl.SSLContext | None = None,
        seconds: float = MOST_SECONDS,
    ) -> None:
        self.also = also
        self.resolve = resolve
        self.dial = dial or httpcore.SyncBackend()
        self.trusted = trusted
        self.seconds = seconds

    def fetch(
        self,
        address: str,
        *,
        types: frozenset[str],
        etag: str = "",
        last_modified: str = "",
        login: Mapping[str, str] = MappingProxyType({}),
    ) -> Fetched:
        """GET one address and follow where it leads. Raises NotFetched, in words.

        `etag` and `last_modified` are what the server said last time; 304 means nothing changed.
        `login` are headers for the server of this address alone: they are not sent along to
        wherever it leads.
        """
        refuse_odd_headers(login)
        deadline = Deadline(self.seconds)
        place, moved_to, is_for_good = place_of(address), "", True
        home = place.origin
        for _ in range(MOST_REDIRECTS + 1):
            headers = headers_for(place, etag, last_modified)
            headers += login.items() if place.origin == home else ()
            answer = self._ask(place, headers, types, deadline)
            if isinstance(answer, Fetched):
                return Fetched(**vars(answer) | {"moved_to": moved_to})
            place, status = place.onward(answer[0]), answer[1]
            is_for_good = is_for_good and status in FOR_GOOD
            moved_to = place.address if is_for_good else moved_to
        raise NotFetched(IN_CIRCLES)

    def _ask(
        self, place: Place, headers: list[tuple[str, str]], types: frozenset[str], until: Deadline
    ) -> Fetched | tuple[str, int]:
        """Ask one server once: its answer, or where it points to and with which status."""
        refuse_other_ports(place, self.also)
        network = CheckedNetwork(self.dial, resolve=self.resolve, also=self.also, deadline=until)
        url = httpcore.URL(
            scheme=place.scheme, host=place.host, port=place.port, target=place.target
        )
        trusted = self.trusted or trusted_by_system()
        try:
            # A pool for one request: no connection, cookie or proxy of anybody else is involved.
            with (
                httpcore.ConnectionPool(trusted, network_backend=network) as pool,
                pool.stream("GET", url, headers=headers) as response,
            ):
                return answer_of(place, response, types)
        except httpcore.TimeoutException as error:
            raise NotFetched(TOO_SLOW) from error
        except (httpcore.NetworkError, httpcore.ProtocolError, OSError) as error:
            is_distrust = any(isinstance(why, ssl.SSLCertVerificationError) for why in error.args)
            raise NotFetched(NOT_TRUSTED if is_distrust else NO_ANSWER) from error


@cache
def trusted_by_system() -> ssl.SSLContext:
    """Reading every certificate of the system takes a while, so it is done once."""
    return ssl.create_default_context()


def headers_for(place: Place, etag: str, last_modified: str) -> list[tuple[str, str]]:
    asked = [
        ("Host", place.authority),
        ("User-Agent", f"Gehoor/{__version__}"),
        ("Accept-Encoding", "gzip, deflate"),
        ("Connection", "close"),
    ]
    conditions = [("If-None-Match", etag), ("If-Modified-Since", last_modified)]
    return asked + [(name, value) for name, value in conditions if is_header_value(value)]


def is_header_value(value: str) -> bool:
    return bool(value) and value.isascii() and value.isprintable() and len(value) <= 1000


def answer_of(
    place: Place, response: httpcore.Response, types: frozenset[str]
) -> Fetched | tuple[str, int]:
    headers = {
        name.decode("ascii", "replace").lower(): value.decode("utf-8", "replace").strip()
        for name, value in response.headers
    }
    location = headers.get("location", "")
    if response.status in REDIRECTS and location:
        return location, response.status
    is_content = response.status == 200
    if is_content:
        refuse_other_types(headers.get("content-type", ""), types)
    return Fetched(
        status=response.status,
        address=place.address,
        moved_to="",
        content_type=headers.get("content-type", "")[:200],
        content=content_of(response, headers.get("content-encoding", "")) if is_content else b"",
        etag=headers.get("etag", ""),
        last_modified=headers.get("last-modified", ""),
        wait_seconds=seconds_to_wait(headers.get("retry-after", ""), date=headers.get("date", "")),
        fresh_seconds=fresh_for(headers.get("cache-control", "")),
    )


def refuse_other_types(content_type: str, types: frozenset[str]) -> None:
    """Accept what is on the list, and a server that names no type; never what only resembles it."""
    found = MEDIA_TYPE.fullmatch(content_type.lower())
    if content_type and (found is None or found[1] not in types):
        raise NotFetched(OTHER_TYPE)


def fresh_for(cache_control: str) -> int:
    found = MAX_AGE.search(cache_control)
    return int(found[1]) if found and "no-store" not in cache_control.lower() else 0


def content_of(response: httpcore.Response, encoding: str) -> bytes:
    """Return the whole content, packed and unpacked at most MOST_BYTES. Raises NotFetched."""
    packed = bytearray()
    for piece in response.iter_stream():
        packed += piece
        if len(packed) > MOST_BYTES:
            raise NotFetched(TOO_LARGE)
    if encoding.lower() in {"", "identity"}:
        return bytes(packed)
    if encoding.lower() not in {"gzip", "x-gzip", "deflate"}:
        raise NotFetched(PACKED_ODDLY)
    return unpacked(bytes(packed), (GZIP_OR_ZLIB, BARE_DEFLATE))


def unpacked(packed: bytes, ways: Iterable[int]) -> bytes:
    """Unpack no further than what is allowed, so that a bomb never goes off."""
    for way in ways:
        unpacking = zlib.decompressobj(way)
        try:
            content = unpacking.decompress(packed, MOST_BYTES + 1)
        except zlib.error:
            continue
        if len(content) > MOST_BYTES:
            raise NotFetched(TOO_LARGE)
        if unpacking.eof:
            return content
    raise NotFetched(PACKED_ODDLY)

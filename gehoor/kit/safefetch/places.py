"""Which addresses may be asked: how one is spelled, and where a connection may go."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Final
from urllib.parse import quote, urljoin

from gehoor.kit.text import N_

Pair = tuple[str, int]
"""one exact host and port, in small letters"""

LONGEST: Final = 2000
PORTS: Final = {"http": 80, "https": 443}
SPELLING: Final = re.compile(r"(https?)://([^/?#]+)([^#]*)(?:#.*)?", re.IGNORECASE)
NAME: Final = re.compile(r"[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*")
# Whitespace and controls are dropped or read differently by one program and another; a backslash
# is a slash to some.
AMBIGUOUS: Final = re.compile(r"[\x00-\x20\x7f-\xa0\\\u1680\u2000-\u200f\u2028-\u202f\u3000\ufeff]")
# A last label that begins so is read as a number by some resolvers (WHATWG, "ends in a number").
NUMERIC: Final = re.compile(r"(?:[0-9]+|0x[0-9a-f]*)")
PORT: Final = re.compile(r"[0-9]{1,5}")
SAFE_IN_TARGETS: Final = "%/:=&?~+!$,;'@()*[]"

# Beside what Python calls global: what the registries of IANA give a purpose of its own, what is
# reserved, and what carries another address within itself.
NOT_GLOBAL_V4: Final = tuple(
    IPv4Network(block)
    for block in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
        "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24",
        "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15",
        "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
    )
)  # fmt: skip
# Of version 6 only 2000::/3 was ever given out to the world. That leaves out the translated
# (64:ff9b::/96), the mapped and compatible, the local, the link-local and the multicast ones.
GIVEN_OUT_V6: Final = IPv6Network("2000::/3")
NOT_GLOBAL_V6: Final = tuple(
    IPv6Network(block)
    for block in ("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20")
)

NO_ADDRESS: Final = N_("This is no full web address. It begins with https:// or http://.")
NO_CREDENTIALS: Final = N_("A web address with a name or password in it is not fetched.")
OTHER_PORT: Final = N_(
    "Only the ports 80 and 443 are fetched from. The administrator of the server can allow one "
    "exact host and port (GEHOOR_FETCH_ALSO)."
)
NOT_PUBLIC: Final = N_(
    "This address is not on the public internet, so nothing was fetched. The administrator of the "
    "server can allow one exact host and port (GEHOOR_FETCH_ALSO)."
)
UNENCRYPTED: Final = N_(
    "A login is only sent encrypted. Use an address that begins with https://, or have the exact "
    "host and port put in GEHOOR_FETCH_ALSO."
)
NO_HEADER: Final = N_(
    "What we log in with holds a sign that cannot be sent. Copy it again, and nothing beside it."
)


class NotFetched(Exception):
    """Nothing usable was fetched. The message says why, in words for a colleague."""


class Forbidden(NotFetched):
    """This address may not be asked. Nothing was connected to it."""


class Unsettled(NotFetched):
    """What we sent left, wholly or in part, and no whole answer came: nobody knows its effect."""


@dataclass(frozen=True)
class Place:
    """A web address, taken apart in one way only."""

    scheme: str
    host: str
    """in small letters, as the network knows it; of version 6 without brackets"""
    port: int
    target: str
    """path and question, never empty"""

    @property
    def authority(self) -> str:
        """The host and, when it is unusual, the port, as the Host header wants it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def address(self) -> str:
        return f"{self.scheme}://{self.authority}{self.target}"

    @property
    def origin(self) -> tuple[str, str, int]:
        """Whom one speaks to there, and whether anybody can listen in."""
        return self.scheme, self.host, self.port

    def onward(self, location: str) -> "Place":
        """Return where a redirect from here leads. Raises Forbidden."""
        try:
            return place_of(urljoin(self.address, location))
        except ValueError as error:
            raise Forbidden(NO_ADDRESS) from error


def place_of(address: str) -> Place:
    """Take an address apart, or refuse what two programs could read in two ways.

    Raises Forbidden.
    """
    found = None if AMBIGUOUS.search(address) else SPELLING.fullmatch(address)
    if found is None or len(address) > LONGEST:
        raise Forbidden(NO_ADDRESS)
    scheme, authority, target = found[1].lower(), found[2], found[3]
    if "@" in authority:
        raise Forbidden(NO_CREDENTIALS)
    host, port = _host_and_port(authority)
    return Place(
        scheme=scheme,
        host=host,
        port=PORTS[scheme] if port is None else port,
        target=_quoted(target if target.startswith("/") else f"/{target}"),
    )


def _quoted(target: str) -> str:
    try:
        return quote(target, safe=SAFE_IN_TARGETS)
    except UnicodeEncodeError as error:  # half a letter, as JSON can spell it
        raise Forbidden(NO_ADDRESS) from error


def _host_and_port(authority: str) -> tuple[str, int | None]:
    if authority.startswith("["):
        inside, closed, rest = authority[1:].partition("]")
        if not closed or rest[:1] not in {"", ":"}:
            raise Forbidden(NO_ADDRESS)
        return _version_6(inside), _port(rest[1:])
    host, _, port = authority.partition(":")
    return _name(host), _port(port)


def _version_6(inside: str) -> str:
    try:
        found = IPv6Address(inside)
    except ValueError as error:
        raise Forbidden(NO_ADDRESS) from error
    if found.scope_id is not None:
        raise Forbidden(NOT_PUBLIC)
    return str(found)


def _name(written: str) -> str:
    try:
        name = written.encode("idna").decode().lower().removesuffix(".")
    except UnicodeError as error:
        raise Forbidden(NO_ADDRESS) from error
    if len(name) > 253 or not NAME.fullmatch(name):
        raise Forbidden(NO_ADDRESS)
    if NUMERIC.fullmatch(name.rpartition(".")[2]):
        return _version_4(name)
    return name


def _version_4(name: str) -> str:
    """Four plain numbers; the older spellings (127.1, 0x7f000001, 0177.0.0.1) are refused."""
    try:
        return str(IPv4Address(name))
    except ValueError as error:
        raise Forbidden(NO_ADDRESS) from error


def _port(written: str) -> int | None:
    if not written:
        return None
    if not PORT.fullmatch(written) or not 0 < int(written) < 65536:
        raise Forbidden(NO_ADDRESS)
    return int(written)


def is_global(address: str) -> bool:
    """Is this the address of one computer on the public internet, and of nothing else?"""
    try:
        found = ip_address(address)
    except ValueError:
        return False
    if isinstance(found, IPv4Address):
        return found.is_global and not any(found in block for block in NOT_GLOBAL_V4)
    # Python's own answer is too kind: it calls 64:ff9b::7f00:1 global.
    return (
        found.scope_id is None
        and found in GIVEN_OUT_V6
        and not any(found in block for block in NOT_GLOBAL_V6)
    )


def refuse_other_ports(place: Place, also: frozenset[Pair]) -> None:
    if place.port not in PORTS.values() and (place.host, place.port) not in also:
        raise Forbidden(OTHER_PORT)


def is_in_the_open(place: Place, also: frozenset[Pair]) -> bool:
    """Could others on the way read what is sent there? Who names a pair answers for it."""
    return place.scheme != "https" and (place.host, place.port) not in also


def refuse_to_tell(place: Place, also: frozenset[Pair], headers: Mapping[str, str]) -> None:
    """Raise Forbidden before a login goes anywhere it can be read, or cannot be written.

    An error of the network library would quote the header, and with it the secret.
    """
    if is_in_the_open(place, also):
        raise Forbidden(UNENCRYPTED)
    refuse_odd_headers(headers)


def refuse_odd_headers(headers: Mapping[str, str]) -> None:
    if not all(value.isascii() and value.isprintable() for value in headers.values()):
        raise Forbidden(NO_HEADER)


def refuse_unless_global(addresses: Sequence[str]) -> None:
    """One address that is not global spoils them all: the next look-up may give that one first."""
    if not all(is_global(address) for address in addresses):
        raise Forbidden(NOT_PUBLIC)


def pairs_in(text: str) -> frozenset[Pair]:
    """Read exact pairs: `intranet.gemeente.example:8443, [fd00::7]:80`. Raises ValueError."""
    return frozenset(_pair(written.strip()) for written in text.split(",") if written.strip())


def _pair(written: str) -> Pair:
    try:
        host, port = _host_and_port(written)
    except Forbidden:
        port = None
    if port is None:
        raise ValueError(f"{written} is no exact host and port, such as intranet.example:8443.")
    return host, port

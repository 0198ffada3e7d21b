"""Nothing but what may be reached is connected to, however its address is spelled."""

import json
import socket
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from ipaddress import ip_address, ip_network
from pathlib import Path
from time import monotonic
from typing import Any

import httpcore
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gehoor.kit.safefetch import Fetched, Fetcher, Forbidden, NotFetched, pairs_in, place_of
from gehoor.kit.safefetch.network import NO_SUCH_NAME
from gehoor.testing.websource import Page, WebSource, web_source

LISTS = Path(__file__).resolve().parents[4] / "shared" / "hostile" / "generated" / "lists"
FEEDS = frozenset({"application/rss+xml", "text/xml"})
GLOBAL = "93.184.216.34"
# One address of each block with a purpose of its own, copied from IANA's registries and not from
# the code under test; the ends of a block where a mistake of one would show.
SPECIAL_ADDRESSES = """
0.0.0.0 0.255.255.255 10.0.0.1 10.255.255.255 100.64.0.1 100.127.255.255 127.0.0.1 127.255.255.255
169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.1 192.0.0.8 192.0.0.9 192.0.0.10 192.0.0.170
192.0.2.1 192.31.196.1 192.52.193.1 192.88.99.1 192.168.0.1 192.175.48.1 198.18.0.1 198.19.255.255
198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255
:: ::1 ::7f00:1 ::ffff:127.0.0.1 ::ffff:93.184.216.34 ::ffff:0:127.0.0.1 64:ff9b::7f00:1
64:ff9b::5db8:d822 64:ff9b:1::7f00:1 100::1 100:0:0:1::1 2001::1 2001:0:7f00:1::1 2001:1::1
2001:2::1 2001:3::1 2001:4:112::1 2001:10::1 2001:20::1 2001:30::1 2001:db8::1 2002:7f00:1::
2620:4f:8000::1 3fff::1 5f00::1 fc00::1 fd00:ec2::254 fe80::1 fe80::1%lo fec0::1 ff02::1
"""
SPECIAL = SPECIAL_ADDRESSES.split()
REACHABLE = (GLOBAL, "1.1.1.1", "2a00:1450:400e:80e::200e", "2606:2800:220:1:248:1893:25c8:1946")


@dataclass
class Dial(httpcore.NetworkBackend):
    """Writes down where a connection would go, and makes none."""

    dialled: list[tuple[str, int]] = field(default_factory=list)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        self.dialled.append((host, port))
        raise httpcore.ConnectError


@pytest.fixture
def canary() -> Iterator[WebSource]:
    """A server on loopback to which nothing may ever connect."""
    with web_source() as running:
        yield running


def names(**known: Sequence[str]) -> Any:
    """Resolve these names, and every other as the system does without asking the network."""

    def resolve(name: str, port: int) -> Sequence[str]:
        if name in known:
            return known[name]
        found = socket.getaddrinfo(name, port, flags=socket.AI_NUMERICHOST)
        return [str(where[4][0]) for where in found]

    return resolve


def fetch(address: str, **given: Any) -> Fetched:
    return Fetcher(**given).fetch(address, types=FEEDS)


def at(source: WebSource, path: str, **given: Any) -> Fetched:
    return fetch(source.url + path, also=frozenset({source.pair}), **given)


# Where a connection may go.


@pytest.mark.parametrize("address", SPECIAL)
def test_no_special_address_is_connected_to_whatever_name_leads_there(address: str) -> None:
    dial = Dial()

    with pytest.raises(Forbidden, match="not on the public internet"):
        fetch("http://naam.example/", resolve=names(**{"naam.example": [address]}), dial=dial)

    assert dial.dialled == []


@pytest.mark.parametrize("address", SPECIAL)
def test_no_special_address_is_connected_to_as_it_is_written(address: str) -> None:
    dial = Dial()
    host = f"[{address}]" if ":" in address else address

    with pytest.raises(Forbidden):
        fetch(f"http://{host}/", dial=dial)

    assert dial.dialled == []


@pytest.mark.parametrize("address", REACHABLE)
def test_a_public_address_is_connected_to_itself_and_not_by_its_name(address: str) -> None:
    dial = Dial()

    with pytest.raises(NotFetched):
        fetch("https://naam.example/", resolve=names(**{"naam.example": [address]}), dial=dial)

    assert dial.dialled == [(address, 443)]


def test_one_bad_address_among_good_ones_spoils_them_all() -> None:
    dial = Dial()

    resolve = names(**{"mixed.example": [GLOBAL, "127.0.0.1"]})

    with pytest.raises(Forbidden):
        fetch("http://mixed.example/", resolve=resolve, dial=dial)

    assert dial.dialled == []


def test_a_name_that_answers_otherwise_a_moment_later_is_asked_once(canary: WebSource) -> None:
    dial = Dial()
    answers = iter([[GLOBAL], ["127.0.0.1"], ["127.0.0.1"]])

    with pytest.raises(NotFetched):
        fetch("http://rebind.example/", resolve=lambda *_: next(answers), dial=dial)

    assert dial.dialled == [(GLOBAL, 80)]
    assert next(answers) == ["127.0.0.1"], "asked only once"
    assert canary.connections == 0


def test_a_resolver_that_hangs_does_not_hold_us() -> None:
    never = socket.socketpair()
    with never[0], never[1]:
        before = monotonic()

        with pytest.raises(NotFetched, match="too long"):
            fetch("http://slow.example/", resolve=lambda *_: [never[0].recv(1).hex()], seconds=0.2)

        assert monotonic() - before < 10
        never[1].send(b"x")


def test_a_name_that_does_not_exist_is_said_so() -> None:
    with pytest.raises(NotFetched) as told:
        fetch("http://weg.example/", resolve=names(**{"weg.example": []}))

    assert str(told.value) == NO_SUCH_NAME


@pytest.mark.parametrize(
    "address",
    [
        "http://127.1/", "http://0x7f.1/", "http://0177.0.0.1/", "http://2130706433/",
        "http://0/", "http://a.0x7f000001/", "http://naam.example:0/", "http://naam.example:/x y",
        "http://naam.example:00080000/", "http://naam.example:8O/", "http://naam .example/",
        "http://na\u200bam.example/", "http://naam.example\\@127.0.0.1/", "http://@naam.example/",
        "http://[::1/", "http://[::1]x/", "http://[1.1.1.1]/", "http://naam..example/", "http://./",
        "ftp://naam.example/", "feed://naam.example/", "//naam.example/", "naam.example", "",
        "http://naam.example/\ud800", "http://na\ud800am.example/",
        "http://naam.example/\r\nHost: intern", "http://%6c%6f%63%61%6c/", "http:naam.example/",
    ],
)  # fmt: skip
def test_a_spelling_that_could_be_read_in_two_ways_is_refused(address: str) -> None:
    with pytest.raises(Forbidden):
        place_of(address)


@pytest.mark.parametrize("port", [22, 25, 81, 5432, 6379, 8080, 65535])
def test_other_ports_than_those_of_the_web_are_refused(port: int) -> None:
    dial = Dial()

    with pytest.raises(Forbidden, match="80 and 443"):
        fetch(
            f"http://naam.example:{port}/", resolve=names(**{"naam.example": [GLOBAL]}), dial=dial
        )

    assert dial.dialled == []


def test_an_ordinary_address_is_understood() -> None:
    place = place_of("HTTPS://Büro.Example./Nieuws/ë?q=a b".replace(" ", "%20"))

    assert place.address == "https://xn--bro-hoa.example/Nieuws/%C3%AB?q=a%20b"
    assert place.authority == "xn--bro-hoa.example"


def lists(name: str) -> Any:
    if not LISTS.exists():
        pytest.skip(f"The shared exam is absent: {name} was not tried.")
    return json.loads((LISTS / name).read_text())


def test_the_shared_addresses_reach_nothing_inside(canary: WebSource) -> None:
    inside = names(**{name: ["127.0.0.1"] for name in INSIDE_NAMES})
    refused = 0

    for address in lists("ssrf_urls.json"):
        for spelled in {address, address.replace(":5432", f":{canary.port}")}:
            dial = Dial()
            with pytest.raises(NotFetched):
                fetch(spelled, resolve=inside, dial=dial)
            assert all(_is_outside(host) for host, _ in dial.dialled), spelled
            refused += 1

    assert refused >= 58
    assert canary.connections == 0


INSIDE_NAMES = (
    "localhost", "foo.localhost", "metadata.google.internal", "good.example", "evil.example",
)  # fmt: skip


def test_the_shared_names_are_refused_when_the_connection_is_made(canary: WebSource) -> None:
    told = {name: answers for name, answers in lists("ssrf_dns.json").items() if name != "_doc"}
    assert len(told) >= 5

    for name, answers in told.items():
        dial = Dial()
        turns = iter(answers if isinstance(answers, list) else [])

        def resolve(_name: str, _port: int, turns: Any = turns) -> Sequence[str]:
            return next(turns, [])

        with pytest.raises(NotFetched):
            fetch(f"http://{name}/", resolve=resolve, dial=dial, seconds=0.5)
        assert all(_is_outside(host) for host, _ in dial.dialled), name

    assert canary.connections == 0


BLOCKS = [
    ip_network(block)
    for block in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
        "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16",
        "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3",
        "::/8", "64:ff9b::/32", "100::/8", "2001::/23", "2001:db8::/32", "2002::/16",
        "3fff::/20", "4000::/2", "8000::/1",
    )
]  # fmt: skip


def _is_outside(address: str) -> bool:
    """Our own judge, written down apart from the code it judges."""
    found = ip_address(address)
    return not any(found.version == block.version and found in block for block in BLOCKS)


octets = st.integers(0, 255)
version_4 = st.one_of(
    st.sampled_from([each for each in SPECIAL if ":" not in each]),
    st.tuples(octets, octets, octets, octets).map(lambda four: ".".join(map(str, four))),
)
version_6 = st.one_of(
    st.sampled_from([each for each in SPECIAL if ":" in each]),
    st.ip_addresses(v=6).map(str),
    st.tuples(st.sampled_from(["2000", "2a00", "64", "fe80", "0"]), st.ip_addresses(v=4)).map(
        lambda two: f"{two[0]}:ff9b::{two[1]}"
    ),
)


def spellings(address: str) -> st.SearchStrategy[str]:
    """The many ways in which one address of version 4 is written somewhere."""
    one, two, three, four = (int(each) for each in address.split("."))
    whole = (one << 24) + (two << 16) + (three << 8) + four
    return st.sampled_from(
        [
            address, f"{one}.{two}.{(three << 8) + four}", f"{one}.{whole & 0xFFFFFF}", str(whole),
            hex(whole), oct(whole).replace("0o", "0"), f"0x{one:x}.{two}.0{three:o}.{four}",
            f"[::ffff:{address}]", f"[::{address}]", f"[64:ff9b::{address}]", f"{address}.",
            "\u3002".join(address.split(".")), f"x@{address}", f"x%40{address}", f"{address}%00",
            "".join(chr(0xFF10 + int(each)) if each.isdigit() else each for each in address),
        ]
    )  # fmt: skip


@settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    host=st.one_of(version_4.flatmap(spellings), version_6.map(lambda a: f"[{a}]"), st.text()),
    scheme=st.sampled_from(["http", "https", "HTTP", "ftp", "http:/", ""]),
    port=st.sampled_from(["", ":80", ":443", ":22", ":0", ":99999", ":8O"]),
    rest=st.sampled_from(["", "/", "/x", "?q", "#@good.example/", "\\@good.example/"]),
    answers=st.lists(st.one_of(version_4, version_6), max_size=3),
)
def test_whatever_the_spelling_nothing_inside_is_connected_to(
    host: str, scheme: str, port: str, rest: str, answers: list[str]
) -> None:
    dial = Dial()

    with pytest.raises(NotFetched):
        fetch(f"{scheme}://{host}{port}{rest}", resolve=lambda *_: answers, dial=dial)

    assert all(_is_outside(address) for address, _ in dial.dialled)
    assert {where for _, where in dial.dialled} <= {80, 443}


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.text(max_size=80))
def test_any_text_at_all_is_an_address_or_refused(text: str) -> None:
    try:
        place = place_of(f"http://{text}")
    except Forbidden:
        return
    again = place_of(place.address)
    assert again == place
    assert place.host.isascii()


# What an administrator allows beside the public internet.


def test_an_exact_pair_that_was_named_is_reached_and_its_neighbour_is_not(
    canary: WebSource,
) -> None:
    with web_source(feed=Page(b"<rss/>")) as source:
        allowed = frozenset({source.pair})

        assert fetch(f"{source.url}/feed", also=allowed).content == b"<rss/>"
        with pytest.raises(Forbidden):
            fetch(f"{canary.url}/feed", also=allowed)

    assert canary.connections == 0


def test_pairs_are_written_with_their_port() -> None:
    assert pairs_in("Intranet.example:8443, [FD00::7]:80 ,") == {
        ("intranet.example", 8443),
        ("fd00::7", 80),
    }
    for wrong in ("intranet.example", "intranet.example:", "10.0.0.0/8:80", "*:80", "a:b:c"):
        with pytest.raises(ValueError, match="exact host and port"):
            pairs_in(wrong)

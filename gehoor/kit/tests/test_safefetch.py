"""Whatever a server answers, it ends in time, in size and in words."""

import gzip
import ssl
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given, settings
from hypothesis import strategies as st

from gehoor.kit.safefetch import Fetched, Fetcher, Forbidden, NotFetched
from gehoor.kit.safefetch.fetching import (
    IN_CIRCLES,
    NO_ANSWER,
    NOT_TRUSTED,
    OTHER_TYPE,
    PACKED_ODDLY,
    TOO_LARGE,
    refuse_other_types,
)
from gehoor.kit.safefetch.network import TOO_SLOW
from gehoor.testing.websource import Page, WebSource, dripping, web_source

FEEDS = frozenset({"application/rss+xml", "text/xml"})


def at(source: WebSource, path: str, **given: Any) -> Fetched:
    also = frozenset({source.pair})
    return Fetcher(also=also, **given).fetch(source.url + path, types=FEEDS)


@pytest.fixture
def canary() -> Iterator[WebSource]:
    """A server on loopback to which nothing may ever connect."""
    with web_source() as running:
        yield running


# Where redirects lead.


def to(place: str, status: int = 302) -> Page:
    return Page(status=status, headers={"Location": place})


def test_a_redirect_inside_is_refused_with_nothing_connected(canary: WebSource) -> None:
    for place in (f"{canary.url}/", f"//127.0.0.1:{canary.port}/", "http://[::1]/", "file:///etc"):
        with web_source(feed=to(place)) as source, pytest.raises(Forbidden):
            at(source, "/feed")

    assert canary.connections == 0


def test_five_redirects_are_followed_and_no_more() -> None:
    steps = {f"/r{number}": to(f"/r{number + 1}") for number in range(6)}
    with web_source() as source:
        source.pages = steps | {"/r6": Page(b"<rss/>")}
        assert at(source, "/r1").content == b"<rss/>"
        with pytest.raises(NotFetched) as told:
            at(source, "/r0")

    assert str(told.value) == IN_CIRCLES


def test_only_what_moved_for_good_is_told_as_a_new_address() -> None:
    with web_source(
        a=to("/b", 301), b=to("/c", 308), c=to("/d", 302), d=to("/e", 301), e=Page(b"<rss/>")
    ) as source:
        assert at(source, "/a").moved_to == f"{source.url}/c"
        assert at(source, "/c").moved_to == ""
        assert at(source, "/a").address == f"{source.url}/e"


# What comes back.


def test_what_has_not_changed_is_not_sent_again() -> None:
    with web_source(feed=Page(b"<rss/>", etag='"v1"')) as source:
        first = at(source, "/feed")
        again = Fetcher(also=frozenset({source.pair})).fetch(
            f"{source.url}/feed", types=FEEDS, etag=first.etag, last_modified="Mon"
        )

    assert (first.status, first.etag) == (200, '"v1"')
    assert (again.status, again.content) == (304, b"")
    assert source.asked[1][1]["if-modified-since"] == "Mon"


def test_a_stored_condition_cannot_smuggle_a_header() -> None:
    with web_source(feed=Page(b"<rss/>")) as source:
        Fetcher(also=frozenset({source.pair})).fetch(
            f"{source.url}/feed", types=FEEDS, etag='"a"\r\nX-Evil: 1'
        )

    assert "x-evil" not in source.asked[0][1]
    assert "if-none-match" not in source.asked[0][1]


@pytest.mark.parametrize("packed", ["gzip", "deflate", "bare"])
def test_a_packed_answer_is_unpacked(packed: str) -> None:
    content = b"<rss>" + b"nieuws " * 1000
    bare = zlib.compressobj(wbits=-15)
    ways = {
        "gzip": gzip.compress(content),
        "deflate": zlib.compress(content),
        "bare": bare.compress(content) + bare.flush(),
    }
    headers = {"Content-Encoding": "gzip" if packed == "gzip" else "deflate"}
    with web_source(feed=Page(ways[packed], headers=headers)) as source:
        assert at(source, "/feed").content == content


def test_a_bomb_does_not_go_off() -> None:
    bomb = gzip.compress(b"\0" * 100_000_000)
    page = Page(bomb, headers={"Content-Encoding": "gzip"})

    with web_source(feed=page) as source, pytest.raises(NotFetched) as told:
        at(source, "/feed")

    assert str(told.value) == TOO_LARGE


@pytest.mark.parametrize("encoding", ["gzip, gzip", "br", "x", "gzip"])
def test_an_odd_packing_is_refused(encoding: str) -> None:
    page = Page(b"<rss/>", headers={"Content-Encoding": encoding})

    with web_source(feed=page) as source, pytest.raises(NotFetched) as told:
        at(source, "/feed")

    assert str(told.value) == PACKED_ODDLY


def test_an_answer_without_end_is_broken_off_by_its_size() -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n"
    endless = dripping(head, b"<item/>" * 40_000, seconds=0)
    with web_source(feed=Page(speak=endless)) as source, pytest.raises(NotFetched) as told:
        at(source, "/feed")

    assert str(told.value) == TOO_LARGE


@pytest.mark.parametrize(
    "speak",
    [
        dripping(b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n", b"x"),
        dripping(b"HTTP/1.1 200 OK\r\n", b"X-A: b\r\n"),
        dripping(b"", b"H"),
        dripping(b"", b""),
    ],
    ids=["a byte at a time", "headers without end", "no line", "silence"],
)
def test_an_answer_without_end_is_broken_off_in_time(speak: Any) -> None:
    before = monotonic()

    with web_source(feed=Page(speak=speak)) as source, pytest.raises(NotFetched) as told:
        at(source, "/feed", seconds=0.4)

    assert str(told.value) in {TOO_SLOW, NO_ANSWER}
    assert monotonic() - before < 10


def test_a_server_that_breaks_off_is_no_answer() -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\nContent-Type: text/xml\r\n\r\nhalf"
    page = Page(speak=lambda write: write(head) and None)
    with web_source(feed=page) as source, pytest.raises(NotFetched) as told:
        at(source, "/feed", seconds=5)

    assert str(told.value) == NO_ANSWER


@settings(max_examples=300)
@given(st.from_regex(r"[ -~]{0,40}", fullmatch=True))
def test_a_type_that_only_resembles_one_on_the_list_is_refused(written: str) -> None:
    bare = written.split(";")[0].rstrip().lower()

    try:
        refuse_other_types(written, FEEDS)
    except NotFetched:
        assert bare not in FEEDS
        return
    assert bare in FEEDS or not written


def test_another_type_is_not_read_at_all() -> None:
    page = Page(b"<svg/>", headers={"Content-Type": "image/svg+xml; x=text/xml"})
    with web_source(feed=page) as source, pytest.raises(NotFetched) as told:
        at(source, "/feed")

    assert str(told.value) == OTHER_TYPE


def test_what_a_server_asks_of_us_is_told() -> None:
    page = Page(status=429, headers={"Retry-After": "90", "Cache-Control": "public, max-age=600"})
    with web_source(feed=page) as source:
        answer = at(source, "/feed")

    assert (answer.status, answer.wait_seconds, answer.fresh_seconds) == (429, 90, 600)


# Who is at the other end.


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A server's certificate for naam.example, and who trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "naam.example")])
    moment = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(moment - timedelta(days=1))
        .not_valid_after(moment + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("naam.example")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    written = certificate.public_bytes(serialization.Encoding.PEM)
    place = tmp_path_factory.mktemp("tls") / "server.pem"
    place.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + written
    )
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(place)
    return server, ssl.create_default_context(cadata=written.decode())


@pytest.mark.parametrize(("name", "is_trusted"), [("naam.example", True), ("ander.example", False)])
def test_the_certificate_is_judged_by_the_name_that_was_asked(
    authority: tuple[ssl.SSLContext, ssl.SSLContext], name: str, is_trusted: bool
) -> None:
    server, trusting = authority
    with web_source(tls=server, feed=Page(b"<rss/>")) as source:
        given: dict[str, Any] = {
            "also": frozenset({(name, source.port)}),
            "resolve": lambda *_: ["127.0.0.1"],
            "trusted": trusting,
        }
        address = f"https://{name}:{source.port}/feed"
        if is_trusted:
            assert Fetcher(**given).fetch(address, types=FEEDS).content == b"<rss/>"
            assert source.asked[0][1]["host"] == f"{name}:{source.port}"
        else:
            with pytest.raises(NotFetched) as told:
                Fetcher(**given).fetch(address, types=FEEDS)
            assert str(told.value) == NOT_TRUSTED


def test_a_proxy_named_in_the_environment_is_not_used(
    canary: WebSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, canary.url)

    with web_source(feed=Page(b"<rss/>")) as source:
        assert at(source, "/feed").content == b"<rss/>"

    assert canary.connections == 0

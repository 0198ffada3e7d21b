"""A feed is taken apart in a child of its own, whatever it holds; a bomb goes off in there."""

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from gehoor.connectors.feed import PLUGIN
from gehoor.connectors.feed.items import Item, with_keys
from gehoor.connectors.feed.parse import EMPTY
from gehoor.connectors.feed.splitting import BROKEN, NO_FEED, NotSplit, read, split
from gehoor.connectors.feed.tests.peer import feed, item
from gehoor.contracts.connector import Unreadable
from gehoor.testing.websource import WebSource, web_source

HOSTILE = Path(__file__).resolve().parents[5] / "shared" / "hostile"
FEED = "https://nieuws.example/rss"
GROWTH = 30 * 1024 * 1024


@pytest.fixture
def canary() -> Iterator[WebSource]:
    with web_source() as running:
        yield running


def take_apart(
    content: bytes, content_type: str = "application/rss+xml", *, seconds: float = 10
) -> list[Item]:
    return split(content, content_type=content_type, address=FEED, seconds=seconds).items


def shared(folder: str) -> list[Path]:
    place = HOSTILE / folder
    if not place.exists():
        pytest.skip(f"The shared exam is absent: {folder} was not read.")
    return sorted(path for path in place.rglob("*") if path.is_file())


LAUGHS = (
    b'<!DOCTYPE rss [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, (b"&%c;" % (97 + n)) * 10) for n in range(12))
    + b"]><rss><channel><item><title>&m;</title></item></channel></rss>"
)
BOMBS = {
    "a billion laughs": LAUGHS,
    "one long entity, often": b'<!DOCTYPE rss [<!ENTITY a "' + b"x" * 100_000 + b'">]>'
    + b"<rss><channel><item><title>" + b"&a;" * 100_000 + b"</title></item></channel></rss>",
    "elements in elements": b"<rss><channel><item>" + b"<a>" * 300_000,
    "an element with a million properties": b"<rss " + b"a='1' " * 500_000 + b">",
    "an open comment": b"<rss><!--" * 400_000,
    "an open quote": b'<rss a="' * 400_000,
    "an open section": b"<rss><channel><item><title><![CDATA[" * 100_000,
    "half letters": b"<rss><channel><item><title>\xed\xa0\x80</title></item></channel></rss>",
    "a character set that is none": b'<?xml version="1.0" encoding="x-bom"?><rss><channel/></rss>',
    "zeros": b"\0" * 1_000_000,
    "markup in markup": b"<rss><channel><item><description>" + b"&lt;b&gt;" * 300_000,
}  # fmt: skip


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_ends_in_words_or_in_items_and_never_in_our_own_memory(name: str) -> None:
    before = psutil.Process().memory_info().rss

    with suppress(NotSplit):
        take_apart(BOMBS[name], seconds=2)

    assert psutil.Process().memory_info().rss - before < GROWTH


def test_after_a_bomb_the_next_feed_is_read() -> None:
    with suppress(NotSplit):
        take_apart(LAUGHS)

    assert [each.title for each in take_apart(feed(item(title="Gewoon")).encode())] == ["Gewoon"]


def test_what_cannot_be_read_is_told_in_words() -> None:
    with pytest.raises(NotSplit) as told:
        take_apart(b'<rss version="2.0"><channel><item')

    assert str(told.value) == BROKEN


def test_no_entity_fetches_a_file_or_an_address(canary: WebSource, tmp_path: Path) -> None:
    secret = tmp_path / "geheim.txt"
    secret.write_text("KANARIE")
    for place in (secret.as_uri(), f"{canary.url}/x"):
        xml = (
            f'<!DOCTYPE rss [<!ENTITY x SYSTEM "{place}"><!ENTITY % y SYSTEM "{place}"> %y;]>'
            f'<?xml-stylesheet href="{place}"?><rss><channel>'
            f"<item><title>a &x; b</title></item></channel></rss>"
        )
        with suppress(NotSplit):
            assert "KANARIE" not in repr(take_apart(xml.encode()))

    assert canary.connections == 0


def test_a_feed_of_5000_items_is_read_and_each_once() -> None:
    whole = feed(*[item(guid=f"g{n}", title=f"Titel {n}", description="w " * 200)
                   for n in range(4990)])  # fmt: skip

    found = take_apart(whole.encode())

    assert len(with_keys(found, {})) == 4990


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32", "windows-1252", "iso-8859-15"])
def test_letters_are_letters_in_every_encoding(encoding: str) -> None:
    xml = f'<?xml version="1.0" encoding="{encoding}"?>' + feed(item(title="Coördinatie in Oudé"))

    [found] = take_apart(xml.encode(encoding))

    assert found.title == "Coördinatie in Oudé"


def test_a_wrong_encoding_loses_letters_and_not_the_item() -> None:
    xml = '<?xml version="1.0" encoding="utf-8"?>' + feed(item(guid="1", title="Coördinatie"))

    [found] = take_apart(xml.encode("windows-1252"), "text/xml; charset=utf-8")

    assert found.id == "1"
    assert found.title.startswith("Co")


def test_the_oldest_comes_first_by_date_or_else_by_place() -> None:
    dated = feed(
        item(title="oud", pubDate="Mon, 23 Nov 2026 08:00:00 GMT"),
        item(title="nieuw", pubDate="Tue, 24 Nov 2026 08:00:00 GMT"),
    )
    undated = feed(item(title="nieuw"), item(title="oud"))

    assert [each.title for each in take_apart(dated.encode())] == ["oud", "nieuw"]
    assert [each.title for each in take_apart(undated.encode())] == ["oud", "nieuw"]


def test_a_relative_link_leads_to_where_the_feed_is() -> None:
    [found] = take_apart(feed(item(link="/2026/a?b=1", guid="bericht 1")).encode())

    assert found.link == "https://nieuws.example/2026/a?b=1"
    assert found.id == "bericht 1"


@pytest.mark.parametrize("folder", ["feeds/encoding", "feeds/entities"])
def test_every_shared_feed_is_read_or_refused_in_words(folder: str) -> None:
    """In this process: what these files try is not to harm but to confuse."""
    refused, items = [], []
    for path in shared(folder):
        try:
            items += read(path.read_bytes(), "application/xml", FEED).items
        except NotSplit as told:
            refused.append(str(told))

    assert set(refused) <= {BROKEN, NO_FEED}
    check(items)


def test_the_words_in_every_shared_feed_can_stand_in_an_item() -> None:
    """Most of those files hold no item; here the same words are in one."""
    found = 0
    for path in shared("feeds/entities"):
        words = path.read_bytes()
        whole = b"<rss><channel><item><guid>1</guid><title>x</title>%s</item></channel></rss>"
        for inside in re.findall(rb"<(title|description|copyright)>(.*?)</", words, re.DOTALL):
            items = read(whole % inside[1], "application/xml", FEED).items
            check(items)
            found += len(items)

    assert found >= 200


def test_every_shared_bomb_is_read_or_refused_in_words(canary: WebSource) -> None:
    before = psutil.Process().memory_info().rss
    numbers, refused = {}, []

    for path in shared("generated/feeds"):
        try:
            found = take_apart(path.read_bytes())
        except NotSplit as told:
            refused.append(str(told))
        else:
            check(found)
            numbers[path.stem] = len(with_keys(found, {}))

    assert psutil.Process().memory_info().rss - before < GROWTH
    assert all(refused)
    assert numbers["guid-collision"] == 2
    assert numbers["items-no-guid"] == 1
    assert numbers["dates-weird"] == 7
    assert canary.connections == 0


def check(items: list[Item]) -> None:
    """Each item can be stored, and is a message or says in words why not."""
    refused = []
    for keyed in with_keys(items, {}):
        assert 0 < len(keyed.key) <= 500
        assert "\0" not in keyed.key
        try:
            [message] = PLUGIN.parse(keyed.raw(earlier=True))
        except Unreadable as told:
            refused.append(str(told))
            continue
        assert message.text
        assert message.link == "" or message.link.startswith(("http://", "https://"))
    assert set(refused) <= {EMPTY}

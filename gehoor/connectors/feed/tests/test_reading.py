"""A feed is asked politely, nothing in it comes in twice, and every trouble is told in words."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from gehoor.connectors.feed import PLUGIN
from gehoor.connectors.feed.reading import BUSY, GONE, MOVED, NOT_GIVEN, NOT_THERE, TROUBLE
from gehoor.connectors.feed.splitting import BROKEN, FEED_ELSEWHERE, NO_FEED, TOO_MANY
from gehoor.connectors.feed.tests.peer import account_at, feed, item
from gehoor.contracts.connector import (
    Account,
    Batch,
    Cursor,
    IncomingMessage,
    NotAllowed,
    Unreachable,
)
from gehoor.kit.safefetch.fetching import OTHER_TYPE, TOO_LARGE
from gehoor.kit.safefetch.places import NOT_PUBLIC
from gehoor.testing.websource import Page, WebSource, dripping, web_source

NEWS = item(guid="n1", title="Afval", link="https://nieuws.example/afval", description="Lees dit")


@pytest.fixture
def source() -> Iterator[WebSource]:
    with web_source() as running:
        yield running


def page(*items: str, **given: str) -> Page:
    return Page(feed(*items, **given).encode())


def read(source: WebSource, cursor: Cursor | None = None, *, path: str = "/feed") -> Batch:
    return PLUGIN.reader(account_at(source, path)).fetch(cursor or {}, limit=100)


def messages(batch: Batch) -> list[IncomingMessage]:
    return [message for arrived in batch.arrived for message in PLUGIN.parse(arrived.raw)]


def after(source: WebSource, *items: str) -> Cursor:
    """The cursor of a feed that has been read whole."""
    source.pages["/feed"] = page(*items)
    return read(source).cursor


@pytest.mark.row("S2-30")
def test_what_is_there_at_the_first_connection_was_there_before_us(source: WebSource) -> None:
    source.pages["/feed"] = page(item(guid="n2", title="Nieuw"), NEWS)

    batch = read(source)

    assert [message.subject for message in messages(batch)] == ["Afval", "Nieuw"]
    assert all(message.is_earlier for message in messages(batch))


@pytest.mark.row("S2-30")
def test_only_what_is_new_comes_in_after_that(source: WebSource) -> None:
    cursor = after(source, NEWS)
    source.pages["/feed"] = page(item(guid="n2", title="Nieuw"), NEWS)

    [message] = messages(read(source, cursor))

    assert (message.subject, message.is_earlier) == ("Nieuw", False)


@pytest.mark.row("S2-30")
def test_a_source_that_only_renews_its_dates_says_nothing_new(source: WebSource) -> None:
    dated = item(guid="n1", title="Afval", pubDate="Tue, 24 Nov 2026 08:00:00 GMT")
    later = item(guid="n1", title="Afval", pubDate="Tue, 24 Nov 2026 09:00:00 GMT")
    cursor = after(source, dated)
    source.pages["/feed"] = page(later)

    assert read(source, cursor).arrived == []


def test_an_edited_item_comes_in_under_the_same_key(source: WebSource) -> None:
    cursor = after(source, NEWS)
    source.pages["/feed"] = page(NEWS.replace("Lees dit", "Lees dit goed"))

    [arrived] = read(source, cursor).arrived

    assert arrived.transport_id == "n1"
    assert arrived.transport_id in read(source).cursor["seen"]


def test_a_first_connection_that_is_broken_off_goes_on_as_the_first(source: WebSource) -> None:
    source.pages["/feed"] = page(*[item(guid=f"n{n}", title=f"Titel {n}") for n in range(5)])
    half = PLUGIN.reader(account_at(source, "/feed")).fetch({}, limit=2)
    assert half.has_more

    rest = read(source, half.cursor)

    assert len(rest.arrived) == 3
    assert all(message.is_earlier for message in messages(rest))
    assert not rest.cursor.get("earlier")


@pytest.mark.row("S2-30")
def test_what_has_not_changed_is_not_fetched_again(source: WebSource) -> None:
    source.pages["/feed"] = replace(page(NEWS), etag='"een"')
    cursor = read(source).cursor

    again = read(source, cursor)

    assert source.asked[-1][1]["if-none-match"] == '"een"'
    assert again.arrived == []
    assert again.cursor == cursor


def test_another_address_in_the_settings_begins_anew(source: WebSource) -> None:
    cursor = after(source, NEWS)
    source.pages["/other"] = page(NEWS)

    [message] = messages(read(source, cursor, path="/other"))

    assert message.is_earlier


# How often.


def test_a_feed_lets_the_poller_pass_until_its_time_has_come(source: WebSource) -> None:
    source.pages["/feed"] = page(NEWS)
    reader = PLUGIN.reader(account_at(source, "/feed", minutes="5"))
    cursor = reader.fetch({}, limit=100).cursor

    turns = [reader.fetch(cursor, limit=100).was_asked for _ in range(10)]

    assert turns == [False, False, False, False, True, False, False, False, False, True]


@pytest.mark.parametrize(
    ("more", "cache", "turns"),
    [
        ("", "", 5),
        ("<ttl>30</ttl>", "", 30),
        ("<ttl>2</ttl>", "", 5),
        ("", "max-age=1200", 20),
        ("<ttl>10080</ttl>", "", 60),
        ("", "max-age=999999999", 60),
        ("<ttl>soon</ttl>", "max-age=-1", 5),
    ],
)
def test_a_source_may_ask_for_less_but_at_most_for_an_hour(
    source: WebSource, more: str, cache: str, turns: int
) -> None:
    headers = {"Content-Type": "text/xml", "Cache-Control": cache}
    source.pages["/feed"] = Page(feed(NEWS, more=more).encode(), headers=headers)
    reader = PLUGIN.reader(account_at(source, "/feed", minutes="5"))
    cursor = reader.fetch({}, limit=100).cursor

    passed = 0
    while not reader.fetch(cursor, limit=100).was_asked:
        passed += 1

    assert passed == turns - 1


# What can go wrong, and what an administrator reads then.


@pytest.mark.parametrize(
    ("answer", "told", "waits"),
    [
        (Page(status=429, headers={"Retry-After": "1800"}), BUSY, 1800),
        (Page(status=429), BUSY, 300),
        (Page(status=503, headers={"Retry-After": "7200"}), BUSY, 7200),
        (Page(status=500), TROUBLE, 300),
        (Page(status=403), NOT_GIVEN, 3600),
        (Page(status=404), NOT_THERE, 3600),
        (Page(b"<svg/>", headers={"Content-Type": "image/svg+xml"}), OTHER_TYPE, 300),
        (Page(b"x" * 5_000_001), TOO_LARGE, 300),
        (Page(b"Wij zijn even dicht", headers={"Content-Type": "text/plain"}), NO_FEED, 300),
        (Page(b"<html><body>Onderhoud</body></html>"), NO_FEED, 300),
        (Page(b""), NO_FEED, 300),
        (Page(b'<rss version="2.0"><channel><title>half'), BROKEN, 300),
        (Page(b"<rss>" + b"<item/>" * 5_001 + b"</rss>"), TOO_MANY, 300),
        (Page(b"<rss>" + b"<item><guid>1</guid></item>" * 100_000 + b"</rss>"), TOO_MANY, 300),
        (Page(("<rss>" + "<item/>" * 5_001 + "</rss>").encode("utf-16")), TOO_MANY, 300),
    ],
)
def test_every_trouble_is_told_and_the_source_is_left_alone_for_a_while(
    source: WebSource, answer: Page, told: str, waits: float
) -> None:
    cursor = after(source, NEWS)
    source.pages["/feed"] = answer

    with pytest.raises(Unreachable) as problem:
        read(source, cursor)

    assert str(problem.value) == told
    assert problem.value.wait_seconds == waits


def test_a_feed_without_end_is_told_and_what_comes_after_is_not_lost(source: WebSource) -> None:
    cursor = after(source, NEWS)
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n<rss><channel>"
    source.pages["/feed"] = Page(speak=dripping(head, NEWS.encode() * 2000, seconds=0))
    with pytest.raises(Unreachable) as problem:
        read(source, cursor)
    source.pages["/feed"] = page(item(guid="n2", title="Nieuw"), NEWS)

    [message] = messages(read(source, cursor))

    assert str(problem.value) == TOO_LARGE
    assert message.subject == "Nieuw"


def test_a_web_page_says_where_its_feed_is(source: WebSource) -> None:
    head = b'<link rel="alternate" type="application/rss+xml" href="/nieuws.xml">'
    html = b"<html><head>" + head + b"</head><body><p>Hallo</body></html>"
    source.pages["/feed"] = Page(html, headers={"Content-Type": "text/html; charset=utf-8"})

    with pytest.raises(Unreachable) as problem:
        read(source)

    assert str(problem.value) == f"{FEED_ELSEWHERE}\n{source.url}/nieuws.xml"


def test_a_feed_that_is_gone_for_good_is_not_asked_any_more(source: WebSource) -> None:
    source.pages["/feed"] = Page(status=410)

    with pytest.raises(NotAllowed) as problem:
        read(source)

    assert str(problem.value) == GONE


def test_an_address_inside_is_refused_in_words() -> None:
    account = Account(channel_id=1, settings={"url": "http://127.0.0.1/feed"}, secrets={})

    with pytest.raises(Unreachable) as problem:
        PLUGIN.reader(account).fetch({}, limit=1)

    assert str(problem.value) == NOT_PUBLIC


# A feed that moves.


def moved(source: WebSource) -> Cursor:
    source.pages["/new"] = page(NEWS)
    source.pages["/feed"] = Page(status=301, headers={"Location": "/new"})
    return read(source).cursor


def test_a_feed_that_moved_for_good_is_read_at_its_new_address(source: WebSource) -> None:
    cursor = moved(source)
    source.asked.clear()

    batch = read(source, cursor)

    assert [path for path, _ in source.asked] == ["/new"]
    assert batch.told == f"{MOVED}\n{source.url}/new"
    assert batch.arrived == []


def test_what_was_said_to_have_moved_is_found_again_at_its_old_address(source: WebSource) -> None:
    cursor = moved(source)
    del source.pages["/new"]
    source.pages["/feed"] = page(NEWS)

    batch = read(source, cursor)

    assert (batch.told, batch.cursor["at"]) == ("", "")
    assert batch.arrived == []


def test_what_is_elsewhere_for_now_keeps_its_address(source: WebSource) -> None:
    source.pages["/new"] = page(NEWS)
    source.pages["/feed"] = Page(status=302, headers={"Location": "/new"})

    assert read(source).cursor["at"] == ""


def test_an_address_is_known_in_all_its_spellings() -> None:
    spelled = (
        "https://Nieuws.Example/rss",
        " feed://nieuws.example/rss",
        "feed:https://nieuws.example./rss",
        "https://nieuws.example:443/rss",
    )

    found = {
        PLUGIN.address(Account(channel_id=1, settings={"url": each}, secrets={}))
        for each in spelled
    }

    assert found == {"https://nieuws.example/rss"}

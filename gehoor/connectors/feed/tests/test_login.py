"""A feed with a login: it goes to its own site alone, encrypted, and trouble is told in words."""

from base64 import b64encode
from collections.abc import Iterator, Mapping

import pytest

from gehoor.connectors.feed import PLUGIN
from gehoor.connectors.feed.login import NO_HEADER, NO_NAME
from gehoor.connectors.feed.reading import LOGIN_STAYS, NOT_LET_IN, WANTS_LOGIN
from gehoor.connectors.feed.tests.peer import feed, item
from gehoor.contracts.connector import Account, Cursor, NotAllowed
from gehoor.kit.safefetch import UNENCRYPTED, Fetched, Fetcher
from gehoor.testing.websource import Page, WebSource, web_source

NEWS = feed(item(guid="n1", title="Afval")).encode()
SECRET = "een lang geheim: met dubbele punt"
BASIC = "Basic " + b64encode(f"gemeente:{SECRET}".encode()).decode()
WITH_NAME = {"login": "password", "user": "gemeente"}
WITH_KEY = {"login": "header", "header": "X-Api-Key"}


@pytest.fixture
def source() -> Iterator[WebSource]:
    with web_source() as running:
        running.pages["/feed"] = Page(NEWS)
        yield running


@pytest.fixture
def elsewhere() -> Iterator[WebSource]:
    with web_source() as running:
        running.pages["/feed"] = Page(NEWS)
        yield running


def account(
    source: WebSource, *others: WebSource, secrets: Mapping[str, str], **settings: str
) -> Account:
    return Account(
        channel_id=1,
        settings={"url": f"{source.url}/feed", "minutes": "5"} | settings,
        secrets=secrets,
        may_also_fetch=frozenset(each.pair for each in (source, *others)),
    )


def read(account: Account, cursor: Cursor | None = None) -> int:
    return len(PLUGIN.reader(account).fetch(cursor or {}, limit=100).arrived)


def sent(source: WebSource, name: str) -> list[str | None]:
    return [headers.get(name) for _, headers in source.asked]


def test_a_name_and_password_are_sent_along(source: WebSource) -> None:
    assert read(account(source, secrets={"password": SECRET}, **WITH_NAME)) == 1

    assert sent(source, "authorization") == [BASIC]


def test_a_key_is_sent_in_the_header_the_source_asks_for(source: WebSource) -> None:
    assert read(account(source, secrets={"key": "abc123"}, **WITH_KEY)) == 1

    assert sent(source, "x-api-key") == ["abc123"]
    assert sent(source, "authorization") == [None]


def test_nothing_is_sent_along_where_no_login_is_needed(source: WebSource) -> None:
    left = {"password": SECRET, "key": "abc123"}

    read(account(source, secrets=left, login="none", user="gemeente"))
    read(account(source, secrets=left))

    assert sent(source, "authorization") == [None, None]


def test_a_login_does_not_go_along_to_another_site(source: WebSource, elsewhere: WebSource) -> None:
    source.pages["/feed"] = Page(status=302, headers={"Location": f"{elsewhere.url}/feed"})

    assert read(account(source, elsewhere, secrets={"password": SECRET}, **WITH_NAME)) == 1

    assert sent(source, "authorization") == [BASIC]
    assert sent(elsewhere, "authorization") == [None]


def test_it_does_go_along_to_another_page_of_the_same_site(source: WebSource) -> None:
    source.pages["/feed"] = Page(status=302, headers={"Location": "/nieuw"})
    source.pages["/nieuw"] = Page(NEWS)

    assert read(account(source, secrets={"password": SECRET}, **WITH_NAME)) == 1

    assert sent(source, "authorization") == [BASIC, BASIC]


def test_back_home_after_a_detour_it_is_sent_again_and_on_the_way_it_is_not(
    source: WebSource, elsewhere: WebSource
) -> None:
    source.pages["/feed"] = Page(status=302, headers={"Location": f"{elsewhere.url}/om"})
    elsewhere.pages["/om"] = Page(status=302, headers={"Location": f"{source.url}/nieuw"})
    source.pages["/nieuw"] = Page(NEWS)

    assert read(account(source, elsewhere, secrets={"password": SECRET}, **WITH_NAME)) == 1

    assert sent(source, "authorization") == [BASIC, BASIC]
    assert sent(elsewhere, "authorization") == [None]


def test_a_feed_that_moved_for_good_to_another_site_is_asked_there_without_the_login(
    source: WebSource, elsewhere: WebSource
) -> None:
    moved = {"for": f"{source.url}/feed", "at": f"{elsewhere.url}/feed"}

    assert read(account(source, elsewhere, secrets={"password": SECRET}, **WITH_NAME), moved) == 1

    assert sent(elsewhere, "authorization") == [None]
    assert source.asked == []


@pytest.mark.parametrize(
    ("settings", "words"), [({}, WANTS_LOGIN), (WITH_NAME, NOT_LET_IN)], ids=["none", "wrong"]
)
def test_who_is_not_let_in_hears_why(
    source: WebSource, settings: dict[str, str], words: str
) -> None:
    source.pages["/feed"] = Page(status=401)

    with pytest.raises(NotAllowed, match=words):
        read(account(source, secrets={"password": SECRET}, **settings))


def test_a_site_elsewhere_that_wants_a_login_is_told_apart(
    source: WebSource, elsewhere: WebSource
) -> None:
    source.pages["/feed"] = Page(status=302, headers={"Location": f"{elsewhere.url}/feed"})
    elsewhere.pages["/feed"] = Page(status=401)

    with pytest.raises(NotAllowed, match=LOGIN_STAYS):
        read(account(source, elsewhere, secrets={"password": SECRET}, **WITH_NAME))


def test_a_login_is_never_sent_unencrypted_over_the_internet(source: WebSource) -> None:
    plain = Account(
        channel_id=1,
        settings={"url": "http://nieuws.example/feed"} | WITH_NAME,
        secrets={"password": SECRET},
    )

    with pytest.raises(NotAllowed) as refused:
        PLUGIN.reader(plain)

    assert str(refused.value) == UNENCRYPTED


@pytest.mark.parametrize(
    ("header", "key"),
    [
        ("Host", "x"), ("host", "x"), ("Content-Length", "5"), ("Cookie", "a=b"),
        ("If-None-Match", "x"),
        ("X Key", "x"), ("X-Key:", "x"), ("", "x"), ("X-Key\r\nHost", "x"), ("X-Key", ""),
        ("X-Key", "a\r\nHost: b"), ("X-Key", "\u00e9"), ("X-Key", "x" * 1001),
    ],
)  # fmt: skip
def test_a_header_that_would_steer_the_call_is_refused(
    source: WebSource, header: str, key: str
) -> None:
    with pytest.raises(NotAllowed) as refused:
        PLUGIN.reader(account(source, secrets={"key": key}, login="header", header=header))

    assert str(refused.value) == NO_HEADER
    assert source.connections == 0


@pytest.mark.parametrize("user", ["", "  ", "a:b"])
def test_a_name_that_cannot_be_told_from_the_password_is_refused(
    source: WebSource, user: str
) -> None:
    with pytest.raises(NotAllowed) as refused:
        read(account(source, secrets={"password": "x"}, login="password", user=user))

    assert str(refused.value) == NO_NAME


def test_what_was_fetched_names_no_login(source: WebSource) -> None:
    fetcher = Fetcher(also=frozenset({source.pair}))

    fetched: Fetched = fetcher.fetch(
        f"{source.url}/feed",
        types=frozenset({"application/rss+xml"}),
        login={"Authorization": BASIC},
    )

    assert BASIC not in repr(fetched)
    assert SECRET not in repr(account(source, secrets={"password": SECRET}, **WITH_NAME))

"""Reading a real server's API: forward, once each, and back over what may have changed."""

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from io import BytesIO
from time import monotonic
from typing import Any

import pytest
from PIL import Image

from gehoor.connectors.mastodon import PLUGIN
from gehoor.connectors.mastodon.calls import Asked, Missing, Server
from gehoor.connectors.mastodon.hints import Hints
from gehoor.connectors.mastodon.reading import MastodonReader
from gehoor.connectors.mastodon.tests.peer import account_at
from gehoor.contracts.connector import (
    Account,
    Arrived,
    Cursor,
    IncomingMessage,
    NotAllowed,
    Unreachable,
)
from gehoor.testing.fediverse import THEM, US, Fediverse, fediverse
from gehoor.testing.processes import wait_until
from gehoor.testing.websource import Page, web_source

LISTS = "/api/v1/notifications"


@pytest.fixture(scope="module")
def running() -> Iterator[Fediverse]:
    with fediverse() as server:
        yield server


@pytest.fixture
def account(running: Fediverse) -> Account:
    running.behave()
    return account_at(running.port)


class Inbox:
    """Reads on, as the poller does."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.cursor: Cursor = {}
        self.learned: Mapping[str, Any] = {}
        self.onward()

    def onward(self, *, limit: int = 100) -> list[Arrived]:
        found: list[Arrived] = []
        has_more = True
        with closing(PLUGIN.reader(self.account)) as reader:
            while has_more:
                batch = reader.fetch(self.cursor, limit=limit)
                found += batch.arrived
                self.cursor, has_more = batch.cursor, batch.has_more
                self.learned = batch.learned or self.learned
        return found

    def read(self) -> list[IncomingMessage]:
        return [message for each in self.onward() for message in PLUGIN.parse(each.raw)]


@pytest.fixture
def inbox(account: Account) -> Inbox:
    return Inbox(account)


def test_a_burst_larger_than_a_page_loses_nothing(running: Fediverse, inbox: Inbox) -> None:
    for number in range(45):
        running.mention(f"Bericht {number}")

    texts = [message.text for message in inbox.read()]

    assert texts == [f"Bericht {number}" for number in range(45)]


def test_the_limits_are_the_servers_own(inbox: Inbox, account: Account) -> None:
    able = PLUGIN.capabilities(account_at(1, **inbox.learned))

    assert able.max_length == 500
    assert able.counting.link_length == 23
    assert able.media.most == 4
    assert able.media.max_bytes == 10_485_760
    assert inbox.learned["domain"] == "social.example"


class SmallServer(Server):
    """A small server that takes `min_id` in its own way."""

    def __init__(self, account: Account, *, pages: bool) -> None:
        super().__init__(account)
        self.pages = pages
        """does it give its newest page, or its whole list, whatever is asked of it?"""
        self.notices: list[dict[str, Any]] = []

    def mention(self, number: int) -> None:
        author = {"id": "12", "username": "fatima", "acct": "fatima@social.example"}
        status = {
            "id": f"1800{number:04}", "uri": f"http://social.example/{number}", "account": author,
            "content": f"<p>Bericht {number}</p>", "visibility": "public",
            "created_at": f"2026-11-24T12:00:00.{number:03}Z",
        }  # fmt: skip
        self.notices.insert(0, {"id": f"1700{number:04}", "type": "mention", "status": status})

    def get(self, path: str, asked: Asked = ()) -> Any:
        if path == "/api/v1/accounts/verify_credentials":
            return {"id": "7", "username": US}
        if path == "/api/v1/instance":
            return {"uri": "social.example"}
        if path == LISTS:
            return self.listed(**dict(asked)) if self.pages else self.notices
        if path == "/api/v1/statuses":
            raise Missing
        if path.startswith("/api/v1/statuses/"):
            return next(
                each["status"] for each in self.notices if path.endswith(each["status"]["id"])
            )
        return []

    def listed(
        self, *, limit: str, min_id: str = "", max_id: str = "", **_: str
    ) -> list[dict[str, Any]]:
        """Take `min_id` as others take `since_id`, and give that one once more."""
        found = [
            each
            for each in self.notices
            if each["id"] >= min_id and (not max_id or each["id"] < max_id)
        ]
        return found[: int(limit)]


@pytest.mark.parametrize("pages", [True, False])
def test_a_server_that_begins_at_its_newest_is_read_to_an_end_and_each_once(
    account: Account, pages: bool
) -> None:
    server = SmallServer(account, pages=pages)
    server.mention(0)
    reader = MastodonReader(account, US)
    reader.server = server
    batches = [reader.fetch({}, limit=100)]
    for number in range(1, 130):
        server.mention(number)

    while len(batches) < 2 or batches[-1].has_more:
        assert len(batches) < 10
        batches.append(reader.fetch(batches[-1].cursor, limit=100))

    texts = [PLUGIN.parse(each.raw)[0].text for batch in batches for each in batch.arrived]
    assert texts == [f"Bericht {number}" for number in range(130)]
    server.mention(130)
    after = reader.fetch(batches[-1].cursor, limit=100)
    assert [PLUGIN.parse(each.raw)[0].text for each in after.arrived] == ["Bericht 130"]
    assert not after.has_more


def test_an_edit_is_a_new_version_under_the_same_id(running: Fediverse, inbox: Inbox) -> None:
    posted = running.mention("De bak is vol.")
    [before] = inbox.onward()
    running.edit(posted["id"], f"@{US} De bak is leeg.")

    [after] = inbox.onward()

    assert after.transport_id == before.transport_id
    assert PLUGIN.parse(after.raw)[0].text == "De bak is leeg."
    assert inbox.onward() == []


def test_what_is_gone_is_told_once(running: Fediverse, inbox: Inbox) -> None:
    posted = running.mention("Dit was een vergissing.")
    inbox.onward()
    running.take_away(posted["id"])

    assert [message.is_gone for message in inbox.read()] == [True]
    assert inbox.read() == []


def test_a_post_and_all_its_answers_are_one_thread(running: Fediverse, inbox: Inbox) -> None:
    first = running.post("Wie weet wanneer de markt is?", by=THEM)
    second = running.mention("Weet u het?", in_reply_to_id=first["id"], by="willem")
    running.mention("En?", in_reply_to_id=second["id"])

    messages = inbox.read()

    assert {message.thread for message in messages} == {first["id"]}
    assert messages[1].answers == (second["id"], first["id"])


def test_a_deleted_parent_leaves_an_answer_readable(running: Fediverse, inbox: Inbox) -> None:
    first = running.post("Dit verdwijnt.", by="willem")
    running.mention("Ik reageer nog.", in_reply_to_id=first["id"])
    running.take_away(first["id"], by="willem")

    [message] = inbox.read()

    assert message.text == "Ik reageer nog."
    assert message.thread


def test_a_direct_message_comes_in_once_although_two_lists_hold_it(
    running: Fediverse, inbox: Inbox
) -> None:
    running.mention("Onder ons.", visibility="direct")

    assert [message.text for message in inbox.read()] == ["Onder ons."]


def test_the_same_page_again_has_the_same_bytes(running: Fediverse, inbox: Inbox) -> None:
    cursor = inbox.cursor
    running.mention("Eens en voor altijd.")
    once = inbox.onward()
    inbox.cursor = cursor

    assert inbox.onward() == once


def png(side: int) -> bytes:
    written = BytesIO()
    Image.new("1", (side, 1)).save(written, "PNG")
    return written.getvalue()


@pytest.mark.parametrize("side", [20, 60_000])
def test_a_picture_comes_with_its_description(running: Fediverse, inbox: Inbox, side: int) -> None:
    media = running.upload("brug.png", png(side), "image/png")
    running.ask("PUT", f"/api/v1/media/{media['id']}", data={"description": "Een kapotte brug"})
    running.mention("Kijk.", media_ids=[media["id"]])

    [message] = inbox.read()

    assert message.text == "Kijk."
    [picture] = message.attachments
    assert picture.description == "Een kapotte brug"
    assert message.warnings == ()


def test_a_token_that_is_revoked_halfway_loses_nothing(
    running: Fediverse, inbox: Inbox, account: Account
) -> None:
    for number in range(3):
        running.mention(f"Voor de sleutel verdween {number}")
    with closing(PLUGIN.reader(account)) as reader:
        first = reader.fetch(inbox.cursor, limit=1)
        running.misbehave(LISTS, type="status", status=401)
        with pytest.raises(NotAllowed, match="not accept"):
            reader.fetch(first.cursor, limit=1)
    inbox.cursor = first.cursor

    rest = [message.text for message in inbox.read()]

    assert rest == ["Voor de sleutel verdween 1", "Voor de sleutel verdween 2"]


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "17", "X-RateLimit-Reset": "2099-01-01T00:00:00Z"}, 17.0),
        ({"Retry-After": "Thu, 01 Jan 2099 00:00:00 GMT"}, 86_400.0),
        ({"Retry-After": "", "X-RateLimit-Reset": "2099-01-01T00:00:00.000Z"}, 86_400.0),
        ({"Retry-After": "straks", "X-RateLimit-Reset": "ooit"}, None),
    ],
)
def test_a_server_that_asks_for_patience_gets_it(
    running: Fediverse, account: Account, headers: dict[str, str], seconds: float | None
) -> None:
    running.misbehave(LISTS, type="status", status=429, headers=headers)

    with closing(PLUGIN.reader(account)) as reader, pytest.raises(Unreachable) as problem:
        reader.fetch({}, limit=10)

    assert problem.value.wait_seconds == seconds


@pytest.mark.parametrize("effect", [{"type": "status", "status": 503}, {"type": "malformed"}])
def test_trouble_of_the_server_is_no_end(
    running: Fediverse, account: Account, effect: dict[str, Any]
) -> None:
    running.misbehave(LISTS, **effect)

    with closing(PLUGIN.reader(account)) as reader, pytest.raises(Unreachable):
        reader.fetch({}, limit=10)


def test_a_token_of_another_account_is_not_taken(account: Account) -> None:
    other = replace(account, settings=dict(account.settings) | {"account": "@waterschap"})

    with closing(PLUGIN.reader(other)) as reader, pytest.raises(NotAllowed, match="another"):
        reader.fetch({}, limit=10)


def test_the_stream_hints_at_what_is_new(running: Fediverse, account: Account) -> None:
    inbox = Inbox(account)
    reader = MastodonReader(account, US)
    with closing(reader):
        place = reader.fetch(inbox.cursor, limit=100).cursor
        reader.wait(0.01)  # it begins to listen
        assert reader.hints
        hints = reader.hints
        wait_until(lambda: hints.is_heard, what="the stream stands")
        running.mention("Ziet u mij?")
        texts, _ = looked_until(reader, place, 1)

    assert [PLUGIN.parse(each.raw)[0].text for each in texts] == ["Ziet u mij?"]


HEAD = b"HTTP/1.0 200 OK\r\nContent-Type: text/event-stream\r\n\r\n:thump\n\n"
EVENTS = (
    b'event: update\ndata: {"account": {"id": "8"}}\n\n'
    b"event: delete\ndata: 41\n\n"
    b"event: delete\ndata: 42\n\n"
    b'event: status.update\ndata: {"id": "43"}\n\n'
    b'event: update\ndata: {"account": {"id": "7"}}\n\n'
    b"event: conversation\ndata: {\n\n"
    b"event: notification\ndata: []\n\n"
)


def test_a_stream_tells_which_lists_to_look_at_and_nothing_more() -> None:
    with web_source() as source:
        source.pages["/api/v1/streaming/user"] = Page(speak=lambda write: write(HEAD + EVENTS))
        hints = Hints(Server(account_at(source.port)), "", "7")
        hints.address, hints.watched = source.url, {"42", "43"}

        assert hints._hear()
        names = hints.wait(10)
        hints.close()

    assert names == {"again", "own", "direct"}
    assert hints.take_changed() == ["42", "43"]
    assert not hints.is_heard


@pytest.mark.parametrize(("status", "goes_on"), [(404, False), (401, False), (503, True)])
def test_a_server_without_a_stream_is_not_asked_for_one_again(status: int, goes_on: bool) -> None:
    with web_source() as source:
        source.pages["/api/v1/streaming/user"] = Page(status=status)
        hints = Hints(Server(account_at(source.port)), "", "7")
        hints.address = source.url

        assert hints._hear() is goes_on


def looked_until(reader: MastodonReader, place: Cursor, many: int) -> tuple[list[Arrived], Cursor]:
    """Wait for hints until so many arrived; a minute is the time without any stream."""
    found: list[Arrived] = []
    until = monotonic() + 50
    while len(found) < many and monotonic() < until:
        reader.wait(50)
        batch = reader.fetch(place, limit=100)
        found += batch.arrived
        place = batch.cursor
    return found, place


class Waits(Hints):
    """Waits for nothing, and remembers how long it was to."""

    def __init__(self, server: Server, *, is_heard: bool) -> None:
        super().__init__(server, "", "7")
        self.is_heard = is_heard
        self.asked: list[float] = []

    def wait(self, seconds: float) -> set[str]:
        self.asked.append(seconds)
        return set()


@pytest.mark.parametrize(
    ("is_heard", "left", "seconds"), [(True, 300, 60), (False, 300, 10), (False, 59, 60)]
)
def test_without_a_stream_it_looks_sooner_as_long_as_the_server_lets_us(
    account: Account, is_heard: bool, left: int, seconds: float
) -> None:
    with closing(MastodonReader(account, US)) as reader:
        reader.server.left = left
        reader.hints = waits = Waits(reader.server, is_heard=is_heard)

        reader.wait(60)

    assert waits.asked == [seconds]


def test_a_closed_reader_does_not_wait(account: Account) -> None:
    reader = PLUGIN.reader(account)
    reader.fetch({}, limit=1)
    reader.wait(0.01)
    reader.close()
    before = monotonic()

    reader.wait(30)

    assert monotonic() - before < 15

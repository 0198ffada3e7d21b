"""A server that is being restarted, or stumbles over one post: nothing is taken for gone by that.

What stands before a server (a reverse proxy) often answers 404 to everything while it is away.
"""

import threading
from dataclasses import replace
from typing import Any

import pytest

from gehoor.connectors.mastodon import PLUGIN
from gehoor.connectors.mastodon.calls import WHO_WE_ARE, Asked, Missing, Server
from gehoor.connectors.mastodon.hints import LONGEST_EVENT, Hints
from gehoor.connectors.mastodon.knowing import learn
from gehoor.connectors.mastodon.place import Place
from gehoor.connectors.mastodon.reading import MastodonReader
from gehoor.connectors.mastodon.sending import MastodonSender
from gehoor.connectors.mastodon.tests.peer import account_at
from gehoor.connectors.mastodon.threads import context_of
from gehoor.contracts.connector import Account, Later, NotAllowed, Refused, Unreachable
from gehoor.contracts.threads import Gone
from gehoor.kit.safefetch import NotFetched
from gehoor.testing.fediverse import US
from gehoor.testing.peers import outgoing
from gehoor.testing.websource import Page, web_source

OURS = {"id": "7", "username": US}
THEIRS = {"id": "12", "username": "fatima", "acct": "fatima"}


class Small(Server):
    """A server of a few statuses that can go away, or stumble."""

    def __init__(self, account: Account) -> None:
        super().__init__(account)
        self.answers: dict[str, Any] = {
            WHO_WE_ARE: OURS,
            "/api/v2/instance": {"domain": "social.example"},
            "/api/v1/notifications": [],
            "/api/v1/conversations": [],
            "/api/v1/accounts/7/statuses": [],
        }
        self.is_restarting = False
        self.keeps: set[str] = set()
        """paths of what we may not see"""
        self.stumbles_over: dict[str, int] = {}
        """paths, with how many times more"""

    def mention(self, number: int, **given: Any) -> str:
        status = status_of(number, **given)
        notice = {"id": str(number), "type": "mention", "status": status}
        self.answers["/api/v1/notifications"].insert(0, notice)
        path = f"/api/v1/statuses/{number}"
        self.answers[path] = status
        return path

    def get(self, path: str, asked: Asked = ()) -> Any:
        if self.stumbles_over.get(path, 0):
            self.stumbles_over[path] -= 1
            raise Unreachable("It stumbled.")
        if path in self.keeps:
            raise NotAllowed("Not for you.")
        if self.is_restarting or path not in self.answers:
            raise Missing
        answer, places = self.answers[path], dict(asked)
        if path in ("/api/v1/notifications", "/api/v1/conversations"):
            least, most = int(places.get("min_id", 0)), int(places.get("max_id", 10**9))
            return [each for each in answer if least < int(each["id"]) < most]
        return answer


def status_of(number: int, **given: Any) -> dict[str, Any]:
    return {
        "id": str(number), "uri": f"https://social.example/{number}", "account": THEIRS,
        "content": f"<p>Bericht {number}</p>", "visibility": "public",
        "created_at": f"2026-11-24T12:00:{number % 60:02}Z",
    } | given  # fmt: skip


@pytest.fixture
def server() -> Small:
    return Small(account_at(1))


@pytest.fixture
def reader(server: Small) -> MastodonReader:
    made = MastodonReader(account_at(1), US)
    made.server = server
    return made


def sender_on(server: Small) -> MastodonSender:
    learned = {"us": OURS, "domain": "social.example"}
    made = MastodonSender(replace(account_at(1), learned=learned), US)
    made.server = server
    return made


def test_while_a_server_is_restarted_nobody_took_a_post_away(
    server: Small, reader: MastodonReader
) -> None:
    server.mention(41)
    cursor = reader.fetch({}, limit=100).cursor
    server.is_restarting, reader.due = True, {}

    with pytest.raises(Unreachable, match="restarted"):
        reader.fetch(cursor, limit=100)


def test_a_server_that_goes_away_between_two_questions_took_nothing_away(
    server: Small, reader: MastodonReader
) -> None:
    path = server.mention(41)
    watched = reader_place(reader, server)

    class Leaves(Small):
        def get(self, asked_for: str, asked: Asked = ()) -> Any:
            if asked_for == path:
                self.is_restarting = True
            return super().get(asked_for, asked)

    leaving = Leaves(account_at(1))
    leaving.answers = server.answers

    with pytest.raises(Unreachable, match="restarted"):
        watched.changed(leaving, ["41"])


def test_what_is_missing_on_a_server_that_knows_us_is_gone(
    server: Small, reader: MastodonReader
) -> None:
    path = server.mention(41)
    cursor = reader.fetch({}, limit=100).cursor
    del server.answers[path]
    reader.due = {}

    [found] = reader.fetch(cursor, limit=100).arrived

    assert PLUGIN.parse(found.raw)[0].is_gone


def test_a_reply_waits_for_a_server_that_is_being_restarted(server: Small) -> None:
    server.mention(41)
    server.is_restarting = True

    outcome = sender_on(server).send(outgoing(answers="41", to="@fatima", text="Morgen."))

    assert isinstance(outcome, Later)
    assert not outcome.only_this_reply


def test_a_reply_to_what_is_gone_from_a_server_that_knows_us_is_refused(server: Small) -> None:
    outcome = sender_on(server).send(outgoing(answers="40", to="@fatima", text="Morgen."))

    assert isinstance(outcome, Refused)


def test_a_reply_in_doubt_is_not_called_absent_while_nothing_can_be_seen(server: Small) -> None:
    """Absent means that it is sent once more."""
    server.is_restarting = True

    with pytest.raises(Unreachable):
        sender_on(server).find_sent(outgoing(answers="41", to="@fatima", text="Morgen."))


def test_a_thread_is_gone_only_from_a_server_that_is_there(server: Small) -> None:
    with pytest.raises(Gone):
        context_of(server, "41")
    server.is_restarting = True
    with pytest.raises(Unreachable):
        context_of(server, "41")


def test_one_post_a_server_stumbles_over_keeps_out_nothing_else(
    server: Small, reader: MastodonReader
) -> None:
    server.mention(41, in_reply_to_id="40")
    server.mention(42)
    server.stumbles_over["/api/v1/statuses/40"] = 1000

    found = reader.fetch({}, limit=100).arrived

    messages = [PLUGIN.parse(each.raw)[0] for each in found]
    assert [(each.text, each.thread) for each in messages] == [
        ("Bericht 41", "40"), ("Bericht 42", "42"),
    ]  # fmt: skip


def test_a_server_that_stumbles_once_does_not_tear_a_thread(
    server: Small, reader: MastodonReader
) -> None:
    server.answers["/api/v1/statuses/39"] = status_of(39)
    server.answers["/api/v1/statuses/40"] = status_of(40, in_reply_to_id="39")
    server.mention(41, in_reply_to_id="40")
    server.stumbles_over["/api/v1/statuses/40"] = 1

    [found] = reader.fetch({}, limit=100).arrived

    assert PLUGIN.parse(found.raw)[0].thread == "39"


def test_a_post_that_is_kept_from_us_locks_out_no_channel(
    server: Small, reader: MastodonReader
) -> None:
    """Anybody can answer us below a post we may not see."""
    path = server.mention(41, in_reply_to_id="40")
    server.keeps.add("/api/v1/statuses/40")
    first = reader.fetch({}, limit=100)
    server.keeps.add(path)
    reader.due = {}

    assert [PLUGIN.parse(each.raw)[0].text for each in first.arrived] == ["Bericht 41"]
    assert reader.fetch(first.cursor, limit=100).arrived == []
    outcome = sender_on(server).send(outgoing(answers="41", to="@fatima", text="Morgen."))
    assert isinstance(outcome, Refused)


def test_a_token_that_is_refused_altogether_does_lock_out(
    server: Small, reader: MastodonReader
) -> None:
    server.mention(41, in_reply_to_id="40")
    reader.learned, reader.learn_at = {"us": OURS, "domain": "social.example"}, float("inf")
    server.keeps |= {"/api/v1/statuses/40", WHO_WE_ARE}

    with pytest.raises(NotAllowed):
        reader.fetch({}, limit=100)


def test_a_server_in_trouble_altogether_is_waited_for(
    server: Small, reader: MastodonReader
) -> None:
    server.mention(41, in_reply_to_id="40")
    reader.fetch({}, limit=1)
    server.mention(42, in_reply_to_id="38")
    server.stumbles_over = {"/api/v1/statuses/38": 1000, WHO_WE_ARE: 1000}

    with pytest.raises(Unreachable, match="stumbled"):
        reader.fetch({}, limit=100)


def test_what_a_server_lists_late_below_what_we_had_comes_in_once(
    server: Small, reader: MastodonReader
) -> None:
    """Two of its processes write at the same time; the one with the lower number ends later."""
    for number in (41, 42, 44):
        server.mention(number)
    cursor = reader.fetch({}, limit=100).cursor
    server.mention(45)
    server.mention(43, created_at="2019-01-01T00:00:00Z")
    server.answers["/api/v1/notifications"].sort(key=lambda each: -int(each["id"]))

    found: list[str] = []
    for _ in range(3):
        batch = reader.fetch(cursor, limit=1)
        cursor, found = batch.cursor, found + [each.transport_id for each in batch.arrived]

    assert found == ["https://social.example/43", "https://social.example/45"]


def test_a_conversation_of_which_the_last_message_is_gone_moves_nothing_back(
    server: Small, reader: MastodonReader
) -> None:
    server.answers["/api/v1/conversations"] = [
        {"id": "1003", "last_status": None},
        {"id": "1002", "last_status": status_of(1002, visibility="direct")},
    ]
    first = reader.fetch({}, limit=100)
    server.answers["/api/v1/conversations"][0]["id"] = "3"
    reader.due = {}

    assert first.cursor["at"]["direct"] == "1002"
    assert reader.fetch(first.cursor, limit=100).cursor["at"]["direct"] == "1002"


@pytest.mark.parametrize(
    "told",
    [
        {"domain": "https://[", "configuration": {}},
        {"configuration": {"media_attachments": {"supported_mime_types": 7}}},
        {"configuration": {"urls": {"streaming": "wss://["}}},
    ],
)
def test_a_server_that_tells_nonsense_of_itself_is_asked_again(
    server: Small, told: dict[str, Any]
) -> None:
    server.answers["/api/v2/instance"] = told

    with pytest.raises(Unreachable):
        learn(server, US)


def test_an_address_that_is_none_is_told_in_words() -> None:
    account = replace(account_at(1), settings={"server": "https://[", "account": US})

    with pytest.raises((Unreachable, NotAllowed)):
        PLUGIN.reader(account).fetch({}, limit=1)


def test_a_stream_that_is_closed_while_it_is_connecting_is_not_listened_to() -> None:
    closed, left = threading.Event(), threading.Event()

    def speak(write: Any) -> None:
        assert closed.wait(30)
        write(b"HTTP/1.0 200 OK\r\nContent-Type: text/event-stream\r\n\r\n")
        try:
            while not left.wait(0.01):
                write(b":thump\n\n")
        except OSError:
            left.set()

    with web_source() as source:
        source.pages["/api/v1/streaming/user"] = Page(speak=speak)
        hints = Hints(Server(account_at(source.port)), "", "7")
        hints.address = source.url
        listening = threading.Thread(target=hints._hear, daemon=True)
        listening.start()
        hints.close()
        closed.set()
        listening.join(20)

        assert not listening.is_alive()
        left.set()


def test_an_event_without_end_is_hung_up_on() -> None:
    line = b"data: " + b"a" * 100_000 + b"\n"
    lines = 3 * LONGEST_EVENT // len(line)
    head = b"HTTP/1.0 200 OK\r\nContent-Type: text/event-stream\r\n\r\nevent: update\n"
    with web_source() as source:
        source.pages["/api/v1/streaming/user"] = Page(
            speak=lambda write: write(head + line * lines)
        )
        hints = Hints(Server(account_at(source.port)), "", "7")
        hints.address = source.url

        with pytest.raises(NotFetched, match="does not end"):
            hints._hear()


def reader_place(reader: MastodonReader, server: Small) -> Any:
    """Return what is looked at once more after everything was read."""
    cursor = reader.fetch({}, limit=100).cursor
    return Place.of(cursor, f"{server.base} 7").watched

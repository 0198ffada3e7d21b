"""The Mastodon connector against snac2, a real fediverse server; `make peers` only.

It is no Mastodon: it forgets our key, hangs up, counts and lists in its own way. So a reply whose
answer is lost here tests fairly that nothing is ever said twice.
"""

import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from pytest_django import Settings

from gehoor.channels import actions, queries
from gehoor.channels.models import Channel
from gehoor.connectors.mastodon import PLUGIN
from gehoor.connectors.mastodon.tests.peer import POSTING, words_in
from gehoor.contracts.connector import Sent
from gehoor.contracts.posts import OutgoingFile, Visibility
from gehoor.flows import incoming, polling, replies
from gehoor.inbox.models import Message, Reply
from gehoor.testing import make
from gehoor.testing.bluesky import PNG
from gehoor.testing.faultproxy import Act, Proxy, Rule, fault_proxy
from gehoor.testing.fediverse import OTHERS, THEM, US
from gehoor.testing.outbox import advance, agent_of, run_sender, settle
from gehoor.testing.peers import outgoing
from gehoor.testing.snacserver import LOOPBACK, PORT, Snac, snac

pytestmark = [pytest.mark.peers, pytest.mark.django_db, pytest.mark.allow_hosts(LOOPBACK)]

PATIENCE = 90.0
"""its queue takes up to twenty seconds to bring a post to its neighbour, on a quiet machine"""
BURST = 45
"""more than the forty of a page, and fewer than the 64 notifications it lists at most"""
WAYS = (Act.SWALLOW, Act.CUT_BEFORE, Act.CUT_AFTER)
WIDTHS = (Visibility.UNSAID, Visibility.DIRECT)
QUESTIONS = {
    "first": "Wanneer wordt de groene bak geleegd?",
    "direct": "Mijn nummer is 1234 (direct).",
    "public": "Mijn nummer is 1234 (public).",
    "same": "Twee keer dezelfde sleutel?",
    "blind": "Bent u er nog?",
    "edited": "De bak is vol.",
    **{f"{way} {width}": f"Vraag bij {way} {width}." for way in WAYS for width in WIDTHS},
}


@pytest.fixture(scope="module")
def server() -> Iterator[Snac]:
    with snac() as running:
        yield running


@pytest.fixture(scope="module")
def questions(server: Snac) -> dict[str, Any]:
    """Let citizens ask everything at once: its queue takes a while to bring each."""
    asked = {
        name: server.mention(text, visibility="direct" if name == "direct" else "public")
        for name, text in QUESTIONS.items()
    }
    media = server.upload("brug.png", PNG, "image/png")
    server.ask("PUT", f"/api/v1/media/{media['id']}", json={"description": "Een brug"})
    return asked | {"pictured": server.mention("Kijk deze brug.", media_ids=[media["id"]])}


@pytest.fixture(scope="module")
def proxy(server: Snac) -> Iterator[Proxy]:
    with fault_proxy((server.address, PORT)) as proxy:
        yield proxy


@dataclass
class Town:
    """The server, what stands between it and us, and our channel there."""

    server: Snac
    proxy: Proxy
    channel: Channel
    questions: dict[str, Any]

    def read(self) -> None:
        """What the poller and the worker do by themselves."""
        with closing(queries.reader_of(self.channel)) as reader:
            polling.poll(self.channel, reader)
        incoming.receive_waiting.function(self.channel.pk)

    def find(self, text: str) -> Message:
        found = Message.objects.filter(kind="in", text__contains=text)
        wait_for(found.exists, meanwhile=self.read)
        return found.latest("pk")

    def answer(
        self, message: Message, text: str, visibility: Visibility = Visibility.UNSAID
    ) -> Reply:
        """Let a colleague answer, and the time to take it back pass."""
        conversation = message.conversation
        reply = replies.send_reply(
            agent_of(conversation), conversation, text=text, client_uuid=uuid.uuid4(),
            seen_sequence=1000, visibility=visibility,
        )  # fmt: skip
        advance(60)
        return reply

    def said(self, asked: Any, text: str) -> list[Any]:
        """Return every status of ours with these words below a post, as its own server has it."""
        below = self.server.below(asked["id"], by=US)
        return [each for each in below if words_in(each).startswith(text)]


@pytest.fixture
def town(server: Snac, questions: dict[str, Any], proxy: Proxy, settings: Settings) -> Town:
    settings.FETCH_ALSO = frozenset({("127.0.0.1", proxy.port), (server.address, PORT)})
    proxy.rules.clear()
    channel = make.channel(connector="mastodon", settings=server.settings(proxy.port))
    actions.seal_credentials(channel, {"token": server.tokens[US]})
    return Town(server, proxy, channel, questions)


def wait_for(look: Callable[[], Any], *, meanwhile: Callable[[], object] = lambda: None) -> Any:
    """Look again until there is something: two accounts of one server are neighbours by post."""
    until = time.monotonic() + PATIENCE
    while not (found := look()):
        assert time.monotonic() < until, "It did not become so."
        time.sleep(0.3)
        meanwhile()
    return found


def seen_by(server: Snac, name: str, identity: str) -> list[Any]:
    """Return what somebody is told about a status of ours, by their own client."""
    told = [each.get("status") or {} for each in server.notified(name)]
    return [each for each in told if each.get("id") == identity]


@pytest.mark.row("S1-03")
def test_a_mention_is_answered_and_the_citizen_finds_the_answer(town: Town) -> None:
    asked = town.questions["first"]
    message = town.find("groene bak")
    assert message.author_handle == f"@{THEM}@{town.server.address}"
    assert message.text == "Wanneer wordt de groene bak geleegd?"
    assert message.is_to_us
    assert message.conversation.waiting_since

    reply = town.answer(message, "Morgen tussen 8 en 12 uur.")
    run_sender(message.conversation)

    reply.refresh_from_db()
    assert (reply.state, reply.problem) == ("sent", "")
    [found] = wait_for(lambda: town.server.below(asked["id"], by=THEM))
    assert found["id"] == reply.message.external_id
    assert found["account"]["username"] == US
    assert found["visibility"] == "public"
    assert words_in(found).startswith("Morgen tussen 8 en 12 uur.")
    wait_for(lambda: seen_by(town.server, THEM, found["id"]))
    town.read()
    assert Message.objects.filter(conversation=message.conversation).count() == 2


@pytest.mark.row("S2-28")
@pytest.mark.parametrize("asked_as", ["direct", "public"])
def test_an_answer_is_private_where_the_question_or_the_colleague_is(
    town: Town, asked_as: str
) -> None:
    asked = town.questions[asked_as]
    message = town.find(f"({asked_as})")
    wanted = Visibility.UNSAID if asked_as == "direct" else Visibility.DIRECT
    text = f"Onder ons, {asked_as}."

    reply = town.answer(message, text, wanted)
    run_sender(message.conversation)

    reply.refresh_from_db()
    assert (reply.state, reply.problem) == ("sent", "")
    [found] = wait_for(lambda: town.server.below(asked["id"], by=THEM))
    assert found["id"] == reply.message.external_id
    assert found["visibility"] == "direct"
    wait_for(lambda: seen_by(town.server, THEM, found["id"]))
    assert seen_by(town.server, OTHERS, found["id"]) == []
    shown = town.server.ask("GET", "/api/v1/timelines/public", by=OTHERS, params={"limit": 40})
    assert found["id"] not in {each["id"] for each in shown}


def test_it_makes_two_posts_of_one_key_so_only_looking_keeps_us_from_saying_it_twice(
    town: Town,
) -> None:
    asked = town.questions["same"]
    sender = PLUGIN.sender(town.server.account(town.proxy.port))
    reply = outgoing(
        answers=asked["id"], to=f"@{THEM}", text="Ja.", first_tried_at=datetime.now(UTC)
    )

    first, second = sender.send(reply), sender.send(reply)

    assert isinstance(first, Sent)
    assert isinstance(second, Sent)
    assert first.external_id != second.external_id


@pytest.mark.parametrize("visibility", WIDTHS)
@pytest.mark.parametrize("way", WAYS)
def test_a_reply_whose_answer_is_lost_is_found_or_sent_once_more_and_never_twice(
    town: Town, way: Act, visibility: Visibility
) -> None:
    name = f"{way} {visibility}"
    asked = town.questions[name]
    message = town.find(f"bij {name}.")
    reply = town.answer(message, f"Antwoord bij {name}.", visibility)
    town.proxy.rules.append(Rule(way, POSTING))

    run_sender(message.conversation)
    reply.refresh_from_db()
    assert reply.state == "unknown"
    assert len(town.said(asked, f"Antwoord bij {name}.")) == int(way is Act.SWALLOW)
    settle(reply)

    [once] = town.said(asked, f"Antwoord bij {name}.")
    assert (reply.state, reply.message.external_id) == ("sent", once["id"])
    assert reply.tries == (1 if way is Act.SWALLOW else 2)


def test_a_reply_that_cannot_be_looked_for_is_left_to_a_person(town: Town) -> None:
    asked = town.questions["blind"]
    message = town.find("er nog?")
    reply = town.answer(message, "Jazeker.")
    town.proxy.rules.append(Rule(Act.SWALLOW, POSTING))
    # From then on the server does not answer any more: whoever looks sees nothing.
    run_sender(message.conversation)
    town.proxy.rules += [Rule(Act.CUT_BEFORE, b"GET ") for _ in range(20)]

    settle(reply)

    assert reply.state == "unknown"
    message.conversation.refresh_from_db()
    assert message.conversation.has_problem
    assert len(town.said(asked, "Jazeker.")) == 1


def test_its_limits_are_its_own(town: Town) -> None:
    town.read()
    town.channel.refresh_from_db()
    able = queries.capabilities_of(town.channel)

    assert (able.max_length, able.counting.link_length, able.media.most) == (100_000, 32, 4)
    assert town.channel.learned["domain"] == town.server.address


def test_it_has_no_stream_so_we_look_by_the_clock(town: Town) -> None:
    with closing(PLUGIN.reader(town.server.account())) as reader:
        reader.fetch({}, limit=1)
        began = time.monotonic()
        reader.wait(600)

    assert time.monotonic() - began < 100


def test_a_burst_larger_than_a_page_loses_nothing(town: Town) -> None:
    town.read()
    wanted = {f"Melding {number} van de storm" for number in range(BURST)}
    for text in sorted(wanted):
        town.server.mention(text)
    wait_for(lambda: len(stormy(town.server)) == BURST)

    town.read()

    assert {each.text for each in Message.objects.filter(text__contains="storm")} == wanted
    town.read()
    assert Message.objects.filter(text__contains="storm").count() == BURST


def stormy(server: Snac) -> set[str]:
    path, asked = "/api/v1/notifications", {"limit": 64}
    told = [each.get("status") or {} for each in server.ask("GET", path, by=US, params=asked)]
    return {each["id"] for each in told if "van de storm" in each.get("content", "")}


def test_an_edit_is_a_new_version_although_the_server_renames_the_post(town: Town) -> None:
    message = town.find("De bak is vol.")
    asked = town.questions["edited"]
    reply = town.answer(message, "Wij komen eraan.")
    town.proxy.rules.append(Rule(Act.SWALLOW, POSTING))
    run_sender(message.conversation)

    renamed = town.server.edit(asked["id"], f"@{US}@{town.server.address} De bak is leeg.")
    settle(reply)

    assert renamed["id"] != asked["id"]
    assert reply.state == "sent"
    assert len(town.said(asked, "Wij komen eraan.")) == 1
    edited = Message.objects.filter(pk=message.pk, text="De bak is leeg.")
    wait_for(edited.exists, meanwhile=town.read)
    assert message.versions.count() == 1


def test_pictures_come_in_and_go_out_with_their_description(town: Town) -> None:
    asked = town.questions["pictured"]
    message = town.find("deze brug")
    assert [each.description for each in message.attachments.all()] == ["Een brug"]
    file = OutgoingFile("paal.png", "image/png", PNG, "Een paal")
    sender = PLUGIN.sender(town.server.account(town.proxy.port))

    sent = sender.send(
        outgoing(answers=asked["id"], to=f"@{THEM}", text="Zie de paal.", files=(file,))
    )

    assert isinstance(sent, Sent)
    [found] = town.said(asked, "Zie de paal.")
    assert [each["description"] for each in found["media_attachments"]] == ["Een paal"]


def test_of_a_post_that_was_taken_away_only_who_follows_its_writer_is_told(
    town: Town, neighbour: Snac
) -> None:
    """So says the manual: a server that is told nothing goes on showing it, to us as well."""
    first, of_stranger = ask_from(neighbour, town, "Deze vraag was van een vreemde.")
    neighbour.take_away(first["id"])
    follow(town.server, of_stranger, neighbour)
    second, of_followed = ask_from(neighbour, town, "Deze vraag was van wie wij volgen.")
    neighbour.take_away(second["id"])

    wait_for(lambda: is_gone(of_followed), meanwhile=town.read)

    assert not is_gone(of_stranger)
    assert town.server.ask("GET", f"/api/v1/statuses/{of_stranger.external_id}", by=US)
    assert httpx.get(first["uri"], headers=AS_SERVERS_ASK).status_code == 404


AS_SERVERS_ASK = {"Accept": "application/activity+json", "Connection": "close"}


@pytest.fixture
def neighbour(server: Snac) -> Iterator[Snac]:
    """Another server, with citizens of its own."""
    with snac() as running:
        yield running


def ask_from(neighbour: Snac, town: Town, text: str) -> tuple[Any, Message]:
    """Let a citizen of another server ask us; return it as it stands there, and as we have it."""
    asked = neighbour.post(f"@{US}@{town.server.address} {text}")
    return asked, town.find(text)


def follow(server: Snac, message: Message, neighbour: Snac) -> None:
    """Follow who wrote this, and wait until their own server knows."""
    known = server.ask("GET", f"/api/v1/statuses/{message.external_id}", by=US)
    server.ask("POST", f"/api/v1/accounts/{known['account']['id']}/follow", by=US)
    them = neighbour.ask("GET", "/api/v1/accounts/verify_credentials")["id"]
    wait_for(lambda: neighbour.ask("GET", f"/api/v1/accounts/{them}/followers"))


def is_gone(message: Message) -> bool:
    message.refresh_from_db()
    return message.gone_at is not None

"""The connector against Bluesky's own programs on loopback; `make peers` only."""

import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from gehoor.connectors.bluesky import PLUGIN
from gehoor.connectors.bluesky.tids import tid_of
from gehoor.contracts.connector import (
    Cursor,
    IncomingMessage,
    NotAllowed,
    Reader,
    Refused,
    Sent,
)
from gehoor.contracts.posts import OutgoingFile
from gehoor.testing.bluesky import PNG
from gehoor.testing.blueskynetwork import RealNetwork, real_network
from gehoor.testing.peers import outgoing, with_secrets
from tests.bluesky.lexicons import faults_in_answer, faults_in_record

pytestmark = [pytest.mark.peers]

PATIENCE = 60.0
FAMILY = "👨‍👩‍👧‍👦"


@pytest.fixture(scope="module")
def network() -> Iterator[RealNetwork]:
    with real_network() as running:
        yield running


class Reading:
    """One reader that goes on, as the poller's does."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.cursor: Cursor = {}
        self.seen: list[IncomingMessage] = []
        self.onward()

    def onward(self) -> None:
        batch = self.reader.fetch(self.cursor, limit=100)
        self.cursor = batch.cursor
        self.seen += [PLUGIN.parse(each.raw)[0] for each in batch.arrived]

    def find(self, is_it: Callable[[IncomingMessage], bool]) -> IncomingMessage:
        """Read on until it is there: what shows posts lags behind what stores them."""
        until = time.monotonic() + PATIENCE
        while not (found := [each for each in self.seen if is_it(each)]):
            assert time.monotonic() < until, "It never came in."
            self.onward()
            self.reader.wait(0.2)
        return found[-1]


@pytest.fixture
def reading(network: RealNetwork) -> Iterator[Reading]:
    with closing(PLUGIN.reader(network.account())) as reader:
        yield Reading(reader)


def wait_for(look: Callable[[], Any]) -> Any:
    until = time.monotonic() + PATIENCE
    while not (found := look()):
        assert time.monotonic() < until, "It did not become so."
        time.sleep(0.2)
    return found


def mentions_of(network: RealNetwork) -> set[str]:
    told = network.ours.ask("app.bsky.notification.listNotifications").json()["notifications"]
    return {each["uri"] for each in told}


def is_shown(network: RealNetwork, uri: str) -> bool:
    return bool(network.ours.ask("app.bsky.feed.getPosts", uris=[uri]).json()["posts"])


def replies_to(network: RealNetwork, uri: str) -> list[dict[str, Any]]:
    """Look as the citizen does, with a client that is not ours."""
    answer = network.citizen.ask("app.bsky.feed.getPostThread", uri=uri)
    if answer.status_code != 200:
        return []
    replies: list[dict[str, Any]] = answer.json()["thread"].get("replies", [])
    return [each["post"] for each in replies]


@pytest.mark.row("S1-03")
def test_a_mention_is_read_and_its_answer_found_by_the_citizen(
    network: RealNetwork, reading: Reading
) -> None:
    post = network.citizen.mention(network.ours.did, "@gemeente.test De lantaarn is stuk 💡")
    message = reading.find(lambda each: each.external_id == post["uri"])
    assert message.is_to_us
    assert message.author.handle == network.citizen.handle

    sender, now = PLUGIN.sender(network.account()), datetime.now(UTC)
    reply = outgoing(
        answers=message.external_id,
        text="Dank @wijkraad.test, wij komen. Zie www.gemeente.nl/lantaarns #lantaarn",
        files=(OutgoingFile("paal.png", "image/png", PNG, "Een paal"),),
        first_tried_at=now,
    )
    first, again = sender.send(reply), sender.send(reply)

    assert isinstance(first, Sent)
    assert first == again
    assert sender.find_sent(reply) == first.external_id
    [found] = wait_for(lambda: replies_to(network, post["uri"]))
    assert found["uri"] == first.external_id
    assert faults_in_record("app.bsky.feed.post", found["record"]) == []
    assert found["embed"]["images"][0]["alt"] == "Een paal"
    kinds = [each["features"][0]["$type"].rpartition("#")[2] for each in found["record"]["facets"]]
    assert kinds == ["mention", "link", "tag"]


def test_a_post_that_is_dated_back_is_read_all_the_same(
    network: RealNetwork, reading: Reading
) -> None:
    newer = network.citizen.mention(network.ours.did, "@gemeente.test Van nu")
    reading.find(lambda each: each.external_id == newer["uri"])
    dated = (datetime.now(UTC) - timedelta(days=2)).isoformat().replace("+00:00", "Z")
    older = network.citizen.mention(
        network.ours.did, "@gemeente.test Van eergisteren", createdAt=dated
    )

    assert reading.find(lambda each: each.external_id == older["uri"]).text.endswith("eergisteren")


def test_replies_quotes_and_pictures_come_in(network: RealNetwork, reading: Reading) -> None:
    ours = network.ours.post("Vannacht strooien wij.")
    # An answer that the AppView sees before what it answers is told to nobody, also not later:
    # when that post comes, its author counts as told (notifsForInsert of the AppView's own code).
    wait_for(lambda: is_shown(network, ours["uri"]))
    reply = {"root": ours, "parent": ours}
    image = {"alt": "Een gladde straat", "image": network.citizen.upload(PNG, "image/png")}
    embed = {"$type": "app.bsky.embed.images", "images": [image]}
    answer = network.citizen.post("Ook hier?", reply=reply, embed=embed)
    quoting = {"$type": "app.bsky.embed.record", "record": ours}
    quote = network.citizen.post("Goed zo!", embed=quoting)

    answered = reading.find(lambda each: each.external_id == answer["uri"])
    quoted = reading.find(lambda each: each.external_id == quote["uri"])
    posted = reading.find(lambda each: each.external_id == ours["uri"])

    assert answered.thread == ours["uri"]
    assert [each.description for each in answered.attachments] == ["Een gladde straat"]
    assert quoted.answers == (ours["uri"],)
    assert posted.is_ours


def test_an_answer_that_was_shown_before_our_post_is_read_although_nobody_is_told(
    network: RealNetwork, reading: Reading
) -> None:
    # Who knows the name of a post that is to come can answer it: so the order is sure.
    key, known = tid_of("vroeg", datetime.now(UTC)), network.ours.post("Vandaag regent het.")
    to_come = {"uri": f"at://{network.ours.did}/app.bsky.feed.post/{key}", "cid": known["cid"]}
    early = network.citizen.post("Strooit u ook?", reply={"root": to_come, "parent": to_come})
    wait_for(lambda: is_shown(network, early["uri"]))
    ours = network.ours.post("Vannacht strooien wij.", key=key)
    wait_for(lambda: is_shown(network, ours["uri"]))
    reading.find(lambda each: each.external_id == ours["uri"])
    assert early["uri"] not in mentions_of(network)

    with closing(PLUGIN.reader(network.account())) as reopened:
        reading.reader = reopened
        found = reading.find(lambda each: each.external_id == early["uri"])

    assert (found.text, found.thread) == ("Strooit u ook?", ours["uri"])
    assert found.is_to_us


def test_what_was_taken_away_is_noted(network: RealNetwork, reading: Reading) -> None:
    post = network.citizen.mention(network.ours.did, "@gemeente.test Dit haal ik weg")
    reading.find(lambda each: each.external_id == post["uri"])
    network.citizen.take_away(post["uri"])
    # The part that tells of mentions forgets one later than the part that shows posts.
    wait_for(lambda: post["uri"] not in mentions_of(network))
    wait_for(lambda: not is_shown(network, post["uri"]))

    with closing(PLUGIN.reader(network.account())) as reopened:
        reading.reader = reopened
        gone = reading.find(lambda each: each.external_id == post["uri"] and each.is_gone)

    assert gone.is_gone


def test_the_thread_around_a_post_is_shown(network: RealNetwork) -> None:
    first = network.citizen.post("Eerste")
    second = network.citizen.post("Tweede", reply={"root": first, "parent": first})
    third = network.citizen.post("Derde", reply={"root": first, "parent": second})
    wait_for(
        lambda: network.ours.ask("app.bsky.feed.getPostThread", uri=third["uri"]).status_code == 200
    )

    around = PLUGIN.threads.around(network.account(), external_id=second["uri"])

    assert [each.transport_id for each in around.above] == [first["uri"]]
    assert [each.transport_id for each in around.below] == [third["uri"]]


def test_the_server_counts_as_we_do(network: RealNetwork) -> None:
    able, sender = PLUGIN.capabilities(network.account()), PLUGIN.sender(network.account())
    just = FAMILY * 100 + "é" * 200
    generous = replace(able, max_length=1000)

    assert able.fits(just)
    assert isinstance(sender.send(outgoing(key="past" * 8, text=just)), Sent)
    object.__setattr__(sender, "able", generous)
    assert isinstance(sender.send(outgoing(key="niet" * 8, text=just + "x")), Refused)


def test_wrong_and_withdrawn_passwords_are_not_allowed(network: RealNetwork) -> None:
    wrong = PLUGIN.reader(with_secrets(network.account(), password="verkeerd"))

    with closing(wrong), pytest.raises(NotAllowed):
        wrong.fetch({}, limit=1)


def test_a_session_is_kept_and_renewed(network: RealNetwork) -> None:
    kept: dict[str, str] = dict(network.account().secrets)

    def renew(change: Callable[[Any], Any]) -> Any:
        kept.update(change(dict(kept)))
        return dict(kept)

    account = network.account(renew=renew)
    with closing(PLUGIN.reader(account)) as reader:
        reader.fetch({}, limit=1)
    kept["access_token"] = spoiled = "eyJhbGciOiJIUzI1NiJ9.eyJ9.ongeldig"
    with closing(PLUGIN.reader(replace(account, secrets=dict(kept)))) as reader:
        reader.fetch({}, limit=1)

    assert kept["access_token"] != spoiled


def test_its_answers_are_as_described(network: RealNetwork) -> None:
    """Else the descriptions, which our small network is held against, would prove nothing."""
    name = "app.bsky.notification.listNotifications"

    assert faults_in_answer(name, network.ours.ask(name).json()) == []

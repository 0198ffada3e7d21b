"""What every connector that takes pushes must do; a new one is tested without an edit here.

Its `tests/peer.py` brings `receiver_peer()` beside `peer()`: a platform that signs what it pushes.
"""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest

from gehoor.contracts.connector import Connector
from gehoor.contracts.pushes import PUSH_SECRET, Forged, Malformed, Push, Receiver
from gehoor.kit.plugins import find_plugins
from gehoor.testing.peers import ReceiverPeer, receiver_peer_of, with_secrets

CONNECTORS = find_plugins("gehoor.connectors")
RECEIVERS = sorted(key for key, found in CONNECTORS.items() if isinstance(found, Receiver))
REFUSED = (Forged, Malformed)


@pytest.fixture(params=RECEIVERS)
def key(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def receiver(key: str) -> Receiver:
    found: Receiver = CONNECTORS[key]
    return found


@pytest.fixture
def peer(key: str) -> Iterator[ReceiverPeer]:
    with receiver_peer_of(key) as running:
        yield running


def test_pushed_and_fetched_are_the_same_to_us(
    receiver: Receiver, key: str, peer: ReceiverPeer
) -> None:
    connector: Connector = CONNECTORS[key]
    push = peer.pushed("Het bankje is weer heel.")

    arrived = receiver.receive(peer.account, push)

    with closing(connector.reader(peer.account)) as reader:
        assert list(arrived) == list(reader.fetch({}, limit=10).arrived)
    assert connector.parse(arrived[0].raw)[0].text == "Het bankje is weer heel."


def test_the_same_push_twice_has_the_same_ids(receiver: Receiver, peer: ReceiverPeer) -> None:
    push = peer.pushed("Nog eens")

    assert receiver.receive(peer.account, push) == receiver.receive(peer.account, push)


def test_any_other_byte_is_a_forgery(receiver: Receiver, peer: ReceiverPeer) -> None:
    push = peer.pushed("Echt")

    for place in range(len(push.body)):
        body = bytearray(push.body)
        body[place] ^= 1
        with pytest.raises(REFUSED):
            receiver.receive(peer.account, replace(push, body=bytes(body)))


@pytest.mark.parametrize("minutes", [-6, 6])
def test_a_push_of_another_time_is_refused(
    receiver: Receiver, peer: ReceiverPeer, minutes: int
) -> None:
    push = peer.pushed("Te vroeg of te laat")

    with pytest.raises(Forged):
        receiver.receive(peer.account, replace(push, at=push.at + timedelta(minutes=minutes)))


def test_a_push_within_the_window_is_taken(receiver: Receiver, peer: ReceiverPeer) -> None:
    push = peer.pushed("Op tijd")

    for minutes in (-4, 4):
        at = push.at + timedelta(minutes=minutes)
        assert receiver.receive(peer.account, replace(push, at=at))


def test_no_secret_means_no_entrance(receiver: Receiver, peer: ReceiverPeer) -> None:
    push = peer.pushed("Zonder sleutel")

    for secret in ("", "een andere"):
        account = with_secrets(peer.account, **{PUSH_SECRET: secret})
        with pytest.raises(Forged):
            receiver.receive(account, push)


@pytest.mark.parametrize("body", [b"", b"\0", b"\xff\xfe", b"{", b"[]", b"null", b"[" * 50_000])
def test_rubbish_without_a_signature_is_refused(
    receiver: Receiver, peer: ReceiverPeer, body: bytes
) -> None:
    moment = peer.pushed("Voor het moment").at
    for headers in ({}, dict.fromkeys(peer.pushed("").headers, "x")):
        with pytest.raises(REFUSED):
            receiver.receive(peer.account, Push(headers, body, moment))


@pytest.mark.parametrize("body", [b"", b"\0", b"\xff\xfe", b"{", b"[]", b"null", b"[" * 50_000])
def test_signed_rubbish_is_kept_as_it_is(
    receiver: Receiver, peer: ReceiverPeer, body: bytes
) -> None:
    [arrived] = receiver.receive(peer.account, peer.signed(body))

    assert arrived.raw == body


def test_a_greeting_needs_a_question_and_a_secret(receiver: Receiver, peer: ReceiverPeer) -> None:
    assert receiver.greet(peer.account, peer.question).body
    with pytest.raises(REFUSED):
        receiver.greet(peer.account, {})
    with pytest.raises(REFUSED):
        receiver.greet(with_secrets(peer.account, **{PUSH_SECRET: ""}), peer.question)


def test_nothing_of_a_push_shows_itself(peer: ReceiverPeer) -> None:
    push = peer.pushed("Kanarievogel")

    assert "Kanarievogel" not in repr(push)
    assert not [value for value in push.headers.values() if value in repr(push)]

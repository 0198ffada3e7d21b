"""What each connector brings for the contract tests: a platform to talk to, real or a stand-in.

A connector's `tests/peer.py` has a context manager `peer()` that gives a running `Peer`, and
`accounts` for other ways the same platform behaves.
"""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from importlib import import_module
from typing import Protocol, runtime_checkable

from gehoor.contracts.connector import Account, Outgoing
from gehoor.contracts.pushes import Push


class Peer(Protocol):
    """A platform as its citizens see it."""

    accounts: Sequence[Account]
    """our account there, once for each way the platform may behave"""
    locked_out: Account
    """the same with credentials the platform does not accept"""
    unreachable: Account
    """the same on a server that is not there"""
    lost_answers: Sequence[str]
    """the ways in which an answer to a sent reply can get lost"""

    def write(self, text: str) -> None:
        """Let a citizen write to us."""
        ...

    def effects(self) -> list[str]:
        """Return the text of every reply that reached a citizen."""
        ...

    def lose_answer(self, way: str) -> None:
        """Let the next reply arrive while we never hear of it."""
        ...

    def state(self) -> object:
        """Return everything a reader could change."""
        ...


@runtime_checkable
class PublicPeer(Protocol):
    """What the peer of a public platform can do beside that."""

    knows_direct: bool
    """can a post be for few people only? If so, the peer is a `DirectPeer`, too"""

    def write_as_us(self, text: str) -> None:
        """Post on our own account, from elsewhere."""
        ...

    def take_away(self, text: str) -> None:
        """Let whoever wrote this take it away."""
        ...

    def answered_by(self, text: str) -> str:
        """Return what a reply of ours stands below, in the words of who wrote that."""
        ...


class DirectPeer(PublicPeer, Protocol):
    """What it can do where a post may be for few people only."""

    def write_directly(self, text: str) -> None:
        """Let a citizen write what only we may read."""
        ...

    def visibility_of(self, text: str) -> str:
        """Return who may read a reply of ours that reached a citizen."""
        ...


@runtime_checkable
class WindowPeer(Protocol):
    """What the peer of a platform can do beside that where one can only answer for some time."""

    windowed: Sequence[Account]
    """our account there, once for each window the platform may keep"""

    def write_before(self, text: str, ago: timedelta) -> None:
        """Let a citizen have written, so long ago, what the window counts from."""
        ...


def peer_of(key: str) -> AbstractContextManager[Peer]:
    """Start the peer that the connector with this key brings along."""
    module = import_module(f"gehoor.connectors.{key}.tests.peer")
    started: AbstractContextManager[Peer] = module.peer()
    return started


class ReceiverPeer(Protocol):
    """A platform that pushes, for connectors that take pushes."""

    account: Account
    """ours there, with the secret that is signed with"""
    question: Mapping[str, str]
    """what it asks before it begins"""

    def pushed(self, text: str) -> Push:
        """Let a citizen write, and return what the platform pushes of everything so far."""
        ...

    def signed(self, body: bytes) -> Push:
        """Return a push of just this body, well signed."""
        ...


def receiver_peer_of(key: str) -> AbstractContextManager[ReceiverPeer]:
    module = import_module(f"gehoor.connectors.{key}.tests.peer")
    started: AbstractContextManager[ReceiverPeer] = module.receiver_peer()
    return started


def with_settings(account: Account, **changed: str) -> Account:
    return replace(account, settings=dict(account.settings) | changed)


def with_secrets(account: Account, **changed: str) -> Account:
    return replace(account, secrets=dict(account.secrets) | changed)


def outgoing(**given: object) -> Outgoing:
    facts: dict[str, object] = {
        "key": "6f0f0c8f4a7d4a4a9f6f2d5f9d6b1c77",
        "to": "fatima@voorbeeld.example",
        "text": "Dank voor uw bericht. Morgen halen wij de bak op.",
        "signed_as": "Anna van Gemeente Voorbeeld",
        "subject": "Re: Afval niet opgehaald",
    }
    return Outgoing(**facts | given)  # type: ignore[arg-type]

"""A Bluesky of our own for each test, and an account there whose secrets are kept."""

import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest

from gehoor.connectors.bluesky import PLUGIN
from gehoor.connectors.bluesky.connector import sender_with
from gehoor.connectors.bluesky.doors import BlueskySender
from gehoor.connectors.bluesky.session import Session
from gehoor.connectors.bluesky.tests.peer import account_at
from gehoor.contracts.connector import Account, Change, Cursor, IncomingMessage, Outcome, Secrets
from gehoor.testing.bluesky import PASSWORD, Network
from gehoor.testing.blueskyserver import Running, bluesky
from gehoor.testing.peers import outgoing


@dataclass
class Vault:
    """Keeps the secrets of one account as channels do: one process at a time."""

    secrets: Secrets = field(default_factory=lambda: {"password": PASSWORD})
    lock: threading.Lock = field(default_factory=threading.Lock)

    def renew(self, change: Change) -> Secrets:
        with self.lock:
            self.secrets = change(self.secrets)
            return self.secrets


@dataclass
class Place:
    """Our account at the small network, read on from where we stood."""

    running: Running
    vault: Vault = field(default_factory=Vault)
    cursor: Cursor = field(default_factory=dict)
    later: timedelta = timedelta()

    @property
    def network(self) -> Network:
        return self.running.network

    @property
    def account(self) -> Account:
        return replace(
            account_at(self.running),
            secrets=self.vault.secrets,
            renew=self.vault.renew,
            opened_at=self.network.now + self.later,
        )

    def running_account(self) -> Account:
        """The same account as it is while somebody only tries it: nothing is stored."""
        return account_at(self.running)

    def read(self, *, limit: int = 100) -> list[IncomingMessage]:
        """Open a reader and return everything new, as messages."""
        return [PLUGIN.parse(raw)[0] for _, raw in self.arrivals(limit=limit)]

    def arrivals(self, *, limit: int = 100) -> list[tuple[str, bytes]]:
        found, has_more = [], True
        with closing(PLUGIN.reader(self.account)) as reader:
            while has_more:
                batch = reader.fetch(self.cursor, limit=limit)
                self.cursor, has_more = batch.cursor, batch.has_more
                found += [(each.transport_id, each.raw) for each in batch.arrived]
        return found

    def texts(self) -> list[str]:
        return [message.text for message in self.read()]

    def sender(self, *, seconds: float = 5) -> BlueskySender:
        session = Session(self.account, seconds=seconds)
        return sender_with(session, pause=lambda _: None)

    def send(self, **given: Any) -> Outcome:
        return self.sender().send(outgoing(**given))


@pytest.fixture
def place() -> Iterator[Place]:
    with bluesky() as running:
        yield Place(running)

"""Four places where citizens write to us, each a platform of its own kind, and what reached them.

A mailbox with real mails and an SMTP server by others, a Mastodon server by others, the small
Bluesky that is held against the real one, and the platform of our own tests, asked over HTTP.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from typing import Any, Protocol

from django.test import override_settings

from benchmarks import mails
from gehoor.channels import queries
from gehoor.channels.models import Channel
from gehoor.connectors.email.tests.peer import account_at as mail_account
from gehoor.contracts.connector import Arrived, Batch, Reader
from gehoor.flows import consenting, incoming, polling
from gehoor.people.models import Team
from gehoor.testing import make
from gehoor.testing.bluesky import HANDLE, PASSWORD
from gehoor.testing.blueskyserver import Running as Bluesky
from gehoor.testing.blueskyserver import bluesky
from gehoor.testing.fediverse import OTHERS, THEM, US, Fediverse, fediverse, token_of
from gehoor.testing.mailservers import Outbox, smtp_server
from gehoor.testing.standin import TOKEN, StandIn, stand_in

ACCOUNT = "gemeente"


class Place(Protocol):
    """Where citizens write. `write` returns the id by which their message is known there."""

    channel: Channel

    def write(self, number: int) -> str: ...

    def bring(self) -> None:
        """Fetch what was written, as the poller does."""
        ...

    def reached(self) -> int:
        """Return how many answers of ours citizens have."""
        ...


@dataclass
class Mailbox:
    """Mails as a council gets them, handed over as the reader of a mailbox does."""

    channel: Channel
    outbox: Outbox
    letters: Iterator[bytes]
    waiting: list[Arrived] = field(default_factory=list)
    given: list[Arrived] = field(default_factory=list)

    def write(self, number: int) -> str:
        raw = next(self.letters)
        self.waiting.append(Arrived(f"INBOX:1:{number}", raw))
        return str(message_from_bytes(raw)["Message-ID"])

    def bring(self) -> None:
        incoming.store(self.channel, Batch(self.waiting, self.channel.cursor))
        self.given, self.waiting = self.waiting or self.given, []

    def repeat(self, number: int) -> int:
        """Hand the last mail over again, and once more in another place; return how many copies."""
        again = self.given[-1]
        copy = Arrived(f"INBOX:1:copy-{number}", again.raw)
        incoming.store(self.channel, Batch([again, copy], self.channel.cursor))
        return 1

    def reached(self) -> int:
        return len(self.outbox.received)


@dataclass
class Asked:
    """A platform whose connector is asked what is new, by the reader the poller keeps open."""

    channel: Channel
    reader: Reader

    def bring(self) -> None:
        polling.poll(self.channel, self.reader)

    def bring_all(self) -> None:
        """Look once more as after a start: at every list, also those that are looked at seldom."""
        renew = consenting.renewing(self.channel.pk)
        with closing(queries.reader_of(self.channel, renew=renew)) as reader:
            polling.poll(self.channel, reader)


@dataclass
class Square(Asked):
    """A Mastodon server."""

    server: Fediverse

    def write(self, number: int) -> str:
        by = (THEM, OTHERS)[number % 2]
        return str(self.server.mention(f"De lantaarn {number} is stuk.", by=by)["id"])

    def reached(self) -> int:
        return len(list(self._answers()))

    def _answers(self) -> Iterator[Any]:
        us = self.server.ask("GET", "/api/v1/accounts/verify_credentials", by=US)["id"]
        place: dict[str, Any] = {"limit": 40}
        path = f"/api/v1/accounts/{us}/statuses"
        while page := self.server.ask("GET", path, by=US, params=place):
            yield from page
            place["max_id"] = page[-1]["id"]


@dataclass
class Sky(Asked):
    """A Bluesky."""

    server: Bluesky

    def write(self, number: int) -> str:
        return self.server.network.write(f"Plas {number} staat nog op straat.").uri

    def reached(self) -> int:
        return len(self.server.network.by_us())


@dataclass
class Stand(Asked):
    """The platform of our own tests; also says things that cannot be read."""

    server: StandIn

    def write(self, number: int) -> str:
        author = {"handle": f"@burger{number % 300}", "name": f"Burger {number % 300}"}
        told = self.server.platform.post(
            account=ACCOUNT, author=author, text=f"Vraag {number} over de groene bak."
        )
        return str(told["id"])

    def garble(self, number: int) -> int:
        """Hand over what is no post at all; return how many."""
        arrived = [Arrived(f"post/garbled-{number}", f"geen bericht {number}".encode())]
        incoming.store_pushed(self.channel, arrived)
        return len(arrived)

    def reached(self) -> int:
        return len(self.server.platform.effects)


@dataclass(frozen=True)
class Town:
    """Everywhere citizens write."""

    mailbox: Mailbox
    square: Square
    sky: Sky
    stand: Stand

    @property
    def places(self) -> Sequence[Place]:
        return (self.mailbox, self.square, self.sky, self.stand)


@contextmanager
def town(team: Team, *, letters: int) -> Iterator[Town]:
    """Run every platform for the block, connected and live, with so many mails to come."""
    outbox = Outbox()
    with (
        smtp_server(outbox) as smtp,
        fediverse() as fedi,
        bluesky() as sky,
        stand_in() as own,
        override_settings(FETCH_ALSO=frozenset({("127.0.0.1", fedi.port), sky.pair})),
        ExitStack() as readers,
    ):
        account = mail_account(smtp_port=smtp)
        mailbox = connect(team, "email", account.settings, account.secrets)
        asked = [
            ask(readers, connect(team, *how))
            for how in (
                ("mastodon", {"server": fedi.url, "account": f"@{US}"}, {"token": token_of(US)}),
                ("bluesky", {"handle": HANDLE, "service": sky.url}, {"password": PASSWORD}),
                (
                    "pretend",
                    {"url": own.url, "account": ACCOUNT, "outcome_class": "B"},
                    {"token": TOKEN},
                ),
            )
        ]
        yield Town(
            Mailbox(mailbox, outbox, iter(mails.make(letters))),
            Square(*asked[0], fedi),
            Sky(*asked[1], sky),
            Stand(*asked[2], own),
        )


def connect(
    team: Team, connector: str, settings: Mapping[str, str], secrets: Mapping[str, str]
) -> Channel:
    name = connector.title()
    return make.connected(connector, secrets, team=team, name=name, settings=dict(settings))


def ask(readers: ExitStack, channel: Channel) -> tuple[Channel, Reader]:
    """Open the reader the poller would keep open, and let it look for the first time."""
    reader = queries.reader_of(channel, renew=consenting.renewing(channel.pk))
    readers.callback(reader.close)
    polling.poll(channel, reader)
    return channel, reader

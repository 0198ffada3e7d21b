"""What stands in the place of every connector's doors: the world outside, and a recorder.

A connector keeps its own fields, capabilities and parse; only what would call out is another. Who
sends gets the recorder at every stage of a channel, in code: no setting gives the sender back.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from time import monotonic, sleep
from typing import Final

from django.conf import settings

from gehoor.contracts.canaries import canaries_of
from gehoor.contracts.connector import (
    Account,
    Arrived,
    Batch,
    Capabilities,
    Connector,
    Cursor,
    IncomingMessage,
    NotAllowed,
    Outcome,
    Outgoing,
    Reader,
    Sender,
    Sent,
)
from gehoor.demo.envelopes import enclose, transport_id
from gehoor.demo.letters import ADDRESSES, OURSELVES, Letter
from gehoor.demo.stories import Resident
from gehoor.demo.world import World, answer_of
from gehoor.kit.clock import now
from gehoor.kit.plugins import stand_in
from gehoor.kit.text import N_

POLL_SECONDS: Final = 2
LOOK_EVERY: Final = 0.25
KEYS: Final = {"info": "email", "afval": "email", "mastodon": "mastodon", "bluesky": "bluesky",
               "news": "feed", "messages": "pretend"}  # fmt: skip
"""which connector carries each of our channels"""
NOT_HERE: Final = N_("This is a demo: no other account can be connected. Nothing was tried.")


def close_off() -> None:
    """Let every connector be handed out with these doors, in this process and its copies."""
    stand_in("gehoor.connectors", Outside)


class Outside:
    """A connector whose other end is the world of the demo. Has no other doors than these."""

    def __init__(self, real: Connector) -> None:
        self.real = real
        self.key = real.key
        self.name = real.name
        self.fields = real.fields
        self.canaries = canaries_of(real)

    def capabilities(self, account: Account) -> Capabilities:
        return replace(self.real.capabilities(account), poll_seconds=POLL_SECONDS)

    def address(self, account: Account) -> str:
        return self.real.address(account)

    def reader(self, account: Account) -> Reader:
        return WorldReader(self._channel_of(account))

    def sender(self, account: Account) -> Sender:
        return Recorder(self._channel_of(account))

    def parse(self, raw: bytes) -> Sequence[IncomingMessage]:
        return self.real.parse(raw)

    def _channel_of(self, account: Account) -> str:
        address = self.address(account)
        for channel, known in ADDRESSES.items():
            if (KEYS[channel], known) == (self.key, address):
                return channel
        raise NotAllowed(NOT_HERE)


def world() -> World:
    return World(Path(settings.GEHOOR_HOME))


class WorldReader:
    """Reads what residents wrote to one of our channels, oldest first."""

    def __init__(self, channel: str, outside: World | None = None) -> None:
        self.channel = channel
        self.world = outside or world()

    def fetch(self, cursor: Cursor, *, limit: int) -> Batch:
        self.world.let_fall(now=now())
        letters, read = self._letters(), int(cursor.get("letters", 0))
        fresh = letters[read : read + limit]
        reached = read + len(fresh)
        return Batch(
            [self._arrived(letter) for letter in fresh],
            {"letters": reached},
            has_more=reached < len(letters),
        )

    def wait(self, seconds: float) -> None:
        """Wait until somebody wrote something, or something of the storm may have fallen."""
        until, known = monotonic() + seconds, self.world.size()
        while monotonic() < until and self.world.size() == known:
            sleep(LOOK_EVERY)

    def transport_ids(self, cursor: Cursor) -> set[str]:
        read = int(cursor.get("letters", 0))
        return {transport_id(letter) for letter in self._letters()[:read]}

    def close(self) -> None:
        """There is nothing to hang up."""

    def _letters(self) -> list[Letter]:
        return [letter for letter in self.world.written() if letter.channel == self.channel]

    def _arrived(self, letter: Letter) -> Arrived:
        if letter.resident == OURSELVES:
            us = Resident(OURSELVES, "Gehoor", email=ADDRESSES[self.channel])
            return enclose(letter, us)
        return enclose(letter, self.world.town.residents[letter.resident])


class Recorder:
    """Takes the place of every sender: writes down what would have left, and says it was sent."""

    def __init__(
        self,
        channel: str,
        outside: World | None = None,
        *,
        clock: Callable[[], datetime] = now,
    ) -> None:
        self.channel = channel
        self.world = outside or world()
        self.clock = clock

    def send(self, outgoing: Outgoing) -> Outcome:
        answer = answer_of(
            self.channel,
            outgoing.key,
            to=outgoing.to,
            text=outgoing.text,
            signed_as=outgoing.signed_as,
            at=self.clock(),
            answers=outgoing.answers,
            subject=outgoing.subject,
            visibility=str(outgoing.visibility),
        )
        if outgoing.to == ADDRESSES[self.channel]:
            # What we write to ourselves comes in, as in the world outside.
            self.world.write(
                Letter(
                    id=outgoing.key,
                    thread=outgoing.key,
                    channel=self.channel,
                    resident=OURSELVES,
                    text=outgoing.text,
                    at=answer.at,
                    subject=outgoing.subject,
                )
            )
        else:
            self.world.record(answer)
        return Sent(answer.name)

    def find_sent(self, outgoing: Outgoing) -> str | None:
        name = answer_of(self.channel, outgoing.key, to="", text="", signed_as="", at=now()).name
        return name if any(each.name == name for each in self.world.answers()) else None

    def keep_copy(self, outgoing: Outgoing) -> None:
        """What was recorded is the copy."""

"""A platform that answers as it is told and remembers what reached the citizen."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from gehoor.channels.queries import connectors
from gehoor.contracts.canaries import Canaries
from gehoor.contracts.connector import (
    Account,
    Batch,
    Capabilities,
    Cursor,
    Field,
    IncomingMessage,
    OnUnknown,
    Outcome,
    Outgoing,
    Sent,
    Threading,
)


@dataclass
class Scripted:
    """A connector, its reader and its sender in one; hand in what it should answer."""

    key: str = "scripted"
    name: str = "Scripted"
    fields: Sequence[Field] = ()
    on_unknown: OnUnknown = OnUnknown.BLIND
    key_seconds: int = 0
    undo_seconds: int = 0
    max_length: int = 1000
    more: dict[str, Any] = field(default_factory=dict)
    """what else the platform can do"""
    canaries: Canaries | None = None
    """how it writes to itself, where a test wants that"""
    answers: list[Outcome | Exception] = field(default_factory=list)
    found: list[str | Exception | None] = field(default_factory=list)
    sent: list[Outgoing] = field(default_factory=list)
    """every try, which is what a citizen may have received"""
    copies: list[Outgoing] = field(default_factory=list)

    def capabilities(self, account: Account) -> Capabilities:
        return Capabilities(
            on_unknown=self.on_unknown,
            threading=Threading.CONTACT,
            key_seconds=self.key_seconds,
            undo_seconds=self.undo_seconds,
            max_length=self.max_length,
            **self.more,
        )

    def address(self, account: Account) -> str:
        return "scripted"

    def reader(self, account: Account) -> "Scripted":
        return self

    def sender(self, account: Account) -> "Scripted":
        return self

    def parse(self, raw: bytes) -> Sequence[IncomingMessage]:
        return ()

    def fetch(self, cursor: Cursor, *, limit: int) -> Batch:
        return Batch([], cursor)

    def wait(self, seconds: float) -> None:
        return None

    def transport_ids(self, cursor: Cursor) -> set[str]:
        return set()

    def close(self) -> None:
        return None

    def send(self, outgoing: Outgoing) -> Outcome:
        self.sent.append(outgoing)
        answer = self.answers.pop(0) if self.answers else Sent(f"post-{len(self.sent)}")
        if isinstance(answer, Exception):
            raise answer
        return answer

    def find_sent(self, outgoing: Outgoing) -> str | None:
        answer = self.found.pop(0) if self.found else None
        if isinstance(answer, Exception):
            raise answer
        return answer

    def keep_copy(self, outgoing: Outgoing) -> None:
        self.copies.append(outgoing)


@contextmanager
def platform(**given: object) -> Iterator[Scripted]:
    """Have a scripted platform among the connectors for the length of a test."""
    scripted = Scripted(**given)  # type: ignore[arg-type]
    connectors()[scripted.key] = scripted
    try:
        yield scripted
    finally:
        del connectors()[scripted.key]

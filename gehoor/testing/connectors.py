"""A connector that answers what a test tells it to, and remembers what it was given."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from gehoor.contracts.connector import (
    Account,
    Batch,
    Capabilities,
    Cursor,
    Field,
    IncomingMessage,
    OnUnknown,
    Reader,
    Sender,
    Threading,
)

FIELDS = (
    Field("address", "Address", "email"),
    Field("server", "Server"),
    Field("port", "Port", "number", default="993"),
    Field("safety", "Safety", "choice", default="tls", choices=(("tls", "TLS"), ("none", "None"))),
    Field("password", "Password", "secret"),
    Field("folder", "Folder", required=False, help="Leave empty when in doubt."),
)


@dataclass
class FakeReader:
    trouble: Exception | None
    is_closed: bool = False

    def fetch(self, cursor: Cursor, *, limit: int) -> Batch:
        if self.trouble:
            raise self.trouble
        return Batch(arrived=(), cursor={"limit": limit})

    def wait(self, seconds: float) -> None:
        """Nothing ever arrives."""

    def transport_ids(self, cursor: Cursor) -> set[str]:
        return set()

    def close(self) -> None:
        self.is_closed = True


@dataclass
class FakeConnector:
    """Set `trouble` to what its reader is to raise."""

    key: str = "fake"
    name: str = "Fake platform"
    fields: Sequence[Field] = FIELDS
    trouble: Exception | None = None
    accounts: list[Account] = field(default_factory=list)
    readers: list[FakeReader] = field(default_factory=list)

    def capabilities(self, account: Account) -> Capabilities:
        return Capabilities(on_unknown=OnUnknown.BLIND, threading=Threading.MAIL)

    def address(self, account: Account) -> str:
        return account.settings.get("address", "")

    def reader(self, account: Account) -> Reader:
        self.accounts.append(account)
        self.readers.append(FakeReader(self.trouble))
        return self.readers[-1]

    def sender(self, account: Account) -> Sender:
        raise AssertionError("Nothing may ask a fake platform for its sender.")

    def parse(self, raw: bytes) -> Sequence[IncomingMessage]:
        return ()

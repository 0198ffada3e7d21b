"""What a connector adds when its platform can push: it proves who sent, and takes it apart.

Optional. A connector that keeps this contract as well gets an address of its own for each channel;
whatever is pushed is read by the same `parse` as what is fetched, under the same transport ids.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Protocol, runtime_checkable

from gehoor.contracts.connector import Account, Arrived

PUSH_SECRET: Final = "push_secret"  # noqa: S105  (where it is kept, not what it is)
"""Among the account's secrets: the one we made, which the platform signs with. Platforms that sign
with a secret of their own ask for that by a field."""


class Forged(Exception):
    """Not proven to come from the platform: no signature, a wrong one, or one too old."""


class Malformed(Exception):
    """Cannot even be checked, or is about another account. The message says what is expected."""


@dataclass(frozen=True)
class Push:
    """One request of a platform, as it came."""

    headers: Mapping[str, str] = field(repr=False)
    """by their names in lower case"""
    body: bytes = field(repr=False)
    at: datetime
    """when it came, by our clock"""


@dataclass(frozen=True)
class Greeting:
    """What a platform wants to hear before it begins to push."""

    body: str = field(repr=False)
    media_type: str = "text/plain"


@runtime_checkable
class Receiver(Protocol):
    """The door for pushes. Neither method touches anything; what they return is stored, or said."""

    def receive(self, account: Account, push: Push) -> Sequence[Arrived]:
        """Check the signature over the raw body, and only then look into it.

        Raises Forged or Malformed. What is signed and yet makes no sense is returned whole, to be
        stored and shown as a failed delivery: a platform does not say it again for ever.
        """
        ...

    def greet(self, account: Account, asked: Mapping[str, str]) -> Greeting:
        """Answer the question a platform asks before it trusts an address. Raises Forged,
        Malformed. The answer must never be usable as the signature of a push."""
        ...

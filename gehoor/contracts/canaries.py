"""What a connector has whose platform lets an account write to itself, so that it comes in.

Only where what we write to ourselves comes in by the way by which citizens' messages come, and
nobody else sees it. Elsewhere it would prove nothing, or be a post for all to see.
"""

import re
from typing import Final, Protocol

from gehoor.contracts.connector import Connector, IncomingMessage, Outgoing

MARK: Final = "gehoor-canary-"
MARKED: Final = re.compile(MARK + r"([0-9a-f]{32})")


class Canaries(Protocol):
    """How a trial message is written, and known again."""

    def made(self, address: str, *, token: str, subject: str, text: str) -> Outgoing:
        """Return the message, from our address to our address, with the token in it."""
        ...

    def token_in(self, message: IncomingMessage, *, address: str) -> str:
        """Return the token that a message from our own address shows; empty: it shows none."""
        ...


def canaries_of(connector: Connector) -> Canaries | None:
    """Return how an account writes to itself, where the platform allows it (`canaries`)."""
    return getattr(connector, "canaries", None)

"""What a connector has whose platform gives access by sending an administrator to it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from gehoor.contracts.connector import Account, Connector, Secrets


@dataclass(frozen=True)
class ConsentState:
    """How it stands with the access a platform gave us."""

    is_given: bool
    until: datetime | None = None
    """when it ends unless somebody renews it, where that is known"""


class Consent(Protocol):
    """What a connector has whose platform gives access by sending an administrator to it."""

    def state(self, account: Account) -> ConsentState | None:
        """Tell how it stands; None for an account that needs no consent."""
        ...

    def address(self, account: Account, *, back: str, state: str, challenge: str) -> str:
        """Return where an administrator says yes; the platform then leads to `back`.

        Raises NotAllowed when the settings of the account cannot lead anywhere.
        """
        ...

    def redeem(self, account: Account, *, code: str, back: str, verifier: str) -> Secrets:
        """Return the secrets to store for the code the platform gave.

        Raises NotAllowed, Unreachable.
        """
        ...


def consent_of(connector: Connector) -> Consent | None:
    """Return how access is given, for a connector whose platform asks that (its `consent`)."""
    return getattr(connector, "consent", None)

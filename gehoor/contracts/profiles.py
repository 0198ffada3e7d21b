"""What a connector has whose platform lets us read what our account says about itself."""

from typing import Protocol

from gehoor.contracts.connector import Account, Connector
from gehoor.contracts.posts import Counting


class Profiles(Protocol):
    """The door to our own profile. Looking changes nothing at the platform."""

    longest: int
    """of what an account says about itself, as `counting` counts"""
    counting: Counting

    def read(self, account: Account) -> str:
        """Return what our account says about itself, as plain words.

        Raises NotAllowed, Unreachable.
        """
        ...


def profiles_of(connector: Connector) -> Profiles | None:
    """Return how our own profile is read, where the platform allows it (`profiles`)."""
    return getattr(connector, "profiles", None)

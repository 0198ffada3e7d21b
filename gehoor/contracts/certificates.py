"""What a connector may tell of the certificates of its servers. Optional."""

from collections.abc import Callable, Sequence

from gehoor.contracts.connector import Account, Connector
from gehoor.kit.certificates import Certificate

Ask = Callable[[Account], Sequence[Certificate]]
"""says nothing over the connection, and tells nothing of a server that is silent"""


def certificate_reader_of(connector: Connector) -> Ask | None:
    """Return how to learn until when they are good, for a connector that can (`certificates`)."""
    return getattr(connector, "certificates", None)

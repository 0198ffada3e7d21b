"""How a connector tells by where it found something that it was sent from our account elsewhere.

Only for platforms on which the words themselves do not prove it: in a mail anybody can claim to be
us, and only the folder it stood in cannot be claimed.
"""

from collections.abc import Callable

from gehoor.contracts.connector import Connector


def sent_elsewhere_of(connector: Connector) -> Callable[[str], bool] | None:
    """Return what tells it of a transport id (its optional `is_sent_elsewhere`)."""
    return getattr(connector, "is_sent_elsewhere", None)

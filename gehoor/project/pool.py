"""Shares few database connections between many threads, in the processes that have many."""

from django.db import connections

SECONDS_TO_WAIT = 5


def share_connections(most: int) -> None:
    """Let every thread of this process borrow from one pool of at most `most` connections.

    Each request has a thread of its own, which would otherwise open a connection of its own. Not
    a setting: a pool has threads, and the process that is copied into the others must have none.
    """
    own = connections.settings["default"]
    own["CONN_MAX_AGE"] = 0
    own["OPTIONS"]["pool"] = {"min_size": 1, "max_size": most, "timeout": SECONDS_TO_WAIT}

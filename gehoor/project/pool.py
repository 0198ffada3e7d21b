"""Shares few database connections between many threads, in the processes that have many."""

import os
import secrets

from django.db import connections

# Who asks for a page is told within two seconds that the database is away.
SECONDS_A_VISITOR_WAITS, SECONDS_A_JOB_WAITS = 1.5, 5.0
# The pool waits twice as long before each next try to connect, for as long as this. After a long
# outage the next try would be minutes away; so it gives up soon, and who needs a connection asks.
SECONDS_TO_KEEP_TRYING = 2.0


def share_connections(most: int, *, patience: float) -> None:
    """Let every thread of this process borrow from one pool of at most `most` connections.

    Each request has a thread of its own, which would otherwise open a connection of its own. Not
    a setting: a pool has threads, and the process that is copied into the others must have none.
    `patience` is how many seconds a thread waits for a connection.
    """
    own = connections.settings["default"]
    own["CONN_MAX_AGE"] = 0
    own["OPTIONS"]["pool"] = {
        "min_size": 1,
        "max_size": most,
        "timeout": patience,
        "reconnect_timeout": SECONDS_TO_KEEP_TRYING,
    }


def name_connections(process: str) -> None:
    """Let the database know which process its sessions are of; the name ends with the process.

    So those of one that is hung can be told from those of one that lives (`kit.locks`).
    """
    name = f"gehoor-{process}-{os.getpid()}-{secrets.token_hex(4)}"
    connections.settings["default"]["OPTIONS"]["application_name"] = name

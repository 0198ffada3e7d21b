"""A database for one command: the running one, or the embedded server started just for it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gehoor.project.embedded import Cluster
from gehoor.project.environment import APP_ROLE, OWNER_ROLE
from gehoor.project.lock import held, running
from gehoor.project.terminal import say


@contextmanager
def database_at_hand(place: Path, *, command: str) -> Iterator[None]:
    """Have a database for the block. Django may be set up only inside it: it reads the address."""
    if os.environ.get("DATABASE_URL"):
        yield
        return
    cluster = Cluster(place)
    os.environ["DATABASE_URL"] = cluster.url(APP_ROLE)
    os.environ["DATABASE_OWNER_URL"] = cluster.url(OWNER_ROLE)
    if running(place):
        yield
        return
    with held(place, address=command):
        try:
            cluster.start(say=say)
            yield
        finally:
            cluster.stop()

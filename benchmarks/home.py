"""A throw-away installation with its own database server, for one benchmark."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from django.core.management import call_command
from django.db import connections

from gehoor.project import keys
from gehoor.project.embedded import Cluster
from gehoor.project.environment import OWNER_ROLE


@contextmanager
def installation() -> Iterator[Cluster]:
    """Start a server with empty tables and point Django at it. Everything goes when it is left."""
    with tempfile.TemporaryDirectory(prefix="gehoor-bench-") as folder:
        home = Path(folder)
        home.chmod(0o711)
        keys.make_if_absent(home)
        cluster = Cluster(home)
        cluster.start()
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "gehoor.project.settings",
            "GEHOOR_HOME": folder,
            "GEHOOR_TESTING": "1",
            "DATABASE_URL": cluster.url(OWNER_ROLE),
            "DATABASE_OWNER_URL": cluster.url(OWNER_ROLE),
        }
        try:
            django.setup()
            call_command("migrate", verbosity=0)
            call_command("collectstatic", interactive=False, verbosity=0)
            yield cluster
        finally:
            connections.close_all()
            cluster.stop()


def server_of(cluster: Cluster) -> int:
    """Return the process id of the database server."""
    return int((cluster.data / "postmaster.pid").read_text().split("\n", 1)[0])

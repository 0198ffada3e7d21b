"""A database server of a test's own, to be broken: durable, and Django works on it meanwhile."""

import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from django.conf import settings
from django.db import connections

from gehoor.project.embedded import Cluster
from gehoor.project.environment import APP_ROLE, OWNER_ROLE, database
from gehoor.testing.installation import Installation, new_home

ADDRESS = ("NAME", "USER", "PASSWORD", "HOST", "PORT")


@dataclass
class OwnServer:
    """The server, and an installation that works on it."""

    cluster: Cluster
    installation: Installation
    settings: dict[str, str] = field(default_factory=dict)

    def stop_at_once(self) -> None:
        """End the server as a crash does: nothing is finished, sessions are cut."""
        command = [
            str(self.cluster.programs / "pg_ctl"), "stop", "-m", "immediate", "-w",
            "-D", str(self.cluster.data),
        ]  # fmt: skip
        user = self.cluster.server_user if os.getuid() == 0 else None
        subprocess.run(
            command, check=True, capture_output=True, cwd=self.cluster.base,
            user=user.pw_uid if user else None,
        )  # fmt: skip
        if self.cluster.process is not None:
            self.cluster.process.wait(30)

    def start(self) -> None:
        self.cluster.launch()
        self.cluster.wait_until_it_answers()

    def remove(self) -> None:
        if self.installation.process is not None and self.installation.process.poll() is None:
            os.killpg(self.installation.process.pid, signal.SIGINT)
            self.installation.process.wait(60)
        self.cluster.stop()
        self.installation.remove()
        shutil.rmtree(self.cluster.base, ignore_errors=True)
        shutil.rmtree(self.cluster.home, ignore_errors=True)


@contextmanager
def own_server(
    *,
    scale: float,
    prepare: Callable[[Cluster], object] = lambda _: None,
    surroundings: Mapping[str, str] = MappingProxyType({}),
    **given: str,
) -> Iterator[OwnServer]:
    """Make a server and tables on it; for the block Django uses both, as the tables' owner.

    `prepare` may change the server before there are tables, `surroundings` are what it finds in
    its environment; `given` are settings of the program.
    """
    cluster = Cluster(new_home(), shared_buffers="32MB", surroundings=surroundings)
    home = new_home()
    told = {
        "DATABASE_URL": cluster.url(APP_ROLE),
        "DATABASE_OWNER_URL": cluster.url(OWNER_ROLE),
        "GEHOOR_TESTING": "1",
        "GEHOOR_TIME_SCALE": str(scale),
        "GEHOOR_SECRET_KEY": settings.SECRET_KEY,
        "GEHOOR_VAULT_KEYS": " ".join(settings.VAULT_KEYS),
    }
    server = OwnServer(cluster, Installation(home, settings=told | given), told | given)
    try:
        cluster.start()
        prepare(cluster)
        migrated = server.installation.command("migrate")
        assert migrated.returncode == 0, migrated.stderr
        with django_on(cluster.url(OWNER_ROLE), home):
            yield server
    finally:
        server.remove()


@contextmanager
def django_on(url: str, home: Path) -> Iterator[None]:
    """Let Django, and the processes tests start, use another database and other attachments."""
    own: dict[str, object] = connections.settings["default"]
    before: Mapping[str, object] = {name: own[name] for name in ADDRESS}
    media, settings.MEDIA_ROOT = settings.MEDIA_ROOT, home / "attachments"
    connections.close_all()
    own.update({name: value for name, value in database(url, home).items() if name in ADDRESS})
    try:
        yield
    finally:
        connections.close_all()
        own.update(before)
        settings.MEDIA_ROOT = media


@contextmanager
def own_program(
    *, scale: float, prepare: Callable[[Cluster], object] = lambda _: None, **given: str
) -> Iterator[Installation]:
    """Run the whole program with its embedded database; for the block Django uses that, too.

    `prepare` may change what was made, before it starts.
    """
    told = {
        "GEHOOR_TESTING": "1",
        "GEHOOR_TIME_SCALE": str(scale),
        "GEHOOR_SECRET_KEY": settings.SECRET_KEY,
        "GEHOOR_VAULT_KEYS": " ".join(settings.VAULT_KEYS),
    }
    installation = Installation(new_home(), settings=told | given)
    try:
        migrated = installation.command("migrate")
        assert migrated.returncode == 0, migrated.stderr
        prepare(Cluster(installation.home))
        installation.start()
        with django_on(Cluster(installation.home).url(OWNER_ROLE), installation.home):
            yield installation
    finally:
        if installation.process is not None and installation.process.poll() is None:
            os.killpg(installation.process.pid, signal.SIGINT)
            installation.process.wait(60)
        shutil.rmtree(Cluster(installation.home).base, ignore_errors=True)
        installation.remove()

"""`gehoor run`: the database, web, worker and poller as one command that keeps them alive."""

import argparse
import gc
import os
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import FrameType

import django
from django.conf import settings

from gehoor.project import keys
from gehoor.project.doorway import open_doorway
from gehoor.project.embedded import Cluster
from gehoor.project.environment import APP_ROLE, OWNER_ROLE, Environment, home
from gehoor.project.lock import Held, held
from gehoor.project.supervisor import HUNG_AFTER, Child, Forked, Supervisor
from gehoor.project.terminal import Trouble, say

BESIDE_WEB = ("worker", "poll")
LEAST_PATIENCE = 20.0


@dataclass(frozen=True)
class Occasion:
    """What differs when it is no real installation that is started."""

    is_durable: bool = True
    """does the database have to outlive a crash of the machine?"""
    meanwhile: Callable[[], object] = lambda: None
    """what is done while the tables are made, because it needs none"""
    prepare: Callable[[], object] = lambda: None
    """what is done once the tables are there, before anybody is served"""
    greet: Callable[[str], object] = lambda _: None
    """what is said beside the address"""


def run(_: argparse.Namespace) -> int:
    """Start everything; return when somebody asked to stop and all has ended."""
    return keep_running(Occasion())


def keep_running(occasion: Occasion) -> int:
    """Start everything as the occasion wants it; return when all has ended."""
    place, env = home(), Environment()
    host, port = env.text("GEHOOR_HOST", "127.0.0.1"), env.number("GEHOOR_PORT", 8000)
    address = env.text("BASE_URL", f"http://localhost:{port}")
    asked = StopAsked()
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, asked)
    with held(place, address=address) as lock:
        keys.make_if_absent(place)
        keys.refuse_wrong(place)
        with (
            open_doorway(host, port) as doorway,
            _database(place, is_durable=occasion.is_durable) as server,
        ):
            _prepare(server, address, occasion)
            asked.obey()
            children = [_web(doorway, lock), *(_beside(n, doorway, lock) for n in BESIDE_WEB)]
            Supervisor(children, server=server, tell=lock.tell, hung_after=_patience()).run()
    say("Gehoor has stopped.")
    return 0


@dataclass
class StopAsked:
    """Ctrl-C while starting. Python drops an exception that falls in a callback; this does not."""

    is_so: bool = False

    def __call__(self, sign: int, frame: FrameType | None) -> None:
        self.is_so = True
        raise KeyboardInterrupt

    def obey(self) -> None:
        if self.is_so:
            raise KeyboardInterrupt


def _prepare(server: "Server | None", address: str, occasion: Occasion) -> None:
    """Make everything ready that the children share; they are copies of us, made after this."""
    # What is imported stays: looking for garbage meanwhile would only take time.
    gc.disable()
    # Django is imported while the database is made or starts. Its models cannot be imported before.
    django.setup()
    ready = import_module("gehoor.project.readiness")
    ready.refuse_undeclared()
    if server is not None:
        server.cluster.wait_until_it_answers(say=say)
        server.cluster.make_roles()
    link = ready.make_ready(occasion.prepare, meanwhile=occasion.meanwhile)
    # Nobody will free what was imported: left alone, its memory stays shared with the children.
    gc.collect()
    gc.freeze()
    gc.enable()
    # Children must not be able to act as the owner of the tables.
    os.environ.pop("DATABASE_OWNER_URL", None)
    say(f"Gehoor runs at {address} (Ctrl-C stops it).")
    occasion.greet(address)
    if link:
        say(f"There is no administrator yet. This link works once: {link}")


@contextmanager
def _database(place: Path, *, is_durable: bool) -> Iterator["Server | None"]:
    """Launch the embedded server, unless the settings name another; stop it whatever happens."""
    if os.environ.get("DATABASE_URL"):
        yield None
        return
    cluster = Cluster(place, is_durable=is_durable)
    os.environ["DATABASE_URL"] = cluster.url(APP_ROLE)
    os.environ["DATABASE_OWNER_URL"] = cluster.url(OWNER_ROLE)
    try:
        cluster.begin()
        yield Server(cluster)
    finally:
        cluster.stop(patience=1.5)


@dataclass
class Server:
    """The embedded database as a child: started again when it dies, stopped after the others."""

    cluster: Cluster
    name: str = "database"
    problem: str = ""
    beats: None = None
    orders: tuple[signal.Signals, ...] = (signal.SIGQUIT, signal.SIGKILL)

    @property
    def pid(self) -> int | None:
        return self.cluster.process.pid if self.cluster.process else None

    def start(self) -> None:
        self.problem = ""
        try:
            self.cluster.launch()
        except (Trouble, OSError) as problem:
            self.problem = str(problem)

    def has_ended(self) -> str:
        if self.problem or self.cluster.process is None:
            return self.problem or "it was not started"
        code = self.cluster.process.poll()
        return "" if code is None else f"it ended with {code}"

    def ask_to_stop(self) -> None:
        self._order(signal.SIGINT)

    def kill(self) -> None:
        """End it without a farewell; then without any doubt. What was committed stays."""
        self._order(self.orders[0])
        self.orders = self.orders[-1:]

    def _order(self, sign: signal.Signals) -> None:
        if self.cluster.process is not None:
            self.cluster.process.send_signal(sign)


def _patience() -> float:
    """Return how long a child may be silent. A busy machine keeps one waiting at any scale."""
    return max(HUNG_AFTER * settings.TIME_SCALE, LEAST_PATIENCE)


def _web(doorway: socket.socket, lock: Held) -> Child:
    def work(beat: Callable[[], None]) -> None:
        lock.leave()
        import_module("gehoor.project.commands.web").serve(doorway, beat=beat)

    return Forked("web", work)


def _beside(name: str, doorway: socket.socket, lock: Held) -> Child:
    def work(beat: Callable[[], None]) -> None:
        lock.leave()
        doorway.close()
        import_module(f"gehoor.project.commands.{name}").work(beat=beat)

    return Forked(name, work)

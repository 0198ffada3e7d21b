"""`gehoor poll`: fetches from every channel, and minds the clock."""

import argparse
import signal
import threading
from collections.abc import Callable

from gehoor.flows import health, polling
from gehoor.project.pool import name_connections
from gehoor.project.readiness import refuse_unless_ready
from gehoor.project.terminal import say


def run(_: argparse.Namespace) -> int:
    refuse_unless_ready()
    say("The poller looks at every channel.")
    work()
    return 0


def work(*, beat: Callable[[], object] = lambda: None) -> None:
    """Poll until asked to stop."""
    name_connections("poll")
    stop = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: stop.set())
    with health.pulse("poll"):
        polling.run(stop, beat)

"""`gehoor migrate`: brings the tables up to date as their owner."""

import argparse
import os
from contextlib import ExitStack
from importlib import import_module

import django

from gehoor.project import keys
from gehoor.project.embedded import Cluster
from gehoor.project.environment import APP_ROLE, OWNER_ROLE, home
from gehoor.project.lock import held, running
from gehoor.project.terminal import say


def run(_: argparse.Namespace) -> int:
    """Migrate; the embedded server is started for it when nobody runs it."""
    place = home()
    keys.make_if_absent(place)
    keys.refuse_wrong(place)
    with ExitStack() as stack:
        if not os.environ.get("DATABASE_URL"):
            cluster = Cluster(place)
            os.environ["DATABASE_URL"] = cluster.url(APP_ROLE)
            os.environ["DATABASE_OWNER_URL"] = cluster.url(OWNER_ROLE)
            if not running(place):
                stack.enter_context(held(place, address="gehoor migrate"))
                stack.callback(cluster.stop)
                cluster.start(say=say)
        # The settings read the addresses above, so Django is set up only now.
        django.setup()
        changed = import_module("gehoor.project.schema").migrate()
    say("The tables are up to date now." if changed else "The tables were up to date already.")
    return 0

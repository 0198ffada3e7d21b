"""`gehoor migrate`: brings the tables up to date as their owner."""

import argparse
from importlib import import_module

import django

from gehoor.project import keys
from gehoor.project.environment import home
from gehoor.project.standby import database_at_hand
from gehoor.project.terminal import say


def run(_: argparse.Namespace) -> int:
    """Migrate; the embedded server is started for it when nobody runs it."""
    place = home()
    keys.make_if_absent(place)
    keys.refuse_wrong(place)
    with database_at_hand(place, command="gehoor migrate"):
        # The settings read the addresses of the database, so Django is set up only now.
        django.setup()
        changed = import_module("gehoor.project.schema").migrate()
    say("The tables are up to date now." if changed else "The tables were up to date already.")
    return 0

"""`gehoor restore FILE`: puts a backup back, all of it or nothing; replies are held."""

import argparse
from contextlib import ExitStack
from importlib import import_module
from pathlib import Path
from typing import Any

import django

from gehoor.project import keys
from gehoor.project.backup import archive, locked_keys
from gehoor.project.environment import home
from gehoor.project.lock import running
from gehoor.project.standby import database_at_hand
from gehoor.project.terminal import say


def run(options: argparse.Namespace) -> int:
    """Restore; return 0 only when everything is back."""
    place = home()
    if running(place):
        raise archive.NotUsable(f"Gehoor runs in {place}. Stop it first; nothing was changed.")
    found = archive.opened(Path(options.file))
    say(f"The backup of {found.begin['made_at']}, by Gehoor {found.begin['version']}, is whole.")
    with ExitStack() as stack:
        if options.with_keys:
            locked = found.find(locked_keys.NAME)
            stack.enter_context(locked_keys.put_back(locked, place))
        keys.make_if_absent(place)
        keys.refuse_wrong(place)
        stack.enter_context(database_at_hand(place, command="gehoor restore"))
        # The settings read the addresses of the database, so Django is set up only now.
        django.setup()
        restoring = import_module("gehoor.project.backup.restoring")
        restored = restoring.restore(found, replace=options.replace, say=say)
    _tell(restored)
    return 0


def _tell(restored: Any) -> None:
    say(f"Restored: {restored.rows} rows and {restored.files} attachments.")
    say(
        f"{restored.held.replies} replies that were not settled are held: nothing is sent until an "
        "administrator decides, in Gehoor under Set up, Held back after a restore."
    )
    say(
        f"{restored.held.channels} channels listen now; an administrator makes them live again "
        "once they are the only ones that answer."
    )
    if restored.held.locked_channels:
        say(
            f"The passwords of {restored.held.locked_channels} channels cannot be read with the "
            "keys of this installation. Put the keys back, or enter the passwords again."
        )
    if restored.kept_as:
        say(f"What was there is kept in the schema {restored.kept_as} of the database.")

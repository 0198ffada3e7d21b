"""`gehoor backup FILE`: everything of this installation in one file, while it runs."""

import argparse
from importlib import import_module
from pathlib import Path

import django

from gehoor.project import keys
from gehoor.project.backup import locked_keys
from gehoor.project.environment import home
from gehoor.project.standby import database_at_hand
from gehoor.project.terminal import complain, say


def run(options: argparse.Namespace) -> int:
    """Make the backup; exit code 1 also when it was made but attachments were missing."""
    place = home()
    keys.refuse_wrong(place)
    locked = locked_keys.lock(place) if options.with_keys else b""
    with database_at_hand(place, command="gehoor backup"):
        django.setup()
        making = import_module("gehoor.project.backup.making")
        made = making.make(Path(options.file), locked_keys=locked, say=say)
    say(
        f"{options.file} holds {made.rows} rows and {made.files} attachments, "
        f"{made.size / 1_000_000:.1f} MB, {'with' if locked else 'without'} the keys."
    )
    if made.missing:
        complain(f"{made.missing} attachments are named by messages but are not on disk any more.")
    return 1 if made.missing else 0

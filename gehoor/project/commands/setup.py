"""`gehoor setup FILE`: sets up as the pages do, from a file."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from gehoor.flows import setup_from_file
from gehoor.project import schema
from gehoor.project.setup_file import read
from gehoor.project.terminal import Trouble, say


class NotSetUp(Trouble):
    """The file could not be brought about, and nothing was changed."""


def run(options: argparse.Namespace) -> int:
    """Say what was (or with --check would be) changed, one line each."""
    wanted = read(Path(options.file))
    schema.refuse_unless_current()
    try:
        if options.check:
            return _tell(setup_from_file.compare(wanted), "would be")
        brought = setup_from_file.bring_about(wanted)
    except setup_from_file.NotBroughtAbout as problem:
        raise NotSetUp(f"{options.file}: {problem} Nothing was changed.") from problem
    _tell(brought.changes, "was" if len(brought.changes) < 2 else "were")
    for email, link in brought.links:
        say(f"The link for {email} works once, for 48 hours: {link}")
    return 0


def _tell(changes: Sequence[str], verb: str) -> int:
    for line in changes:
        say(line)
    if not changes:
        say(f"Nothing {verb} changed.")
    else:
        say(f"{len(changes)} {'thing' if len(changes) == 1 else 'things'} {verb} changed.")
    return 0

"""`gehoor export FILE`: everything in an open format that others can read."""

import argparse
import getpass
import os
from importlib import import_module
from pathlib import Path

import django

from gehoor.project import keys
from gehoor.project.environment import home
from gehoor.project.standby import database_at_hand
from gehoor.project.terminal import Trouble, complain, say


class NotExported(Trouble):
    """There is no export."""


def run(options: argparse.Namespace) -> int:
    """Write the export; exit code 1 also when it was written but attachments were missing."""
    reason = (options.reason or "").strip()
    if not reason:
        raise NotExported("Say why with --reason: it stands in the log. Nothing was written.")
    place = home()
    keys.refuse_wrong(place)
    with database_at_hand(place, command="gehoor export"):
        django.setup()
        import_module("gehoor.project.schema").refuse_unless_current()
        _ask(reason, alone=options.alone)
        exporting = import_module("gehoor.flows.portable.exporting")
        try:
            exported = exporting.export(Path(options.file), say=say)
        except FileExistsError as error:
            raise NotExported(f"{options.file} exists already. Nothing was overwritten.") from error
        except OSError as error:
            said = error.strerror or error
            raise NotExported(f"{options.file} could not be written: {said}.") from error
    say(f"{options.file} holds {sum(exported.counts.values())} records, {exported.files} files.")
    if exported.missing:
        complain(f"{exported.missing} attachments are named by messages but are not on disk.")
    return 1 if exported.missing else 0


def _ask(reason: str, *, alone: bool) -> None:
    leaving = import_module("gehoor.flows.portable.leaving")
    try:
        leaving.begin(reason=reason, account=_account(), alone=alone)
    except leaving.AgreementNeeded as needed:
        raise NotExported(f"{leaving.words_for_who_waits()} Nothing was written.") from needed


def _account() -> str:
    """Return who runs this, as the server knows them; behind sudo, who they were before it."""
    try:
        return os.getlogin()
    except OSError:
        pass  # there is no terminal, as in a timer of the system
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())

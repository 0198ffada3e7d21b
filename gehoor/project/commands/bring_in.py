"""`gehoor import FILE`: an export of Gehoor, or with --mailbox an older mailbox into a channel."""

import argparse
from importlib import import_module
from pathlib import Path

import django

from gehoor.kit.mailboxes import NoMailbox, mails_in
from gehoor.project import keys
from gehoor.project.environment import home
from gehoor.project.standby import database_at_hand
from gehoor.project.terminal import Trouble, complain, say


class NotImported(Trouble):
    """Nothing was imported, or not all of it; the message says what."""


def run(options: argparse.Namespace) -> int:
    place, file = home(), Path(options.file)
    keys.refuse_wrong(place)
    with database_at_hand(place, command="gehoor import"):
        django.setup()
        import_module("gehoor.project.schema").refuse_unless_current()
        return _mailbox(file, options.mailbox) if options.mailbox else _export(file)


def _export(file: Path) -> int:
    portable = import_module("gehoor.flows.portable.importing")
    try:
        imported = portable.bring_in(file, say=say)
    except portable.Refused as problem:
        raise NotImported(str(problem)) from problem
    if imported.was_here:
        say("This export was imported here before. Nothing was brought in.")
        return 0
    say(f"Imported: {sum(imported.counts.values())} records and {imported.files} files.")
    if imported.held:
        say(f"{imported.held} replies that were on their way are held; an administrator decides.")
    if imported.counts["channels"]:
        say("The channels only listen, and need their passwords.")
    if imported.counts["people"]:
        say("Colleagues have no password yet: invite them again, under Set up, People.")
    return 0


def _mailbox(file: Path, name: str) -> int:
    """Bring a mailbox in; exit code 1 when a mail of it could not be read."""
    history = import_module("gehoor.flows.history")
    found = import_module("gehoor.channels.queries").channels_called(name)
    if len(found) != 1:
        raise NotImported(
            f"There {'are several channels' if found else 'is no channel'} named {name}. "
            "Nothing was imported. The number at the end of a channel's address will do, too."
        )
    try:
        brought = history.bring_in(found[0], mails_in(file), say=say)
    except (NoMailbox, history.NoMailChannel) as problem:
        raise NotImported(f"{problem} Nothing was imported.") from problem
    except OSError as error:
        raise NotImported(
            f"{file} cannot be read any further: {error.strerror or error}. What came before is "
            "imported; do it again, and what is there is passed over."
        ) from error
    known = brought.found - brought.new
    say(f"{brought.found} mails: {brought.new} are new, {known} were here already.")
    if brought.failed:
        complain(f"{brought.failed} could not be read. A colleague finds them as not processed.")
    return 1 if brought.failed else 0

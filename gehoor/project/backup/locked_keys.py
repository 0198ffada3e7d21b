"""The keys of an installation inside a backup: only when asked for, and locked with a passphrase.

The passphrase comes from a person at a terminal, or from a file; never from the command line,
where everybody on the machine could read it.
"""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from getpass import getpass
from pathlib import Path

from gehoor.kit import passphrase as kit
from gehoor.project import keys
from gehoor.project.backup.archive import NotMade, NotUsable
from gehoor.project.terminal import Trouble

NAME = "keys.locked"
PURPOSE = "gehoor backup keys"
VAULT = "GEHOOR_VAULT_KEYS"


class NoPassphrase(Trouble):
    """Nobody gave a passphrase that can be used."""


def lock(home: Path) -> bytes:
    """Return the keys of this installation, locked."""
    found = {name: keys.read(name, home) for name in keys.FILES}
    try:
        return kit.lock(json.dumps(found).encode(), _passphrase(twice=True), purpose=PURPOSE)
    except kit.TooShort as error:
        raise NotMade(f"{error} Nothing was written.") from error


@contextmanager
def put_back(locked: bytes, home: Path) -> Iterator[None]:
    """Put the keys of a backup beside those that are there; when the block fails, undo it."""
    if not locked:
        raise NotUsable("There are no keys in this backup. Leave --with-keys out.")
    try:
        found = json.loads(kit.unlock(locked, _passphrase(twice=False), purpose=PURPOSE))
    except kit.WrongPassphrase as error:
        raise NotUsable("This passphrase does not open the keys. Nothing was changed.") from error
    _refuse_unless_known_to_environment(found.get(VAULT, ""))
    files = [home / "keys" / name for name in keys.FILES.values()]
    before = {file: file.read_text() for file in files if file.exists()}
    keys.add(home, found)
    try:
        yield
    except BaseException:
        for file in files:
            file.unlink(missing_ok=True)
            if file in before:
                keys.write(file, before[file].strip())
        raise


def _refuse_unless_known_to_environment(restored: str) -> None:
    """Keys that come from the environment are not ours to change."""
    own = os.environ.get(VAULT, "")
    if own and not set(restored.split()) <= set(own.split()):
        raise NotUsable(
            f"The keys of this installation come from {VAULT}, which lacks those of the backup. "
            "Unset it for this command, so that they are put in the file, or add them to it and "
            "leave --with-keys out. Nothing was changed."
        )


def _passphrase(*, twice: bool) -> str:
    if file := os.environ.get("GEHOOR_BACKUP_PASSPHRASE_FILE"):
        return _from_file(Path(file))
    if not sys.stdin.isatty():
        raise NoPassphrase(
            "The keys need a passphrase. Type it at a terminal, or name a file that holds it with "
            "GEHOOR_BACKUP_PASSPHRASE_FILE."
        )
    typed = getpass("Passphrase for the keys: ")
    if twice and typed != getpass("Once more: "):
        raise NoPassphrase("The two were not the same. Nothing was done.")
    return typed


def _from_file(file: Path) -> str:
    try:
        lines = file.read_text().splitlines()
    except OSError as error:
        raise NoPassphrase(f"{file} cannot be read: {error.strerror}.") from error
    return lines[0] if lines else ""

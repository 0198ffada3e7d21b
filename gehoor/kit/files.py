"""Files that people send, kept in a folder under the hash of their content.

What is stored never gets a name somebody else chose, so no name can do harm.
"""

import contextlib
import errno
import os
import re
import tempfile
import unicodedata
from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from gehoor.kit import failpoints
from gehoor.kit.disk import Room, room

HASH = re.compile(r"[0-9a-f]{64}", re.ASCII)
LONGEST_NAME = 120
FULL = (errno.ENOSPC, errno.EDQUOT)
# Not allowed in a file name by one system or another, or able to run in a shell.
FORBIDDEN = re.compile(r'[\\/:*?"<>|;%$`\']')
# Windows opens a device under these names, whatever the ending.
RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)


class NoRoom(Exception):
    """The disk is full; nothing was stored, and nothing half."""


class NotStored(Exception):
    """There is no stored file with this hash."""


def store(content: bytes) -> str:
    """Keep `content` for good and return its hash; storing the same again changes nothing.

    When this returns, the file survives a power cut: call it before the row that names it. Raises
    NoRoom.
    """
    try:
        return _store(content)
    except OSError as error:
        if error.errno in FULL:
            raise NoRoom from error
        raise


def _store(content: bytes) -> str:
    name = sha256(content).hexdigest()
    place = _place(name)
    _make_folders(place.parent)
    if not _is_kept_on(place):
        _write(place, content)
    # Also when it was there: whoever wrote it may not have come this far.
    _sync_folder(place.parent)
    return name


def _is_kept_on(place: Path) -> bool:
    """Is it there already? Then it counts as stored just now, so that `forget` leaves it."""
    try:
        os.utime(place)
    except FileNotFoundError:
        return False
    return True


def forget(name: str, *, before: datetime) -> bool:
    """Remove a file that nobody names any more; False, and nothing is done, if somebody stored it
    since `before`: their row is still to come.

    Set aside first and judged then, so that who stores it at this very moment either sees it gone
    and writes it anew, or is seen here. One at a time.
    """
    place = _place(name)
    aside = place.with_name(f"unfinished-{name}")
    with contextlib.suppress(FileNotFoundError):
        place.rename(aside)
    try:
        stored_at = aside.stat().st_mtime
    except FileNotFoundError:
        return True
    if stored_at >= before.timestamp():
        aside.rename(place)
        return False
    aside.unlink()
    return True


def is_stored(name: str) -> bool:
    return _place(name).exists()


def bring_back(name: str, pieces: Iterable[bytes]) -> None:
    """Keep the file that `store` once returned `name` for; raises NotStored if it is another.

    It is not synced to disk one by one: whoever brings many back calls `os.sync` at the end.
    """
    place = _place(name)
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, unfinished = tempfile.mkstemp(dir=place.parent, prefix="unfinished-")
    found = sha256()
    try:
        with os.fdopen(handle, "wb") as file:
            for piece in pieces:
                found.update(piece)
                file.write(piece)
        if found.hexdigest() != name:
            raise NotStored(name)
        Path(unfinished).rename(place)
    finally:
        Path(unfinished).unlink(missing_ok=True)


def take_away(name: str) -> None:
    """Remove a file that was brought back for nothing."""
    _place(name).unlink(missing_ok=True)


def room_left() -> Room:
    """Return what there is room for now, on the disks we fill."""
    return room([Path(settings.MEDIA_ROOT), *settings.DISK_FOLDERS], settings.DISK_LIMITS)


def open_stored(name: str) -> BinaryIO:
    """Open what `store` returned `name` for."""
    try:
        return _place(name).open("rb")
    except FileNotFoundError as error:
        raise NotStored(name) from error


def safe_name(name: str) -> str:
    """Return a file name that is safe to offer to a person; empty when nothing is left of it.

    Signs that hide or reorder others go first, so that no later step undoes an earlier one.
    """
    visible = "".join(
        letter
        for letter in unicodedata.normalize("NFKC", name)
        if unicodedata.category(letter)[0] != "C" and letter not in "\u2028\u2029"
    )
    plain = " ".join(FORBIDDEN.sub("_", visible).split()).strip(" .")
    if len(plain) > LONGEST_NAME:
        stem, ending = os.path.splitext(plain)
        ending = ending[:20]
        plain = (stem[: LONGEST_NAME - len(ending)] + ending).strip(" .")
    return f"_{plain}" if RESERVED.fullmatch(plain) else plain


def _place(name: str) -> Path:
    """Return where `name` is kept. Anything but a hash is refused, so no path can be smuggled."""
    if not HASH.fullmatch(name):
        raise NotStored(name)
    return Path(settings.MEDIA_ROOT) / name[:2] / name[2:4] / name


def _make_folders(folder: Path) -> None:
    """Make `folder` and what is above it, and see to it that each is written down."""
    if folder.is_dir():
        return
    _make_folders(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    _sync_folder(folder.parent)


def _write(place: Path, content: bytes) -> None:
    handle, unfinished = tempfile.mkstemp(dir=place.parent, prefix="unfinished-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        _give_name(Path(unfinished), place)
    except OSError:
        Path(unfinished).unlink(missing_ok=True)
        raise


@failpoints.around("file.rename")
def _give_name(unfinished: Path, place: Path) -> None:
    unfinished.rename(place)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

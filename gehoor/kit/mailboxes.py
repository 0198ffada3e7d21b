"""Mails out of a mailbox on disk, one at a time: an mbox, a Maildir, or a folder of .eml files."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

# In an mbox a mail begins after an empty line, with a sender, a time and a year; mail programs
# differ in whether they mark a line inside a mail that begins alike.
SEPARATOR: Final = re.compile(rb"From \S+.*\d\d:\d\d.*\d{4}")
MARKED: Final = re.compile(rb">+From ")
# What mail programs write into a mail while they keep it; the same mail elsewhere lacks it.
KEPT: Final = re.compile(
    rb"^(?:Status|X-Status|X-Keywords|X-UID|X-UIDL|X-IMAP|X-IMAPbase|X-Mozilla-\w+|X-Gmail-Labels"
    rb"|X-GM-THRID|Content-Length|Lines):[^\n]*\n(?:[ \t][^\n]*\n)*",
    re.IGNORECASE | re.MULTILINE,
)
LINE_END: Final = re.compile(rb"\r?\n")
END_OF_HEAD: Final = re.compile(rb"\r?\n\r?\n")
PIECE: Final = 65_536
MOST: Final = 35_000_001
"""bytes; one more than a mail may have, so that who reads it sees that it is too large"""


class NoMailbox(Exception):
    """This is no mailbox. The message says what is expected."""


def mails_in(place: Path, *, most: int = MOST) -> Iterator[bytes]:
    """Return every mail as it came over the line, oldest first as far as the mailbox tells."""
    if place.is_dir():
        for path in _files(place):
            with path.open("rb") as file:
                yield _as_received(file.read(most), most)
        return
    try:
        with place.open("rb") as file:
            for mail in _mbox(file, most):
                yield _as_received(mail, most)
    except FileNotFoundError as error:
        raise NoMailbox(f"There is no file or folder {place}.") from error


def _files(folder: Path) -> list[Path]:
    parts = [folder / name for name in ("cur", "new") if (folder / name).is_dir()]
    found = [
        path
        for part in parts or [folder]
        for path in map(Path, os.scandir(part))
        if path.is_file() and not path.is_symlink() and (parts or path.suffix.lower() == ".eml")
    ]
    if not parts and not found:
        raise NoMailbox(f"{folder} is no Maildir (it has no cur and new), and holds no .eml files.")
    # The name of a mail in a Maildir begins with the moment it was delivered.
    return sorted(found, key=lambda path: path.name)


def _mbox(file: BinaryIO, most: int) -> Iterator[bytes]:
    gathered: list[bytes] = []
    size, begun, after_empty = 0, False, True
    while line := file.readline(PIECE):
        if after_empty and SEPARATOR.match(line):
            if begun:
                yield _without_last_line(b"".join(gathered))
            gathered, size, begun, after_empty = [], 0, True, False
            continue
        if not begun:
            raise NoMailbox(
                "This is no mbox: it does not begin with a line like "
                "`From a@b Wed Nov 25 10:00:00 2026`."
            )
        after_empty = line in (b"\n", b"\r\n")
        if size < most:
            gathered.append(line[1:] if MARKED.match(line) else line)
            size += len(line)
    if begun:
        yield _without_last_line(b"".join(gathered))


def _without_last_line(mail: bytes) -> bytes:
    """An mbox puts an empty line after every mail."""
    return re.sub(rb"(\r?\n)\r?\n\Z", rb"\1", mail)


def _as_received(mail: bytes, most: int) -> bytes:
    """Return the mail without what its keeper added, so that it is equal wherever it was kept."""
    end = END_OF_HEAD.search(mail)
    head = mail[: end.end()] if end else mail
    body = mail[len(head) :]
    whole = KEPT.sub(b"", head) + body
    return LINE_END.sub(b"\r\n", whole)[:most]

"""Which folder of a mailbox holds what was sent from it: marked so (RFC 6154), or called so."""

import imaplib
from collections.abc import Sequence
from typing import Final

from imap_tools.folder import FolderInfo
from imap_tools.mailbox import BaseMailBox

MARK: Final = "\\sent"
# What mail programs call it, in English and in Dutch; the likeliest first.
NAMES: Final = (
    "sent", "sent items", "sent messages", "sent mail",
    "verzonden items", "verzonden berichten", "verzonden",
)  # fmt: skip
# Some servers tell what a folder is for only when they are asked (RFC 6154, 2).
ASKED_FOR_MARKS: Final = b'"*" RETURN (SPECIAL-USE)'


def sent_folder_of(mailbox: BaseMailBox) -> str:
    """Return the folder the server itself marks as Sent, or else one called so, or nothing."""
    folders = mailbox.folder.list()
    return _marked(folders) or _marked(_with_marks(mailbox)) or _called_so(folders)


def _with_marks(mailbox: BaseMailBox) -> Sequence[FolderInfo]:
    """Ask by the extension. What a server can do is told only after the log-in, so it is tried."""
    try:
        return mailbox.folder.list(search_args=ASKED_FOR_MARKS)  # type: ignore[arg-type]
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error:
        return ()


def _marked(folders: Sequence[FolderInfo]) -> str:
    return next(
        (str(each.name) for each in folders if MARK in {flag.lower() for flag in each.flags}), ""
    )


def _called_so(folders: Sequence[FolderInfo]) -> str:
    """Return the one with the likeliest name, at the top or right below the inbox."""
    called: dict[str, str] = {}
    for each in folders:
        above, _, name = str(each.name).rpartition(each.delim or "/")
        if above.upper() in {"", "INBOX"}:
            called.setdefault(name.casefold(), str(each.name))
    return next((called[name] for name in NAMES if name in called), "")

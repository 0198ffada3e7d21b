"""Reads a mailbox over IMAP and leaves it as it was: EXAMINE and PEEK only.

The cursor holds, per folder, UIDVALIDITY and the last UID stored. When UIDVALIDITY changes all
UIDs are new, so the whole folder is read again (from the day we first connected); what we already
had is recognised by its content. The folder of sent mail is read when the administrator wants so,
from then on; whatever is wrong with it, the inbox goes on.
"""

import imaplib
import re
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, timedelta
from time import monotonic, sleep
from typing import Any, Final

from imap_tools.errors import ImapToolsError
from imap_tools.mailbox import BaseMailBox

from gehoor.connectors.email.folders import sent_folder_of
from gehoor.connectors.email.servers import NO_ANSWER, Server, hang_up, open_mailbox
from gehoor.contracts.connector import Arrived, Batch, Cursor, Unreachable
from gehoor.kit import failpoints
from gehoor.kit.text import N_

INBOX: Final = "INBOX"
SENT: Final = "sent"
"""what the folder of sent mail is called in cursors and transport ids, whatever its name"""
# One more than is ever parsed: a larger mail is stored cut, and fails visibly as too large.
MAX_BYTES: Final = 35_000_001
BATCH_BYTES: Final = 40_000_000
# RFC 2177: servers may drop an IDLE of half an hour.
IDLE_SECONDS: Final = 25 * 60
LOOK_SECONDS: Final = 5
MONTHS: Final = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
# Servers date mail by their own clock, which may be days behind ours. Reading some days too many
# shows some older mail once, and only when all UIDs become new; reading too few would lose mail.
GRACE_DAYS: Final = 4
UID: Final = re.compile(rb"\bUID (\d+)")
SIZE: Final = re.compile(rb"\bRFC822\.SIZE (\d+)")
LITERAL: Final = re.compile(rb"\{(\d+)\}$")
CUT_OFF: Final = N_("The connection with the mail server broke while it handed over mail.")
NO_FOLDER: Final = N_("The mail server did not open the inbox.")
NO_SENT_FOLDER: Final = N_(
    "The inbox is read. The mail server names no folder of sent mail, so answers sent outside "
    "Gehoor are not seen. Fill in its name with this channel."
)
SENT_IS_INBOX: Final = N_(
    "The inbox is read. It is filled in as the folder of sent mail too, so answers sent outside "
    "Gehoor are not seen. Fill in another folder, or none."
)
SENT_NOT_OPENED: Final = N_(
    "The inbox is read. The mail server does not let the folder of sent mail be read, so answers "
    "sent outside Gehoor are not seen. Is this its name, and may it be read?"
)
SENT_CUT_OFF: Final = N_(
    "The inbox is read. Reading the folder of sent mail was broken off; it is tried again."
)


class SentNotRead(Exception):
    """The folder of sent mail cannot be read. The message says why and what to do."""


@dataclass(frozen=True)
class Place:
    """Where we stand in one folder."""

    uidvalidity: int
    uid: int
    """everything up to here is stored"""
    after: int
    """the UID at which we began; older mail was never ours to read"""
    since: str
    """the day from which mail counts when all UIDs are new, as an ISO date"""
    rescan_to: int = 0
    """up to here only mail since that day counts, because the UIDs say nothing about age"""
    folder: str = INBOX


class MailReader:
    """The reading door of one mailbox. Keeps its connection between calls."""

    def __init__(
        self,
        server: Server,
        *,
        days_back: int = 0,
        now: datetime | None = None,
        sent_folder: str | None = None,
    ) -> None:
        self.server = server
        self.days_back = days_back
        self.opened_at = now or datetime.now(UTC)
        self.sent_folder = sent_folder
        """None: it is left alone; empty: the one the server names"""
        self.sent_found = ""
        self.mailbox: BaseMailBox | None = None
        self.next_uid = 0
        """UIDNEXT of the inbox when we last fetched, to notice what came until we wait"""

    def fetch(self, cursor: Cursor, *, limit: int) -> Batch:
        with self.inbox() as mailbox:
            batch = self.read(mailbox, INBOX, cursor, limit)
        if self.sent_folder is None:
            return batch
        stays = {key: place for key, place in cursor.items() if key == SENT}
        if batch.arrived or batch.has_more:
            # First what others wrote, so that an answer finds what it answers.
            return replace(batch, cursor={**stays, **batch.cursor}, has_more=True)
        sent = self.fetch_sent(cursor, limit)
        return replace(sent, cursor={**stays, **batch.cursor, **sent.cursor})

    def fetch_sent(self, cursor: Cursor, limit: int) -> Batch:
        """Return what was sent from this mailbox; what is wrong with its folder is told."""
        try:
            with self.connection() as mailbox:
                return self.read(mailbox, self.open_sent(mailbox), cursor, limit)
        except SentNotRead as why:
            self.sent_found = ""
            return Batch([], {}, told=str(why))
        except Unreachable:
            return Batch([], {}, told=SENT_CUT_OFF)

    def read(self, mailbox: BaseMailBox, folder: str, cursor: Cursor, limit: int) -> Batch:
        """Return what is new in the folder that is open."""
        place = self.place_now(mailbox, folder, cursor)
        uids = uids_after(mailbox, place)
        chosen = within_bytes(sizes_of(mailbox, uids[:limit]))
        mails = mails_of(mailbox, chosen)
        mails |= withheld(mailbox, folder, set(chosen) - set(mails))
        arrived = [Arrived(transport_id(place, uid), mails[uid]) for uid in sorted(mails)]
        reached = chosen[-1] if chosen else place.uid
        moved = {key_of(folder): asdict(replace(place, uid=reached))}
        return Batch(arrived, moved, has_more=len(chosen) < len(uids))

    def wait(self, seconds: float) -> None:
        """Listen for new mail; a server that cannot tell is asked every few seconds."""
        with self.inbox() as mailbox:
            _, next_uid = folder_numbers(mailbox, INBOX)
            if self.next_uid not in {0, next_uid}:
                return  # it came between the last fetch and now
            if "IDLE" in mailbox.client.capabilities:
                listen(mailbox, min(seconds, IDLE_SECONDS))
            else:
                look_now_and_then(mailbox, until=monotonic() + seconds)

    def transport_ids(self, cursor: Cursor) -> set[str]:
        ids: set[str] = set()
        if INBOX in cursor:
            with self.inbox() as mailbox:
                ids |= self.ids_in(mailbox, INBOX, cursor)
        if SENT in cursor and self.sent_folder is not None:
            with suppress(SentNotRead, Unreachable), self.connection() as mailbox:
                ids |= self.ids_in(mailbox, self.open_sent(mailbox), cursor)
        return ids

    def ids_in(self, mailbox: BaseMailBox, folder: str, cursor: Cursor) -> set[str]:
        place = self.place_now(mailbox, folder, cursor)
        uids = uids_after(mailbox, replace(place, uid=place.after))
        return {transport_id(place, uid) for uid in uids if uid <= place.uid}

    def close(self) -> None:
        if self.mailbox:
            hang_up(self.mailbox)
            self.mailbox = None

    @contextmanager
    def inbox(self) -> Iterator[BaseMailBox]:
        """Give the open inbox."""
        with self.connection() as mailbox:
            mailbox.folder.set(INBOX, readonly=True)
            yield mailbox

    def open_sent(self, mailbox: BaseMailBox) -> str:
        """Open the folder of sent mail and return its name. Raises SentNotRead."""
        name = self.sent_folder or self.sent_found or sent_folder_of(mailbox)
        if not name:
            raise SentNotRead(NO_SENT_FOLDER)
        if name.upper() == INBOX:
            raise SentNotRead(SENT_IS_INBOX)
        try:
            mailbox.folder.set(name, readonly=True)
        except imaplib.IMAP4.abort:
            raise
        except (ImapToolsError, imaplib.IMAP4.error) as error:
            raise SentNotRead(f"{SENT_NOT_OPENED}\n{name}") from error
        self.sent_found = name
        return name

    @contextmanager
    def connection(self) -> Iterator[BaseMailBox]:
        """Give the mailbox; any trouble closes the connection, so the next call starts clean."""
        try:
            if self.mailbox is None:
                self.mailbox = open_mailbox(self.server)
            yield self.mailbox
        except Unreachable:
            self.close()
            raise
        except ImapToolsError as error:
            self.close()
            raise Unreachable(NO_FOLDER) from error
        except (OSError, ssl.SSLError, imaplib.IMAP4.error) as error:
            self.close()
            raise Unreachable(NO_ANSWER) from error

    def place_now(self, mailbox: BaseMailBox, folder: str, cursor: Cursor) -> Place:
        """Return our place in the folder that is open, under its present UIDVALIDITY."""
        uidvalidity, next_uid = folder_numbers(mailbox, folder)
        if folder == INBOX:
            self.next_uid = next_uid
        stored = Place(**cursor[key_of(folder)]) if key_of(folder) in cursor else None
        if stored is None or stored.folder != folder:
            days_back = self.days_back if folder == INBOX else 0
            first = self.first_place(mailbox, uidvalidity, next_uid, days_back)
            return replace(first, folder=folder)
        if stored.uidvalidity == uidvalidity:
            return stored
        return replace(stored, uidvalidity=uidvalidity, uid=0, after=0, rescan_to=next_uid - 1)

    def first_place(
        self, mailbox: BaseMailBox, uidvalidity: int, next_uid: int, days_back: int
    ) -> Place:
        """Begin now, or some days ago when the administrator chose so."""
        begin = (self.opened_at - timedelta(days=days_back)).date()
        last = next_uid - 1
        if days_back:
            recent = search(mailbox, f"SINCE {imap_date(begin)}")
            last = min(recent, default=next_uid) - 1
        since = begin - timedelta(days=GRACE_DAYS)
        return Place(uidvalidity, uid=last, after=last, since=since.isoformat())


def folder_numbers(mailbox: BaseMailBox, folder: str) -> tuple[int, int]:
    """Return UIDVALIDITY and UIDNEXT of the folder that was just opened."""
    numbers = []
    for name in ("UIDVALIDITY", "UIDNEXT"):
        _, values = mailbox.client.response(name)
        if not values or values[-1] is None:
            status = mailbox.folder.status(folder, [name])
            values = [str(status[name]).encode()]
        numbers.append(int(values[-1]))
    return numbers[0], numbers[1]


def exists(mailbox: BaseMailBox) -> int:
    """Return how many mails the server last said there are."""
    counted: list[Any] = mailbox.client.untagged_responses.get("EXISTS", [])
    return int(counted[-1]) if counted else 0


def listen(mailbox: BaseMailBox, seconds: float) -> None:
    """Return when the server tells of anything, or after `seconds` (IDLE, RFC 2177)."""
    client = mailbox.client
    known = exists(mailbox)
    tag = client._command("IDLE")
    # Servers may tell of mail before they say yes; a refusal answers with our tag instead.
    while client._get_response() is not None:
        if client.tagged_commands[tag]:
            raise Unreachable(NO_ANSWER)
    if exists(mailbox) == known and not has_read_ahead(mailbox):
        mailbox.idle.poll(timeout=seconds)
    client.send(b"DONE\r\n")
    mailbox.consume_until_tagged_response(tag)


def has_read_ahead(mailbox: BaseMailBox) -> bool:
    """Did more come along with what was read last? No look at the socket would tell of that."""
    buffered: Any = mailbox.client.file
    patience = mailbox.client.sock.gettimeout()
    mailbox.client.sock.settimeout(0)
    try:
        return bool(buffered.peek())
    except ssl.SSLWantReadError:
        return False
    finally:
        mailbox.client.sock.settimeout(patience)


def look_now_and_then(mailbox: BaseMailBox, *, until: float) -> None:
    seen = exists(mailbox)
    while (left := until - monotonic()) > 0:
        sleep(min(left, LOOK_SECONDS))
        mailbox.client.noop()
        if exists(mailbox) != seen:
            return


def uids_after(mailbox: BaseMailBox, place: Place) -> list[int]:
    """Return what came after our place, oldest first.

    `n:*` always names the last mail, even when n lies beyond it; hence the filter.
    """
    found = set()
    if place.uid < place.rescan_to:
        day = imap_date(date.fromisoformat(place.since))
        found.update(search(mailbox, f"UID {place.uid + 1}:{place.rescan_to} SINCE {day}"))
    start = max(place.uid, place.rescan_to)
    found.update(uid for uid in search(mailbox, f"UID {start + 1}:*") if uid > start)
    return sorted(found)


def search(mailbox: BaseMailBox, criteria: str) -> list[int]:
    return [int(uid) for uid in mailbox.uids(criteria, charset=None)]


def imap_date(day: date) -> str:
    """Return a date as IMAP writes it, whatever language the machine speaks."""
    return f"{day.day}-{MONTHS[day.month - 1]}-{day.year}"


def key_of(folder: str) -> str:
    return INBOX if folder == INBOX else SENT


def transport_id(place: Place, uid: int) -> str:
    return f"{key_of(place.folder)}/{place.uidvalidity}/{uid}"


def is_of_sent_mail(transport_id: str) -> bool:
    """Did it stand in the folder of sent mail? Nobody who writes to us decides about that."""
    return transport_id.startswith(f"{SENT}/")


def sizes_of(mailbox: BaseMailBox, uids: Sequence[int]) -> dict[int, int]:
    if not uids:
        return {}
    sizes = dict.fromkeys(uids, 0)
    for line in fetched(mailbox, uids, "(UID RFC822.SIZE)"):
        text = line[0] if isinstance(line, tuple) else line
        uid, size = UID.search(text), SIZE.search(text)
        if uid and size and int(uid[1]) in sizes:
            sizes[int(uid[1])] = int(size[1])
    return sizes


def within_bytes(sizes: dict[int, int]) -> list[int]:
    """Return the first mails that together stay small enough to hold; always at least one."""
    chosen: list[int] = []
    total = 0
    for uid, size in sizes.items():
        total += min(size, MAX_BYTES)
        if chosen and total > BATCH_BYTES:
            break
        chosen.append(uid)
    return chosen


@failpoints.around("imap.fetch", did=bool)
def mails_of(mailbox: BaseMailBox, uids: Sequence[int]) -> dict[int, bytes]:
    if not uids:
        return {}
    mails = {}
    answer = fetched(mailbox, uids, f"(UID BODY.PEEK[]<0.{MAX_BYTES}>)")
    for position, line in enumerate(answer):
        if not isinstance(line, tuple):
            continue
        announced = LITERAL.search(line[0])
        if announced and len(line[1]) != int(announced[1]):
            raise Unreachable(CUT_OFF)
        after = answer[position + 1] if position + 1 < len(answer) else b""
        uid = UID.search(line[0]) or UID.search(after if isinstance(after, bytes) else b"")
        # Nothing at all is what some servers hand over for mail that was removed meanwhile.
        if uid and line[1]:
            mails[int(uid[1])] = line[1]
    return mails


def withheld(mailbox: BaseMailBox, folder: str, uids: set[int]) -> dict[int, bytes]:
    """Return, as empty mails, those the server lists but does not hand over.

    They fail visibly when they are read. Mail that was removed meanwhile is not listed any more;
    that is gone for good, so we step over it.
    """
    if not uids:
        return {}
    mailbox.folder.set(folder, readonly=True)
    listed = set(search(mailbox, f"UID {min(uids)}:{max(uids)}"))
    return {uid: mails_of(mailbox, [uid]).get(uid, b"") for uid in uids & listed}


def fetched(mailbox: BaseMailBox, uids: Sequence[int], what: str) -> list[Any]:
    status, answer = mailbox.client.uid("FETCH", ",".join(map(str, uids)), what)
    if status != "OK":
        raise Unreachable(CUT_OFF)
    return [line for line in answer if line]

"""What comes in, as the other rooms and the platform tell of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from gehoor.contacts.rules import fold
from gehoor.contracts.connector import IncomingMessage
from gehoor.inbox import rules
from gehoor.inbox.rules.thanks import is_mere_thanks
from gehoor.kit.quotes import split_quote


@dataclass(frozen=True)
class StoredFile:
    """An attachment whose content is safely on disk already."""

    name: str
    media_type: str
    size: int
    stored_as: str
    preview_as: str = ""
    content_id: str = ""
    description: str = ""


def is_only_around(around: int | None, message: IncomingMessage) -> bool:
    """Is it only what others said to each other around a post? Then it belongs to the conversation
    `around` which it was found, and asks nothing of anybody."""
    return around is not None and not (message.is_to_us or message.is_ours)


@dataclass(frozen=True)
class Arrival:
    """One message as it comes in, with what the other rooms know about it."""

    delivery_id: int
    part: int
    contact_id: int
    handle: str
    """folded"""
    message: IncomingMessage
    received_at: datetime
    files: Sequence[StoredFile] = ()
    replaces: int | None = None
    """the message this is a newer version of"""
    is_history: bool = False
    """brought in from an older mailbox: nobody waits for an answer to it"""
    around: int | None = None
    """the conversation around whose posts it was found; None: its platform handed it to us"""
    is_blocked: bool = False
    """whoever wrote it is not answered for now, and is in no danger"""

    def asks_nothing_of(self, contact: int) -> bool:
        """Is it by who is blocked, in the conversation with somebody else? It wakes nothing."""
        return self.is_blocked and self.contact_id != contact

    @property
    def counterpart(self) -> str:
        """Return the address at the other end, folded: who wrote it, or of ours, whom it is for."""
        to = self.message.to
        return fold(to.handle) if self.message.is_ours and to else self.handle

    @property
    def is_around(self) -> bool:
        return is_only_around(self.around, self.message)

    @property
    def sent_at(self) -> datetime:
        """The sender's claim as far as it can be true; of history nobody knows better."""
        if self.is_history:
            return min(self.message.sent_at or self.received_at, self.received_at)
        return rules.clamp(self.message.sent_at, received=self.received_at)


def goes_on_sleeping(arrival: Arrival, *, is_done: bool) -> bool:
    """Does somebody only thank in what was finished? Then it stays so, and waits for nobody."""
    is_bare = is_done and not arrival.files and arrival.replaces is None
    return is_bare and is_mere_thanks(split_quote(arrival.message.text)[0])

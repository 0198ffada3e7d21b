"""What a connector must be: how a platform is read, and how it is written to.

A connector lives in `gehoor/connectors/<key>/` and names itself there as `PLUGIN`. It knows this
contract and the Django-free parts of kit, nothing else.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from gehoor.contracts.doubt import OnUnknown as OnUnknown
from gehoor.contracts.posts import (
    IN_CHARACTERS,
    NO_MEDIA,
    Counting,
    DirectMessages,
    MediaLimits,
    OutgoingFile,
    Visibility,
)
from gehoor.contracts.windows import ReplyWindow

Cursor = Mapping[str, Any]
"""Where the reader stands, as plain JSON values; empty at the first connection."""


class NotAllowed(Exception):
    """The platform no longer accepts our credentials. The message is fit to show a colleague."""


class NoConsent(NotAllowed):
    """Nobody gave us access yet. An administrator must do so at the platform."""


class Unreachable(Exception):
    """May work later: the platform did not answer, or asked us to wait for so many seconds.

    The message is fit to show a colleague; what follows a line end is a fact, and not translated.
    """

    def __init__(self, problem: str, *, wait_seconds: float | None = None) -> None:
        super().__init__(problem)
        self.wait_seconds = wait_seconds


class Unreadable(Exception):
    """This delivery can never be read. The message says why, in words for a colleague."""


class Threading(StrEnum):
    """How messages of this platform become conversations."""

    MAIL = "mail"
    """By our own random Message-IDs and a known address."""
    THREAD = "thread"
    """The platform's public thread is the conversation; what is direct, by contact."""
    CONTACT = "contact"
    """One open conversation per contact and channel."""


@dataclass(frozen=True)
class Field:
    """One setting an administrator fills in for an account."""

    name: str
    label: str
    kind: str = "text"
    """text, secret, number, email, date, web (an address on the web) or choice"""
    default: str = ""
    required: bool = True
    choices: Sequence[tuple[str, str]] = ()
    help: str = ""
    only_if: tuple[str, Sequence[str]] | None = None
    """the field above it, and the values of that one, for which this is asked at all"""

    def is_asked(self, filled_in: Mapping[str, str]) -> bool:
        """Does this count, by what was filled in above it?"""
        return self.only_if is None or filled_in.get(self.only_if[0], "") in self.only_if[1]


@dataclass(frozen=True)
class Preset:
    """What is known beforehand of accounts with one provider, so that nobody need look it up."""

    key: str
    name: str
    settings: Mapping[str, str]
    """field names with their values; the fields of the form that nobody is asked for"""
    note: str = ""
    """what to arrange at the provider first, in words for an administrator"""


@dataclass(frozen=True)
class Capabilities:
    """What the platform can do, as data."""

    on_unknown: OnUnknown
    threading: Threading
    can_answer: bool = True
    """False for what is only read, such as a feed: nobody there waits for us"""
    is_public: bool = False
    is_chat: bool = False
    """people sit waiting for the answer while they write: norms tell it apart"""
    has_subject: bool = False
    max_length: int = 100_000
    """of one reply, as `counting` counts"""
    counting: Counting = IN_CHARACTERS
    max_bytes: int = 0
    """of one reply in UTF-8; 0: no limit of its own"""
    mention: str = ""
    """what the sender puts before a text that does not name the person: "@{to} ", and it counts"""
    visibilities: tuple[Visibility, ...] = ()
    """for whom an answer can be, the widest first; empty where the platform knows no difference"""
    direct: DirectMessages | None = None
    """what holds for direct messages, where they are no posts; None: the same as for posts"""
    window: ReplyWindow | None = None
    """until when somebody can be answered; None: always"""
    media: MediaLimits = NO_MEDIA
    """which files may go with a reply"""
    poll_seconds: int = 60
    undo_seconds: int = 10
    retry_seconds: int = 2 * 3600
    """how long a reply that surely was not sent is tried again"""
    key_seconds: int = 0
    """how long the platform remembers our key (class A)"""

    def whole(self, text: str, *, to: str) -> str:
        """Return the text as it is posted: with the mention this platform wants in front."""
        named = self.mention.format(to=to) if self.mention and to else ""
        return text if named.strip().casefold() in text.casefold() else named + text

    def fits(self, text: str) -> bool:
        """Does the platform take a text of this length?"""
        is_short = self.counting.count(text) <= self.max_length
        return is_short and not 0 < self.max_bytes < len(text.encode("utf-8", "replace"))

    def for_readers(self, readers: Visibility) -> "Capabilities":
        """Return what holds for an answer that these may read."""
        is_other = self.direct is not None and readers is Visibility.DIRECT
        return replace(self, **vars(self.direct)) if is_other else self


Secrets = Mapping[str, str]
Change = Callable[[Secrets], Secrets]
"""given the secrets as they are stored now, returns those to store"""
Renew = Callable[[Change], Secrets]
"""makes one change to the stored secrets while nobody else can, and returns what is stored then"""


def store_nowhere(change: Change) -> Secrets:
    """Renew the secrets of an account that is only being tried: there are none stored."""
    return change({})


@dataclass(frozen=True)
class Account:
    """One account as its connector sees it: settings in the open, secrets apart."""

    channel_id: int
    settings: Mapping[str, str]
    secrets: Secrets = field(repr=False)
    renew: Renew = field(default=store_nowhere, repr=False, compare=False)
    """asks for renewed secrets to be stored, such as tokens that a platform replaced"""
    may_also_fetch: frozenset[tuple[str, int]] = frozenset()
    """what the operator lets be fetched beside the public internet: exact hosts and ports"""
    opened_at: datetime | None = None
    """the present moment by the clock decisions are made by; None where nobody asked it"""
    learned: Mapping[str, Any] = field(default_factory=dict)
    """what the platform told about itself (`Batch.learned`), such as its limits"""


@dataclass(frozen=True)
class Author:
    handle: str
    """the address or account name, as the platform writes it; empty when the message names
    nobody, and then it is nobody we know: two such messages are never one person's"""
    name: str = ""
    profile: str = ""
    """what they tell about themselves there, as plain words; empty when it is not known"""


@dataclass(frozen=True)
class IncomingAttachment:
    name: str
    media_type: str
    """decided by the content, never by the name"""
    content: bytes = field(repr=False)
    content_id: str = ""
    """how the HTML of the message refers to it"""
    preview: bytes = field(default=b"", repr=False)
    """a re-encoded picture (PNG or JPEG) that may be shown, made while reading; else empty"""
    description: str = ""
    """what is to be seen, in the words of who sent it (alt text)"""


@dataclass(frozen=True)
class IncomingMessage:
    """One message in our own words. `text` is always plain."""

    author: Author
    text: str
    external_id: str = ""
    """the platform's id of this message; for mail the Message-ID, a hint only"""
    sent_at: datetime | None = None
    """what the sender claims; shown, clamped, never trusted"""
    subject: str = ""
    html: str = field(default="", repr=False)
    """the original, for "Toon origineel"; cleaned before it leaves the reading child"""
    thread: str = ""
    answers: tuple[str, ...] = ()
    """external ids this message refers to, nearest first"""
    is_public: bool = False
    visibility: Visibility = Visibility.UNSAID
    """who may read it where it stands: an answer is never for more people than that"""
    is_to_us: bool = False
    """it names us, or is a direct message to us: it goes before what we only came across"""
    is_ours: bool = False
    """written from our own account, elsewhere; nobody waits for us because of it"""
    to: Author | None = None
    """of what is for one person, such as mail: whom; of ours that says whose conversation it is"""
    is_gone: bool = False
    """its source took it away: `text` and the rest are what was last known, or nothing"""
    link: str = ""
    """where it can be read at its source; http or https, else it is left out"""
    is_automatic: bool = False
    """an automatic reply, a list, a bounce or a news item: nobody waits for an answer, and no
    machine gives one"""
    is_earlier: bool = False
    """it was there before we came: stored as seen"""
    is_reaction: bool = False
    """a sign given to what it answers, where it stands too; it asks nothing of anybody"""
    reply_to: str = ""
    """where the sender asks answers to go, when that differs from the author; shown only"""
    attachments: tuple[IncomingAttachment, ...] = ()
    warnings: tuple[str, ...] = ()
    """what was left out or looks odd, in words for a colleague"""


@dataclass(frozen=True)
class Arrived:
    """Something the platform handed us, before anybody read it."""

    transport_id: str
    raw: bytes = field(repr=False)


@dataclass(frozen=True)
class Batch:
    arrived: Sequence[Arrived]
    cursor: Cursor
    """where the reader stands once everything in this batch is stored"""
    has_more: bool = False
    was_asked: bool = True
    """False when the source was left alone this time: nothing is stored, also not that we asked"""
    told: str = ""
    """what an administrator should know although it works; a sentence, and after a line end a
    fact that is not translated"""
    learned: Mapping[str, Any] | None = None
    """what the platform told about itself, as plain JSON values: kept with the account, and given
    back in `Account.learned`; None when nothing was asked"""


@dataclass(frozen=True)
class Outgoing:
    """One reply on its way out. `key` never changes between tries."""

    key: str
    """random, 128 bits or more; Idempotency-Key, or part of the Message-ID"""
    to: str
    text: str
    signed_as: str
    """who speaks; never empty"""
    subject: str = ""
    answers: str = ""
    """external id of the message this answers"""
    references: tuple[str, ...] = ()
    first_tried_at: datetime | None = None
    thread: str = ""
    """the thread it goes into, as `IncomingMessage.thread` named it"""
    visibility: Visibility = Visibility.UNSAID
    """who may read it: decided by `inbox.rules`, never wider than what is answered. The connector
    narrows it once more by what the platform says of that post"""
    files: tuple[OutgoingFile, ...] = ()
    is_tagged: bool = False
    """the usual time to answer is over: the platform's tag goes along that a person wrote this"""
    is_automatic: bool = False
    """a machine gives it; where machines can tell each other so, they are told"""


@dataclass(frozen=True)
class Sent:
    external_id: str


@dataclass(frozen=True)
class Refused:
    """Will never work; nothing reached the citizen."""

    problem: str


@dataclass(frozen=True)
class Later:
    """Surely not sent; may work later."""

    problem: str
    wait_seconds: float | None = None
    """how long the platform asks us to wait"""
    only_this_reply: bool = False
    """the platform answers, but this reply must wait (a full mailbox): the others go on"""


@dataclass(frozen=True)
class Unknown:
    """Nobody knows whether it was sent."""

    problem: str


@dataclass(frozen=True)
class Recorded:
    """Nothing left: the recorder stood in the sender's place, because the channel practises."""


Outcome = Sent | Refused | Later | Unknown | Recorded


class Reader(Protocol):
    """The door that is always open. Reading changes nothing at the source."""

    def fetch(self, cursor: Cursor, *, limit: int) -> Batch:
        """Return what came after `cursor`, oldest first. Raises NotAllowed, Unreachable."""
        ...

    def wait(self, seconds: float) -> None:
        """Return when something may have arrived, or after `seconds`."""
        ...

    def transport_ids(self, cursor: Cursor) -> set[str]:
        """Return every transport id the source still holds up to `cursor`, for the ledger."""
        ...

    def close(self) -> None: ...


class Sender(Protocol):
    """The door that reaches citizens; only `channels` hands it out, only for a live channel."""

    def send(self, outgoing: Outgoing) -> Outcome:
        """Try once. Never raises for what a platform may answer, except NotAllowed."""
        ...

    def find_sent(self, outgoing: Outgoing) -> str | None:
        """Look whether it arrived: its external id, or None when it is surely absent.

        Raises Unreachable when looking did not work. Only asked of class B.
        """
        ...

    def keep_copy(self, outgoing: Outgoing) -> None:
        """Put a copy where colleagues expect it (mail: Sent). Failing is no reason to resend."""
        ...


class Connector(Protocol):
    key: str
    name: str
    fields: Sequence[Field]

    def capabilities(self, account: Account) -> Capabilities:
        """Return what this account can do; two accounts of one platform may differ."""
        ...

    def address(self, account: Account) -> str:
        """Return the address or handle people write to, as people know it."""
        ...

    def reader(self, account: Account) -> Reader: ...

    def sender(self, account: Account) -> Sender: ...

    def parse(self, raw: bytes) -> Sequence[IncomingMessage]:
        """Translate one delivery. Pure; runs in a guarded child. Raises Unreadable."""
        ...


def sending_trial_of(connector: Connector) -> Callable[[Account], None] | None:
    """Return how the sending door is tried, for a connector that can (its `try_sending`).

    It logs in and hangs up: nothing is sent. Raises NotAllowed, Unreachable.
    """
    return getattr(connector, "try_sending", None)


def presets_of(connector: Connector) -> Sequence[Preset]:
    """Return what the connector knows beforehand (its optional `presets`)."""
    return getattr(connector, "presets", ())

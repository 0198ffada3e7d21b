"""Short-lived signed addresses on the second origin, made in pages of the first.

An address names a kind, a row and for whom it was made: numbers only. It is no key by itself:
whoever it was made for must still be allowed to see the row when it is opened.
"""

from dataclasses import dataclass

from django.conf import settings
from django.core.signing import (
    BadSignature,
    SignatureExpired,
    Signer,
    TimestampSigner,
    b62_decode,
    b62_encode,
)

from gehoor.kit.clock import about_now
from gehoor.people.policies import Actor

LIFETIME_SECONDS = 10 * 60
ORIGINAL, DOWNLOAD, PREVIEW, DRAFT = "o", "d", "p", "q"
WAITING, WAITING_PREVIEW = "w", "v"

EARLY_SECONDS = 60.0
"""an address of the future comes from a clock that was set back; so much the database may be off"""


class NoLongerValid(Exception):
    """This address was not made by us, or it is too old."""


class DatabaseTimed(TimestampSigner):
    """Signs, and judges how old that is, by the database's clock: machines may disagree."""

    def timestamp(self) -> str:
        return b62_encode(int(about_now().timestamp()))

    def unsign_young(self, signed: str) -> str:
        """Return what was signed. Raises BadSignature, also when that was too long ago."""
        value, _, stamp = Signer.unsign(self, signed).rpartition(self.sep)
        age = about_now().timestamp() - b62_decode(stamp)
        if not -EARLY_SECONDS <= age <= LIFETIME_SECONDS:
            raise SignatureExpired(f"{age:.0f} seconds old")
        return value


_signer = DatabaseTimed(salt="gehoor.screens.untrusted")


@dataclass(frozen=True)
class Address:
    kind: str
    number: int
    user_id: int


def original_url(message_id: int, actor: Actor) -> str:
    """Return where `actor` may see a message as it was laid out by its sender."""
    return f"{settings.UNTRUSTED_URL}/m/{_sign(ORIGINAL, message_id, actor.user_id)}"


def attachment_url(attachment_id: int, actor: Actor, *, preview: bool = False) -> str:
    """Return where `actor` may download an attachment, or see its re-encoded picture."""
    kind = PREVIEW if preview else DOWNLOAD
    return f"{settings.UNTRUSTED_URL}/a/{_sign(kind, attachment_id, actor.user_id)}"


def draft_file_url(file_id: int, actor: Actor) -> str:
    """Return where `actor` may see the picture they add to a reply."""
    return f"{settings.UNTRUSTED_URL}/q/{_sign(DRAFT, file_id, actor.user_id)}"


def waiting_file_url(file_id: int, actor: Actor, *, preview: bool = False) -> str:
    """Return where `actor` may see a file of an answer that waits for a second person."""
    kind = WAITING_PREVIEW if preview else WAITING
    return f"{settings.UNTRUSTED_URL}/w/{_sign(kind, file_id, actor.user_id)}"


def read_address(signed: str) -> Address:
    try:
        kind, number, user = _signer.unsign_young(signed).split(".")
    except BadSignature as error:
        raise NoLongerValid from error
    return Address(kind, int(number), int(user))


def _sign(kind: str, number: int, user_id: int | None) -> str:
    return _signer.sign(f"{kind}.{number}.{user_id or 0}")

"""How the log is sealed: what of a row counts, what a seal binds, and who holds the key.

A seal names the rows it covers, the digest of each, and the seal before it; it is signed with a key
that is not in the database. Who owns the tables can change them, and cannot make it fit again.
"""

import base64
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

DIGEST_BYTES: Final = 32
BEGINNING: Final = bytes(32)
"""what the first seal names as the one before it"""
WRITE: Final = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode
HEAD: Final = re.compile(r"\bseal (\d{1,18}) ([0-9a-f]{64})\b")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the log, with the transaction and the database server it was written by."""

    pk: int
    at: datetime
    actor_id: int | None
    system: str
    act: str
    subject: str
    subject_id: int
    conversation_id: int | None
    team_id: int | None
    reason: str
    details: Mapping[str, Any]
    xact: int
    server: int


@dataclass(frozen=True)
class Snapshot:
    """Which transactions had ended at one moment, as PostgreSQL writes it: `xmin:xmax:running`."""

    text: str

    def sees(self, xact: int) -> bool:
        """Had this transaction ended, so that all its rows were there to be sealed?"""
        lowest, highest, running = self._parts
        return xact < lowest or (xact < highest and xact not in running)

    @property
    def lowest(self) -> int:
        """Everything below had ended."""
        return self._parts[0]

    @cached_property
    def _parts(self) -> tuple[int, int, frozenset[int]]:
        lowest, highest, running = self.text.split(":")
        return (
            int(lowest),
            int(highest),
            frozenset(int(each) for each in running.split(",") if each),
        )


@dataclass(frozen=True)
class Sealed:
    """One seal: rows in the order of their numbers, bound to the seal before it."""

    number: int
    sealed_at: datetime
    server: int
    snapshot: str
    ids: Sequence[int]
    digests: bytes
    previous: bytes
    key: str
    """the fingerprint of the key it was signed with"""
    hash: bytes = b""
    signature: bytes = b""

    def computed(self) -> bytes:
        """Return what the hash of this content must be; its place is fixed by `previous`."""
        content = {
            "sealed_at": _moment(self.sealed_at),
            "server": self.server,
            "snapshot": self.snapshot,
            "ids": list(self.ids),
            "digests": self.digests.hex(),
            "previous": self.previous.hex(),
            "key": self.key,
        }
        return hashlib.sha256(_canonical(content)).digest()

    def digest_of(self, position: int) -> bytes:
        return self.digests[position * DIGEST_BYTES : (position + 1) * DIGEST_BYTES]


class WrongKey(Exception):
    """A key of the log is not 32 bytes in URL-safe base64."""


@dataclass(frozen=True)
class Keys:
    """Signs with the first key and knows the seals of all, so that keys can be renewed."""

    texts: Sequence[str] = field(repr=False)

    def sign(self, content: bytes) -> bytes:
        return self._opened[self.newest].sign(content)

    @property
    def newest(self) -> str:
        return next(iter(self._opened))

    def knows(self, key: str) -> bool:
        return key in self._opened

    def fits(self, key: str, content: bytes, signature: bytes) -> bool:
        """Was this signed by that key of ours?"""
        try:
            self._opened[key].public_key().verify(signature, content)
        except (InvalidSignature, KeyError):
            return False
        return True

    @cached_property
    def _opened(self) -> dict[str, Ed25519PrivateKey]:
        """Our keys by their fingerprints, newest first."""
        keys = [open_key(text) for text in self.texts]
        return {fingerprint(key): key for key in keys}


def open_key(text: str) -> Ed25519PrivateKey:
    """Read a key as it stands in its file. Raises WrongKey."""
    try:
        return Ed25519PrivateKey.from_private_bytes(base64.urlsafe_b64decode(text))
    except ValueError as error:
        raise WrongKey from error


def fingerprint(key: Ed25519PrivateKey) -> str:
    return hashlib.sha256(key.public_key().public_bytes_raw()).hexdigest()[:16]


def digest(row: Row) -> bytes:
    """Return the digest of everything a row says; its number stands beside it in the seal."""
    content = {
        "at": _moment(row.at),
        "actor": row.actor_id,
        "system": row.system,
        "act": row.act,
        "subject": [row.subject, row.subject_id],
        "conversation": row.conversation_id,
        "team": row.team_id,
        "reason": row.reason,
        "details": row.details,
        "xact": [row.server, row.xact],
    }
    return hashlib.sha256(_canonical(content)).digest()


def is_waiting(
    *, server: int, xact: int, here: int, last: Mapping[int, Snapshot], now: Snapshot
) -> bool:
    """Could this row not have been sealed before, so that it rightly waits for the next seal?

    `last` has the snapshot of the newest seal of each server. A row whose transaction had ended
    before that seal would be in one; found now, it was put in afterwards. A database that was
    restored on another server brings rows of the old one that had not been sealed there; they are
    sealed by the first seal of the new one, and none after that.
    """
    if server != here and here in last:
        return False
    if server == here and not now.sees(xact):
        return False
    return server not in last or not last[server].sees(xact)


def head_line(seal: Sealed) -> str:
    """Return one line that fixes everything up to this seal, to be kept outside the database."""
    return f"{_moment(seal.sealed_at)} seal {seal.number} {seal.hash.hex()} key {seal.key}"


def heads_in(text: str) -> dict[int, str]:
    """Return the hash of each seal that such lines name, whatever a journal put around them."""
    return {int(number): hash_ for number, hash_ in HEAD.findall(text)}


def _moment(when: datetime) -> str:
    return when.astimezone(UTC).isoformat(timespec="microseconds")


def _canonical(content: Any) -> bytes:
    return WRITE(content).encode(errors="surrogatepass")

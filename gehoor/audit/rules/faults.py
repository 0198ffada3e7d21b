"""What can be wrong with a sealed log, and how each kind shows."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from gehoor.audit.rules.sealing import BEGINNING, DIGEST_BYTES, Keys, Row, Sealed, digest

LONGEST_TRANSACTION: Final = timedelta(hours=12)


class Kind(StrEnum):
    CHANGED = "changed"
    REMOVED = "removed"
    INSERTED = "inserted"
    REORDERED = "reordered"
    TRUNCATED = "truncated"
    BACKDATED = "backdated"
    NO_KEY = "no key"


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong, with where, in words."""

    kind: Kind
    words: str


@dataclass
class Chain:
    """Looks at seals one after another, oldest first, and remembers where it stands."""

    keys: Keys
    known: Collection[str]
    """the hashes of all seals that are here"""
    number: int = 0
    hash: bytes = BEGINNING
    sealed_at: dict[int, datetime] = field(default_factory=dict)
    """when each database server last sealed"""

    def stand_at(self, seal: Sealed) -> None:
        """Begin behind this seal, whatever came before it."""
        self.number, self.hash = seal.number, seal.hash
        self.sealed_at[seal.server] = seal.sealed_at

    def faults_of(self, seal: Sealed) -> Iterator[Fault]:
        """Yield what is wrong with a seal itself, and with its place behind the last one."""
        yield from _faults_of_number(seal, self.number)
        yield from _faults_of_making(seal, self.keys)
        if seal.previous != self.hash:
            yield _fault_of_place(seal, self.number, self.known)
        self.stand_at(seal)

    def faults_of_dates(self, seal: Sealed, rows: Iterable[Row]) -> Iterator[Fault]:
        """Yield rows that say they are from long before the seal that could have held them.

        Ask this before the seal itself is looked at. A transaction may last; half a day is more
        than any of ours does.
        """
        before = self.sealed_at.get(seal.server)
        for row in rows if before else ():
            if row.server == seal.server and before and row.at < before - LONGEST_TRANSACTION:
                yield Fault(
                    Kind.BACKDATED,
                    f"Row {row.pk} says it is of {row.at:%Y-%m-%d %H:%M}, and was not there yet at "
                    f"{before:%Y-%m-%d %H:%M}: it was dated back, or the clock was set back.",
                )


def _faults_of_number(seal: Sealed, before: int) -> Iterator[Fault]:
    if seal.number == before:
        yield Fault(Kind.INSERTED, f"Seal {seal.number} is there twice.")
    elif seal.number != before + 1:
        first, last = before + 1, seal.number - 1
        gone = f"Seal {first} is" if first == last else f"Seals {first} to {last} are"
        yield Fault(Kind.REMOVED, f"{gone} gone.")


def _faults_of_making(seal: Sealed, keys: Keys) -> Iterator[Fault]:
    when = f"Seal {seal.number} of {seal.sealed_at:%Y-%m-%d %H:%M:%S %Z}"
    if seal.hash != seal.computed() or len(seal.digests) != DIGEST_BYTES * len(seal.ids):
        yield Fault(Kind.CHANGED, f"{when} was changed: it no longer fits its own hash.")
    elif not keys.knows(seal.key):
        yield Fault(
            Kind.NO_KEY,
            f"{when} was made with the key {seal.key}, which is not here. Put it back behind the "
            "present one in GEHOOR_AUDIT_KEYS; if it never was yours, the seal is false.",
        )
    elif not keys.fits(seal.key, seal.hash, seal.signature):
        yield Fault(
            Kind.INSERTED,
            f"{when} was not made by Gehoor: its signature is not of the key it names. "
            "It was put in, or written anew.",
        )


def _fault_of_place(seal: Sealed, before: int, known: Collection[str]) -> Fault:
    place = f"Seal {seal.number} does not follow seal {before}" if before else (
        f"Seal {seal.number} is not the first"
    )  # fmt: skip
    if seal.previous.hex() in known:
        return Fault(Kind.REORDERED, f"{place}: seals changed places.")
    return Fault(Kind.REMOVED, f"{place}: what stood between them is gone or was written anew.")


def faults_of_rows(seal: Sealed, rows: Mapping[int, Sequence[Row]]) -> Iterator[Fault]:
    """Yield what is wrong with the rows of one seal; `rows` holds what is found at each number."""
    places = {seal.digest_of(position): pk for position, pk in enumerate(seal.ids)}
    for position, pk in enumerate(seal.ids):
        found = rows.get(pk, ())
        if not found:
            yield Fault(Kind.REMOVED, f"Row {pk} is gone. It was sealed in seal {seal.number}.")
        for extra in found[1:]:
            yield Fault(Kind.INSERTED, f"Row {extra.pk} is there twice.")
        if found and (is_now := digest(found[0])) != seal.digest_of(position):
            yield _fault_of_content(seal, pk, places.get(is_now))


def _fault_of_content(seal: Sealed, pk: int, sealed_as: int | None) -> Fault:
    if sealed_as is not None:
        return Fault(
            Kind.REORDERED,
            f"Row {pk} holds what seal {seal.number} has as row {sealed_as}: rows changed places.",
        )
    return Fault(
        Kind.CHANGED,
        f"Row {pk} was changed. Seal {seal.number} was made over other words than it has now.",
    )


def faults_of_heads(heads: Mapping[int, str], hashes: Mapping[int, str]) -> Iterator[Fault]:
    """Yield where what was written down outside differs from the seals that are here."""
    for number, hash_ in sorted(heads.items()):
        if number not in hashes:
            yield Fault(
                Kind.TRUNCATED,
                f"Seal {number} was written down outside and is not here: the end of the log is "
                "gone, or an older copy of the database was put back.",
            )
        elif hashes[number] != hash_:
            yield Fault(
                Kind.CHANGED,
                f"Seal {number} is not the one that was written down outside: the log was written "
                "anew.",
            )

"""Which rows wait for a seal, and whether what was sealed is still as it was."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db import connection, transaction

from gehoor.audit.models import Seal
from gehoor.audit.rules.faults import Chain, Fault, Kind, faults_of_heads, faults_of_rows
from gehoor.audit.rules.sealing import Keys, Row, Sealed, Snapshot, is_waiting
from gehoor.kit.snapshots import one_snapshot

MOST_FAULTS = 200
"""more than anybody reads; the rest is counted"""
AT_ONCE = 2_000
MOST_SEALS = 500
COLUMNS = """
    id, at, actor_id, system, act, subject, subject_id, conversation_id, team_id, reason, details,
    xact, server
"""
BEFORE_DETAILS = [each.name for each in fields(Row)][:10]
# A row of the present server is looked at only from the last seal on; all rows only when this
# server has no seal yet. Rows of transactions that cannot have happened are left for `verify`.
WAITING = (
    "SELECT"
    + COLUMNS
    + """, pg_current_snapshot()::text FROM audit_entry
    WHERE (%(is_first)s OR (server = %(here)s AND xact >= %(lowest)s))
    AND (server <> %(here)s OR pg_visible_in_snapshot(xact::text::xid8, pg_current_snapshot()))
    ORDER BY id
"""
)
SEALED = "SELECT" + COLUMNS + "FROM audit_entry WHERE id = ANY(%(ids)s) ORDER BY id"
# Asked every few seconds: from the last seal of one server to that of the next, each by the index.
LAST = """
    WITH RECURSIVE last AS (
        (SELECT server, snapshot FROM audit_seal ORDER BY server DESC, number DESC LIMIT 1)
        UNION ALL
        SELECT found.server, found.snapshot FROM last CROSS JOIN LATERAL (
            SELECT server, snapshot FROM audit_seal AS earlier
            WHERE earlier.server < last.server ORDER BY server DESC, number DESC LIMIT 1) AS found)
    SELECT server, snapshot FROM last
"""
# What began after the first of these seals can be in no earlier one.
IN_NO_SEAL = """
    SELECT id, at, xact, server FROM audit_entry AS entry
    WHERE (%(since)s::timestamptz IS NULL OR at >= %(since)s) AND NOT EXISTS (
        SELECT FROM (SELECT unnest(ids) AS id FROM audit_seal WHERE number > %(after)s) AS sealed
        WHERE sealed.id = entry.id)
    ORDER BY id
"""
HERE = "SELECT audit_server(), pg_current_snapshot()::text, clock_timestamp()"


@dataclass(frozen=True)
class Moment:
    """The database server we speak with, and what it and its seals know now."""

    here: int
    now: Snapshot
    at: datetime
    last: Mapping[int, Snapshot]

    def is_waiting(self, *, server: int, xact: int) -> bool:
        return is_waiting(server=server, xact=xact, here=self.here, last=self.last, now=self.now)


@dataclass
class Report:
    """What was found by looking at the whole log."""

    seals: int = 0
    rows: int = 0
    waiting: int = 0
    waiting_since: datetime | None = None
    heads: int = 0
    """how many lines from outside were compared"""
    faults: list[Fault] = field(default_factory=list)
    unsaid: int = 0
    """further faults, only counted"""

    def add(self, faults: Iterable[Fault]) -> None:
        for fault in faults:
            if len(self.faults) < MOST_FAULTS:
                self.faults.append(fault)
            else:
                self.unsaid += 1


def moment() -> Moment:
    with connection.cursor() as cursor:
        cursor.execute(HERE)
        here, now, at = cursor.fetchone()
        cursor.execute(LAST)
        last = {server: Snapshot(text) for server, text in cursor.fetchall()}
    return Moment(here, Snapshot(now), at, last)


def last_seal() -> Sealed | None:
    found = Seal.objects.order_by("-number").first()
    return as_sealed(found) if found else None


def waiting_rows(known: Moment) -> Iterator[tuple[Row, str]]:
    """Yield the rows that wait, each with the snapshot they were all read in.

    One statement reads them all, so one snapshot decides what belongs to them; the cursor stays
    in the server, so their number does not matter. Needs a transaction.
    """
    lowest = known.last[known.here].lowest if known.here in known.last else 0
    with connection.chunked_cursor() as cursor:
        cursor.execute(
            WAITING,
            {"is_first": known.here not in known.last, "here": known.here, "lowest": lowest},
        )
        while found := cursor.fetchmany(AT_ONCE):
            for *values, snapshot in found:
                row = as_row(values)
                if not _is_sealed(row, known):
                    yield row, snapshot


def _is_sealed(row: Row, known: Moment) -> bool:
    return row.server in known.last and known.last[row.server].sees(row.xact)


def waiting_since() -> datetime | None:
    """Return the moment of the oldest act that is not sealed yet."""
    with transaction.atomic():
        return min((row.at for row, _ in waiting_rows(moment())), default=None)


def verify(
    keys: Keys, heads: Mapping[int, str] | None = None, *, since: datetime | None = None
) -> Report:
    """Look at every seal and every row, or at those since then. Sees one moment, however long."""
    with one_snapshot():
        return examine(keys, heads, since=since)


def examine(
    keys: Keys, heads: Mapping[int, str] | None = None, *, since: datetime | None = None
) -> Report:
    """Do the same within a transaction of the caller's."""
    report = Report(heads=len(heads or {}))
    before = Seal.objects.filter(sealed_at__lt=since).last() if since else None
    hashes = {
        number: bytes(hash_).hex() for number, hash_ in Seal.objects.values_list("number", "hash")
    }
    chain = Chain(keys, known=set(hashes.values()))
    if before:
        chain.stand_at(as_sealed(before))
    _look_at_seals(report, chain)
    _look_at_unsealed(report, since=since if before else None, after=before.number if before else 0)
    report.add(faults_of_heads(heads or {}, hashes))
    return report


def _look_at_seals(report: Report, chain: Chain) -> None:
    for seals in _together(chain.number):
        found = rows_of(seals)
        for seal in seals:
            rows = {pk: found[pk] for pk in seal.ids if pk in found}
            report.seals += 1
            report.rows += sum(map(len, rows.values()))
            report.add(chain.faults_of_dates(seal, (row for each in rows.values() for row in each)))
            report.add(chain.faults_of(seal))
            report.add(faults_of_rows(seal, rows))


def _together(after: int) -> Iterator[list[Sealed]]:
    """Yield the seals after this one, as many at a time as cover some thousands of rows."""
    kept: list[Sealed] = []
    every = Seal.objects.filter(number__gt=after).order_by("number", "hash")
    for seal in map(as_sealed, every.iterator(chunk_size=100)):
        kept.append(seal)
        if sum(len(each.ids) for each in kept) >= AT_ONCE or len(kept) == MOST_SEALS:
            yield kept
            kept = []
    if kept:
        yield kept


def rows_of(seals: Sequence[Sealed]) -> dict[int, list[Row]]:
    with connection.cursor() as cursor:
        cursor.execute(SEALED, {"ids": [pk for seal in seals for pk in seal.ids]})
        rows = [as_row(values) for values in cursor.fetchall()]
    return {pk: list(found) for pk, found in groupby(rows, key=lambda row: row.pk)}


def _look_at_unsealed(report: Report, *, since: datetime | None, after: int) -> None:
    """Part the rows that rightly wait from those that were put in after their time."""
    known = moment()
    with connection.chunked_cursor() as cursor:
        cursor.execute(IN_NO_SEAL, {"since": since, "after": after})
        while found := cursor.fetchmany(AT_ONCE):
            for pk, at, xact, server in found:
                report.rows += 1
                if known.is_waiting(server=server, xact=xact):
                    report.waiting += 1
                    report.waiting_since = min(at, report.waiting_since or at)
                else:
                    report.add([_put_in(pk)])


def _put_in(pk: int) -> Fault:
    return Fault(
        Kind.INSERTED,
        f"Row {pk} is in no seal, and its transaction is none that could still be waiting: "
        "it was put in afterwards, or its seal is gone.",
    )


def as_sealed(seal: Seal) -> Sealed:
    return Sealed(
        number=seal.number,
        sealed_at=seal.sealed_at,
        server=seal.server,
        snapshot=seal.snapshot,
        ids=tuple(seal.ids),
        digests=bytes(seal.digests),
        previous=bytes(seal.previous),
        key=seal.key,
        hash=bytes(seal.hash),
        signature=bytes(seal.signature),
    )


def as_row(values: Sequence[Any]) -> Row:
    """Read a row as the database gives it; JSON comes as its text."""
    details, xact, server = values[10:]
    first = dict(zip(BEFORE_DETAILS, values, strict=False))
    return Row(**first, details=json.loads(details), xact=xact, server=server)

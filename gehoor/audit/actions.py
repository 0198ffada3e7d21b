"""Writing the log and sealing it. Rows and seals are added, never changed or removed."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from typing import Any

from django.db import connection

from gehoor.audit import queries
from gehoor.audit.models import Entry, Seal
from gehoor.audit.queries import Moment
from gehoor.audit.rules.sealing import BEGINNING, Keys, Row, Sealed, digest
from gehoor.kit.portable import go_on_counting
from gehoor.people.policies import Actor

BATCH = 5_000
"""rows in one seal at most"""


def record(
    actor: Actor,
    act: str,
    subject: str,
    subject_id: int,
    *,
    conversation_id: int | None = None,
    team_id: int | None = None,
    reason: str = "",
    **details: Any,
) -> None:
    """Write one row. Call it inside the transaction of the act it tells of."""
    row = {
        "actor": actor.user_id,
        "system": actor.system,
        "act": act,
        "subject": subject,
        "subject_id": subject_id,
        "conversation": conversation_id,
        "team": team_id,
        "reason": str(reason),
        "details": json.dumps(details),
    }
    with connection.cursor() as cursor:
        cursor.execute(ADD, row)


# By hand, because every act does it and nobody wants the row back. What is not named here (when, by
# which transaction, at which server) only the database says.
ADD = """
INSERT INTO audit_entry
    (actor_id, system, act, subject, subject_id, conversation_id, team_id, reason, details)
VALUES (%(actor)s, %(system)s, %(act)s, %(subject)s, %(subject_id)s, %(conversation)s, %(team)s,
    %(reason)s, %(details)s)
"""


@dataclass(frozen=True, slots=True)
class About:
    """One conversation, or message in it, that an act on many touched, and what its line says."""

    conversation_id: int
    team_id: int
    details: Mapping[str, Any]
    message_id: int | None = None


def record_each(actor: Actor, act: str, touched: Iterable[About], *, reason: str = "") -> None:
    """Write one row for each, in the transaction of the act that touched them all."""
    Entry.objects.bulk_create(
        Entry(
            actor_id=actor.user_id,
            system=actor.system,
            act=act,
            subject="message" if each.message_id else "conversation",
            subject_id=each.message_id or each.conversation_id,
            conversation_id=each.conversation_id,
            team_id=each.team_id,
            reason=reason,
            details=dict(each.details),
        )
        for each in touched
    )


def seal_waiting(keys: Keys) -> int:
    """Seal every row that waits; return how many. Needs a transaction, and nobody beside it."""
    before, known = queries.last_seal(), queries.moment()
    number, previous = (before.number, before.hash) if before else (0, BEGINNING)
    sealed = 0
    for batch in _in_batches(queries.waiting_rows(known)):
        number += 1
        previous = _add_seal(batch, keys, number=number, previous=previous, known=known)
        sealed += len(batch)
    return sealed


def _add_seal(
    batch: Sequence[tuple[Row, str]], keys: Keys, *, number: int, previous: bytes, known: Moment
) -> bytes:
    """Bind a batch to the seal before it; return the hash the next one names."""
    content = Sealed(
        number=number,
        sealed_at=known.at,
        server=known.here,
        snapshot=batch[0][1],
        ids=[row.pk for row, _ in batch],
        digests=b"".join(digest(row) for row, _ in batch),
        previous=previous,
        key=keys.newest,
    )
    hash_ = content.computed()
    Seal.objects.create(**asdict(content) | {"hash": hash_, "signature": keys.sign(hash_)})
    return hash_


def _in_batches(rows: Iterator[tuple[Row, str]]) -> Iterator[list[tuple[Row, str]]]:
    while batch := list(islice(rows, BATCH)):
        yield batch


def add_line_records(records: Sequence[Mapping[str, Any]]) -> None:
    """Add the lines of an older log, under the numbers and moments they had.

    They are sealed as lines that were written now, because that is what they are here.
    """
    Entry.objects.bulk_create(
        Entry(
            actor_id=record["actor"],
            conversation_id=record["conversation"],
            team_id=record["team"],
            **{name: record[name] for name in AS_THEY_ARE},
        )
        for record in records
    )
    go_on_counting(Entry)


AS_THEY_ARE = ("id", "at", "system", "act", "subject", "subject_id", "reason", "details")

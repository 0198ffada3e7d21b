"""Bringing everything in out of the open format: all of it or nothing, and the same again is none.

Records keep the numbers they had. One that is here already is left as it is; another one under the
same number means that this installation holds something else, and then nothing is brought in.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import IntegrityError, connection, transaction

from gehoor.audit import actions as audit
from gehoor.channels import actions as channels
from gehoor.contacts import actions as contacts
from gehoor.flows.portable.exporting import RECORDS
from gehoor.flows.portable.kinds import CONVERSATIONS, KINDS, MESSAGES
from gehoor.flows.portable.reading import Bundle, Refused, opened
from gehoor.inbox.actions import holding, records
from gehoor.kit import files
from gehoor.kit.clock import now
from gehoor.kit.portable import BATCH
from gehoor.kit.records import Kind
from gehoor.people import actions as people
from gehoor.people.policies import Actor

SYSTEM = Actor(system="import")
ADD: dict[str, Callable[[Sequence[dict[str, Any]]], None]] = {
    "teams": people.add_team_records,
    "people": people.add_person_records,
    "channels": channels.add_channel_records,
    "contacts": contacts.add_contact_records,
    "conversations": records.add_conversation_records,
    "messages": records.add_message_records,
    "drafts": records.add_draft_records,
    "log": audit.add_line_records,
}
NOTHING = " Nothing was imported."


@dataclass(frozen=True)
class Imported:
    """What was brought in; what was here already is not counted."""

    counts: dict[str, int]
    files: int
    held: int
    """replies that were on their way: they are held, as after a restore"""


def bring_in(path: Path, *, say: Callable[[str], object]) -> Imported:
    """Bring everything in. Raises Refused, with the line and the reason; then nothing changed."""
    brought: list[str] = []
    try:
        with opened(path) as bundle, transaction.atomic():
            say("Every line is what the format says.")
            _bring_files(bundle, brought)
            counts = {kind.name: _bring(bundle, kind) for kind in KINDS}
            _link(bundle, counts)
            held = len(holding.hold_unsettled(now=now())) if counts[MESSAGES.name] else 0
            if any(counts.values()):
                audit.record(SYSTEM, "imported", "installation", 0, held=held, counts=counts)
            os.sync()
    except BaseException as problem:
        for name in brought:
            files.take_away(name)
        if isinstance(problem, Refused):
            raise Refused(f"{problem}{NOTHING}") from problem
        raise
    return Imported(counts, len(brought), held)


def _bring_files(bundle: Bundle, brought: list[str]) -> None:
    for name in sorted(bundle.files):
        if files.is_stored(name):
            continue
        try:
            files.bring_back(name, bundle.pieces(name))
        except files.NotStored as error:
            raise Refused(f"files/{name} is not the file of that name.") from error
        brought.append(name)


def _bring(bundle: Bundle, kind: Kind) -> int:
    """Add the records of a kind that are not here; return how many."""
    added = 0
    for batch in _batches(bundle, kind):
        here = {each["id"]: each for each in RECORDS[kind.name]([r["id"] for _, r in batch])}
        fresh = [record for line, record in batch if not _is_here(kind, line, record, here)]
        try:
            # The savepoint lets the reason be told; deferred checks are asked for at once.
            with transaction.atomic():
                ADD[kind.name](fresh)
                _check_now()
        except IntegrityError as error:
            first, last = batch[0][0], batch[-1][0]
            name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "")
            raise Refused(
                f"{kind.name}.jsonl, lines {first} to {last}: a record goes against the rule "
                f"{name or type(error).__name__}."
            ) from error
        added += len(fresh)
    return added


def _check_now() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _is_here(
    kind: Kind, line: int, record: dict[str, Any], here: dict[int, dict[str, Any]]
) -> bool:
    known = here.get(record["id"])
    if known is None:
        return False
    for name in kind.same:
        if kind.fields[name].read(known[name]) != record[name]:
            raise Refused(
                f"{kind.name}.jsonl, line {line}: this installation has another record under "
                f"number {record['id']} ({name} differs). Import into a fresh one. An older "
                "mailbox goes into any, with --mailbox."
            )
    return True


def _link(bundle: Bundle, counts: dict[str, int]) -> None:
    if counts[CONVERSATIONS.name]:
        for batch in _batches(bundle, CONVERSATIONS):
            records.link_conversation_records([record for _, record in batch])


def _batches(bundle: Bundle, kind: Kind) -> Iterator[list[tuple[int, dict[str, Any]]]]:
    batch: list[tuple[int, dict[str, Any]]] = []
    for numbered in bundle.records(kind):
        batch.append(numbered)
        if len(batch) >= BATCH:
            yield batch
            batch = []
    if batch:
        yield batch

"""Bringing everything in out of the open format: all of it or nothing, and the same again is none.

Records keep the numbers they had, so an export goes into an installation of its own: two are never
merged. One that is in use is refused before anything is brought in.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import IntegrityError, connection, transaction

from gehoor.accounts import actions as accounts
from gehoor.audit import actions as audit
from gehoor.audit import queries as log
from gehoor.channels import actions as channels
from gehoor.consultations import actions as consultations
from gehoor.contacts import actions as contacts
from gehoor.flows.portable.exporting import RECORDS
from gehoor.flows.portable.kinds import CONVERSATIONS, KINDS, LOG, MESSAGES
from gehoor.flows.portable.reading import Bundle, Refused, opened
from gehoor.inbox.actions import (
    approvals,
    holding,
    macros,
    records,
    records_of_acts,
    records_together,
    waits,
)
from gehoor.kit import files
from gehoor.kit.clock import now
from gehoor.kit.records import Kind
from gehoor.knowledge import actions as knowledge
from gehoor.knowledge.actions import agenda
from gehoor.knowledge.actions import protocol as protocol_lines
from gehoor.knowledge.actions import style as house_style
from gehoor.listening import actions as listening
from gehoor.organisation import actions as organisation
from gehoor.people import actions as people
from gehoor.people.policies import Actor
from gehoor.planning import actions as planning
from gehoor.practice import actions as practice
from gehoor.roster import actions as roster
from gehoor.routing import actions as routing
from gehoor.second_eyes import actions as second_eyes
from gehoor.skills import actions as skills

SYSTEM = Actor(system="import")
DONE = "imported"
ADD: dict[str, Callable[[Sequence[dict[str, Any]]], None]] = {
    "organisation": organisation.add_organisation_records,
    "hours": planning.add_hour_records,
    "special_days": planning.add_special_day_records,
    "holidays": planning.add_holiday_records,
    "teams": people.add_team_records,
    "people": people.add_person_records,
    "second_eyes": second_eyes.add_caution_records,
    "channels": channels.add_channel_records,
    "own_hours": planning.add_own_hours_records,
    "own_days": planning.add_own_day_records,
    "norms": planning.add_norm_records,
    "away_answers": planning.add_away_answer_records,
    "conducts": organisation.add_conduct_records,
    "absences": people.add_absence_records,
    "shifts": roster.add_shift_records,
    "kept_answers": knowledge.add_kept_answer_records,
    "macros": macros.add_macro_records,
    "protocol": protocol_lines.add_line_records,
    "styles": house_style.add_style_records,
    "tips": house_style.add_tip_records,
    "agenda": agenda.add_agenda_records,
    "contacts": contacts.add_contact_records,
    "blocks": contacts.add_block_records,
    "conversations": records.add_conversation_records,
    "messages": records.add_message_records,
    "ended_waits": waits.add_wait_records,
    "drafts": records.add_draft_records,
    "approvals": approvals.add_approval_records,
    "regroupings": records_of_acts.add_regrouping_records,
    "bulk_acts": records_of_acts.add_bulk_records,
    "matters": records_together.add_matter_records,
    "follow_ups": records_together.add_follow_up_records,
    "consents": contacts.add_consent_records,
    "views": records.add_view_records,
    "watches": listening.add_watch_records,
    "rules": routing.add_rule_records,
    "experts": consultations.add_expert_records,
    "questions": consultations.add_consultation_records,
    "accounts": accounts.add_account_records,
    "skills": skills.add_skill_records,
    "plans": practice.add_plan_records,
    "points": practice.add_point_records,
    "reviews": practice.add_review_records,
    "attempts": practice.add_attempt_records,
    "unread": channels.add_unread_records,
    "log": audit.add_line_records,
}
NOTHING = " Nothing was imported."


@dataclass(frozen=True)
class Imported:
    """What was brought in: nothing, when this very export was brought in before."""

    counts: dict[str, int]
    files: int = 0
    held: int = 0
    """replies that were on their way: they are held, as after a restore"""
    was_here: bool = False


def bring_in(path: Path, *, say: Callable[[str], object]) -> Imported:
    """Bring everything in. Raises Refused, with the line and the reason; then nothing changed."""
    brought: list[str] = []
    try:
        with opened(path) as bundle, transaction.atomic():
            say("Every line is what the format says.")
            if log.has_line(DONE, export=bundle.head.name):
                return Imported({}, was_here=True)
            _refuse_what_is_in_use()
            return _bring_all(bundle, brought)
    except BaseException as problem:
        for name in brought:
            files.take_away(name)
        if isinstance(problem, Refused):
            raise Refused(f"{problem}{NOTHING}") from problem
        raise


def _refuse_what_is_in_use() -> None:
    """Two installations are never made one: their numbers mean different things."""
    found = [kind.name for kind in KINDS if kind is not LOG and _is_any(kind)]
    if found:
        raise Refused(
            f"This installation is in use: it holds {', '.join(found)}. An import does not merge; "
            "it goes into an installation of its own, as gehoor migrate makes it. An older "
            "mailbox goes into any, with --mailbox."
        )


def _is_any(kind: Kind) -> bool:
    return next(RECORDS[kind.name](), None) is not None


def _bring_all(bundle: Bundle, brought: list[str]) -> Imported:
    _bring_files(bundle, brought)
    counts = {kind.name: _bring(bundle, kind) for kind in KINDS}
    for batch in _batches(bundle, CONVERSATIONS):
        records.link_conversation_records([record for _, record in batch])
    held = len(holding.hold_unsettled(now=now())) if counts[MESSAGES.name] else 0
    audit.record(SYSTEM, DONE, "installation", 0, export=bundle.head.name, held=held, counts=counts)
    os.sync()
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
    """Add the records of a kind; return how many."""
    added = 0
    for batch in _batches(bundle, kind):
        try:
            # The savepoint lets the reason be told; deferred checks are asked for at once.
            with transaction.atomic():
                ADD[kind.name]([record for _, record in batch])
                _check_now()
        except IntegrityError as error:
            raise Refused(_why(kind, batch, error)) from error
        added += len(batch)
    return added


def _why(kind: Kind, batch: Sequence[tuple[int, dict[str, Any]]], error: IntegrityError) -> str:
    rule = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "")
    if kind is LOG and rule.endswith("_pkey"):
        return "This installation was in use: its log has lines. Import before it is started."
    first, last = batch[0][0], batch[-1][0]
    return (
        f"{kind.name}.jsonl, lines {first} to {last}: a record goes against the rule "
        f"{rule or type(error).__name__}."
    )


def _check_now() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _batches(bundle: Bundle, kind: Kind) -> Iterator[list[tuple[int, dict[str, Any]]]]:
    batch: list[tuple[int, dict[str, Any]]] = []
    for numbered in bundle.records(kind):
        batch.append(numbered)
        if len(batch) >= kind.at_once:
            yield batch
            batch = []
    if batch:
        yield batch

"""Writing everything to one zip of plain lines and files, as it is at one moment."""

import json
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from gehoor import __version__
from gehoor.accounts import queries as accounts
from gehoor.audit import queries as audit
from gehoor.audit.actions import record
from gehoor.channels import queries as channels
from gehoor.consultations import queries as consultations
from gehoor.contacts import queries as contacts
from gehoor.flows.portable.kinds import FORMAT, KINDS
from gehoor.inbox import queries as inbox
from gehoor.inbox.queries import records_together
from gehoor.inbox.queries.approvals import approval_records
from gehoor.inbox.queries.in_time import wait_records
from gehoor.kit import files
from gehoor.kit.clock import about_now
from gehoor.kit.records import schema
from gehoor.kit.snapshots import one_snapshot
from gehoor.kit.whole import written_whole
from gehoor.knowledge import queries as knowledge
from gehoor.knowledge.queries import agenda
from gehoor.knowledge.queries import protocol as protocol_lines
from gehoor.knowledge.queries import style as house_style
from gehoor.listening import queries as listening
from gehoor.organisation import queries as organisation
from gehoor.people import queries as people
from gehoor.people.policies import Actor
from gehoor.planning import queries as planning
from gehoor.practice import queries as practice
from gehoor.roster import queries as roster
from gehoor.routing import queries as routing
from gehoor.second_eyes import queries as second_eyes
from gehoor.skills import queries as skills

SYSTEM = Actor(system="export")
HEAD, SCHEMA, FOLDER = "export.json", "schema.json", "files"
LEVEL = 3
RECORDS: dict[str, Callable[[], Iterator[dict[str, Any]]]] = {
    "organisation": organisation.organisation_records,
    "hours": planning.hour_records,
    "special_days": planning.special_day_records,
    "holidays": planning.holiday_records,
    "teams": people.team_records,
    "people": people.person_records,
    "second_eyes": second_eyes.caution_records,
    "channels": channels.channel_records,
    "own_hours": planning.own_hours_records,
    "own_days": planning.own_day_records,
    "norms": planning.norm_records,
    "away_answers": planning.away_answer_records,
    "conducts": organisation.conduct_records,
    "absences": people.absence_records,
    "shifts": roster.shift_records,
    "kept_answers": knowledge.kept_answer_records,
    "macros": inbox.macro_records,
    "protocol": protocol_lines.line_records,
    "styles": house_style.style_records,
    "tips": house_style.tip_records,
    "agenda": agenda.agenda_records,
    "contacts": contacts.contact_records,
    "blocks": contacts.block_records,
    "conversations": inbox.conversation_records,
    "messages": inbox.message_records,
    "ended_waits": wait_records,
    "drafts": inbox.draft_records,
    "approvals": approval_records,
    "regroupings": inbox.regrouping_records,
    "bulk_acts": inbox.bulk_records,
    "matters": records_together.matter_records,
    "follow_ups": records_together.follow_up_records,
    "consents": contacts.consent_records,
    "views": inbox.view_records,
    "watches": listening.watch_records,
    "rules": routing.rule_records,
    "experts": consultations.expert_records,
    "questions": consultations.consultation_records,
    "accounts": accounts.account_records,
    "skills": skills.skill_records,
    "plans": practice.plan_records,
    "points": practice.point_records,
    "reviews": practice.review_records,
    "attempts": practice.attempt_records,
    "unread": channels.unread_records,
    "log": audit.line_records,
}


@dataclass(frozen=True)
class Exported:
    """What was written."""

    counts: dict[str, int]
    files: int
    missing: int
    """files that rows name and that were not on disk any more"""


def export(path: Path, *, say: Callable[[str], object]) -> Exported:
    """Write everything to a new file. Raises OSError; then there is no file."""
    with (
        written_whole(path) as file,
        one_snapshot(),
        ZipFile(file, "w", ZIP_DEFLATED, compresslevel=LEVEL) as archive,
    ):
        archive.writestr(SCHEMA, _as_json(schema(KINDS)))
        counts = {}
        for kind in KINDS:
            say(f"Written now: {kind.name}.")
            counts[kind.name] = _write(archive, kind.name, RECORDS[kind.name]())
        copied, missing = _copy_files(archive)
        archive.writestr(HEAD, _as_json(_head(counts, copied, missing)))
    exported = Exported(counts, copied, missing)
    record(SYSTEM, "exported", "installation", 0, files=copied, missing=missing, counts=counts)
    return exported


def _head(counts: dict[str, int], copied: int, missing: int) -> dict[str, Any]:
    return {
        "format": "gehoor-export",
        "format_version": FORMAT,
        "program_version": __version__,
        "made_at": about_now().isoformat(timespec="seconds"),
        "counts": counts,
        "files": copied,
        "missing_files": missing,
    }


def _write(archive: ZipFile, name: str, records: Iterable[dict[str, Any]]) -> int:
    count = 0
    with archive.open(f"{name}.jsonl", "w", force_zip64=True) as lines:
        for found in records:
            lines.write(json.dumps(found, ensure_ascii=False, sort_keys=True).encode() + b"\n")
            count += 1
    return count


def _copy_files(archive: ZipFile) -> tuple[int, int]:
    copied = missing = 0
    for name in inbox.stored_files():
        try:
            with files.open_stored(name) as source:
                # What people send is packed already: pictures, documents.
                info = ZipInfo(f"{FOLDER}/{name}")
                info.compress_type = ZIP_STORED
                with archive.open(info, "w", force_zip64=True) as target:
                    shutil.copyfileobj(source, target, 1_048_576)
            copied += 1
        except files.NotStored:
            missing += 1
    return copied, missing


def _as_json(facts: dict[str, Any]) -> str:
    return json.dumps(facts, indent=1, ensure_ascii=False) + "\n"

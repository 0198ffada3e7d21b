"""`gehoor audit`: whether the log is still as it was sealed, and who saw what in a period."""

import argparse
import json
import sys
from datetime import date, datetime, time, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone, translation

from gehoor.audit.queries import Report, verify
from gehoor.audit.rules.sealing import Keys, heads_in
from gehoor.flows import seeing
from gehoor.inbox.queries import Asked
from gehoor.kit.clock import this_day
from gehoor.people import queries as people
from gehoor.people.policies import Actor
from gehoor.project import schema
from gehoor.project.terminal import Trouble, say
from gehoor.screens.settings.seen import table_of


class NoHeads(Trouble):
    """The file with the heads of the log cannot be read."""


class NotAsked(Trouble):
    """What was typed cannot be answered."""


WAITS = (
    "These are more than 500 lines, so a second person agrees first. The privacy officer was "
    "asked: it stands on every page they open. Once they agreed, within a day, run the same "
    "command again."
)
OPERATOR = Actor(system="operator")
"""whoever may run commands on the server"""


def run(options: argparse.Namespace) -> int:
    """Verify or report. Exit code 1 when anything is wrong."""
    schema.refuse_unless_current()
    return _verify(options) if options.what == "verify" else _report(options)


def _report(options: argparse.Namespace) -> int:
    """Print who saw what as a table; that it was made, and why, is in the log."""
    if not (options.reason or "").strip():
        raise NotAsked("Say why with --reason: it stands in the log beside the report.")
    asked = Asked(
        since=_begin_of(options.since),
        until=_begin_of(options.until) + timedelta(days=1),
        user_id=_colleague(options.colleague) if options.colleague else None,
        conversation_id=options.conversation,
        contact_id=options.contact,
    )
    with translation.override(settings.LANGUAGE_CODE):
        try:
            rows = seeing.export(OPERATOR, asked, reason=options.reason.strip())
        except seeing.AgreementNeeded as needed:
            raise NotAsked(WAITS) from needed
        sys.stdout.write(table_of(rows))
    return 0


def _begin_of(typed: str | None) -> datetime:
    try:
        day = date.fromisoformat(typed) if typed else this_day()
    except ValueError as error:
        raise NotAsked(f"{typed!r} is no day. Write it as 2026-11-24.") from error
    return timezone.make_aware(datetime.combine(day, time.min))


def _colleague(address: str) -> int:
    found = people.find_by_email(address)
    if found is None:
        raise NotAsked("There is no colleague with this address.")
    return found.pk


def _verify(options: argparse.Namespace) -> int:
    report = verify(Keys(settings.AUDIT_KEYS), _heads(options.head))
    say(json.dumps(_as_json(report), indent=2) if options.json else "\n".join(_in_words(report)))
    return 1 if report.faults else 0


def _heads(named: str | None) -> dict[int, str]:
    """Read the heads kept by this machine, or those in the file that was named."""
    file = Path(named or settings.AUDIT_HEAD_FILE)
    if not named and not file.exists():
        return {}
    try:
        heads = heads_in(file.read_text(errors="replace"))
    except OSError as error:
        raise NoHeads(f"{file} cannot be read: {error.strerror}.") from error
    if not heads:
        raise NoHeads(
            f"{file} holds no head of a log. A head is a line with `seal`, a number and a hash."
        )
    return heads


def _in_words(report: Report) -> list[str]:
    lines = [f"{report.rows} rows in {report.seals} seals were looked at."]
    if report.heads:
        lines.append(f"{report.heads} heads from outside were compared.")
    else:
        lines.append(
            "No head from outside was compared, so nobody can say whether the end was cut off. "
            "Name the file with --head FILE."
        )
    if report.waiting_since:
        lines.append(
            f"{report.waiting} rows wait for their seal, the oldest since "
            f"{report.waiting_since:%Y-%m-%d %H:%M:%S %Z}."
        )
    lines += [f"{fault.kind.upper()}: {fault.words}" for fault in report.faults]
    if report.unsaid:
        lines.append(f"And {report.unsaid} more.")
    lines.append("The log is NOT as it was sealed." if report.faults else "The log is whole.")
    return lines


def _as_json(report: Report) -> dict[str, object]:
    since = report.waiting_since
    return {
        "rows": report.rows,
        "seals": report.seals,
        "heads_compared": report.heads,
        "waiting": report.waiting,
        "waiting_since": since.isoformat() if since else None,
        "faults": [{"kind": fault.kind, "words": fault.words} for fault in report.faults],
        "further_faults": report.unsaid,
        "is_whole": not report.faults,
    }

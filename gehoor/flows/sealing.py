"""How the log is sealed seconds after each act, and its head kept outside the database."""

import logging
import os
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction

from gehoor.audit import actions as audit
from gehoor.audit import queries
from gehoor.audit.actions import record
from gehoor.audit.rules.sealing import Keys, Sealed, head_line, heads_in
from gehoor.kit.clock import now
from gehoor.kit.locks import try_lock
from gehoor.people.policies import Actor

log = logging.getLogger(__name__)
heads = logging.getLogger("gehoor.heads")

SEALING_LANE = 4
LONGEST_LINE = 400
CHECKED = timedelta(hours=25)
SYSTEM = Actor(system="timer")


def seal() -> int:
    """Seal what waits, one at a time over all processes; return how many rows. The timer calls it.

    The head goes outside after the commit: a line outside that the database does not know would
    look as if the log had been cut.
    """
    with try_lock(SEALING_LANE, 0) as is_ours:
        if not is_ours:
            return 0
        with transaction.atomic():
            sealed = audit.seal_waiting(Keys(settings.AUDIT_KEYS))
    if sealed:
        keep_head()
    return sealed


def check() -> int:
    """Look whether the log of the last day is as it was sealed; return how many faults there are.

    The timer calls it every hour, and the outcome is in the log itself, where the checks of health
    find it. The whole log is looked at by `gehoor audit verify`, which should also run elsewhere:
    who owns this machine could silence this.
    """
    file = Path(settings.AUDIT_HEAD_FILE)
    heads = heads_in(file.read_text(errors="replace")) if file.exists() else {}
    report = queries.verify(Keys(settings.AUDIT_KEYS), heads, since=now() - CHECKED)
    faults = len(report.faults) + report.unsaid
    for fault in report.faults[:10]:
        log.error("The log is not as it was sealed: %s", fault.words)
    record(SYSTEM, "checked", queries.LOG, 0, faults=faults, seals=report.seals, rows=report.rows)
    return faults


def keep_head() -> bool:
    """Write the newest seal down outside when it is time; tell whether that was done.

    Each machine with a timer keeps its own copy. The timer calls it, too, so that the last seal
    before a quiet night is not forgotten.
    """
    file, newest = Path(settings.AUDIT_HEAD_FILE), queries.last_seal()
    if newest is None or not _is_time(newest, file):
        return False
    heads.info(head_line(newest))
    try:
        _append(file, head_line(newest))
    except OSError as problem:
        log.warning("The head of the log was not written to %s: %s.", file, problem.strerror)
    return True


def _is_time(newest: Sealed, file: Path) -> bool:
    """Is there a seal that is not written down, and was the last line long enough ago?"""
    if not file.exists():
        return True
    if newest.number in heads_in(_end_of(file)):
        return False
    written = file.stat().st_mtime
    return now().timestamp() - written >= settings.AUDIT_HEAD_SECONDS * settings.TIME_SCALE


def _end_of(file: Path) -> str:
    with file.open("rb") as opened:
        opened.seek(max(0, file.stat().st_size - LONGEST_LINE))
        return opened.read().decode(errors="replace")


def _append(file: Path, line: str) -> None:
    """Add a line and see it to the disk; the file is for us alone, and never made shorter."""
    with open(file, "a", opener=_for_us_alone) as opened:
        opened.write(line + "\n")
        opened.flush()
        os.fsync(opened.fileno())


def _for_us_alone(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)

"""Making a backup while everything runs: one snapshot of the database, and every file it names."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.db import connection

from gehoor import __version__
from gehoor.audit.actions import record
from gehoor.inbox import queries as inbox
from gehoor.kit import files
from gehoor.kit.snapshots import one_snapshot
from gehoor.people.policies import Actor
from gehoor.project import schema
from gehoor.project.backup import tables
from gehoor.project.backup.archive import BEGIN, FORMAT, NotMade, Writer, as_json, writing
from gehoor.project.backup.locked_keys import NAME

SYSTEM = Actor(system="backup")
FILES = "attachments"


@dataclass(frozen=True)
class Made:
    """What is in a backup that was made."""

    rows: int
    files: int
    missing: int
    """files that rows name and that were not on disk any more"""
    size: int
    """bytes"""


def make(path: Path, *, locked_keys: bytes = b"", say: Callable[[str], object]) -> Made:
    """Write everything to a new file. Raises NotMade; then there is no file."""
    schema.refuse_unless_current()
    if connection.in_atomic_block:
        raise NotMade("A backup needs a transaction of its own.")
    with writing(path) as archive, one_snapshot():
        known = tables.all_tables()
        archive.add(BEGIN, as_json(_facts(known)))
        if locked_keys:
            archive.add(NAME, locked_keys)
        say("The database is copied.")
        rows = {table.name: tables.dump(table, archive) for table in known}
        say("The attachments are copied.")
        copied = _copy_files(archive)
        archive.end({"rows": rows, "sequences": tables.sequences(), "files": copied})
    made = Made(sum(rows.values()), copied["count"], copied["missing"], path.stat().st_size)
    record(SYSTEM, "backup.made", "installation", 0, with_keys=bool(locked_keys), **vars(made))
    return made


def _facts(known: list[tables.Table]) -> dict[str, object]:
    return {
        "program": "gehoor",
        "format": FORMAT,
        "version": __version__,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "postgresql": tables.postgresql_version(),
        "migrations": schema.applied(),
        "tables": {table.name: table.columns for table in known},
    }


def _copy_files(archive: Writer) -> dict[str, int]:
    """Copy every file the snapshot names. Files come before their rows and never change, so what
    the snapshot names is there, whatever comes in meanwhile."""
    found = {"count": 0, "bytes": 0, "missing": 0}
    for name in inbox.stored_files():
        try:
            with files.open_stored(name) as source:
                found["bytes"] += archive.add_file(f"{FILES}/{name}", source)
            found["count"] += 1
        except files.NotStored:
            found["missing"] += 1
    return found

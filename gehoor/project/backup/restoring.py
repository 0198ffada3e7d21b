"""Putting a backup back: all of it or nothing, with every reply held.

Everything is made beside what is in use, in a schema of its own: the tables as the backup's own
migrations made them, their rows, and then what later migrations change, so that a backup of an
earlier release ends up as this one. Only when all of it is there does it take its place.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from psycopg import sql

from gehoor.flows import holding
from gehoor.kit import files
from gehoor.kit.clock import now
from gehoor.project import schema
from gehoor.project.backup import tables
from gehoor.project.backup.archive import Archive, Member, NotUsable
from gehoor.project.backup.making import FILES

# Whoever has none of these rows has nothing of anybody.
TELLING = ("people_user", "channels_channel", "contacts_contact")
BESIDE = "gehoor_restoring"
ROOM_TO_SPARE = 64 * 1_048_576


@dataclass(frozen=True)
class Restored:
    """What came back, and what was done so that nothing happens by itself."""

    rows: int
    files: int
    held: holding.Held
    kept_as: str
    """the schema in which the tables stay that were there before; empty when there were none"""


def restore(archive: Archive, *, replace: bool, say: Callable[[str], object]) -> Restored:
    """Put everything back, or raise and leave everything as it was."""
    _refuse_without_room(archive)
    brought: list[str] = []
    try:
        with schema.connected_as_owner(), _alone():
            _refuse_in_use()
            _refuse_to_lose(replace=replace)
            with _beside():
                rows = _fill(archive, brought, say)
                schema.bring_up_to_date()
                held = holding.hold_everything(made_at=archive.begin["made_at"])
                _run("ANALYZE")
                os.sync()
                _refuse_in_use()
                kept_as = _take_its_place()
    except BaseException as problem:
        for name in brought:
            files.take_away(name)
        _explain(problem)
        raise
    return Restored(rows, archive.end["files"]["count"], held, kept_as)


@contextmanager
def _alone() -> Iterator[None]:
    """Let no other restore or migration work at the same time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [schema.LOCK])
        try:
            yield
        finally:
            if connection.connection and not connection.connection.closed:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [schema.LOCK])


@contextmanager
def _beside() -> Iterator[None]:
    """Work in a schema beside the one in use; whatever goes wrong, only that one is lost."""
    # One that is there was left by a restore whose process was killed.
    _run(f"DROP SCHEMA IF EXISTS {BESIDE} CASCADE")
    _run(f"CREATE SCHEMA {BESIDE}")
    _run(f"SET search_path TO {BESIDE}")
    try:
        yield
    except BaseException:
        if connection.connection and not connection.connection.closed:
            _run(f"DROP SCHEMA IF EXISTS {BESIDE} CASCADE")
        raise
    finally:
        if connection.connection and not connection.connection.closed:
            _run("RESET search_path")


def _fill(archive: Archive, brought: list[str], say: Callable[[str], object]) -> int:
    say("The tables are made as they were.")
    schema.make_as_of({(app, name) for app, name in archive.begin["migrations"]})
    say("The rows and attachments are put back.")
    with transaction.atomic():
        loading = tables.Loading(archive)
        loading.prepare()
        for member in archive.members():
            _put_back(member, loading, brought)
        loading.finish()
        _refuse_missing_files(archive)
    return sum(loading.rows.values())


@transaction.atomic
def _take_its_place() -> str:
    """Make the restored tables the ones in use, in one step; return where the old ones are kept."""
    kept_as = ""
    if _is_worth_keeping():
        kept_as = f"before_restore_{now():%Y%m%d_%H%M%S}"
        order = sql.SQL("ALTER SCHEMA public RENAME TO {}").format(sql.Identifier(kept_as))
        with connection.cursor() as cursor:
            cursor.execute(order)
    else:
        _run("DROP SCHEMA public CASCADE")
    _run(f"ALTER SCHEMA {BESIDE} RENAME TO public")
    _run("SET LOCAL search_path TO public")
    schema.grant_rights(str(settings.DATABASES["default"]["USER"]))
    return kept_as


def _put_back(member: Member, loading: tables.Loading, brought: list[str]) -> None:
    folder, _, name = member.name.partition("/")
    if folder == tables.FOLDER:
        loading.load(member)
    elif folder == FILES and not files.is_stored(name):
        files.bring_back(name, member.pieces())
        brought.append(name)


def _explain(problem: BaseException) -> None:
    """Say in words what can be said in words; the rest is a fault of ours and goes on as it is."""
    match problem:
        case files.NotStored():
            words = f"The attachment {problem} is not what it should be."
        case OSError():
            words = f"An attachment could not be written: {problem.strerror or problem}."
        case psycopg.errors.DiskFull() | DatabaseError(__cause__=psycopg.errors.DiskFull()):
            words = "The disk of the database is full."
        case psycopg.Error() | DatabaseError():
            # What the database says quotes rows, so only the kind of trouble is told.
            words = f"The database refused it: {type(problem.__cause__ or problem).__name__}."
        case _:
            return
    raise NotUsable(words + UNCHANGED) from problem


UNCHANGED = " Nothing was changed."


def _refuse_without_room(archive: Archive) -> None:
    place = Path(settings.MEDIA_ROOT)
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    needed = archive.end["files"]["bytes"] + ROOM_TO_SPARE
    if shutil.disk_usage(place).free < needed:
        raise NotUsable(
            f"The attachments need {needed // 1_000_000} MB in {place}, which has less room. "
            "Nothing was changed."
        )


def _refuse_missing_files(archive: Archive) -> None:
    """Only what was missing when the backup was made may be missing now."""
    missing = sum(not files.is_stored(name) for name in _stored_files())
    if missing > archive.end["files"]["missing"]:
        raise NotUsable(f"{missing} attachments are not in this backup.{UNCHANGED}")


def _stored_files() -> list[str]:
    """Ask by the columns every release has; the tables are still those of the backup's own."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT stored_as FROM inbox_attachment WHERE stored_as <> ''")
        return [name for (name,) in cursor.fetchall()]


def _refuse_in_use() -> None:
    """Others at work in this database would see their tables change under their hands."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        [others] = cursor.fetchone()
    if others:
        raise NotUsable(
            f"The database is in use by {others} connections. Stop `gehoor run`, `web`, `worker` "
            "and `poll` everywhere first. Nothing was changed."
        )


def _refuse_to_lose(*, replace: bool) -> None:
    if not replace and _is_worth_keeping():
        raise NotUsable(
            "The database is not empty. Nothing was changed. With --replace what is there is set "
            "aside and kept, and the backup takes its place."
        )


def _is_worth_keeping() -> bool:
    """Is anything in use that somebody could miss? Empty tables of ours are not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace")
        if not cursor.fetchone()[0]:
            return False
        for table in TELLING:
            cursor.execute("SELECT to_regclass('public.' || quote_ident(%s)) IS NULL", [table])
            if cursor.fetchone()[0]:
                return True
            place = sql.Identifier("public", table)
            cursor.execute(sql.SQL("SELECT 1 FROM {} LIMIT 1").format(place))
            if cursor.fetchone():
                return True
    return False


def _run(order: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(order)

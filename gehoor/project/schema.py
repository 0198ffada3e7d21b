"""Brings the database's tables up to date as their owner, and gives the program its rights."""

import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from enum import Enum, auto
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from psycopg import sql
from psycopg.errors import LockNotAvailable

from gehoor.project import ready_made
from gehoor.project.environment import database
from gehoor.project.terminal import Trouble, say

# The program may add to these tables and read them, nothing else: a guard it cannot lift.
APPEND_ONLY = ("audit_entry", "audit_seal")
READ_ONLY = ("django_migrations",)
# Two machines that start together must not migrate together. Any number will do, if it is ours.
LOCK = 7_236_451
# A platform that pushes is told no after one and a half seconds, so nobody may wait longer for us.
LONGEST_WAIT, PAUSE_SECONDS = "1s", 2.0
SECONDS_TO_KEEP_TRYING = 1800.0
KEPT_WAITING = (
    "A table that must change was in use for half an hour. What was changed stays, and the program "
    "runs on. Look for what reads so long, and run `gehoor migrate` again."
)


class SchemaIsWrong(Trouble):
    """The tables are not the ones this program works with."""


class State(Enum):
    """How the tables stand to this program."""

    CURRENT = auto()
    OLD = auto()
    NEWER = auto()


def state() -> State:
    """Compare the migrations the database had with the ones we carry."""
    _refuse_unreachable()
    executor = MigrationExecutor(connection)
    loader = executor.loader
    ours = {app for app, _ in loader.disk_migrations}
    unknown = set(loader.applied_migrations) - set(loader.disk_migrations)
    if any(app in ours for app, _ in unknown):
        return State.NEWER
    return State.OLD if executor.migration_plan(loader.graph.leaf_nodes()) else State.CURRENT


def refuse_unless_current() -> None:
    """Raise SchemaIsWrong unless the tables are exactly what this program expects."""
    found = state()
    if found is State.OLD:
        raise SchemaIsWrong("The database has an old schema. Run `gehoor migrate` first.")
    _refuse_newer(found)


def applied() -> list[tuple[str, str]]:
    """Return every migration the database had."""
    return sorted(MigrationExecutor(connection).loader.applied_migrations)


def make_as_of(wanted: Collection[tuple[str, str]]) -> None:
    """Make the tables in an empty schema as they were after exactly these migrations.

    Raises SchemaIsWrong when we do not carry one of them: they are of a newer release. What
    belongs to a part that we no longer have at all is passed over.
    """
    executor = MigrationExecutor(connection)
    graph = executor.loader.graph
    ours = {app for app, _ in graph.nodes}
    wanted = [node for node in wanted if node[0] in ours]
    if ready_made.is_of(wanted):
        ready_made.make()
        return
    if unknown := [node for node in wanted if node not in graph.nodes]:
        raise SchemaIsWrong(
            f"This was made by a newer release of Gehoor: it knows {'.'.join(unknown[0])}. "
            "Install that release first. Nothing was changed."
        )
    newest = [
        node
        for node in wanted
        if not any(child.key in wanted for child in graph.node_map[node].children
                   if child.key[0] == node[0])
    ]  # fmt: skip
    executor.migrate(newest)


def migrate() -> bool:
    """Bring the tables up to date; return whether anything had to change."""
    app_role = str(settings.DATABASES["default"]["USER"])
    with connected_as_owner():
        _refuse_unreachable()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        found = state()
        _refuse_newer(found)
        if found is State.OLD:
            _bring_up_to_date_between_others()
        grant_rights(app_role)
        return found is State.OLD


def _bring_up_to_date_between_others() -> None:
    """Migrate while the program runs: who waits for a table lets go soon, and tries again.

    Whoever asks for a table after us would wait behind us, also to read it, for as long as we wait
    for somebody who reads for long, such as a backup. Each migration is a transaction, so what was
    done is not done again.
    """
    until = time.monotonic() + SECONDS_TO_KEEP_TRYING
    while True:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, false)", [LONGEST_WAIT])
        try:
            bring_up_to_date()
        except OperationalError as error:
            if not isinstance(error.__cause__, LockNotAvailable):
                raise
            if time.monotonic() > until:
                raise SchemaIsWrong(KEPT_WAITING) from error
            say("Somebody is busy with a table that must change, a backup perhaps. Trying again.")
            time.sleep(PAUSE_SECONDS)
        else:
            return


def bring_up_to_date() -> None:
    """Make the tables what this program works with, as whoever is connected."""
    if ready_made.is_nothing_there():
        ready_made.make()
    if state() is not State.CURRENT:
        run_migrations()


def run_migrations() -> None:
    """Run what migrations are left, one after the other."""
    call_command("migrate", interactive=False, verbosity=0)


def _refuse_unreachable() -> None:
    try:
        connection.ensure_connection()
    except OperationalError as error:
        place = connection.settings_dict["HOST"] or "this machine"
        raise SchemaIsWrong(
            f"The database at {place} cannot be reached. Is `gehoor run` (or your own server) "
            f"running? It said: {str(error).strip()}"
        ) from error


def _refuse_newer(found: State) -> None:
    if found is State.NEWER:
        raise SchemaIsWrong(
            "The database was made by a newer release of Gehoor. Nothing was changed. "
            "Install that release, or restore the database from before it."
        )


@contextmanager
def connected_as_owner() -> Iterator[None]:
    """Let Django's connection be the owner's; afterwards it is the program's own again."""
    connection.close()
    own = connection.settings_dict
    if settings.DATABASE_OWNER_URL:
        owner = database(settings.DATABASE_OWNER_URL, Path(settings.GEHOOR_HOME))
        connection.settings_dict = {**own, **owner}
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict = own


def grant_rights(app_role: str) -> None:
    """Give the program its rights on every table, now and for tables made later."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        [owner] = cursor.fetchone()
        if app_role in {"", owner}:
            return
        role = sql.Identifier(app_role)
        for order in GRANTS:
            cursor.execute(sql.SQL(order).format(role=role))
        for table in APPEND_ONLY + READ_ONLY:
            rights = "SELECT, INSERT" if table in APPEND_ONLY else "SELECT"
            cursor.execute(sql.SQL(REVOKE).format(role=role, table=sql.Identifier(table)))
            cursor.execute(
                sql.SQL(f"GRANT {rights} ON {{table}} TO {{role}}").format(
                    role=role, table=sql.Identifier(table)
                )
            )


GRANTS = (
    "GRANT USAGE ON SCHEMA public TO {role}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
    "GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA public TO {role}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public"
    " GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {role}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT, UPDATE ON SEQUENCES TO {role}",
)
REVOKE = "REVOKE ALL ON {table} FROM {role}"

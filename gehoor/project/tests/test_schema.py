"""The tables belong to the owner; the program may use them, and only add to the log."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.management import call_command
from django.db import ProgrammingError, connection, transaction

from gehoor.audit.actions import record
from gehoor.people.policies import Actor
from gehoor.project import schema
from gehoor.project.environment import APP_ROLE
from gehoor.project.schema import SchemaIsWrong, State

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@contextmanager
def as_the_program() -> Iterator[None]:
    """Act in the database as the role of the program, with the rights it was given."""
    schema.grant_rights(APP_ROLE)
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {APP_ROLE}")
        try:
            yield
        finally:
            cursor.execute("RESET ROLE")


def run(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_no_model_changed_without_its_migration() -> None:
    call_command("makemigrations", check=True, dry_run=True)


def test_migrated_tables_are_current() -> None:
    assert schema.state() is State.CURRENT
    schema.refuse_unless_current()


def test_tables_of_a_newer_release_are_refused_in_words() -> None:
    run("INSERT INTO django_migrations (app, name, applied) VALUES ('inbox', '9999_new', now())")

    with pytest.raises(SchemaIsWrong, match="newer release"):
        schema.refuse_unless_current()


def test_tables_of_an_older_release_are_refused_in_words() -> None:
    run(
        "DELETE FROM django_migrations WHERE id = (SELECT max(id) FROM django_migrations"
        " WHERE app = 'inbox')"
    )

    with pytest.raises(SchemaIsWrong, match="gehoor migrate"):
        schema.refuse_unless_current()


def test_the_program_adds_to_the_log_and_reads_it() -> None:
    with as_the_program():
        record(Actor(system="test"), "look", "conversation", 1)
        run("SELECT count(*) FROM audit_entry")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET act = 'other'",
        "DELETE FROM audit_entry",
        "UPDATE audit_seal SET key = 'other'",
        "DELETE FROM audit_seal",
        "TRUNCATE audit_entry",
        "ALTER TABLE audit_entry DISABLE TRIGGER audit_is_append_only",
        "DROP TABLE audit_entry",
        "DELETE FROM django_migrations",
        "CREATE TABLE mine (id int)",
    ],
)
def test_the_program_cannot_change_the_log_or_the_tables(statement: str) -> None:
    with (
        as_the_program(),
        pytest.raises(ProgrammingError, match=r"permission denied|must be owner"),
    ):
        run(statement)


def test_the_program_may_write_every_other_table() -> None:
    guarded = {*schema.APPEND_ONLY, *schema.READ_ONLY}
    schema.grant_rights(APP_ROLE)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p')"
            " AND relnamespace = 'public'::regnamespace"
            " AND NOT (has_table_privilege(%(role)s, oid, 'SELECT')"
            " AND has_table_privilege(%(role)s, oid, 'INSERT')"
            " AND has_table_privilege(%(role)s, oid, 'UPDATE')"
            " AND has_table_privilege(%(role)s, oid, 'DELETE'))",
            {"role": APP_ROLE},
        )
        assert {name for (name,) in cursor.fetchall()} == guarded


def test_a_crash_empties_no_table() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relpersistence = 'u'")

        # PostgreSQL empties unlogged tables when it recovers.
        assert cursor.fetchall() == []

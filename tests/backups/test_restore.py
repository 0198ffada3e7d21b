"""A backup put back: everything or nothing, from an older release and an older PostgreSQL."""

import json
import shutil
from pathlib import Path

import psycopg
import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import transaction

from gehoor.audit import actions as audit
from gehoor.audit.queries import verify
from gehoor.audit.rules.sealing import Keys
from gehoor.project import schema
from gehoor.project.backup import restoring, tables
from gehoor.project.backup.archive import BEGIN, NotUsable, as_json, opened, writing
from gehoor.project.schema import SchemaIsWrong
from tests.backups.elsewhere import OLD, Elsewhere, database_of_its_own, server_15

NOTHING = {"public"}


def rewritten(path: Path, *, begin: dict[str, object] | None = None, leave_out: str = "-") -> Path:
    """Make a whole backup out of the old one, with other facts or without some members."""
    old = opened(OLD)
    with writing(path) as writer:
        writer.add(BEGIN, as_json(old.begin | (begin or {})))
        for member in old.members():
            if not member.name.startswith(leave_out):
                writer.add(member.name, member.content())
        writer.end({name: value for name, value in old.end.items() if name != "sha256"})
    return path


@pytest.mark.long
def test_a_backup_of_version_0_1_0_comes_back_as_this_version(elsewhere: Elsewhere) -> None:
    restored = elsewhere.restore()

    with elsewhere.looked_at():
        schema.refuse_unless_current()
    assert restored.rows == sum(opened(OLD).end["rows"].values())
    assert (restored.files, len(elsewhere.files())) == (2, 2)
    assert elsewhere.ask("SELECT count(*) FROM inbox_message WHERE text LIKE '%\\\\n \\\\. tab:%'")
    assert elsewhere.schemas() == NOTHING


@pytest.mark.long
def test_what_was_underway_is_held_and_every_channel_listens(elsewhere: Elsewhere) -> None:
    restored = elsewhere.restore()

    assert restored.held.replies == 5
    held = "SELECT count(*) FROM inbox_reply WHERE held_at IS NOT NULL"
    assert elsewhere.ask(held) == 5
    unsettled = "SELECT count(*) FROM inbox_reply WHERE state IN ('queued', 'sending', 'unknown')"
    assert elsewhere.ask(unsettled) == 5
    assert elsewhere.ask("SELECT count(*) FROM channels_channel WHERE stage <> 'listen'") == 0
    assert elsewhere.ask("SELECT count(*) FROM procrastinate_jobs") == 0
    assert elsewhere.ask("SELECT count(*) FROM logins_session") == 0


def test_no_session_ever_comes_back_to_life() -> None:
    sessions = [model for model in apps.get_models() if issubclass(model, AbstractBaseSession)]

    assert sessions
    for model in sessions:
        assert model._meta.db_table.startswith(tables.LEFT_OUT)


def test_what_was_made_since_gets_numbers_that_are_free(came_back: Elsewhere) -> None:
    came_back.do("INSERT INTO people_team (name, identity, signature) VALUES ('Nieuw', 'name', '')")

    assert came_back.ask("SELECT max(id) FROM people_team") > 1


def test_the_log_refuses_change_after_a_restore_too(came_back: Elsewhere) -> None:
    with pytest.raises(Exception, match="append-only"):
        came_back.do("DELETE FROM audit_entry")


def test_the_log_is_sealed_on_and_verifies_after_a_restore(
    came_back: Elsewhere, tmp_path: Path
) -> None:
    keys = Keys(settings.AUDIT_KEYS)
    with came_back.looked_at(), transaction.atomic():
        audit.seal_waiting(keys)
    came_back.backup(tmp_path / "sealed")

    came_back.restore(tmp_path / "sealed", replace=True)

    with came_back.looked_at():
        with transaction.atomic():
            assert audit.seal_waiting(keys) > 0
        report = verify(keys, {})
    assert (report.faults, report.waiting) == ([], 0)


@pytest.mark.long
def test_constraints_and_indexes_are_all_there(elsewhere: Elsewhere) -> None:
    both = (
        "SELECT (SELECT count(*) FROM pg_constraint WHERE connamespace = 'public'::regnamespace)"
        " || ' ' || (SELECT count(*) FROM pg_indexes WHERE schemaname = 'public')"
    )
    elsewhere.migrate()
    fresh = elsewhere.ask(both)

    elsewhere.restore()

    assert elsewhere.ask(both) == fresh


def test_a_copy_of_a_copy_is_equal(came_back: Elsewhere, tmp_path: Path) -> None:
    once = came_back.content()

    came_back.backup(tmp_path / "again")
    came_back.restore(tmp_path / "again", replace=True)
    twice = came_back.content()

    # Both acts are in the log; everything else is as it was, to the letter.
    log = "audit_entry"
    assert {name: rows for name, rows in twice.items() if name != log} == {
        name: rows for name, rows in once.items() if name != log
    }
    assert set(once[log]) < set(twice[log])


def test_a_database_in_use_is_refused_and_what_is_there_stays(came_back: Elsewhere) -> None:
    before = came_back.content()

    with pytest.raises(NotUsable, match="not empty"):
        came_back.restore()

    assert came_back.content() == before
    assert came_back.schemas() == NOTHING


@pytest.mark.long
def test_when_asked_what_is_there_is_set_aside_and_kept(came_back: Elsewhere) -> None:
    came_back.do("UPDATE people_team SET name = 'Van daarvoor'")

    restored = came_back.restore(replace=True)

    assert came_back.schemas() == {"public", restored.kept_as}
    assert came_back.ask("SELECT count(*) FROM people_team WHERE name = 'Van daarvoor'") == 0
    came_back.do(f"ALTER SCHEMA {restored.kept_as} RENAME TO kept")
    assert came_back.ask("SELECT count(*) FROM kept.people_team WHERE name = 'Van daarvoor'") == 1


@pytest.mark.long
def test_empty_tables_are_no_reason_to_refuse(elsewhere: Elsewhere) -> None:
    elsewhere.migrate()

    restored = elsewhere.restore()

    assert restored.kept_as == ""
    assert elsewhere.schemas() == NOTHING


def test_a_database_that_others_use_is_refused(elsewhere: Elsewhere) -> None:
    with psycopg.connect(elsewhere.url), pytest.raises(NotUsable, match="in use by 1"):
        elsewhere.restore()

    assert elsewhere.schemas() == NOTHING


@pytest.mark.parametrize(
    ("leave_out", "words"),
    [("tables/inbox_message/", "Not all rows"), ("attachments/", "attachments are not in")],
)
def test_a_backup_that_lacks_something_leaves_nothing_behind(
    elsewhere: Elsewhere, tmp_path: Path, leave_out: str, words: str
) -> None:
    lacking = rewritten(tmp_path / "lacking", leave_out=leave_out)

    with pytest.raises(NotUsable, match=words):
        elsewhere.restore(lacking)

    assert elsewhere.schemas() == NOTHING
    assert elsewhere.ask("SELECT count(*) FROM pg_class WHERE relname = 'inbox_message'") == 0
    assert elsewhere.files() == set()


def test_a_backup_of_a_newer_release_is_refused_in_words(
    elsewhere: Elsewhere, tmp_path: Path
) -> None:
    known = [*opened(OLD).begin["migrations"], ["inbox", "9999_of_tomorrow"]]
    newer = rewritten(tmp_path / "newer", begin={"migrations": known})

    with pytest.raises(SchemaIsWrong, match=r"newer release of Gehoor: it knows inbox\.9999"):
        elsewhere.restore(newer)

    assert elsewhere.schemas() == NOTHING


def test_a_row_that_cannot_be_is_refused_by_the_database(
    elsewhere: Elsewhere, tmp_path: Path
) -> None:
    columns = json.loads(json.dumps(opened(OLD).begin["tables"]))
    columns["people_team"].reverse()
    mixed = rewritten(tmp_path / "mixed", begin={"tables": columns})

    with pytest.raises(NotUsable, match="The database refused it"):
        elsewhere.restore(mixed)

    assert elsewhere.schemas() == NOTHING
    assert elsewhere.files() == set()


def test_a_disk_without_room_is_named_before_anything_begins(
    elsewhere: Elsewhere, tmp_path: Path
) -> None:
    free = shutil.disk_usage(tmp_path).free
    old = opened(OLD)
    old.end["files"]["bytes"] = free + 1

    elsewhere.settings.MEDIA_ROOT = elsewhere.folder
    with pytest.raises(NotUsable, match="less room"):
        restoring.restore(old, replace=False, say=print)

    assert elsewhere.schemas() == NOTHING


@pytest.mark.long
def test_what_was_left_by_a_restore_that_was_killed_is_no_trouble(elsewhere: Elsewhere) -> None:
    elsewhere.do("CREATE SCHEMA gehoor_restoring")
    elsewhere.do("CREATE TABLE gehoor_restoring.people_team (half int)")

    elsewhere.restore()

    assert elsewhere.schemas() == NOTHING


@pytest.mark.long
@pytest.mark.processes
def test_a_backup_made_on_postgresql_15_comes_back_on_this_one(
    elsewhere: Elsewhere, tmp_path: Path
) -> None:
    with server_15() as owner, database_of_its_own(owner) as url:
        source = Elsewhere(url, tmp_path / "there", elsewhere.settings)
        source.restore()
        assert source.ask("SELECT current_setting('server_version')::text").startswith("15")
        there = source.content()
        source.backup(tmp_path / "from-15")

    elsewhere.restore(tmp_path / "from-15")

    here = elsewhere.content()
    assert opened(tmp_path / "from-15").begin["postgresql"] == 15
    assert {n: r for n, r in here.items() if n != "audit_entry"} == {
        n: r for n, r in there.items() if n != "audit_entry"
    }

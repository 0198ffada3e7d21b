"""The log: added to, never changed."""

import json
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from gehoor.audit import queries
from gehoor.audit.actions import record
from gehoor.audit.models import Entry, Seal
from gehoor.audit.queries.seals import LAST
from gehoor.people.policies import Actor
from gehoor.testing import make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "statement", ["UPDATE audit_entry SET reason = 'anders'", "DELETE FROM audit_entry"]
)
def test_even_the_owner_of_the_table_changes_no_row(statement: str) -> None:
    record(Actor(system="test"), "look", "channel", 1)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(statement)

    assert Entry.objects.get().act == "look"


def test_an_act_that_is_undone_leaves_no_row() -> None:
    with transaction.atomic():
        record(Actor(system="test"), "look", "channel", 1)
        transaction.set_rollback(True)

    assert not Entry.objects.exists()


def test_the_log_of_a_thing_names_who_did_what_newest_first() -> None:
    user = make.user(name="Ria")
    record(Actor(user_id=user.pk), "connect", "channel", 1, name="Postbus")
    record(Actor(system="timer"), "try", "channel", 1)
    record(Actor(system="timer"), "try", "channel", 2)
    record(Actor(system="timer"), "look", "conversation", 1)

    lines = queries.lines_about(["channel"], subject_id=1, limit=10)

    assert [(line.who, line.act) for line in lines] == [("", "try"), ("Ria", "connect")]
    assert len(queries.lines_about(["channel"], limit=10)) == 3


def seal(number: int, *, server: int) -> Seal:
    return Seal(
        number=number, server=server, snapshot=f"{number}:{number}:", ids=[], digests=b"",
        previous=b"", hash=b"", key="", signature=b"",
    )  # fmt: skip


def seals_read(plan: dict[str, Any]) -> int:
    """Return how many seals were looked at, whatever the steps of the plan are."""
    own = plan["Actual Rows"] * plan["Actual Loops"] if "Relation Name" in plan else 0
    return int(own) + sum(seals_read(each) for each in plan.get("Plans", ()))


def test_the_last_seal_of_each_server_is_found_without_reading_the_others() -> None:
    Seal.objects.bulk_create(seal(n, server=n % 3 - 1) for n in range(1, 301))

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {LAST}")
        [(told,)] = cursor.fetchall()
    plan = (json.loads(told) if isinstance(told, str) else told)[0]["Plan"]

    assert {server: seen.text for server, seen in queries.moment().last.items()} == {
        -1: "300:300:", 0: "298:298:", 1: "299:299:"
    }  # fmt: skip
    assert seals_read(plan) <= 6

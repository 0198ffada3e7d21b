"""The log: added to, never changed."""

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from gehoor.audit import queries
from gehoor.audit.actions import record
from gehoor.audit.models import Entry
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

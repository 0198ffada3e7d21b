"""Each kind of tampering by the owner of the tables shows, with where, in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import override_settings
from hypothesis import HealthCheck, given
from hypothesis import settings as pace
from hypothesis import strategies as st
from pytest_django import DjangoDbBlocker, Settings

from gehoor.audit import actions
from gehoor.audit.actions import record
from gehoor.audit.rules.faults import Kind
from gehoor.audit.rules.sealing import Keys, heads_in
from gehoor.flows import sealing
from gehoor.people.policies import Actor
from gehoor.testing import make
from gehoor.testing.tampering import (
    ANOTHER_KEY,
    act,
    as_owner,
    clerks,
    copy_row,
    everything,
    kinds,
    sealed_log,
    swap,
    verified,
    words,
    write,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.row("S3-29")]


@dataclass(frozen=True)
class Log:
    """A log of three seals, with a number that was never used among its rows."""

    pks: list[int]
    gap: int
    heads: dict[int, str]
    somebody_else: int

    @property
    def of_the_last_seal(self) -> list[int]:
        return self.pks[-2:]


@pytest.fixture(scope="module")
def log(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Log]:
    """Make it once and for good: a seal is made over what was committed. Each test is undone."""
    heads = tmp_path_factory.mktemp("heads") / "heads.txt"
    kept = override_settings(AUDIT_HEAD_FILE=heads, AUDIT_HEAD_SECONDS=0)
    with django_db_blocker.unblock(), kept:
        first, second = make.user(), make.user()
        record(Actor(user_id=first.pk), "look", "conversation", 1)
        with clerks(1) as (clerk,):
            act(1)
            gap = write(clerk, 2)
            clerk.rollback()
        pks = sealed_log(1, 3, 2)
        yield Log(pks, gap, heads_in(heads.read_text()), second.pk)
        as_owner("DELETE FROM audit_entry")
        as_owner("DELETE FROM audit_seal")
        first.delete()
        second.delete()


@pytest.fixture(autouse=True)
def no_heads(tmp_path: Path, settings: Settings) -> None:
    settings.AUDIT_HEAD_FILE = tmp_path / "heads.txt"


def test_it_is_whole_before_anybody_touches_it(log: Log) -> None:
    assert verified(log.heads).faults == []
    assert (verified().seals, verified().rows) == (3, len(log.pks))


COLUMNS: dict[str, object] = {
    "at": "2020-01-01T00:00:00Z",
    "system": "other",
    "act": "other",
    "subject": "channel",
    "subject_id": 77,
    "conversation_id": None,
    "team_id": 77,
    "reason": "other",
    "details": '{"words": "other"}',
    "xact": 3,
    "server": 3,
}


@pytest.mark.parametrize("column", COLUMNS)
def test_a_changed_row_shows_whatever_was_changed(log: Log, column: str) -> None:
    pk = log.pks[1]

    set_one = f"UPDATE audit_entry SET {column} = %s WHERE id = %s"  # noqa: S608
    as_owner(set_one, COLUMNS[column], pk)

    assert kinds(verified()) == {Kind.CHANGED}
    assert f"Row {pk} was changed. Seal 1" in words(verified())


@pytest.mark.parametrize("somebody", [True, False])
def test_another_name_under_an_act_shows(log: Log, somebody: bool) -> None:
    other = log.somebody_else if somebody else None

    as_owner("UPDATE audit_entry SET actor_id = %s WHERE id = %s", other, log.pks[0])

    assert kinds(verified()) == {Kind.CHANGED}


@pytest.mark.parametrize("place", [0, 1, 2, 3, 4, 5, 6, 7])
def test_a_removed_row_shows_wherever_it_stood(log: Log, place: int) -> None:
    pk = log.pks[place]

    as_owner("DELETE FROM audit_entry WHERE id = %s", pk)

    assert kinds(verified()) == {Kind.REMOVED}
    assert f"Row {pk} is gone." in words(verified())


def test_a_row_put_in_among_sealed_ones_shows(log: Log) -> None:
    copy_row(log.pks[0], to=log.gap, reason="een ander verhaal")

    assert kinds(verified()) == {Kind.INSERTED}
    assert f"Row {log.gap} is in no seal" in words(verified())
    assert sealing.seal() == 0, "it is not blessed by a seal either"


@pytest.mark.parametrize("stamp", [{"xact": 10**15}, {"server": 3}, {"server": 3, "xact": 10**15}])
def test_a_row_of_a_transaction_that_never_was_shows(log: Log, stamp: dict[str, int]) -> None:
    copy_row(log.pks[0], to=900_000_000, **stamp)

    assert sealing.seal() == 0
    assert kinds(verified()) == {Kind.INSERTED}


def test_two_rows_under_one_number_show(log: Log) -> None:
    as_owner("ALTER TABLE audit_entry DROP CONSTRAINT audit_entry_pkey")

    copy_row(log.pks[0], to=log.pks[0], reason="een ander verhaal")

    assert Kind.INSERTED in kinds(verified())
    assert f"Row {log.pks[0]} is there twice." in words(verified())


def test_rows_that_changed_places_show(log: Log) -> None:
    first, second = log.of_the_last_seal

    swap("audit_entry", "id", first, second)

    assert kinds(verified()) == {Kind.REORDERED}
    assert f"Row {first} holds what seal 3 has as row {second}" in words(verified())


ROWS_OF = (
    "DELETE FROM audit_entry WHERE id IN (SELECT unnest(ids) FROM audit_seal WHERE number = {})"
)
CHANGES_OF_A_SEAL: dict[str, object] = {
    "sealed_at": "2020-01-01T00:00:00Z",
    "server": 3,
    "snapshot": "3:3:",
    "ids": [1],
    "digests": bytes(96),
    "previous": bytes(32),
    "hash": bytes(32),
    "key": "0" * 16,
    "signature": bytes(64),
}


@pytest.mark.parametrize("column", CHANGES_OF_A_SEAL)
def test_a_changed_seal_shows_whatever_was_changed(log: Log, column: str) -> None:
    set_one = f"UPDATE audit_seal SET {column} = %s WHERE number = 2"  # noqa: S608
    as_owner(set_one, CHANGES_OF_A_SEAL[column])

    assert "Seal 2 " in words(verified())


@pytest.mark.parametrize("number", [1, 2])
def test_a_removed_seal_shows(log: Log, number: int) -> None:
    as_owner("DELETE FROM audit_seal WHERE number = %s", number)

    assert {Kind.REMOVED, Kind.INSERTED} == kinds(verified())
    assert f"Seal {number} is gone." in words(verified())


def test_a_removed_seal_shows_when_the_others_are_numbered_anew_and_its_rows_are_gone(
    log: Log,
) -> None:
    as_owner(ROWS_OF.format(2))
    as_owner("DELETE FROM audit_seal WHERE number = 2")
    as_owner("UPDATE audit_seal SET number = 2 WHERE number = 3")

    assert kinds(verified()) == {Kind.REMOVED}
    assert "what stood between them is gone" in words(verified())


def test_seals_that_changed_places_show(log: Log) -> None:
    swap("audit_seal", "number", 2, 3)

    assert kinds(verified()) == {Kind.REORDERED}


def test_a_seal_made_with_a_key_of_ones_own_shows(log: Log, settings: Settings) -> None:
    ours = list(settings.AUDIT_KEYS)
    as_owner("UPDATE audit_entry SET reason = 'anders' WHERE id = %s", log.pks[-1])
    as_owner("DELETE FROM audit_seal WHERE number = 3")
    actions.seal_waiting(Keys([ANOTHER_KEY]))

    assert kinds(verified()) == {Kind.NO_KEY}

    as_owner("UPDATE audit_seal SET key = %s WHERE number = 3", Keys(ours).newest)
    assert kinds(verified()) == {Kind.CHANGED}


def test_a_false_seal_that_fits_its_own_hash_has_no_signature_of_ours(
    log: Log, settings: Settings
) -> None:
    class Forger(Keys):
        newest = Keys(settings.AUDIT_KEYS).newest

        def sign(self, content: bytes) -> bytes:
            return Keys([ANOTHER_KEY]).sign(content)

    as_owner("UPDATE audit_entry SET reason = 'anders' WHERE id = %s", log.pks[-1])
    as_owner("DELETE FROM audit_seal WHERE number = 3")
    actions.seal_waiting(Forger([]))

    assert kinds(verified()) == {Kind.INSERTED}
    assert "was not made by Gehoor" in words(verified())


def test_a_log_that_was_cut_shows_by_its_head_outside(log: Log) -> None:
    as_owner(ROWS_OF.format(3))
    as_owner("DELETE FROM audit_seal WHERE number = 3")

    assert verified().faults == [], "from inside nothing shows: that is what the head is for"
    assert kinds(verified(log.heads)) == {Kind.TRUNCATED}
    assert "Seal 3 was written down outside and is not here" in words(verified(log.heads))


def test_a_log_that_was_written_anew_with_our_own_key_shows_by_its_head(log: Log) -> None:
    as_owner("UPDATE audit_entry SET reason = 'anders'")
    as_owner("DELETE FROM audit_seal")
    sealing.seal()

    assert verified().faults == []
    assert kinds(verified(log.heads)) == {Kind.CHANGED, Kind.TRUNCATED}


def test_a_great_many_faults_are_counted_and_not_all_told(log: Log) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(id) FROM audit_entry")
        [last] = cursor.fetchone()
    for number in range(1, 260):
        copy_row(log.pks[0], to=last + number)

    report = verified()

    assert len(report.faults) + report.unsaid == 259
    assert len(report.faults) == 200


@pace(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_is_done_to_the_log_shows_when_it_made_a_difference(
    log: Log, data: st.DataObject
) -> None:
    before = everything()
    with transaction.atomic():
        for _ in range(data.draw(st.integers(1, 4))):
            tamper(log, data)

        is_the_same = everything() == before
        report = verified(log.heads)
        transaction.set_rollback(True)

    assert (report.faults == []) == is_the_same


def tamper(log: Log, data: st.DataObject) -> None:
    """Do one random thing to a row or to a seal."""
    pk, other = (data.draw(st.sampled_from(log.pks)) for _ in range(2))
    number, another = (data.draw(st.integers(1, 3)) for _ in range(2))
    column = data.draw(st.sampled_from(sorted(COLUMNS)))
    part = data.draw(st.sampled_from(sorted(CHANGES_OF_A_SEAL)))
    change_row = f"UPDATE audit_entry SET {column} = %s WHERE id = %s"  # noqa: S608
    change_seal = f"UPDATE audit_seal SET {part} = %s WHERE number = %s"  # noqa: S608
    acts: dict[str, Any] = {
        "change a row": lambda: as_owner(change_row, COLUMNS[column], pk),
        "change a seal": lambda: as_owner(change_seal, CHANGES_OF_A_SEAL[part], number),
        "remove a row": lambda: as_owner("DELETE FROM audit_entry WHERE id = %s", pk),
        "remove a seal": lambda: as_owner("DELETE FROM audit_seal WHERE number = %s", number),
        "cut the end": lambda: cut_from(number),
        "swap rows": lambda: swap("audit_entry", "id", pk, other),
        "swap seals": lambda: swap("audit_seal", "number", number, another),
        "put a row in": lambda: put_in(log, pk, column),
    }
    acts[data.draw(st.sampled_from(sorted(acts)))]()


def cut_from(number: int) -> None:
    for each in range(number, 4):
        as_owner(ROWS_OF.format(each))
        as_owner("DELETE FROM audit_seal WHERE number = %s", each)


def put_in(log: Log, pk: int, column: str) -> None:
    as_owner("DELETE FROM audit_entry WHERE id = %s", log.gap)
    copy_row(pk, to=log.gap, **{column: COLUMNS[column]})

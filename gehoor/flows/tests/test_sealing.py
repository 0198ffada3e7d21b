"""The log is sealed whatever runs beside it, and each kind of tampering shows."""

from contextlib import ExitStack
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction
from hypothesis import settings as pace
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)
from pytest_django import Settings

from gehoor.audit import actions, queries
from gehoor.audit.models import Entry, Seal
from gehoor.audit.rules.faults import Kind
from gehoor.audit.rules.sealing import Keys, heads_in
from gehoor.flows import sealing
from gehoor.testing.tampering import (
    ANOTHER_KEY,
    CLERK,
    act,
    another_server,
    as_owner,
    clerks,
    sealed_log,
    verified,
    write,
)

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.database,
    pytest.mark.row("S3-29"),
]


@pytest.fixture(autouse=True)
def head_file(tmp_path: Path, settings: Settings) -> Path:
    settings.AUDIT_HEAD_FILE = tmp_path / "heads.txt"
    settings.AUDIT_HEAD_SECONDS = 0
    return tmp_path / "heads.txt"


def test_a_sealed_log_is_whole() -> None:
    sealed_log(3, 2)

    report = verified()

    assert report.faults == []
    assert (report.seals, report.rows, report.waiting) == (2, 5, 0)


def test_an_empty_log_is_whole_and_makes_no_seal() -> None:
    assert sealing.seal() == 0

    assert (verified().seals, verified().faults) == (0, [])


def test_rows_that_wait_are_no_fault_and_say_since_when() -> None:
    sealed_log(2)
    act(9)

    report = verified()

    assert (report.faults, report.waiting) == ([], 1)
    assert report.waiting_since == queries.waiting_since() == Entry.objects.latest("pk").at


def test_an_act_that_commits_late_is_sealed_later_and_is_no_insertion() -> None:
    with clerks(2) as (slow, quick):
        late = write(slow, 1)
        write(quick, 2)
        quick.commit()
        sealing.seal()
        slow.commit()

        assert verified().faults == []
        sealing.seal()

    first, second = Seal.objects.order_by("number")
    assert late not in first.ids
    assert late < min(first.ids)
    assert second.ids == [late]
    assert verified().faults == []


def test_an_act_that_is_undone_leaves_a_gap_that_is_no_fault() -> None:
    with clerks(1) as (clerk,):
        act(1)
        write(clerk, 2)
        clerk.rollback()
        act(3)
    sealing.seal()

    assert verified().faults == []


def test_a_transaction_that_lasts_holds_nobody_up() -> None:
    with clerks(1) as (slow,):
        write(slow, 1)
        sealed_log(3)

        assert verified().waiting == 0
        assert queries.waiting_since() is None


def test_several_seals_are_made_of_a_backlog() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_entry (system, act, subject, subject_id, reason, details)"
            " SELECT 'test', 'look', 'conversation', n, '', '{}' FROM generate_series(1, %s) n",
            [2 * actions.BATCH + 1],
        )

    assert sealing.seal() == 2 * actions.BATCH + 1

    assert [len(seal.ids) for seal in Seal.objects.all()] == [actions.BATCH, actions.BATCH, 1]
    assert verified().faults == []


def test_only_one_seals_at_a_time() -> None:
    act(1)
    with clerks(1) as (other,):
        other.execute("SELECT pg_advisory_lock(%s, 0)", [sealing.SEALING_LANE])

        assert sealing.seal() == 0
        other.execute("SELECT pg_advisory_unlock(%s, 0)", [sealing.SEALING_LANE])

    assert sealing.seal() == 1


def test_every_seal_is_written_down_outside_for_us_alone(head_file: Path) -> None:
    sealed_log(1, 1)

    assert heads_in(head_file.read_text()) == {
        seal.number: bytes(seal.hash).hex() for seal in Seal.objects.all()
    }
    assert head_file.stat().st_mode & 0o777 == 0o600


def test_the_head_is_written_down_once_an_hour_when_asked(
    head_file: Path, settings: Settings
) -> None:
    settings.AUDIT_HEAD_SECONDS = 3600
    sealed_log(1, 1, 1)

    assert list(heads_in(head_file.read_text())) == [1]


def test_the_same_head_is_not_written_down_twice(head_file: Path) -> None:
    sealed_log(1)

    assert not sealing.keep_head()

    assert len(head_file.read_text().splitlines()) == 1


def test_a_place_for_the_head_that_is_gone_stops_no_seal(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.AUDIT_HEAD_FILE = Path("/nergens/heads.txt")

    sealed_log(2)

    assert verified().seals == 1
    assert "was not written to /nergens/heads.txt" in caplog.text


def test_keys_can_be_renewed(settings: Settings) -> None:
    old = list(settings.AUDIT_KEYS)
    sealed_log(2)
    settings.AUDIT_KEYS = [ANOTHER_KEY, *old]
    sealed_log(2)

    assert verified().faults == []
    first, second = Seal.objects.all()
    assert first.key != second.key


def test_a_database_carried_to_another_server_goes_on() -> None:
    """What was sealed there stays whole; what was not is sealed by the first seal here."""
    sealed_log(2)
    act(7)

    with another_server():
        act(8)
        assert verified().faults == []
        assert sealing.seal() == 2
        sealed_log(1)

        assert verified().faults == []
        assert Seal.objects.count() == 3


def test_a_row_that_is_dated_back_shows() -> None:
    sealed_log(2)
    as_owner(
        CLERK.replace("(system", "(at, system").replace("('clerk'", "('2020-01-01', 'clerk'"), 5
    )
    sealing.seal()

    [fault] = verified().faults
    assert fault.kind == Kind.BACKDATED


@pytest.mark.parametrize("statement", ["UPDATE audit_seal SET key = 'x'", "DELETE FROM audit_seal"])
def test_even_the_owner_changes_no_seal_by_a_slip(statement: str) -> None:
    sealed_log(1)

    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        connection.cursor().execute(statement)


class Clerks(RuleBasedStateMachine):
    """Transactions of several clerks in any order, with the sealer in between."""

    numbers = st.integers(0, 2)

    def __init__(self) -> None:
        super().__init__()
        self.office = ExitStack()
        self.clerks = self.office.enter_context(clerks(3))

    @rule(clerk=numbers)
    def write(self, clerk: int) -> None:
        write(self.clerks[clerk], 1)

    @rule(clerk=numbers)
    def commit(self, clerk: int) -> None:
        self.clerks[clerk].commit()

    @rule(clerk=numbers)
    def undo(self, clerk: int) -> None:
        self.clerks[clerk].rollback()

    @rule()
    def seal(self) -> None:
        sealing.seal()

    @invariant()
    def is_whole(self) -> None:
        assert verified().faults == []

    def teardown(self) -> None:
        for clerk in self.clerks:
            clerk.commit()
        self.office.close()
        sealing.seal()
        report = verified()
        sealed = [pk for seal in Seal.objects.all() for pk in seal.ids]
        assert (report.faults, report.waiting) == ([], 0)
        assert sorted(sealed) == list(Entry.objects.order_by("pk").values_list("pk", flat=True))


def test_any_order_of_transactions_leaves_a_whole_log() -> None:
    run_state_machine_as_test(
        Clerks, settings=pace(max_examples=10, stateful_step_count=20, deadline=None)
    )


def test_every_hour_the_log_of_the_last_day_is_looked_at_and_that_is_in_the_log() -> None:
    sealed_log(2, 3)

    assert sealing.check() == 0
    sealing.seal()

    when, faults = queries.last_check() or (None, None)
    assert faults == 0
    assert when == Entry.objects.latest("pk").at
    assert verified().faults == []


def test_what_was_done_to_the_log_since_yesterday_is_found_within_the_hour(
    caplog: pytest.LogCaptureFixture,
) -> None:
    pk, *_ = sealed_log(2, 3)
    as_owner("UPDATE audit_entry SET reason = 'anders' WHERE id = %s", pk)

    assert sealing.check() == 1

    assert f"Row {pk} was changed" in caplog.text
    assert (queries.last_check() or (None, 0))[1] == 1


def test_a_look_at_the_last_day_stands_on_the_seal_before_it() -> None:
    pk, *rest = sealed_log(1, 2, 2)
    as_owner("UPDATE audit_entry SET reason = 'anders' WHERE id = %s", pk)
    second = Seal.objects.get(number=2)

    lately = queries.verify(Keys(settings.AUDIT_KEYS), since=second.sealed_at)

    assert (lately.faults, lately.seals) == ([], 2)
    assert lately.rows == len(rest)
    assert verified().faults
    as_owner("DELETE FROM audit_entry WHERE id = %s", rest[-1])
    assert queries.verify(Keys(settings.AUDIT_KEYS), since=second.sealed_at).faults

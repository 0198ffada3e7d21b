"""Wake-up jobs: in the caller's transaction, once, and never in the way."""

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob
from psycopg import Connection, OperationalError, connect

from gehoor.flows.incoming import receive_waiting
from gehoor.kit.jobs import broken_off, forget_broken_off, reap
from gehoor.kit.locks import end_sessions_of_the_hung, try_lock
from gehoor.people.models import Team
from gehoor.testing.processes import database_url

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_a_wake_up_that_waits_already_is_not_queued_twice() -> None:
    receive_waiting.wake(7)
    receive_waiting.wake(7)
    receive_waiting.wake(8)

    assert ProcrastinateJob.objects.count() == 2


def test_a_refused_wake_up_leaves_the_callers_rows_alone() -> None:
    receive_waiting.wake(7)

    with transaction.atomic():
        Team.objects.create(name="Webcare")
        receive_waiting.wake(7)

    assert Team.objects.filter(name="Webcare").exists()


def test_a_wake_up_goes_with_the_rows_it_is_for() -> None:
    with transaction.atomic():
        receive_waiting.wake(7)
        transaction.set_rollback(True)

    assert ProcrastinateJob.objects.count() == 0


def test_a_later_wake_up_does_not_swallow_one_for_now() -> None:
    receive_waiting.wake(7, after_seconds=600)
    receive_waiting.wake(7)

    assert ProcrastinateJob.objects.count() == 2


def test_arguments_hold_numbers_only() -> None:
    receive_waiting.wake(7)

    assert ProcrastinateJob.objects.get().args == {"number": 7}


def test_the_job_of_a_dead_worker_is_reaped() -> None:
    receive_waiting.wake(7)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing'")

    assert reap(stalled_after=60) == 1
    assert ProcrastinateJob.objects.get().status == "failed"


def test_a_job_that_was_broken_off_is_counted_and_forgotten_after_a_week() -> None:
    receive_waiting.wake(7)
    receive_waiting.wake(8)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing' WHERE args = '{\"number\": 7}'"
        )
    assert broken_off(within_hours=24) == 0

    reap(stalled_after=60)
    assert broken_off(within_hours=24) == 1
    assert forget_broken_off(older_than_days=7) == 0

    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_events SET at = at - interval '8 days'")
    assert broken_off(within_hours=24) == 0
    assert forget_broken_off(older_than_days=7) == 1
    assert ProcrastinateJob.objects.get().args == {"number": 8}


def hold_lane(name: str, number: int) -> Connection[tuple[object, ...]]:
    """Hold a lane as another process does, and say nothing more."""
    session = connect(database_url(), application_name=name, autocommit=True)
    session.execute("SELECT pg_advisory_lock(9, %s)", [number])
    return session


def test_the_lane_of_a_process_that_hangs_is_freed_and_its_session_is_gone() -> None:
    with hold_lane("gehoor-worker-1-a", 7) as hung:
        with try_lock(9, 7) as is_ours:
            assert not is_ours

        assert end_sessions_of_the_hung(silent_for=0) == 1

        with pytest.raises(OperationalError):
            hung.execute("SELECT 1")
    with try_lock(9, 7) as is_ours:
        assert is_ours


def test_an_open_transaction_of_a_process_that_hangs_keeps_no_row_from_others() -> None:
    name = "gehoor-worker-1-a"
    with (
        connect(database_url(), application_name=name) as hung,
        connect(database_url(), application_name=name) as idle,
    ):
        idle.autocommit = True
        idle.execute("SELECT 1")
        hung.execute("SELECT 1")

        assert end_sessions_of_the_hung(silent_for=0) == 1

        with pytest.raises(OperationalError):
            hung.execute("SELECT 1")
        assert idle.execute("SELECT 1").fetchone() == (1,)


def test_a_process_that_speaks_keeps_its_lanes() -> None:
    with hold_lane("gehoor-worker-1-a", 7), hold_lane("somebody else", 8):
        assert end_sessions_of_the_hung(silent_for=60) == 0
        with try_lock(9, 7) as is_ours:
            assert not is_ours


def test_only_sessions_of_ours_are_ever_ended() -> None:
    with hold_lane("psql", 7):
        assert end_sessions_of_the_hung(silent_for=0) == 0

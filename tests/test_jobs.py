"""Wake-up jobs: in the caller's transaction, once, and never in the way."""

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from gehoor.flows.incoming import receive_waiting
from gehoor.kit.jobs import reap
from gehoor.people.models import Team

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

"""A job says "look again"; nobody's rows may be overlooked because one waited already."""

import psycopg
import pytest
from django.db import transaction

from gehoor.flows.incoming import receive_waiting
from gehoor.testing.processes import database_url

pytestmark = pytest.mark.django_db(transaction=True)

NUMBER = 7
BEGUN = "UPDATE procrastinate_jobs SET status = 'doing' WHERE status = 'todo'"
ENDED = "DELETE FROM procrastinate_jobs WHERE status = 'todo'"
HOW_ALL_ARE = "SELECT status::text FROM procrastinate_jobs ORDER BY id"

ALL_GONE = "DELETE FROM procrastinate_jobs"


@pytest.fixture(autouse=True)
def no_jobs_of_before() -> None:
    a_worker(ALL_GONE)


def test_a_job_that_waits_is_not_queued_twice() -> None:
    receive_waiting.wake(NUMBER)

    with transaction.atomic():
        receive_waiting.wake(NUMBER)

    assert jobs() == ["todo"]


def test_a_job_that_begins_before_the_rows_are_committed_is_queued_once_more() -> None:
    receive_waiting.wake(NUMBER)

    with transaction.atomic():
        receive_waiting.wake(NUMBER)
        a_worker(BEGUN)

    assert jobs() == ["doing", "todo"]


def test_a_job_that_ends_before_the_rows_are_committed_is_queued_once_more() -> None:
    receive_waiting.wake(NUMBER)

    with transaction.atomic():
        receive_waiting.wake(NUMBER)
        a_worker(ENDED)

    assert jobs() == ["todo"]


def test_nothing_is_queued_for_rows_that_were_never_committed() -> None:
    receive_waiting.wake(NUMBER)

    with transaction.atomic():
        receive_waiting.wake(NUMBER)
        a_worker(ENDED)
        transaction.set_rollback(True)

    assert jobs() == []


def a_worker(statement: str) -> None:
    """What a worker does meanwhile, over a connection of its own."""
    with psycopg.connect(database_url(), autocommit=True) as other:
        other.execute(statement.encode())


def jobs() -> list[str]:
    with psycopg.connect(database_url(), autocommit=True) as other:
        return [status for (status,) in other.execute(HOW_ALL_ARE)]

"""Workers that die in the middle of an act on many, or work on it at once."""

import threading

import pytest
from django.db import connection, connections, transaction
from django.db.utils import Error

from gehoor.audit.models import Entry
from gehoor.channels.models import Channel
from gehoor.flows import bulk
from gehoor.flows.tests.test_bulk import Act, many, states, wanted
from gehoor.inbox.models import BulkAct, Conversation
from gehoor.people.policies import Actor, Role
from gehoor.testing import make

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]


@pytest.fixture
def channel() -> Channel:
    return make.channel()


@pytest.fixture
def agent(channel: Channel) -> Actor:
    return make.actor(Role.AGENT, teams=(channel.team,), name="Anouk")


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "BATCH", 5)


def test_a_batch_is_all_there_or_not_at_all(agent: Actor, channel: Channel) -> None:
    numbers = many(channel, 12)
    done = bulk.begin(agent, wanted(Act.SEEN, agent, reason="Dubbel"), numbers)

    die_while_writing_the_log(done.pk)
    finished = Conversation.objects.filter(status="done").count()
    lines = Entry.objects.filter(act="conversation.finished").count()
    bulk.carry_on.function(done.pk)

    assert finished == lines == 5
    assert states(done) == {"applied": 12}
    told = Entry.objects.filter(act="conversation.finished")
    assert sorted(told.values_list("subject_id", flat=True)) == numbers


def die_while_writing_the_log(number: int) -> None:
    """Let a worker write conversations and items, and end its session before the log."""
    ended: list[bool] = []

    def work() -> None:
        try:
            bulk.take_batch(number)
        except Error:
            ended.append(True)
        finally:
            connections.close_all()

    worker = threading.Thread(target=work)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE audit_entry IN SHARE MODE")
        worker.start()
        while worker.is_alive():
            cursor.execute(END_WHO_WAITS)
            worker.join(0.01)
    assert ended


def test_two_workers_at_once_touch_each_conversation_once(agent: Actor, channel: Channel) -> None:
    numbers = many(channel, 60)
    done = bulk.begin(agent, wanted(Act.TAG, agent, tag="Afval"), numbers)
    start = threading.Barrier(4)

    def work() -> None:
        start.wait()
        while BulkAct.objects.get(pk=done.pk).state == BulkAct.State.RUNNING:
            bulk.take_batch(done.pk)
        connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    told = Entry.objects.filter(act="conversation.tagged")
    assert sorted(told.values_list("subject_id", flat=True)) == numbers


# Of the locks, because what the server tells of sessions stays the same within a transaction.
END_WHO_WAITS = """
SELECT pg_terminate_backend(pid) FROM pg_locks
WHERE NOT granted AND relation = 'audit_entry'::regclass
"""

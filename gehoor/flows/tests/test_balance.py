"""The closing balance: what was received equals what became of it."""

import threading
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection, connections
from django.utils.timezone import localdate

from gehoor.channels.models import Delivery
from gehoor.contracts.reading import Failure
from gehoor.flows import balance, handling, incoming
from gehoor.inbox.models import Conversation
from gehoor.kit.clock import now
from gehoor.people.policies import Role
from gehoor.testing import make

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_a_day_adds_up() -> None:
    channel = make.channel(connector="email", name="Info")
    agent = make.actor(Role.AGENT, teams=(channel.team,))
    open_one, seen, handled = (make.received(channel) for _ in range(3))
    handling.finish(agent, seen, outcome=Conversation.Outcome.SEEN)
    handling.finish(agent, handled, outcome=Conversation.Outcome.HANDLED, reason="Gebeld")
    incoming.receive(channel, [make.delivery(channel)], [Failure("Too large.")])
    make.delivery(channel)

    [line] = balance.of(localdate(now()))

    assert open_one.status == "open"
    assert line.adds_up
    assert (line.received, line.parsed, line.failed, line.pending) == (5, 3, 1, 1)
    assert (line.messages, line.open, line.not_handled, line.answered) == (3, 1, 2, 0)


def test_a_message_we_lost_would_show() -> None:
    channel = make.channel(connector="email")
    make.received(channel)
    Delivery.objects.update(state="strange")

    [line] = balance.of(localdate(now()))

    assert not line.adds_up


@pytest.mark.parametrize(
    ("day", "hours"),
    [(date(2026, 10, 25), 25), (date(2027, 3, 28), 23), (date(2026, 11, 24), 24)],
)
def test_the_nights_the_clock_changes_have_their_true_length(day: date, hours: int) -> None:
    since, until = balance.bounds(day)

    assert until.astimezone(tz=None) - since.astimezone(tz=None) == timedelta(hours=hours)


@pytest.mark.django_db(transaction=True)
def test_a_message_that_comes_in_while_we_count_does_not_unbalance_the_day() -> None:
    channel = make.channel(connector="email")
    make.received(channel)

    def come_in() -> None:
        make.received(channel)
        connections.close_all()

    comes = threading.Thread(target=come_in)

    def between(execute: Callable[..., object], sql: str, *given: object) -> object:
        """Let the message come after the deliveries were counted, before the messages are."""
        if "inbox_message" in sql and not comes.ident:
            comes.start()
            comes.join()
        return execute(sql, *given)

    with connection.execute_wrapper(between):
        [counted] = balance.of(localdate(now()))
    [after] = balance.of(localdate(now()))

    assert comes.ident, "nothing came in between"
    assert counted.adds_up
    assert (counted.received, counted.messages) == (1, 1)
    assert (after.received, after.messages) == (2, 2)

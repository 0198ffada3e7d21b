"""The closing balance: what was received equals what became of it."""

from datetime import date, timedelta

import pytest

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

    [line] = balance.of(now().date())

    assert open_one.status == "open"
    assert line.adds_up
    assert (line.received, line.parsed, line.failed, line.pending) == (5, 3, 1, 1)
    assert (line.messages, line.open, line.not_handled, line.answered) == (3, 1, 2, 0)


def test_a_message_we_lost_would_show() -> None:
    channel = make.channel(connector="email")
    make.received(channel)
    Delivery.objects.update(state="strange")

    [line] = balance.of(now().date())

    assert not line.adds_up


@pytest.mark.parametrize(
    ("day", "hours"),
    [(date(2026, 10, 25), 25), (date(2027, 3, 28), 23), (date(2026, 11, 24), 24)],
)
def test_the_nights_the_clock_changes_have_their_true_length(day: date, hours: int) -> None:
    since, until = balance.bounds(day)

    assert until.astimezone(tz=None) - since.astimezone(tz=None) == timedelta(hours=hours)

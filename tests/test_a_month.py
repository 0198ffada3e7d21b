"""A month at a desk, in small: what citizens wrote is all there, and each day's balance says so.

At its full size of 7,000 messages it is a benchmark, benchmarks/month.py.
"""

import random
import time
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from benchmarks import month
from gehoor.channels.models import Delivery
from gehoor.flows import balance
from gehoor.inbox.models import Message, Reply
from gehoor.people.policies import Role
from gehoor.testing import make
from gehoor.testing.web import session_of
from tests.faults import chance

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]

MESSAGES = 150


@pytest.mark.row("S0-07")
def test_a_month_of_messages_is_accounted_for_day_by_day(
    settings: Settings, tmp_path: Path, client: Client
) -> None:
    settings.MEDIA_ROOT = tmp_path
    agent = make.user(Role.AGENT, teams=(make.team(name="Webcare"),), name="Anouk Smit")

    book = month.replay(MESSAGES, agent, chance=random.Random(chance.SEED))

    lines = month.lines_of_the_month()
    said = f"seed {chance.SEED}: {month.told(book, lines)}"
    assert month.unaccounted(book, lines) == [], said
    assert sum(line.messages for line in lines) == MESSAGES, said
    assert min(sum(line.answered for line in lines), sum(line.open for line in lines)) > 0, said
    assert min(sum(line.not_handled for line in lines), Reply.objects.count()) > 0, said
    received = [sum(line.received for line in balance.of(day)) for day in month.days()]
    assert len([each for each in received if each]) >= month.DAYS - 2, said
    client.cookies["sessionid"] = session_of(agent)
    for address in month.LISTS:
        begun = time.perf_counter()
        answer = client.get(address)
        assert answer.status_code == 200
        assert time.perf_counter() - begun < month.GOAL_SECONDS * 10

    # It would show: a message that is lost, and a delivery that is in no state we know.
    Message.objects.filter(kind="in").latest("pk").delete()
    assert month.unaccounted(book, month.lines_of_the_month())
    Delivery.objects.filter(state="failed").update(state="strange")
    assert not all(line.adds_up for line in month.lines_of_the_month())

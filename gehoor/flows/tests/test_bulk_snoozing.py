"""Many put off at once: each comes back by the hours of its own team or channel."""

from datetime import date, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from gehoor.audit.models import Entry
from gehoor.channels.models import Channel
from gehoor.flows import bulk, snoozing
from gehoor.flows.tests.test_bulk import agent as agent
from gehoor.flows.tests.test_bulk import channel as channel
from gehoor.flows.tests.test_bulk import many, picture, wanted
from gehoor.flows.tests.test_bulk import team as team
from gehoor.inbox import queries as inbox
from gehoor.inbox.models import BulkAct, Conversation
from gehoor.kit.clock import now
from gehoor.people.policies import Actor
from gehoor.planning import actions as planning
from gehoor.planning.rules import Block, day_of, moment_on
from gehoor.testing import make

pytestmark = [pytest.mark.django_db, pytest.mark.database]

Act = BulkAct.Act


def test_each_comes_back_when_those_are_there_who_work_on_it(
    agent: Actor, channel: Channel, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    planning.change_week(dict.fromkeys(range(5), (Block(9 * 60, 17 * 60),)))
    evening = dict.fromkeys(range(7), (Block(18 * 60, 22 * 60),))
    late = make.channel(team=channel.team)
    planning.change_own_hours(evening, keeps_days=True, channel=late.pk)
    elsewhere = make.team(name="Avond")
    planning.change_own_hours(evening, keeps_days=True, team=elsewhere.pk)
    [plain], [own], [sent] = many(channel, 1), many(late, 1), many(channel, 1)
    Conversation.objects.filter(pk=sent).update(routed_to=elsewhere)
    before = picture([plain, own, sent])
    monday = later_on(weekday=0)
    saturday = moment_on(monday - timedelta(days=2), 14 * 60)

    with django_assert_max_num_queries(34):
        done = bulk.begin(agent, wanted(Act.SNOOZE, agent, until=saturday), [plain, own, sent])

    until = dict(Conversation.objects.values_list("pk", "snoozed_until"))
    on_saturday = saturday + timedelta(hours=4)
    assert until == {plain: moment_on(monday, 9 * 60), own: on_saturday, sent: on_saturday}
    lines = Entry.objects.filter(act="conversation.snoozed")
    assert {each.conversation_id: each.details["until"] for each in lines} == {
        number: snoozing.written(moment) for number, moment in until.items()
    }
    [coming] = inbox.bulk_acts_of(agent.user_id, most=1)
    assert coming.back == (on_saturday, moment_on(monday, 9 * 60))
    bulk.undo(agent, done.pk)
    assert picture([plain, own, sent]) == before


def later_on(weekday: int) -> date:
    """Such a day, more than a week from now."""
    today = day_of(now())
    return today + timedelta(days=14 - today.weekday() + weekday)

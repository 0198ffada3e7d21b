"""How many minutes a day the work takes: an estimate out of the log, of everybody together."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from gehoor.audit.models import Entry
from gehoor.channels.models import Channel
from gehoor.flows import minutes
from gehoor.inbox.models import Conversation, Message
from gehoor.inbox.queries.minutes import Worked
from gehoor.people import queries as people
from gehoor.people.models import Team, User
from gehoor.people.policies import Role
from gehoor.testing import make
from gehoor.testing.web import BACKEND

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.row("S3-04")]

NINE = datetime(2026, 10, 5, 9, 0, tzinfo=ZoneInfo("Europe/Amsterdam"))


@pytest.fixture
def team() -> Team:
    return make.team(name="Webcare")


@pytest.fixture
def channel(team: Team) -> Channel:
    return make.channel(team=team, name="Plein")


@pytest.fixture
def agent(team: Team) -> User:
    return make.user(Role.AGENT, teams=(team,), language="nl")


def came_in(channel: Channel, thread: str, *, at: datetime = NINE, tier: int = 1) -> Conversation:
    conversation = make.received(channel, thread=thread)
    Message.objects.filter(conversation=conversation).update(received_at=at)
    Conversation.objects.filter(pk=conversation.pk).update(tier=tier)
    return conversation


def acted(who: User | None, conversation: Conversation, *at: datetime) -> None:
    for moment in at:
        Entry.objects.create(
            at=moment, actor=who, act="conversation.tagged", subject="conversation",
            subject_id=conversation.pk, conversation_id=conversation.pk,
        )  # fmt: skip


def days(user: User) -> list[Worked]:
    found = minutes.report(people.actor_of(user), since=NINE.date(), until=NINE.date())
    return list(found.days)


def after(minutes_: float) -> datetime:
    return NINE + timedelta(minutes=minutes_)


def test_the_time_between_acts_counts_and_a_pause_does_not(channel: Channel, agent: User) -> None:
    conversation = came_in(channel, "1")
    # One minute for the first, three and five up to the next, and one for who comes back at 30.
    acted(agent, conversation, NINE, after(3), after(8), after(30))

    assert [day.time for day in days(agent)] == [timedelta(minutes=10)]


def test_colleagues_count_together_and_one_does_not_go_on_with_the_time_of_another(
    channel: Channel, team: Team, agent: User
) -> None:
    conversation = came_in(channel, "1")
    other = make.user(Role.AGENT, teams=(team,))
    acted(agent, conversation, NINE, after(4))
    acted(other, conversation, after(2), after(4))
    # What runs by itself is nobody's work.
    acted(None, conversation, after(5), after(6))

    assert [day.time for day in days(agent)] == [timedelta(minutes=1 + 4 + 1 + 2)]


def test_a_day_tells_how_near_to_us_its_messages_are(channel: Channel, agent: User) -> None:
    came_in(channel, "1")
    for number in range(2):
        came_in(channel, f"page {number}", tier=2)
    for number in range(3):
        came_in(channel, f"found {number}", tier=3)
    came_in(channel, "of the day before", at=NINE - timedelta(hours=10))

    [day] = days(agent)
    assert (day.to_us, day.our_pages, day.found, day.messages) == (1, 2, 3, 6)


def test_of_another_team_nothing_is_counted(agent: User) -> None:
    elsewhere = came_in(make.channel(name="Elders"), "1")
    acted(make.user(Role.AGENT), elsewhere, NINE, after(3))

    assert days(agent) == []


def test_the_screen_says_what_is_counted_and_hands_out_the_same_as_a_table(
    client: Client, channel: Channel, agent: User
) -> None:
    acted(agent, came_in(channel, "1"), NINE, after(4))
    client.force_login(agent, backend=BACKEND)
    asked = {"since": "2026-10-05", "until": "2026-10-05"}

    page = client.get(reverse("minutes"), asked).content.decode()
    table = client.get(reverse("minutes_table"), asked).content.decode()

    assert "ma 5 okt" in page
    assert "wat één collega deed, staat nergens" in page
    assert table.splitlines()[1] == '"2026-10-05";"5";"1";"1";"0";"0"'


def test_days_the_wrong_way_round_are_refused_in_words(client: Client, agent: User) -> None:
    client.force_login(agent, backend=BACKEND)
    answer = client.get(reverse("minutes"), {"since": "2026-10-05", "until": "2026-10-01"})

    assert answer.status_code == 422
    assert "ligt voor de eerste" in answer.content.decode()

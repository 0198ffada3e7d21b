"""The report of what was handled within its term: what it counts, and who sees what of it."""

from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from gehoor.channels.models import Channel
from gehoor.flows import in_time, replies, setup, terms
from gehoor.inbox.models import Conversation, EndedWait
from gehoor.inbox.queries.in_time import Kept
from gehoor.kit.clock import now
from gehoor.people import queries as people
from gehoor.people.models import Team, User
from gehoor.people.policies import Actor, Role
from gehoor.planning.rules import read_day
from gehoor.planning.rules.norms import Promise
from gehoor.planning.rules.terms import Kind, Norm
from gehoor.testing import make
from gehoor.testing.web import BACKEND

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.row("S1-07")]

HERE = ZoneInfo("Europe/Amsterdam")
ADMIN = Actor(system="setup")
HOUR = timedelta(hours=1)
NOON = datetime(2026, 3, 4, 12, 0, tzinfo=HERE)
DAYS = {"since": "2026-03-04", "until": "2026-03-04"}


@pytest.fixture
def team() -> Team:
    return make.team(name="Webcare")


@pytest.fixture
def channel(team: Team) -> Channel:
    setup.change_hours(ADMIN, dict.fromkeys(range(5), read_day("9-17")))
    terms.promise(ADMIN, Promise(Norm(Kind.WORKING_DAYS, 5)))
    return make.channel(team=team, name="Plein")


@pytest.fixture
def agent(team: Team) -> User:
    return make.user(Role.AGENT, teams=(team,), language="nl")


def handled(channel: Channel, late: timedelta, *, at: datetime = NOON) -> Conversation:
    """One that was answered at a moment, so much after its term."""
    conversation = make.received(channel)
    agent = make.actor(Role.AGENT, teams=(channel.team,))
    replies.send_reply(agent, conversation, text="Dank u.", client_uuid=uuid4(), seen_sequence=99)
    noted = EndedWait.objects.filter(message__conversation=conversation)
    noted.update(ended_at=at, due_at=at - late)
    return conversation


def report(user: User) -> in_time.Report:
    day = NOON.date()
    return in_time.report(people.actor_of(user), since=day, until=day)


def page_of(client: Client, user: User, name: str = "in_time") -> str:
    client.force_login(user, backend=BACKEND)
    return client.get(reverse(name), DAYS).content.decode()


def test_a_term_of_five_working_days_passes_over_good_friday_and_easter(channel: Channel) -> None:
    wednesday = datetime(2026, 4, 1, 10, 0, tzinfo=HERE)

    conversation = make.received(channel, sent_at=wednesday)

    # Thursday, and after Good Friday and Easter Monday: Tuesday, Wednesday, Thursday, Friday.
    assert conversation.due_at == datetime(2026, 4, 9, 17, 0, tzinfo=HERE)


def test_what_was_in_time_and_what_was_late_counts_per_team_and_channel(
    team: Team, channel: Channel, agent: User
) -> None:
    other = make.channel(team=team, name="Balie")
    for late in (-HOUR, -2 * HOUR, HOUR, 3 * HOUR, 26 * HOUR):
        handled(channel, late)
    handled(other, timedelta())
    handled(other, -HOUR, at=NOON + timedelta(days=1))

    found = report(agent)

    assert found.lines == [
        Kept("Webcare", "Balie", 0, 1, timedelta(), timedelta(), 0, 0),
        Kept("Webcare", "Plein", 2, 3, 3 * HOUR, 26 * HOUR, 0, 0),
    ]
    assert found.total == Kept("", "", 2, 4, HOUR, 26 * HOUR, 0, 0)
    assert [each.late for each in found.late] == [26 * HOUR, 3 * HOUR, HOUR, timedelta()]


def test_what_is_open_counts_as_it_stands_now_whatever_the_days(
    channel: Channel, agent: User
) -> None:
    make.received(channel, sent_at=now())
    late = make.received(channel, sent_at=now() - timedelta(days=60))

    found = report(agent)

    assert (found.total.open, found.total.open_late) == (1, 1)
    assert [(each.conversation, each.ended_at) for each in found.late] == [(late.pk, None)]


def test_which_conversations_were_late_only_tells_who_may_open_them(
    client: Client, channel: Channel, agent: User
) -> None:
    number = handled(channel, HOUR).pk
    stranger = make.user(Role.AGENT, teams=(make.team(),), language="nl")
    administrator = make.user(Role.ADMINISTRATOR, language="nl")

    assert f"/conversations/{number}/" in page_of(client, agent)
    assert "In deze dagen liep geen termijn af" in page_of(client, stranger)
    totals = page_of(client, administrator)
    assert "Plein" in totals
    assert f"/conversations/{number}/" not in totals


def test_the_table_has_the_numbers_and_the_conversations(
    client: Client, channel: Channel, agent: User
) -> None:
    number = handled(channel, 90 * timedelta(minutes=1)).pk

    lines = page_of(client, agent, "in_time_table").splitlines()

    assert lines[1] == '"Plein";"Webcare";"0";"1";"0,0";"1,5";"1,5";"0";"0"'
    assert f'"{number}";"Plein";"Webcare";"2026-03-04 10:30";"2026-03-04 12:00";"1,5"' in lines

"""The balance of a day on screen: what came in, what became of it, and whether anything is left."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate
from pytest_django import DjangoAssertNumQueries

from gehoor.audit.models import Entry
from gehoor.channels.models import Channel
from gehoor.contracts.reading import Failure
from gehoor.flows import balance, handling, incoming, snoozing
from gehoor.inbox.models import Conversation, Message
from gehoor.kit.clock import now
from gehoor.people import queries as people
from gehoor.people.models import Team, User
from gehoor.people.policies import Role
from gehoor.planning.actions import change_week
from gehoor.planning.rules import read_day
from gehoor.testing import make
from gehoor.testing.tampering import as_owner
from gehoor.testing.web import BACKEND

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def team() -> Team:
    return make.team(name="Webcare")


@pytest.fixture
def channel(team: Team) -> Channel:
    return make.channel(team=team, name="Plein")


@pytest.fixture
def agent(team: Team) -> User:
    return make.user(Role.AGENT, teams=(team,), language="nl")


def page_of(client: Client, user: User, **asked: str) -> str:
    client.force_login(user, backend=BACKEND)
    return client.get(reverse("day_balance"), asked).content.decode()


@pytest.mark.row("S3-29")
def test_a_day_closes_once_every_message_was_touched(
    client: Client, channel: Channel, agent: User
) -> None:
    seen, taken, later, quiet = (make.received(channel) for _ in range(4))
    actor = people.actor_of(agent)
    handling.finish(actor, seen, outcome=Conversation.Outcome.SEEN)
    handling.assign(actor, taken, agent)
    snoozing.snooze(actor, later, until=now() + timedelta(days=1))

    before = page_of(client, agent)
    handling.show(actor, quiet)
    after = page_of(client, agent)

    assert "1 bericht is onaangeraakt" in before
    assert "Deze dag sluit nog niet." in before
    assert "Onaangeraakt is 0. Er zijn nog 3 berichten open" in after


def test_what_could_not_be_read_keeps_the_day_open(
    client: Client, channel: Channel, agent: User
) -> None:
    incoming.receive(channel, [make.delivery(channel)], [Failure("Too large.")])

    assert "1 bericht kon niet worden verwerkt." in page_of(client, agent)


def test_one_sees_the_channels_of_own_teams_and_an_administrator_all(
    client: Client, channel: Channel, agent: User
) -> None:
    make.received(make.channel(name="Elders"))
    make.received(channel)

    own = page_of(client, agent)
    every = page_of(client, make.user(Role.ADMINISTRATOR, language="nl"))

    assert "Plein" in own
    assert "Elders" not in own
    assert "Elders" in every


def test_a_channel_in_which_nothing_came_is_named(
    client: Client, team: Team, channel: Channel, agent: User
) -> None:
    make.received(channel)
    make.channel(team=team, name="Stil")

    assert "Niets kwam binnen bij: Stil." in page_of(client, agent)


@pytest.mark.row("S2-29")
def test_how_soon_somebody_looked_is_counted_in_opening_time(channel: Channel, agent: User) -> None:
    """Wednesday 25 November 2026 at 16:00 to Thursday at 10:00, in a week of nine to five."""
    change_week({weekday: read_day("9-17") for weekday in range(5)})
    wednesday = datetime(2026, 11, 25, 16, 0, tzinfo=ZoneInfo("Europe/Amsterdam"))
    actor = people.actor_of(agent)
    for conversation in (make.received(channel), make.received(channel)):
        handling.show(actor, conversation)
    make.received(channel)
    Message.objects.update(received_at=wednesday)
    looked = Entry.objects.filter(act="conversation.shown").order_by("pk")
    moments = [wednesday + timedelta(minutes=20), wednesday + timedelta(hours=18)]
    for entry, moment in zip(looked, moments, strict=True):
        as_owner("UPDATE audit_entry SET at = %s WHERE id = %s", moment, entry.pk)

    day = balance.of_day(actor, wednesday.date())

    assert day.waits == [timedelta(minutes=20), timedelta(hours=2)]
    assert (day.half_within, day.most_within) == (timedelta(minutes=20), timedelta(hours=2))


def test_a_day_to_come_and_no_day_are_told_and_nothing_is_counted(
    client: Client, agent: User
) -> None:
    client.force_login(agent, backend=BACKEND)
    tomorrow = (localdate(now()) + timedelta(days=1)).isoformat()

    ahead = client.get(reverse("day_balance"), {"day": tomorrow})
    wrong = client.get(reverse("day_balance_table"), {"day": "gisteren"})

    assert ahead.status_code == wrong.status_code == 422
    assert "Deze dag moet nog komen." in ahead.content.decode()


def test_the_table_holds_the_numbers_of_the_page(
    client: Client, channel: Channel, agent: User
) -> None:
    make.received(channel)
    page_of(client, agent)

    lines = client.get(reverse("day_balance_table")).content.decode().splitlines()

    assert '"Plein";"1";"0";"0";"0";"0";"0";"1";"0";"1";"0";"0";"0";"0"' in lines
    assert '"Samen";"1";"0";"0";"0";"0";"0";"1";"0";"1";"0";"0";"0";"0"' in lines


def test_more_channels_ask_no_more_queries(
    channel: Channel, agent: User, team: Team, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(5):
        make.received(make.channel(team=team, name=f"Kanaal {number}"))

    with django_assert_max_num_queries(15):
        balance.of_day(people.actor_of(agent), localdate(now()))

"""The report of what was answered in the own channel and what was only sent elsewhere."""

import uuid
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from gehoor.channels.models import Channel
from gehoor.flows import own_channel, replies
from gehoor.flows.referring import Said
from gehoor.inbox.models import Reply
from gehoor.people import queries as people
from gehoor.people.models import Team, User
from gehoor.people.policies import Role
from gehoor.testing import make
from gehoor.testing.web import BACKEND

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.row("S0-05")]

HERE = ZoneInfo("Europe/Amsterdam")
DAY = datetime(2026, 10, 25, 12, 0, tzinfo=HERE)
"""25 hours long"""
REFERS = "Wilt u hiervoor bellen met 14 0123?"


@pytest.fixture
def team() -> Team:
    return make.team(name="Webcare")


@pytest.fixture
def channel(team: Team) -> Channel:
    return make.channel(team=team, name="Plein")


def answered(channel: Channel, said: str = "", *, at: datetime = DAY, **changed: Any) -> None:
    """One answer that was sent at a moment; with `said` it refers, for that reason."""
    agent = make.actor(Role.AGENT, teams=(channel.team,))
    reply = replies.send_reply(
        agent, make.received(channel), text=REFERS if said else "Morgen komt de wagen.",
        client_uuid=uuid.uuid4(), seen_sequence=99, referral=Said(said, "Omdat"),
    )  # fmt: skip
    changed = {"state": "sent", "settled_at": at, "due_at": None} | changed
    Reply.objects.filter(pk=reply.pk).update(**changed)


def report(user: User, since: datetime = DAY, until: datetime = DAY) -> own_channel.Report:
    return own_channel.report(people.actor_of(user), since=since.date(), until=until.date())


@pytest.mark.row("S2-19")
def test_answers_here_and_elsewhere_add_up_per_channel_and_together(
    team: Team, channel: Channel
) -> None:
    other = make.channel(team=team, name="Postbus")
    for said in ("", "", "privacy", "none", "formal", "privacy"):
        answered(channel, said)
    answered(other)
    user = make.user(Role.COORDINATOR, teams=(team,))

    found = report(user)

    assert [(line.channel, line.here, line.elsewhere, line.said_none) for line in found.lines] == [
        ("Plein", 3, 3, 1), ("Postbus", 1, 0, 0),
    ]  # fmt: skip
    assert (found.total.answers, found.total.here, found.total.elsewhere) == (7, 4, 3)
    assert found.shares == (57.1, 42.9)
    assert [(str(reason), number) for reason, number in found.reasons] == [
        ("privacy", 2), ("formal", 1),
    ]  # fmt: skip
    assert found.adds_up


@pytest.mark.parametrize(
    "changed",
    [
        {"state": "failed"},
        {"state": "unknown"},
        {"state": "queued"},
        {"state": "practised"},
        {"state": "withdrawn"},
        {"settled_at": DAY.replace(hour=0) - timedelta(seconds=1)},
        {"settled_at": DAY.replace(hour=0) + timedelta(days=1)},
    ],
    ids=str,
)
def test_what_was_not_sent_or_on_another_day_does_not_count(
    team: Team, channel: Channel, changed: dict[str, Any]
) -> None:
    answered(channel, "privacy", **changed)

    assert report(make.user(Role.COORDINATOR, teams=(team,))).total.answers == 0


@pytest.mark.parametrize("hour", [0, 23])
def test_a_day_in_which_the_clock_is_changed_counts_whole(
    team: Team, channel: Channel, hour: int
) -> None:
    answered(channel, at=DAY.replace(hour=hour, minute=59))

    assert report(make.user(Role.READER, teams=(team,))).total.here == 1


def test_a_text_in_parts_is_one_answer(team: Team, channel: Channel) -> None:
    replies.send_reply(
        make.actor(Role.AGENT, teams=(team,)), make.received(channel),
        text="Wij komen morgen langs om naar de put te kijken. " * 12,
        client_uuid=uuid.uuid4(), seen_sequence=99, most_parts=9,
    )  # fmt: skip
    Reply.objects.update(state="sent", settled_at=DAY, due_at=None)

    assert Reply.objects.count() > 1
    assert report(make.user(Role.AGENT, teams=(team,))).total.answers == 1


def test_one_sees_the_channels_of_own_teams_and_an_analyst_all(channel: Channel) -> None:
    answered(channel)
    others = make.team()

    assert report(make.user(Role.COORDINATOR, teams=(others,))).lines == []
    assert report(make.user(Role.ANALYST, teams=(others,))).total.here == 1
    assert report(make.user(Role.ADMINISTRATOR)).total.here == 1


@pytest.mark.row("S2-19")
def test_the_page_and_the_table_show_the_same_numbers(
    client: Client, team: Team, channel: Channel
) -> None:
    answered(channel)
    answered(channel, "elsewhere")
    answered(channel, "other")
    user = make.user(Role.COORDINATOR, teams=(team,), language="nl")
    client.force_login(user, backend=BACKEND)
    days = {"since": "2026-10-25", "until": "2026-10-25"}

    page = client.get(reverse("own_channel"), days).content.decode()
    table = client.get(reverse("own_channel_table"), days)

    assert "33,3%" in page
    assert "66,7%" in page
    assert "Een andere organisatie gaat hierover" in page
    assert table["Content-Type"].startswith("text/csv")
    lines = table.content.decode().splitlines()
    assert '"Plein";"3";"1";"33,3";"2";"66,7";"0"' in lines
    assert '"Samen";"3";"1";"33,3";"2";"66,7";"0"' in lines


def test_days_the_wrong_way_round_are_told_and_days_without_answers_too(
    client: Client, team: Team
) -> None:
    user = make.user(Role.COORDINATOR, teams=(team,), language="en")
    client.force_login(user, backend=BACKEND)

    wrong = client.get(reverse("own_channel"), {"since": "2026-10-25", "until": "2026-10-01"})
    table = client.get(reverse("own_channel_table"), {"since": "gisteren"})
    empty = client.get(reverse("own_channel"))

    assert wrong.status_code == table.status_code == 422
    assert "This day is before the first one." in wrong.content.decode()
    assert "No answer was sent in these days." in empty.content.decode()

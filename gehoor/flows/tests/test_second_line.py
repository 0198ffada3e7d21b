"""The second line in figures: per department, and looking up against writing."""

import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gehoor.channels.models import Channel
from gehoor.consultations.models import Writing
from gehoor.flows import handling, second_line
from gehoor.inbox.models import Conversation
from gehoor.people import queries as people
from gehoor.people.models import User
from gehoor.people.policies import Actor, Role
from gehoor.planning.models import Block
from gehoor.testing import make
from gehoor.testing.web import BACKEND

pytestmark = pytest.mark.django_db
TUESDAY = datetime(2026, 11, 24, 8, tzinfo=UTC)
"""nine o'clock here"""
DAYS = {"since": date(2026, 11, 1), "until": date(2026, 11, 30)}
HOUR = timedelta(hours=1)


@pytest.fixture
def channel() -> Channel:
    for weekday in range(5):
        Block.objects.create(weekday=weekday, opens=540, closes=1020)
    return make.channel()


@pytest.fixture
def agent(channel: Channel) -> User:
    return make.user(Role.AGENT, teams=(channel.team,), language="nl")


@pytest.fixture
def actor(agent: User) -> Actor:
    return people.actor_of(agent)


def asked(channel: Channel, expert: Any, *, took: timedelta | None, **given: Any) -> Conversation:
    about = make.received(channel)
    facts: dict[str, Any] = {"asked_at": TUESDAY, "due_at": TUESDAY + 4 * HOUR}
    if took is not None:
        facts |= {"state": "answered", "answer": "Ja.", "answered_at": TUESDAY + took}
    make.consultation(about, expert=expert, **facts | given)
    return about


@pytest.mark.row("S2-11")
def test_a_department_is_held_against_what_it_agreed_and_shows_what_it_is_asked_most(
    actor: Actor, channel: Channel
) -> None:
    permits = make.expert(name="Vergunningen", term_hours=2)
    kees = make.expert(name="Kees", department=permits)
    for number in range(12):
        handling.add_tag(actor, asked(channel, kees, took=HOUR), f"onderwerp {number:02}")
    for _ in range(2):
        handling.add_tag(actor, asked(channel, permits, took=3 * HOUR), "dakkapel")
    asked(channel, permits, took=None)
    asked(channel, permits, took=None, due_at=datetime(2099, 1, 1, tzinfo=UTC))
    asked(channel, permits, took=None, state="withdrawn")
    asked(make.channel(), make.expert(name="Elders"), took=HOUR)

    [line] = second_line.report(actor, **DAYS).lines

    assert (line.name, line.agreed) == ("Vergunningen", 2)
    assert (line.asked, line.answered, line.in_time, line.late) == (16, 14, 12, 3)
    assert line.subjects[0] == ("dakkapel", 2)
    assert len(line.subjects) == 10


@pytest.mark.row("S3-06")
def test_looking_up_is_opening_time_and_stands_against_writing(
    actor: Actor, channel: Channel
) -> None:
    permits = make.expert()
    for _ in range(5):
        about = asked(channel, permits, took=timedelta(days=1, hours=1))
        second_line.note_writing(about, "360")
        second_line.note_writing(about, "180")
    Writing.objects.update(day=date(2026, 11, 24))

    report = second_line.report(actor, **DAYS)

    assert report.search == 9 * HOUR, "a day of eight hours, and an hour"
    assert report.writing == timedelta(minutes=9)
    assert report.share == pytest.approx(100 * 540 / 549)


@pytest.mark.row("S3-06")
def test_fewer_than_five_tell_nothing_and_no_row_names_a_colleague(
    actor: Actor, channel: Channel
) -> None:
    for _ in range(4):
        second_line.note_writing(asked(channel, make.expert(), took=HOUR), "60")
    Writing.objects.update(day=date(2026, 11, 24))

    report = second_line.report(actor, **DAYS)

    assert (report.search, report.writing, report.share) == (None, None, None)
    columns = {field.name for field in Writing._meta.get_fields()}
    assert columns == {"id", "conversation", "day", "seconds"}


@pytest.mark.parametrize("seconds", ["", "-1", "0", "x", "1e3", "14401", "9" * 30, "²"])
def test_what_is_no_time_of_writing_is_left_out(channel: Channel, seconds: str) -> None:
    second_line.note_writing(make.received(channel), seconds)

    assert not Writing.objects.exists()


@pytest.mark.row("S3-06")
def test_the_time_of_writing_goes_along_with_an_answer_that_is_sent(
    client: Client, agent: User, channel: Channel
) -> None:
    client.force_login(agent, backend=BACKEND)
    about = make.received(channel)
    form = {
        "text": "Dank u.", "client_uuid": uuid.uuid4(), "seen_sequence": 1, "act": "send",
        "wrote": "42",
    }  # fmt: skip

    client.post(reverse("reply", args=[about.pk]), form | {"act": "draft"})
    assert not Writing.objects.exists()
    client.post(reverse("reply", args=[about.pk]), form)

    assert Writing.objects.get().seconds == 42


def test_the_screen_and_its_table_show_the_same(
    client: Client, agent: User, channel: Channel
) -> None:
    client.force_login(agent, backend=BACKEND)
    asked(channel, make.expert(name="Vergunningen", term_hours=2), took=HOUR)
    days = "?since=2026-11-01&until=2026-11-30"

    page = client.get(reverse("second_line") + days).content.decode()
    table = client.get(reverse("second_line_table") + days).content.decode()
    backwards = client.get(reverse("second_line") + "?since=2026-11-30&until=2026-11-01")

    assert "Vergunningen" in page
    assert "Vergunningen" in table
    assert backwards.status_code == 422

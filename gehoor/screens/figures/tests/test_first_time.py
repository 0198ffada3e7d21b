"""How many people had enough with one answer."""

import uuid
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from gehoor.channels.models import Channel
from gehoor.contracts.connector import Author
from gehoor.flows import first_time, replies
from gehoor.inbox.models import Conversation, Message, Reply
from gehoor.people import queries as people
from gehoor.people.models import Team
from gehoor.people.policies import Role
from gehoor.testing import make
from gehoor.testing.web import BACKEND

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.row("S3-08")]

DAY = datetime(2026, 10, 5, 12, 0, tzinfo=ZoneInfo("Europe/Amsterdam"))
FATIMA = Author("fatima@example.nl", "Fatima")


@pytest.fixture
def team() -> Team:
    return make.team(name="Webcare")


@pytest.fixture
def channel(team: Team) -> Channel:
    return make.channel(team=team, name="Plein")


def answered(conversation: Conversation, *, at: datetime = DAY) -> None:
    agent = make.actor(Role.AGENT, teams=(conversation.channel.team,))
    reply = replies.send_reply(
        agent, conversation, text="Morgen komt de wagen.",
        client_uuid=uuid.uuid4(), seen_sequence=99,
    )  # fmt: skip
    Reply.objects.filter(pk=reply.pk).update(state="sent", settled_at=at, due_at=None)


def asked(
    channel: Channel, thread: str, *, after: timedelta | None = None, text: str = "Wanneer dan?",
    author: Author = FATIMA,
) -> Conversation:  # fmt: skip
    made = make.received(channel, thread=thread, text=text, author=author)
    if after:
        newest = Message.objects.filter(conversation=made).latest("sequence")
        Message.objects.filter(pk=newest.pk).update(received_at=DAY + after)
    return made


def report(team: Team) -> list[tuple[str, int, int]]:
    user = make.user(Role.COORDINATOR, teams=(team,))
    found = first_time.report(people.actor_of(user), since=DAY.date(), until=DAY.date())
    return [(line.channel, line.answered, line.enough) for line in found.lines]


@pytest.mark.parametrize(
    ("after", "text", "enough"),
    [
        (timedelta(days=4), "En wanneer komt die dan?", 0),
        (timedelta(days=5, minutes=1), "En wanneer komt die dan?", 1),
        (timedelta(hours=1), "Fijn, dank u wel.", 1),
    ],
)
def test_an_answer_was_enough_unless_a_question_follows_within_five_days(
    team: Team, channel: Channel, after: timedelta, text: str, enough: int
) -> None:
    answered(asked(channel, "een"))
    asked(channel, "een", after=after, text=text)

    assert report(team) == [("Plein", 1, enough)]


def test_a_question_of_somebody_else_in_the_thread_does_not_count(
    team: Team, channel: Channel
) -> None:
    answered(asked(channel, "een"))
    asked(channel, "een", after=timedelta(hours=1), author=Author("kees@example.nl", "Kees"))

    assert report(team) == [("Plein", 1, 1)]


def test_only_the_first_answer_to_somebody_counts(team: Team, channel: Channel) -> None:
    conversation = asked(channel, "een")
    answered(conversation, at=DAY - timedelta(days=2))
    answered(conversation)

    assert report(team) == []


def test_who_was_answered_less_than_five_days_ago_does_not_count_yet(
    team: Team, channel: Channel
) -> None:
    answered(asked(channel, "een"), at=datetime.now(tz=DAY.tzinfo) - timedelta(days=4))
    user = make.user(Role.COORDINATOR, teams=(team,))
    today = datetime.now(tz=DAY.tzinfo).date()

    found = first_time.report(people.actor_of(user), since=today - timedelta(days=10), until=today)

    assert found.total.answered == 0


def test_the_page_and_the_table_show_the_same_numbers(
    client: Client, team: Team, channel: Channel
) -> None:
    answered(asked(channel, "een"))
    answered(asked(channel, "twee"))
    asked(channel, "twee", after=timedelta(days=1))
    user = make.user(Role.COORDINATOR, teams=(team,), language="nl")
    client.force_login(user, backend=BACKEND)
    days = {"since": "2026-10-05", "until": "2026-10-05"}

    page = client.get(reverse("first_time"), days).content.decode()
    table = client.get(reverse("first_time_table"), days).content.decode().splitlines()

    assert "50,0%" in page
    assert '"Plein";"2";"1";"50,0"' in table
    assert client.get(reverse("first_time_table"), {"since": "ooit"}).status_code == 422

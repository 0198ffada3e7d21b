"""Putting off by plain pages, and what our script is told."""

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from gehoor.contracts.connector import Author
from gehoor.flows import snoozing
from gehoor.inbox.models import Conversation
from gehoor.kit.clock import now
from gehoor.people import queries as people
from gehoor.people.models import User
from gehoor.people.policies import Role
from gehoor.planning.rules import ZONE
from gehoor.testing import make
from gehoor.testing.web import BACKEND

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
SCRIPT = {"X-Fragment": "1"}


@pytest.fixture
def conversation() -> Conversation:
    return make.received(make.channel(connector="email"), external_id="<a>", subject="Lantaarn")


@pytest.fixture
def agent(conversation: Conversation, client: Client) -> User:
    user = make.user(Role.AGENT, teams=(conversation.channel.team,), language="en")
    client.force_login(user, backend=BACKEND)
    return user


def current(conversation: Conversation) -> Conversation:
    return Conversation.objects.get(pk=conversation.pk)


def page_of(client: Client, conversation: Conversation) -> str:
    return client.get(reverse("conversation", args=[conversation.pk])).content.decode()


def test_a_moment_is_chosen_on_a_page_and_told_exactly_with_a_way_back(
    client: Client, agent: User, conversation: Conversation
) -> None:
    address = reverse("snooze", args=[conversation.pk])
    asked = client.get(address).content.decode()
    [tomorrow, *_] = re.findall(r'name="until" value="([^"]+)"[^>]*><span>(?:Tomorrow|When)', asked)

    told = client.post(address, {"until": tomorrow, "in": "team"}, follow=True).content.decode()

    until = datetime.fromisoformat(tomorrow)
    exact = f"{until.astimezone(ZONE):%d %B %Y, %H:%M}".lstrip("0")
    assert f"Put off until {exact}." in told
    assert current(conversation).snoozed_until == until
    assert f"Put off until {exact}." in page_of(client, conversation)
    undo = re.search(r'action="([^"]+)" data-undo', told)
    assert undo
    client.post(undo[1])
    assert not current(conversation).is_snoozed


def test_another_day_and_time_are_read_by_the_clock_in_the_netherlands(
    client: Client, agent: User, conversation: Conversation
) -> None:
    day = (now() + timedelta(days=40)).astimezone(ZONE).date()
    given = {"until": "chosen", "day": day.isoformat(), "time": "14:30"}

    client.post(reverse("snooze", args=[conversation.pk]), given)

    until = current(conversation).snoozed_until
    assert until is not None
    assert until.astimezone(ZONE) == datetime(day.year, day.month, day.day, 14, 30, tzinfo=ZONE)


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"until": ""},
        {"until": "morgen"},
        {"until": "2026-02-31T09:00:00+01:00"},
        {"until": "2999-01-01T09:00:00"},
        {"until": "2999-01-01T09:00:00+01:00"},
        {"until": "2001-01-01T09:00:00+01:00"},
        {"until": "chosen"},
        {"until": "chosen", "day": "2001-01-01", "time": "09:00"},
        {"until": "chosen", "day": "straks", "time": "laat"},
    ],
)
def test_what_is_no_moment_ahead_is_refused_in_words_and_asked_again(
    client: Client, agent: User, conversation: Conversation, given: dict[str, str]
) -> None:
    address = reverse("snooze", args=[conversation.pk])

    answers = [client.post(address, given), client.post(address, given, headers=SCRIPT)]

    assert [answer.status_code for answer in answers] == [409, 409]
    assert "hanged" in answers[0].content.decode()
    assert answers[1].headers["Content-Type"].startswith("text/plain")
    assert not current(conversation).is_snoozed


def test_a_script_gets_the_words_and_the_way_back(
    client: Client, agent: User, conversation: Conversation
) -> None:
    address = reverse("snooze", args=[conversation.pk])
    dialog = client.get(address, headers=SCRIPT).content.decode()

    answer = client.post(address, {"until": "answer"}, headers=SCRIPT)

    assert "<dialog" in dialog
    assert answer.content.decode() == "Put off until an answer comes."
    assert answer.headers["X-Undo"] == reverse("unsnooze", args=[conversation.pk])


def test_undoing_the_second_time_gives_the_first_moment_back(
    client: Client, agent: User, conversation: Conversation
) -> None:
    first = now() + HOUR
    snoozing.snooze(people.actor_of(agent), conversation, until=first)
    address = reverse("snooze", args=[conversation.pk])

    answer = client.post(address, {"until": "answer"}, headers=SCRIPT)
    client.post(answer.headers["X-Undo"])

    assert current(conversation).snoozed_until == first


def test_who_only_says_thanks_is_put_off_again_until_the_same_time_with_one_press(
    client: Client, agent: User, conversation: Conversation
) -> None:
    until = (now() + HOUR).replace(microsecond=0)
    snoozing.snooze(people.actor_of(agent), conversation, until=until)
    author = Author("fatima@voorbeeld.example", "Fatima Bakker")
    make.received(
        conversation.channel, answers=("<a>",), external_id="<b>", author=author, text="Dank u!"
    )

    page = page_of(client, conversation)
    assert "Back: Fatima Bakker wrote." in page
    same = re.search(r'name="until" value="([^"]+)">Put off again until the same time', page)
    assert same
    client.post(reverse("snooze", args=[conversation.pk]), {"until": same[1]})

    assert (current(conversation).is_snoozed, current(conversation).snoozed_until) == (True, until)


@pytest.mark.parametrize(
    ("days", "by", "told"),
    [
        (0, "me", "Back: you wanted to look at this today"),
        (2, "me", "Back: you wanted to look at this on {weekday}"),
        (0, "another", "Back: Anouk de Vries wanted to look at this today"),
    ],
)
def test_why_it_is_back_stands_in_the_row_and_above_it_until_it_is_dealt_with(
    client: Client, agent: User, conversation: Conversation, days: int, by: str, told: str
) -> None:
    team = conversation.channel.team
    anouk = make.actor(Role.AGENT, teams=(team,), name="Anouk de Vries")
    actor = people.actor_of(agent) if by == "me" else anouk
    snoozing.snooze(actor, conversation, until=now() + HOUR)
    moment = now() - timedelta(days=days)
    Conversation.objects.filter(pk=conversation.pk).update(snoozed_until=moment)
    told = told.format(weekday=f"{moment.astimezone(ZONE):%A}")
    snoozing.bring_back_due()

    row = client.get(reverse("inbox_view", kwargs={"view": "team"})).content.decode()
    page = page_of(client, conversation)
    assert f"<b>{told}</b>" in row
    assert f"{told}." in page
    assert "Put off again until the same time" not in page
    make.reply(current(conversation), by=people.actor_of(agent))

    row = client.get(reverse("inbox_view", kwargs={"view": "team"})).content.decode()
    assert "Back: " not in row + page_of(client, conversation)


def test_who_may_not_see_names_is_not_told_who_wrote(
    client: Client, agent: User, conversation: Conversation
) -> None:
    snoozing.snooze(people.actor_of(agent), conversation, until=None)
    author = Author("fatima@voorbeeld.example", "Fatima Bakker")
    make.received(conversation.channel, answers=("<a>",), external_id="<b>", author=author)
    analyst = make.user(Role.ANALYST, teams=(conversation.channel.team,), language="en")
    client.force_login(analyst, backend=BACKEND)

    row = client.get(reverse("inbox_view", kwargs={"view": "team"})).content.decode()

    assert "<b>Back: a message came</b>" in row
    assert "Back: a message came." in page_of(client, conversation)


def test_the_log_says_until_when_and_why_it_is_back(
    client: Client, agent: User, conversation: Conversation
) -> None:
    actor = people.actor_of(agent)
    until = now() + HOUR
    snoozing.snooze(actor, conversation, until=until)
    Conversation.objects.filter(pk=conversation.pk).update(snoozed_until=now() - HOUR)
    snoozing.bring_back_due()
    snoozing.snooze(actor, conversation, until=None)
    snoozing.bring_back(actor, conversation)

    log = client.get(reverse("log", args=[conversation.pk])).content.decode()

    words = [
        f"put it off until {until.astimezone(ZONE).day} ",
        "brought it back: it was put off until",
        "put it off until an answer came",
        "brought it back",
    ]
    places = [log.index(each) for each in words[:3]]
    assert places == sorted(places)
    assert log.rindex(words[3]) > places[-1]

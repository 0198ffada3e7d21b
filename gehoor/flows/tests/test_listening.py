"""A new item with a watched word reaches the right colleagues by mail, in time and once."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django.fixtures import Settings

from gehoor.channels.models import Channel
from gehoor.contracts.connector import Author
from gehoor.flows import incoming, listening
from gehoor.inbox.models import Conversation
from gehoor.kit.clock import now
from gehoor.listening import queries
from gehoor.listening.models import Hit, Watch
from gehoor.people.models import Team, User
from gehoor.people.policies import Role
from gehoor.testing import make

pytestmark = [pytest.mark.django_db, pytest.mark.database]

SECRET = "De wethouder sprak over bedragen."


@pytest.fixture(autouse=True)
def mail_server(settings: Settings) -> None:
    settings.EMAIL_HOST = "127.0.0.1"


@pytest.fixture
def team() -> Team:
    return make.team(name="Webcare")


@pytest.fixture
def agent(team: Team) -> User:
    return make.user(Role.AGENT, teams=(team,), language="en", email="agent@gemeente.example")


@pytest.fixture
def channel(team: Team, agent: User) -> Channel:
    return make.channel(team=team, name="Nieuws", connector="feed", stage="listen")


def watch(channel: Channel, words: str = "dijk", minutes: int = 15, *colleagues: User) -> Watch:
    coordinator = make.actor(Role.COORDINATOR, teams=(channel.team,), language="en")
    listening.change_watch(
        coordinator, channel, words=words, minutes=minutes, colleagues=colleagues
    )
    User.objects.filter(pk=coordinator.user_id or 0).update(is_active=False)
    return Watch.objects.get(channel=channel)


def comes_in(channel: Channel, title: str, **given: Any) -> Conversation:
    facts = {"subject": title, "text": SECRET, "author": Author("krant.example", "De Krant")}
    key = title.lower().replace(" ", "-")
    return make.received(channel, **facts | {"thread": key, "is_automatic": True} | given)


def minutes_pass(minutes: int) -> None:
    """Let what was found have been found so long ago, and the clock tick."""
    Hit.objects.update(found_at=now() - timedelta(minutes=minutes))
    tick()


def tick() -> None:
    """What the timer and then the worker do."""
    for number in queries.due_watches(now=now()):
        listening.tell_hits.function(number)


@pytest.mark.row("S2-16")
def test_a_new_hit_is_mailed_within_its_time_with_one_click_to_the_item(
    channel: Channel, agent: User, settings: Settings
) -> None:
    watch(channel, "dijk", 15)
    found = comes_in(channel, "Dijken versterkt")

    minutes_pass(14)
    assert mail.outbox == []
    minutes_pass(15)

    [message] = mail.outbox
    assert message.to == [agent.email]
    assert "Nieuws" in message.subject
    assert "Dijken versterkt (De Krant)" in message.body
    assert f"{settings.BASE_URL}/conversations/{found.pk}/" in message.body


@pytest.mark.row("S2-16")
def test_a_mail_holds_the_title_and_nothing_more_of_what_was_written(channel: Channel) -> None:
    watch(channel)
    comes_in(channel, "Dijk")

    minutes_pass(15)

    assert SECRET not in mail.outbox[0].body


@pytest.mark.row("S2-16")
def test_what_came_in_meanwhile_comes_in_one_mail_and_is_told_once(channel: Channel) -> None:
    watch(channel)
    for title in ("Dijk een", "Dijk twee", "Iets anders", "Dijk drie"):
        comes_in(channel, title)

    minutes_pass(15)
    minutes_pass(60)

    [message] = mail.outbox
    assert all(f"Dijk {n}" in message.body for n in ("een", "twee", "drie"))
    assert "Iets anders" not in message.body
    assert "3 new items" in message.subject


def test_without_words_every_new_item_is_told(channel: Channel) -> None:
    watch(channel, "")
    comes_in(channel, "Wat dan ook")

    minutes_pass(15)

    assert "Wat dan ook" in mail.outbox[0].body


@pytest.mark.row("S2-30")
def test_what_was_there_before_us_is_no_news(channel: Channel) -> None:
    watch(channel, "")
    comes_in(channel, "Oud nieuws", is_earlier=True)

    assert not Hit.objects.exists()


def test_an_edit_that_brings_the_word_is_a_hit_and_the_next_edit_is_not(channel: Channel) -> None:
    watch(channel)
    first = make.delivery(channel, transport_id="n1", raw=b"a")
    item = {"thread": "n1", "is_automatic": True, "subject": "Nieuws"}
    incoming.receive(channel, [first], [(make.incoming(text="Niets", **item),)])
    for number, text in enumerate(("Over de dijk", "Over de dijk en de brug")):
        later = make.delivery(channel, transport_id=f"n1-{number}", raw=b"b")
        type(later).objects.filter(pk=later.pk).update(transport_id="n1")
        later.refresh_from_db()
        incoming.receive(channel, [later], [(make.incoming(text=text, **item),)])

    assert Hit.objects.count() == 1


def test_named_colleagues_hear_and_the_rest_of_the_team_does_not(
    channel: Channel, team: Team, agent: User
) -> None:
    named = make.user(Role.READER, teams=(team,), email="lezer@gemeente.example")
    watch(channel, "dijk", 15, named)
    comes_in(channel, "Dijk")

    minutes_pass(15)

    assert [message.to for message in mail.outbox] == [["lezer@gemeente.example"]]


def test_who_left_the_team_or_lost_the_role_hears_nothing(channel: Channel, team: Team) -> None:
    left = make.user(Role.AGENT, email="weg@gemeente.example")
    without_role = make.user(teams=(team,), email="zonder@gemeente.example")
    watch(channel, "dijk", 15, left, without_role)
    comes_in(channel, "Dijk")

    minutes_pass(15)

    assert mail.outbox == []
    assert Hit.objects.filter(told_at=None).count() == 1


def test_a_dead_mail_server_loses_no_hit_and_is_not_tried_each_moment(
    channel: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch(channel)
    comes_in(channel, "Dijk")
    tries = []

    def refuse(*given: object) -> int:
        tries.append(given)
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    minutes_pass(15)
    minutes_pass(15)
    monkeypatch.undo()
    assert len(tries) == 1

    Watch.objects.update(tried_at=now() - timedelta(minutes=6))
    minutes_pass(16)

    assert "Dijk" in mail.outbox[0].body


def test_without_a_mail_server_hits_wait(channel: Channel, settings: Settings) -> None:
    settings.EMAIL_HOST = ""
    watch(channel)
    comes_in(channel, "Dijk")
    Hit.objects.update(found_at=now() - timedelta(hours=1))

    listening.wake_due()

    assert Hit.objects.filter(told_at=None).exists()
    assert mail.outbox == []


def test_the_timer_wakes_what_is_due(channel: Channel) -> None:
    watch(channel)
    comes_in(channel, "Dijk")
    Hit.objects.update(found_at=now() - timedelta(hours=1))

    listening.wake_due()
    listening.wake_due()

    jobs = ProcrastinateJob.objects.filter(task_name="gehoor.flows.listening.tell_hits")
    assert jobs.count() == 1


def test_each_reads_the_mail_in_their_own_language(channel: Channel, agent: User) -> None:
    User.objects.filter(pk=agent.pk).update(language="nl")
    watch(channel)
    comes_in(channel, "Dijk")

    minutes_pass(15)

    assert "nieuw item in Nieuws" in mail.outbox[0].subject
    assert "Gevonden: dijk" in mail.outbox[0].body


def test_a_title_makes_no_link_of_its_own_and_no_header(channel: Channel) -> None:
    watch(channel, "")
    comes_in(channel, "Klik\r\nBcc: x@y.example https://kwaad.example/?a www.kwaad.example")

    minutes_pass(15)

    [message] = mail.outbox
    assert "https://kwaad" not in message.body
    assert "www.kwaad" not in message.body
    assert "x@y" not in message.body
    assert message.bcc == []


def test_a_flood_is_one_mail_of_readable_length(channel: Channel) -> None:
    watch(channel, "")
    for number in range(35):
        comes_in(channel, f"Titel {number}")

    minutes_pass(15)

    [message] = mail.outbox
    assert message.body.count("/conversations/") == 30
    assert "And 5 more" in message.body


def test_a_channel_in_which_people_are_answered_is_not_watched(team: Team) -> None:
    postbus = make.channel(team=team)

    with pytest.raises(listening.NotChanged, match="only read"):
        watch(postbus)

    Watch.objects.create(channel=postbus, words="")
    make.received(postbus)
    assert not Hit.objects.exists()


def test_words_that_follow_a_person_are_refused(channel: Channel) -> None:
    with pytest.raises(listening.NotChanged, match="not people"):
        watch(channel, "@fatima")

    assert not Watch.objects.exists()


def test_stopping_forgets_what_was_not_told(channel: Channel) -> None:
    watch(channel)
    comes_in(channel, "Dijk")

    listening.end_watch(make.actor(Role.ADMINISTRATOR), channel)
    tick()

    assert mail.outbox == []
    assert not Hit.objects.exists()

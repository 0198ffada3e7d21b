"""The way to live: the day reminds, a named person switches, and nothing leaves before."""

import uuid
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from pytest_django.fixtures import Settings

from gehoor.accounts.models import Account
from gehoor.audit.models import Entry
from gehoor.channels.models import Channel
from gehoor.flows import practising, replies, sending, timer
from gehoor.flows.around import around
from gehoor.flows.refusing import NotPossible
from gehoor.inbox.models import Conversation, Message, Reply
from gehoor.kit.clock import now
from gehoor.people import queries as people
from gehoor.people.models import Team, User
from gehoor.people.policies import Actor, Role
from gehoor.planning.models import Block
from gehoor.practice import queries
from gehoor.practice.models import GoLive, Point, Review
from gehoor.practice.rules import Need
from gehoor.testing import make
from gehoor.testing.scripted import Scripted, platform

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def scripted() -> Iterator[Scripted]:
    with platform() as found:
        yield found


@pytest.fixture
def team() -> Team:
    return make.team(name="Webcare", signature="Team Webcare")


@pytest.fixture
def channel(scripted: Scripted, team: Team) -> Channel:
    return make.channel(team=team, connector=scripted.key, name="Plein", stage="practise")


@pytest.fixture
def ria(team: Team) -> User:
    return make.user(Role.COORDINATOR, teams=(team,), name="Ria", email="ria@stad.example")


@pytest.fixture
def anouk(team: Team) -> User:
    return make.user(Role.AGENT, teams=(team,), name="Anouk")


def today() -> date:
    return timezone.localdate(now())


def actor(user: User) -> Actor:
    return people.actor_of(user)


def answer(conversation: Conversation, by: User, text: str = "Wij komen vrijdag langs.") -> Reply:
    return replies.send_reply(
        actor(by), conversation, text=text, client_uuid=uuid.uuid4(), seen_sequence=1000
    )


def run_sender(channel: Channel) -> None:
    Reply.objects.filter(due_at__isnull=False).update(due_at=make.NOON.replace(year=2020))
    sending.send_waiting.function(channel.pk)


def practised(channel: Channel, by: User) -> Message:
    """An answer that would have been sent."""
    reply = answer(make.received(channel), by)
    run_sender(channel)
    return queries.find_practised(reply.message_id)[0]  # type: ignore[index]


@pytest.mark.row("S3-19")
def test_the_day_reminds_a_named_person_switches_and_nothing_practised_ever_leaves(
    scripted: Scripted, channel: Channel, ria: User, anouk: User, settings: Settings
) -> None:
    settings.EMAIL_HOST = "127.0.0.1"
    practising.plan(actor(ria), channel, day=today(), switcher=ria)
    before = make.received(channel)
    answer(before, anouk)
    run_sender(channel)
    answer(make.received(channel), anouk)

    # The day has come: who switches is mailed, once, and that is all that happens.
    for _ in range(2):
        for step in timer.HOURLY:
            if step is practising.remind:
                step()
        for plan in GoLive.objects.all():
            practising.tell_switcher.function(plan.pk)
    assert [each.to for each in mail.outbox] == [["ria@stad.example"]]
    channel.refresh_from_db()
    assert channel.stage == Channel.Stage.PRACTISE
    assert scripted.sent == scripted.copies == []

    # A person switches. What was practised, also what still waited, stays where it is.
    practising.go_live(actor(ria), channel)
    run_sender(channel)
    assert scripted.sent == []
    assert set(Reply.objects.values_list("state", flat=True)) == {Reply.State.PRACTISED}
    assert Entry.objects.get(act="change_stage").actor == ria

    # Only what is written from now on leaves.
    answer(inbox_of(channel), anouk, "Dit gaat echt weg.")
    run_sender(channel)
    assert len(scripted.sent) == 1
    assert "Dit gaat echt weg." in scripted.sent[0].text


def inbox_of(channel: Channel) -> Conversation:
    return make.received(Channel.objects.get(pk=channel.pk))


@pytest.mark.row("S3-19")
def test_a_day_in_the_past_and_somebody_who_may_not_are_refused(
    channel: Channel, ria: User, anouk: User
) -> None:
    with pytest.raises(NotPossible, match="That day is over"):
        practising.plan(actor(ria), channel, day=today() - timedelta(days=1), switcher=ria)
    with pytest.raises(NotPossible, match="Anouk may not make this channel live"):
        practising.plan(actor(ria), channel, day=today(), switcher=anouk)
    Channel.objects.update(stage="live")
    channel.refresh_from_db()
    with pytest.raises(NotPossible, match="live or closed"):
        practising.plan(actor(ria), channel, day=today(), switcher=ria)

    assert not GoLive.objects.exists()


def test_another_day_reminds_anew_and_a_live_channel_reminds_nobody(
    channel: Channel, ria: User, settings: Settings
) -> None:
    settings.EMAIL_HOST = "127.0.0.1"
    practising.plan(actor(ria), channel, day=today(), switcher=ria)
    GoLive.objects.update(told_at=now())
    assert not practising.plan(actor(ria), channel, day=today(), switcher=ria)
    assert not queries.due(today=today())

    practising.plan(actor(ria), channel, day=today() + timedelta(days=3), switcher=ria)

    assert not queries.due(today=today())
    assert len(queries.due(today=today() + timedelta(days=3))) == 1
    Channel.objects.update(stage="live")
    practising.tell_switcher.function(GoLive.objects.get().pk)
    assert mail.outbox == []
    assert around(actor(ria)).ahead == []


@pytest.mark.row("S3-20")
def test_readiness_is_looked_up_and_tells_who_has_not_practised(
    channel: Channel, ria: User, anouk: User
) -> None:
    found = practising.readiness_of(channel)
    assert {need for need, is_met in found.needs.items() if is_met} == {
        Need.BACKUP, Need.SIGNATURE,
    }  # fmt: skip
    assert list(found.known.unpractised) == ["Anouk", "Ria"]

    Account.objects.create(
        platform="Plein", handle="@p", name="Plein", channel=channel, owner=ria,
        backup=channel.team,
    )  # fmt: skip
    Block.objects.create(weekday=1, opens=540, closes=1020)
    for _ in range(3):
        make.kept_answer(owner=ria)
    practising.plan(actor(ria), channel, day=today(), switcher=ria)
    for each in (ria, anouk):
        for _ in range(3):
            practised(channel, each)
    practising.add_point(actor(ria), channel, text=" Flyer  bij de balie ")

    found = practising.readiness_of(channel)
    assert all(found.needs.values())
    [point] = found.points
    assert point.text == "Flyer bij de balie"
    assert found.missing == [f"point {point.pk}"]
    practising.tick(actor(ria), point)
    assert practising.readiness_of(channel).missing == []


def test_going_live_before_everything_is_ready_is_said_in_the_log(
    channel: Channel, ria: User
) -> None:
    practising.go_live(actor(ria), channel)

    entry = Entry.objects.get(act="live_unready")
    assert "owner" in entry.details["missing"]
    assert entry.actor == ria


def test_a_point_stands_once_and_can_be_taken_back(channel: Channel, ria: User) -> None:
    practising.add_point(actor(ria), channel, text="Flyer")
    with pytest.raises(NotPossible, match="already"):
        practising.add_point(actor(ria), channel, text="flyer")
    with pytest.raises(NotPossible, match="Write what"):
        practising.add_point(actor(ria), channel, text="  ")

    for is_ticked in (True, False):
        practising.tick(actor(ria), Point.objects.select_related("channel").get())
        assert (Point.objects.get().ticked_by == ria) is is_ticked


@pytest.mark.row("S3-20")
def test_a_coordinator_says_something_of_an_answer_and_its_writer_sees_it(
    channel: Channel, ria: User, anouk: User
) -> None:
    message = practised(channel, anouk)
    assert practising.to_review(actor(ria)) == [message]

    practising.review(actor(ria), message, verdict="better", note="Noem eerst het gevoel.")

    assert practising.to_review(actor(ria)) == []
    assert queries.unread_reviews(anouk.pk) == 1
    own: Any
    [own] = practising.own_answers(actor(anouk))
    assert own.practice_review.note == "Noem eerst het gevoel."
    assert queries.unread_reviews(anouk.pk) == 0
    counted = {each.name: each.counted for each in practising.people_of(actor(ria))}
    assert counted["Anouk"] == (1, 0, 1, 0)


@pytest.mark.parametrize(
    ("verdict", "note", "told"),
    [
        ("", "Goed zo", "Choose whether"),
        ("perfect", "", "Choose whether"),
        ("better", "  ", "Say how"),
        ("good", "x" * 1001, "Make it shorter"),
    ],
)
def test_a_review_that_says_nothing_is_refused(
    channel: Channel, ria: User, anouk: User, verdict: str, note: str, told: str
) -> None:
    message = practised(channel, anouk)

    with pytest.raises(NotPossible, match=told):
        practising.review(actor(ria), message, verdict=verdict, note=note)

    assert not Review.objects.exists()


def test_nobody_says_something_of_their_own_answer(channel: Channel, ria: User) -> None:
    message = practised(channel, ria)

    assert practising.to_review(actor(ria)) == []
    with pytest.raises(NotPossible, match="your own answer"):
        practising.review(actor(ria), message, verdict="good", note="")

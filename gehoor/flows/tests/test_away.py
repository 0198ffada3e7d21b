"""Outside opening hours a channel says that we are closed: in private, to people, once a day."""

from datetime import timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from gehoor.audit.models import Entry
from gehoor.channels.models import Channel
from gehoor.contracts.connector import Author
from gehoor.contracts.posts import Visibility
from gehoor.flows import answering_alone, away, setup
from gehoor.inbox.models import Conversation, Message, Reply
from gehoor.kit.clock import now, this_day
from gehoor.people.policies import Actor
from gehoor.planning.rules import read_day
from gehoor.testing import make
from gehoor.testing.outbox import settle
from gehoor.testing.scripted import Scripted

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.row("S3-25")]
ADMIN = Actor(system="setup")
FATIMA = Author("fatima@voorbeeld.example", "Fatima")


@pytest.fixture(autouse=True)
def nobody_is_there() -> None:
    setup.change_hours(ADMIN, {(this_day().weekday() + 3) % 7: read_day("9-17")})


@pytest.fixture
def channel(scripted: Scripted) -> Channel:
    made = make.channel(connector=scripted.key)
    away.change(ADMIN, made, is_on=True, text="")
    return made


def came_in(channel: Channel, **given: object) -> Message:
    conversation = make.received(channel, **{"author": FATIMA, "text": "Is dit open?"} | given)
    return conversation.messages.order_by("-sequence")[0]


def answered(message: Message) -> bool:
    return away.answer_once(message, at=now())


def test_it_says_when_we_are_there_that_a_machine_says_so_and_whoever_wrote_waits(
    channel: Channel, scripted: Scripted
) -> None:
    message = came_in(channel)
    since = message.conversation.waiting_since

    assert answered(message)
    settle(Reply.objects.get())

    [sent] = scripted.sent
    assert sent.text.startswith("Automatisch antwoord:")
    assert "9-17" in sent.text
    assert "{" not in sent.text
    assert sent.is_automatic
    assert Conversation.objects.get().waiting_since == since
    assert Entry.objects.filter(act="reply.away", system="away").count() == 1


def test_the_job_is_woken_as_a_message_comes_in_and_only_where_it_is_on(
    channel: Channel, scripted: Scripted
) -> None:
    came_in(channel)
    away.change(ADMIN, channel, is_on=False, text="")
    came_in(channel)
    came_in(make.channel(connector=scripted.key))

    jobs = ProcrastinateJob.objects.filter(task_name="gehoor.flows.away.answer")
    assert jobs.count() == 1


def test_one_person_gets_at_most_one_in_a_day_in_whatever_channel(
    channel: Channel, scripted: Scripted
) -> None:
    other = make.channel(connector=scripted.key, team=channel.team)
    away.change(ADMIN, other, is_on=True, text="Dicht.")

    assert answered(came_in(channel))
    assert not answered(came_in(channel))
    assert not answered(came_in(other))
    assert answered(came_in(channel, author=Author("kees@voorbeeld.example", "Kees")))
    Message.objects.filter(kind="out").update(sent_at=now() - timedelta(hours=25))
    assert answered(came_in(channel))


def test_machines_public_posts_the_old_and_danger_get_none(channel: Channel) -> None:
    assert not answered(came_in(channel, is_automatic=True))
    old = came_in(channel)
    Message.objects.filter(pk=old.pk).update(received_at=now() - timedelta(hours=2))
    old.refresh_from_db()
    assert not answered(old)
    public = came_in(channel)
    public.visibility = Visibility.PUBLIC
    assert not answered(public)
    danger = came_in(channel, text="Er ligt iemand in het water!")
    danger.conversation.refresh_from_db()
    assert not answered(danger)
    assert not Reply.objects.exists()


def test_nothing_is_said_while_we_are_open_without_hours_or_before_going_live(
    channel: Channel,
) -> None:
    message = came_in(channel)
    Channel.objects.update(stage=Channel.Stage.PRACTISE)
    message.conversation.channel.refresh_from_db()
    assert not answered(message)
    Channel.objects.update(stage=Channel.Stage.LIVE)
    message.conversation.channel.refresh_from_db()
    setup.change_hours(ADMIN, {})
    assert not answered(message)
    setup.change_hours(ADMIN, dict.fromkeys(range(7), read_day("0-24")))
    assert not answered(message)


def test_that_we_are_closed_keeps_nobody_from_help_in_danger(channel: Channel) -> None:
    setup.change_organisation(ADMIN, answers_emergencies=True)
    assert answered(came_in(channel))

    danger = came_in(channel, text="Er ligt iemand in het water!")
    danger.conversation.refresh_from_db()

    assert answering_alone.answer_once(danger, at=now())
    assert not answering_alone.answer_once(danger, at=now())

"""The one answer that leaves by itself, and everything that speaks against it."""

from datetime import timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from gehoor.audit.models import Entry
from gehoor.channels.models import Channel
from gehoor.contracts.connector import Author, OnUnknown, Unknown
from gehoor.flows import answering_alone, setup
from gehoor.inbox import queries as inbox
from gehoor.inbox.models import Conversation, Message, Reply
from gehoor.kit.clock import now, this_day
from gehoor.people.policies import Actor
from gehoor.planning.rules import read_day
from gehoor.testing import make
from gehoor.testing.outbox import advance, run_sender, settle, state_of
from gehoor.testing.scripted import Scripted

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.row("S0-11")]
ADMIN = Actor(system="setup")
DANGER = "Er ligt iemand in het water!"
FATIMA = Author("fatima@voorbeeld.example", "Fatima")


@pytest.fixture(autouse=True)
def nobody_is_there() -> None:
    """Switched on, by an organisation that is open in three days and not now."""
    setup.change_hours(ADMIN, {(this_day().weekday() + 3) % 7: read_day("9-17")})
    setup.change_organisation(ADMIN, answers_emergencies=True)


@pytest.fixture
def channel(scripted: Scripted) -> Channel:
    return make.channel(connector=scripted.key)


def came_in(channel: Channel, text: str = DANGER, author: Author = FATIMA) -> Message:
    conversation = make.received(channel, text=text, author=author)
    return conversation.messages.order_by("-sequence")[0]


def answered(message: Message, *, after: timedelta = timedelta()) -> bool:
    return answering_alone.answer_once(message, at=now() + after)


def test_it_leaves_as_every_reply_does_and_says_that_a_machine_wrote_it(
    channel: Channel, scripted: Scripted
) -> None:
    message = came_in(channel)

    assert answered(message)
    settle(Reply.objects.get())

    [sent] = scripted.sent
    assert sent.text.startswith("Automatisch antwoord:")
    assert "112" in sent.text
    assert sent.is_automatic
    assert sent.signed_as == channel.team.name
    assert Message.objects.get(kind="out").is_automatic
    assert Entry.objects.filter(act="reply.alone", system="emergencies").count() == 1


def test_whoever_wrote_still_waits_for_a_person(channel: Channel) -> None:
    message = came_in(channel)
    since = message.conversation.waiting_since

    answered(message)
    settle(Reply.objects.get())

    after = Conversation.objects.get()
    assert after.waiting_since == since
    assert after.is_emergency
    assert not inbox.is_answered(after)


def test_the_job_is_woken_as_it_comes_in(channel: Channel) -> None:
    message = came_in(channel)

    job = ProcrastinateJob.objects.get(task_name="gehoor.flows.answering_alone.answer")
    assert job.args == {"number": message.pk}


@pytest.mark.parametrize("stage", [Channel.Stage.PRACTISE, Channel.Stage.LISTEN])
def test_nothing_leaves_before_a_channel_is_live(channel: Channel, stage: str) -> None:
    message = came_in(channel)
    Channel.objects.update(stage=stage)
    message.refresh_from_db()

    assert not answered(message)


def test_never_twice_to_one_contact_in_a_day_in_whatever_channel(channel: Channel) -> None:
    first, second = came_in(channel), came_in(make.channel(connector=channel.connector))
    other = came_in(channel, author=Author("yusuf@voorbeeld.example", "Yusuf"))
    assert first.conversation.contact_id == second.conversation.contact_id

    assert answered(first)
    assert not answered(first), "the same job twice"
    assert not answered(second)
    assert answered(other)


def test_after_a_day_it_may_again(channel: Channel) -> None:
    answered(came_in(channel))
    Message.objects.filter(kind="out").update(sent_at=now() - timedelta(hours=24, minutes=1))

    assert answered(came_in(make.channel(connector=channel.connector)))


def test_a_machine_is_never_answered(channel: Channel) -> None:
    message = came_in(channel)
    Message.objects.update(is_automatic=True)
    message.refresh_from_db()

    assert not answered(message)


def test_not_while_the_desk_is_open_nor_when_nobody_said_when_that_is(channel: Channel) -> None:
    message = came_in(channel)
    setup.change_hours(ADMIN, dict.fromkeys(range(7), read_day("0-24")))
    assert not answered(message)

    setup.change_hours(ADMIN, {})

    assert not answered(message)


def test_not_when_it_is_switched_off_which_it_is_at_first(channel: Channel) -> None:
    message = came_in(channel)
    setup.change_organisation(ADMIN, answers_emergencies=False)

    assert not answered(message)


def test_not_beside_a_colleague_who_answered(channel: Channel) -> None:
    message = came_in(channel)
    make.reply(message.conversation)

    assert not answered(message)


def test_not_once_a_colleague_called_it_a_false_alarm(channel: Channel) -> None:
    message = came_in(channel)
    Conversation.objects.update(is_emergency=False)
    message.refresh_from_db()

    assert not answered(message)


def test_not_when_it_is_an_hour_late(channel: Channel, scripted: Scripted) -> None:
    message = came_in(channel)
    assert not answered(message, after=timedelta(minutes=61))

    assert answered(message)
    Reply.objects.update(queued_at=now() - timedelta(minutes=61))
    run_sender(message.conversation)

    assert state_of(Reply.objects.get()) == "failed"
    assert scripted.sent == []


def test_in_doubt_it_is_never_repeated(channel: Channel, scripted: Scripted) -> None:
    scripted.on_unknown, scripted.key_seconds = OnUnknown.KEYED, 3600
    scripted.answers = [Unknown("No answer.")]
    answered(came_in(channel))

    run_sender(Conversation.objects.get())
    for _ in range(5):
        advance(600)
        run_sender(Conversation.objects.get())

    assert state_of(Reply.objects.get()) == "unknown"
    assert len(scripted.sent) == 1


def test_a_text_that_would_be_stopped_stays_here(channel: Channel, scripted: Scripted) -> None:
    setup.change_organisation(ADMIN, emergency_answer="Bel 112 of Jan op 06 12345678. " * 60)

    assert not answered(came_in(channel))

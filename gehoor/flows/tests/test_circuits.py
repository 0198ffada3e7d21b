"""A channel that gets no answer is asked less and less, and harms nobody else."""

import threading
from collections.abc import Iterator

import pytest

from gehoor.channels import actions, queries
from gehoor.channels.models import Channel, Circuit
from gehoor.contracts.connector import (
    Author,
    Batch,
    Cursor,
    Later,
    OnUnknown,
    Outcome,
    Refused,
    Sent,
    Unknown,
    Unreachable,
)
from gehoor.flows import connecting, polling, sending
from gehoor.inbox import queries as inbox
from gehoor.inbox.models import Conversation
from gehoor.kit.clock import now
from gehoor.people.policies import Role
from gehoor.testing import make
from gehoor.testing.outbox import advance, run_sender, state_of
from gehoor.testing.scripted import Scripted, platform

pytestmark = [pytest.mark.django_db, pytest.mark.database]

READING, SENDING = Circuit.Door.READING, Circuit.Door.SENDING


class Silent(Scripted):
    """A platform that raises what it is told to when it is read, and then answers."""

    troubles: list[Exception]

    def fetch(self, cursor: Cursor, *, limit: int) -> Batch:
        if self.troubles:
            raise self.troubles.pop(0)
        return Batch([], cursor)


@pytest.fixture
def silent() -> Iterator[Silent]:
    with platform() as registered:
        found = Silent(key=registered.key)
        found.troubles = []
        queries.connectors()[registered.key] = found
        yield found


def seconds_shut(door: Circuit.Door) -> float:
    return (Circuit.objects.get(door=door).again_at - now()).total_seconds()


def ask(channel: Channel) -> None:
    """Ask once, as the thread of this channel does."""
    stop = threading.Event()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stop, "is_set", iter([False, True, True]).__next__)
        polling._ask_until_changed(channel, queries.reader_of(channel), stop)


@pytest.mark.parametrize("outcome", [Later("Down."), Unknown("Cut off.")])
def test_after_a_try_without_an_answer_the_next_reply_waits(
    conversation: Conversation, scripted: Scripted, outcome: Outcome
) -> None:
    scripted.answers = [outcome]
    first, second = make.reply(conversation), make.reply(make.received(conversation.channel))

    run_sender(conversation)

    assert len(scripted.sent) == 1
    assert state_of(second) == "queued"
    assert conversation.channel_id not in inbox.channels_with_due_replies(now=now())
    assert Channel.objects.get().health == "troubled"
    assert state_of(first) != "sent"


def test_when_its_time_has_come_one_try_tells_and_an_answer_lets_all_go(
    conversation: Conversation, scripted: Scripted
) -> None:
    scripted.answers = [Later("Down."), Later("Down.")]
    replies = [make.reply(make.received(conversation.channel)) for _ in range(3)]
    run_sender(conversation)

    advance(3600)
    run_sender(conversation)
    assert len(scripted.sent) == 2
    assert Circuit.objects.get().misses == 2

    advance(3600)
    run_sender(conversation)
    assert {state_of(reply) for reply in replies} == {"sent"}
    assert not Circuit.objects.exists()
    assert Channel.objects.get().health == "well"


@pytest.mark.parametrize("answer", [Sent("x"), Later("Full.", only_this_reply=True)])
def test_any_answer_closes_the_circuit(
    conversation: Conversation, scripted: Scripted, answer: Outcome
) -> None:
    scripted.answers = [Later("Down."), answer]
    make.reply(conversation)
    run_sender(conversation)

    advance(3600)
    run_sender(conversation)

    assert not Circuit.objects.exists()


def test_a_refusal_is_an_answer_too(conversation: Conversation, scripted: Scripted) -> None:
    scripted.answers = [Later("Down."), Refused("No.")]
    make.reply(conversation)
    run_sender(conversation)

    advance(3600)
    run_sender(conversation)

    assert not Circuit.objects.exists()


def test_one_full_mailbox_holds_up_nobody_else(
    conversation: Conversation, scripted: Scripted
) -> None:
    scripted.answers = [Later("That mailbox is full.", only_this_reply=True)]
    somebody_else = make.received(conversation.channel, author=Author("piet@voorbeeld.example"))
    full, other = make.reply(conversation), make.reply(somebody_else)

    run_sender(conversation)

    assert (state_of(full), state_of(other)) == ("queued", "sent")


def test_a_platform_that_asks_for_an_hour_gets_an_hour(
    conversation: Conversation, scripted: Scripted
) -> None:
    scripted.answers = [Later("Busy.", wait_seconds=3600)]
    make.reply(conversation)

    run_sender(conversation)

    assert seconds_shut(SENDING) == pytest.approx(3600, abs=60)


def test_a_look_without_an_answer_counts_too(
    conversation: Conversation, scripted: Scripted
) -> None:
    scripted.on_unknown = OnUnknown.CHECKABLE
    scripted.answers = [Unknown("Cut off.")]
    scripted.found = [Unreachable("Busy.", wait_seconds=1800)]
    make.reply(conversation)
    run_sender(conversation)

    advance(1000)
    run_sender(conversation)

    assert Circuit.objects.get().misses == 2
    assert seconds_shut(SENDING) == pytest.approx(1800, abs=60)


def test_other_channels_know_nothing_of_it(conversation: Conversation, scripted: Scripted) -> None:
    other = make.received(make.channel(connector=scripted.key))
    scripted.answers = [Later("Down.")]
    make.reply(conversation)
    free = make.reply(other)

    run_sender(conversation)
    run_sender(other)

    assert state_of(free) == "sent"
    assert Channel.objects.get(pk=other.channel_id).health == "new"


def test_a_channel_in_trouble_takes_no_hands_from_the_others(
    conversation: Conversation, scripted: Scripted
) -> None:
    scripted.answers = [Later("Down.")]
    make.reply(conversation)
    run_sender(conversation)
    advance(3600)

    sending.send_waiting.function(conversation.channel_id)

    assert len(scripted.sent) == 1, "it was tried in the lane of those that are well"
    sending.send_in_trouble.function(conversation.channel_id)
    assert len(scripted.sent) == 2


def test_a_platform_that_cannot_be_read_is_left_alone_for_longer_each_time(silent: Silent) -> None:
    channel = make.channel(connector=silent.key)
    silent.troubles = [Unreachable("Down.")] * 3

    for _ in range(3):
        ask(channel)

    assert Circuit.objects.get().misses == 3
    assert queries.is_shut(channel.pk, READING, now=now())
    assert Channel.objects.get().health == "troubled"


def test_a_reader_is_told_to_wait_too(silent: Silent) -> None:
    channel = make.channel(connector=silent.key)
    silent.troubles = [Unreachable("Busy.", wait_seconds=3600)]

    ask(channel)

    assert seconds_shut(READING) == pytest.approx(3600, abs=60)


def test_reading_again_ends_the_trouble_of_reading_only(silent: Silent) -> None:
    channel = make.channel(connector=silent.key)
    silent.answers, silent.troubles = [Later("No sending.")], [Unreachable("No reading.")]
    reply = make.reply(make.received(channel))
    run_sender(reply.message.conversation)
    ask(channel)

    polling.poll(Channel.objects.get(), silent)

    [left] = queries.circuits_of(channel)
    assert left.door == SENDING
    row = Channel.objects.get()
    assert (row.health, row.health_detail) == ("troubled", "No sending.")


def test_a_poller_that_starts_anew_keeps_to_the_time_that_was_planned(silent: Silent) -> None:
    channel = make.channel(connector=silent.key)
    silent.troubles = [Unreachable("Busy.", wait_seconds=3600)]
    ask(channel)
    stop = threading.Event()
    looked: list[float] = []

    def wait(seconds: float) -> None:
        looked.append(seconds)
        stop.set()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stop, "wait", wait)
        polling._watch_once(channel.pk, stop)

    assert looked, "it did not wait"
    assert Circuit.objects.get().misses == 1


def test_a_person_can_let_it_be_tried_at_once(
    conversation: Conversation, scripted: Scripted
) -> None:
    scripted.answers = [Later("Busy.", wait_seconds=3600)]
    reply = make.reply(conversation)
    run_sender(conversation)
    advance(3000)

    assert connecting.try_now(make.actor(Role.ADMINISTRATOR), conversation.channel)
    assert not connecting.try_now(make.actor(Role.ADMINISTRATOR), conversation.channel)

    assert not queries.is_shut(conversation.channel_id, SENDING, now=now())
    assert state_of(reply) == "queued"


def test_a_trouble_of_credentials_is_not_hidden_by_one_of_reaching() -> None:
    channel = make.channel(health="locked_out", health_detail="Wrong password.")

    actions.open_circuit(channel, READING, problem="Down.", now=now(), jitter=max)

    assert Channel.objects.get().health_detail == "Wrong password."

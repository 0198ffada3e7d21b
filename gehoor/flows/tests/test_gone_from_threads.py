"""A post that was taken away since its thread was fetched: noticed, and never guessed."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from gehoor.channels.models import Channel
from gehoor.contracts.connector import Unreachable
from gehoor.contracts.threads import MOST_ASKED
from gehoor.flows import handling, threads
from gehoor.inbox.models import Conversation, Looking, Message, Reply
from gehoor.kit.clock import now
from gehoor.people.policies import Role
from gehoor.testing import make
from gehoor.testing.square import Square, square

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def plein() -> Iterator[Square]:
    with square() as made:
        yield made


@pytest.fixture
def channel(plein: Square) -> Channel:
    return make.channel(connector=plein.key, stage="live")


def long_since(thread: Conversation) -> None:
    """As if everything had come in long ago."""
    Message.objects.filter(conversation=thread).update(received_at=now() - timedelta(hours=1))
    Reply.objects.update(settled_at=now() - timedelta(hours=1))


def fetch(channel: Channel, plein: Square, thread: Conversation) -> None:
    Looking.objects.update(looked_at=None)
    threads.look(thread)
    threads.look_around.function(channel.pk)
    plein.read(channel)


def gone() -> list[str]:
    found = Message.objects.exclude(gone_at=None).order_by("external_id")
    return list(found.values_list("external_id", flat=True))


@pytest.fixture
def thread(plein: Square, channel: Channel) -> Conversation:
    """A post of ours, a reply to us, and what others say below it; p1 to p4."""
    ours = plein.write_as_us("Onze post")
    reply = plein.write("Aan u", answers=ours)
    plein.write("Aan elkaar", answers=reply, is_to_us=False)
    plein.write("Nog een", answers=ours, is_to_us=False)
    found = plein.tell(channel, ours, reply)
    fetch(channel, plein, found)
    long_since(found)
    return found


@pytest.mark.row("S0-18")
@pytest.mark.parametrize("name", ["p1", "p2", "p3", "p4"])
def test_what_is_missing_in_a_whole_thread_and_not_there_is_shown_as_gone(
    channel: Channel, plein: Square, thread: Conversation, name: str
) -> None:
    del plein.posts[name]

    fetch(channel, plein, thread)

    assert gone() == [name]
    kept = Message.objects.get(external_id=name)
    assert kept.text


def test_nothing_is_asked_when_nothing_is_missing(
    channel: Channel, plein: Square, thread: Conversation
) -> None:
    fetch(channel, plein, thread)

    assert (plein.asked_after, gone()) == ([], [])


def test_in_a_part_of_a_thread_nothing_is_missed(
    channel: Channel, plein: Square, thread: Conversation
) -> None:
    del plein.posts["p4"]
    plein.is_whole = False

    fetch(channel, plein, thread)

    assert (plein.asked_after, gone()) == ([], [])


def test_a_fetch_that_failed_says_nothing_of_what_is_gone(
    channel: Channel, plein: Square, thread: Conversation
) -> None:
    del plein.posts["p4"]
    plein.troubles = [Unreachable("Even niet.")]

    fetch(channel, plein, thread)

    assert (plein.asked_after, gone()) == ([], [])


def test_a_fetch_that_fails_halfway_says_nothing_of_what_is_gone(
    channel: Channel, plein: Square, thread: Conversation
) -> None:
    for number in range(threads.PAGE + 1):
        plein.write(f"Reactie {number}", answers="p1", is_to_us=False)
    del plein.posts["p4"]
    plein.breaks_off = [Unreachable("Halverwege.")]

    fetch(channel, plein, thread)

    assert [onward for _, onward in plein.asked[-2:]] == ["", str(threads.PAGE)]
    assert (plein.asked_after, gone()) == ([], [])


def test_when_nobody_can_say_whether_it_is_there_it_is_asked_again_later(
    channel: Channel, plein: Square, thread: Conversation
) -> None:
    del plein.posts["p4"]
    Looking.objects.update(looked_at=None)
    threads.look(thread)
    plein.silent_about_gone = [Unreachable("Even niet.")]

    threads.look_around.function(channel.pk)
    assert gone() == []
    assert Looking.objects.get().problem == "Even niet."

    Looking.objects.update(due_at=now())
    threads.look_around.function(channel.pk)
    assert gone() == ["p4"]


def test_what_fell_out_of_the_thread_but_is_there_is_not_called_gone(
    channel: Channel, plein: Square, thread: Conversation
) -> None:
    """Its parent is gone, so no thread leads to it any more."""
    del plein.posts["p2"]

    fetch(channel, plein, thread)

    assert [set(asked) for asked in plein.asked_after] == [{"p2", "p3"}]
    assert gone() == ["p2"]


def test_what_came_in_a_moment_ago_may_not_be_shown_yet(
    channel: Channel, plein: Square, thread: Conversation
) -> None:
    del plein.posts["p4"]
    Message.objects.filter(external_id="p4").update(received_at=now())

    fetch(channel, plein, thread)

    assert (plein.asked_after, gone()) == ([], [])


def test_an_answer_of_ours_that_left_a_moment_ago_may_not_be_shown_yet(
    channel: Channel, plein: Square, thread: Conversation
) -> None:
    reply = make.reply(thread)
    Message.objects.filter(pk=reply.message_id).update(external_id="post-1")
    long_since(thread)
    Reply.objects.update(state="sent", settled_at=now())

    fetch(channel, plein, thread)
    assert gone() == []
    Reply.objects.update(settled_at=now() - timedelta(hours=1))
    fetch(channel, plein, thread)

    assert gone() == ["post-1"]


def test_what_not_everybody_may_read_may_only_be_hidden_from_us(
    channel: Channel, plein: Square, thread: Conversation
) -> None:
    Message.objects.filter(external_id="p4").update(visibility="followers")
    del plein.posts["p4"]

    fetch(channel, plein, thread)

    assert (plein.asked_after, gone()) == ([], [])


def test_what_stands_elsewhere_in_a_thread_of_others_is_not_missed(
    channel: Channel, plein: Square
) -> None:
    first = plein.write("Van een ander", is_to_us=False)
    one = plein.write("@gemeente?", answers=first)
    two = plein.write("@gemeente ook ik", answers=first)
    found = plein.tell(channel, one, two)
    fetch(channel, plein, found)
    long_since(found)

    fetch(channel, plein, found)

    assert (plein.asked_after, gone()) == ([], [])


def test_who_waited_for_an_answer_waits_no_longer_once_it_is_gone(
    channel: Channel, plein: Square, thread: Conversation
) -> None:
    handling.show(make.actor(Role.AGENT, teams=(channel.team,)), thread)
    del plein.posts["p2"]

    fetch(channel, plein, thread)

    thread.refresh_from_db()
    assert (thread.waiting_since, thread.is_unread) == (None, True)


def test_that_others_took_away_what_they_said_to_each_other_is_no_news(
    channel: Channel, plein: Square, thread: Conversation
) -> None:
    handling.show(make.actor(Role.AGENT, teams=(channel.team,)), thread)
    del plein.posts["p4"]

    fetch(channel, plein, thread)

    thread.refresh_from_db()
    assert (gone(), thread.is_unread) == (["p4"], False)


def test_of_a_flood_that_is_gone_some_are_asked_for_at_a_time(
    channel: Channel, plein: Square
) -> None:
    flood = plein.flood(channel, 2 * MOST_ASKED)
    long_since(flood)
    for number in range(2, 2 * MOST_ASKED + 2):
        del plein.posts[f"p{number}"]

    fetch(channel, plein, flood)
    assert len(gone()) == MOST_ASKED
    fetch(channel, plein, flood)

    assert len(gone()) == 2 * MOST_ASKED

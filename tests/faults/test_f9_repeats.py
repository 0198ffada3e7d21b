"""F9: what comes again, in reverse or all at once is one message, one contact, one conversation."""

import random
from collections.abc import Callable

import pytest

from gehoor.channels import actions as channels
from gehoor.channels.models import Channel, Delivery
from gehoor.contacts.models import Address, Contact
from gehoor.contracts.connector import Arrived, Batch
from gehoor.flows import incoming
from gehoor.inbox.models import Conversation, Message
from gehoor.testing import make
from gehoor.testing.standin import TOKEN, StandIn
from tests.faults import chance, post

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

SEED = chance.SEED
ROUNDS = chance.size(300, most=1000)
AT_ONCE, TIMES = 50, 5


@pytest.fixture(autouse=True)
def luck() -> random.Random:
    print(f"\nF9: seed {SEED}, {ROUNDS} items")  # noqa: T201
    return random.Random(SEED)


def pretend(platform: StandIn) -> Channel:
    settings = {"url": platform.url, "account": "gemeente", "outcome_class": "A", "timeout": "10"}
    channel = make.channel(connector="pretend", settings=settings)
    channels.seal_credentials(channel, {"token": TOKEN})
    return channel


def mailbox() -> Channel:
    return make.channel(connector="email", settings={"address": "melding@gemeente.example"})


def store(channel: Channel, arrived: list[Arrived]) -> int:
    return incoming.store(channel, Batch(arrived, {}))


def test_mail_handed_over_five_times_in_any_order_is_one_row_each(luck: random.Random) -> None:
    channel = mailbox()
    once = [
        Arrived(f"INBOX/1/{number}", post.mail(f"Vraag {number:04}", number=number))
        for number in range(ROUNDS)
    ]
    again = once[::-1] * (TIMES - 2)
    luck.shuffle(again)

    for whole in (once[::-1], again, once):
        for start in range(0, len(whole), 70):
            store(channel, whole[start : start + 70])
        post.read(channel)

    assert post.texts() == [f"Vraag {number:04}" for number in range(ROUNDS)]
    assert post.states() == {"parsed": ROUNDS}
    assert (Contact.objects.count(), Conversation.objects.count()) == (1, ROUNDS)


def test_the_same_mail_under_other_numbers_is_a_copy_and_shown_once(luck: random.Random) -> None:
    channel = mailbox()
    arrived = [
        Arrived(f"INBOX/1/{number}-{time}", post.mail(f"Vraag {number:04}", number=number))
        for number in range(ROUNDS // TIMES)
        for time in range(TIMES)
    ]
    luck.shuffle(arrived)

    for start in range(0, len(arrived), 70):
        store(channel, arrived[start : start + 70])
    post.read(channel)

    once = ROUNDS // TIMES
    assert post.texts() == [f"Vraag {number:04}" for number in range(once)]
    assert post.states() == {"parsed": once, "linked_copy": once * (TIMES - 1)}
    assert post.adds_up()


def test_a_platform_that_repeats_itself_brings_every_post_once(platform: StandIn) -> None:
    channel = pretend(platform)
    for number in range(ROUNDS):
        platform.platform.post(text=f"Bericht {number:04}", thread="de lantaarn")
    platform.platform.misbehave(kind="duplicates", method="GET", times=ROUNDS)

    for _ in range(TIMES):
        Channel.objects.filter(pk=channel.pk).update(cursor={})
        post.poll(channel)
        post.read(channel)

    assert post.texts() == [f"Bericht {number:04}" for number in range(ROUNDS)]
    assert post.states() == {"parsed": ROUNDS}
    assert Contact.objects.count() == 1
    assert Conversation.objects.get().messages.count() == ROUNDS
    assert post.missing(channel) == set()


def store_and_read(channel: Channel, arrived: Arrived) -> Callable[[], None]:
    def act() -> None:
        store(Channel.objects.get(pk=channel.pk), [arrived])
        post.read(channel)

    return act


def test_fifty_at_once_from_one_new_contact_are_one_contact(luck: random.Random) -> None:
    boxes = [mailbox(), mailbox()]
    acts = [
        store_and_read(
            boxes[number % 2],
            Arrived(
                f"INBOX/1/{number}",
                post.mail(
                    f"Vraag {number:02}",
                    number=number,
                    sender=luck.choice(["Kees@voorbeeld.example", "kees@VOORBEELD.example"]),
                    answers=f"{number % 2}" if number > 1 else "",
                ),
            ),
        )
        for number in range(AT_ONCE)
    ]
    luck.shuffle(acts)

    post.at_once(acts)
    for box in boxes:
        post.read(box)

    assert post.states() == {"parsed": AT_ONCE}
    assert post.texts() == [f"Vraag {number:02}" for number in range(AT_ONCE)]
    assert (Contact.objects.count(), Address.objects.count()) == (1, 1)
    found = list(Conversation.objects.all())
    assert {conversation.channel_id for conversation in found} == {box.pk for box in boxes}
    assert len(found) == 2, "one thread became several conversations"


def test_fifty_at_once_in_one_public_thread_are_one_conversation(platform: StandIn) -> None:
    both = [pretend(platform), pretend(platform)]
    for number in range(AT_ONCE):
        platform.platform.post(
            author={"handle": "@nieuw", "name": "Nieuw"},
            text=f"Bericht {number:02}",
            thread="de lantaarn",
        )
    acts: list[Callable[[], object]] = []
    for number in range(AT_ONCE):
        channel = both[number % 2]

        def act(channel: Channel = channel) -> None:
            post.poll(channel)
            post.read(channel)

        acts.append(act)

    post.at_once(acts)
    for channel in both:
        post.read(channel)

    assert post.states() == {"parsed": 2 * AT_ONCE}
    assert Contact.objects.count() == 1
    assert sorted(Conversation.objects.values_list("channel_id", flat=True)) == sorted(
        channel.pk for channel in both
    )


def test_two_channels_that_meet_the_same_strangers_crosswise_lose_nothing() -> None:
    """Each batch holds the same fifty new people, in opposite order: a deadlock in waiting."""
    boxes = [mailbox(), mailbox()]
    people = [f"burger{number:02}@voorbeeld.example" for number in range(AT_ONCE)]

    def receive(box: Channel, order: list[str]) -> Callable[[], None]:
        arrived = [
            Arrived(f"INBOX/1/{who}", post.mail(who, number=f"{who}-{box.pk}", sender=who))
            for who in order
        ]
        store(box, arrived)
        return lambda: post.read(box)

    for attempt in range(5):
        suffix = [f"{attempt}{who}" for who in people]
        post.at_once([receive(boxes[0], suffix), receive(boxes[1], suffix[::-1])])

    assert Delivery.objects.exclude(state="parsed").count() == 0
    assert Message.objects.count() == 2 * 5 * AT_ONCE
    assert Contact.objects.count() == 5 * AT_ONCE


@pytest.mark.parametrize("batch", [1, 2, 3, 30])
def test_mails_that_answer_each_other_in_reverse_order_are_one_conversation(batch: int) -> None:
    channel = mailbox()
    chain = [
        Arrived(
            f"INBOX/1/{number}",
            post.mail(f"{number:02}", number=number, answers=str(number - 1) if number else ""),
        )
        for number in range(30)
    ][::-1]

    for start in range(0, len(chain), batch):
        store(channel, chain[start : start + batch])
        post.read(channel)

    assert Conversation.objects.count() == 1
    assert Message.objects.count() == 30

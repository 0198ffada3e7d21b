"""F9: what is pushed again, in reverse or all at once is one message, contact and conversation."""

import random
from collections.abc import Callable, Iterator

import pytest

from gehoor.channels import actions as channels
from gehoor.channels.models import Channel, Delivery
from gehoor.contacts.models import Contact
from gehoor.contracts.connector import Batch
from gehoor.flows import incoming
from gehoor.hooks.door import PREFIX, Door
from gehoor.inbox.models import Conversation, Message
from gehoor.testing import make
from gehoor.testing.pusher import AT_ONCE, REFUSED_WAYS, Pusher
from gehoor.testing.standin import Platform
from gehoor.testing.web import running, without_lifespan
from tests.faults import chance, post

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

SEED = chance.SEED
ROUNDS = chance.size(150, most=1000)
IN_ONE_PUSH = 40
PATIENCE = 60.0
STRANGER = {"handle": "@nieuw", "name": "Nieuw"}


@pytest.fixture(autouse=True)
def luck() -> random.Random:
    print(f"\nF9 pushes: seed {SEED}, {ROUNDS} posts")  # noqa: T201
    return random.Random(SEED)


@pytest.fixture
def channel() -> Channel:
    return make.channel(settings={"account": "gemeente", "outcome_class": "A"})


@pytest.fixture
def pusher(channel: Channel) -> Iterator[Pusher]:
    secret = channels.renew_push_secret(channel)
    with running(without_lifespan(Door())) as port:
        yield Pusher(f"http://localhost:{port}{PREFIX}{channel.push_key}", secret, port=port)


def written(count: int, **given: object) -> list[dict[str, object]]:
    citizens = Platform()
    return [citizens.post(text=text_of(number), **given) for number in range(count)]


def text_of(number: int) -> str:
    return f"Bericht {number:04}"


def check(posts: int, *, conversations: int) -> None:
    """Each post is one row, one message; one contact wrote them; everything adds up."""
    assert Delivery.objects.count() == posts
    assert post.states() == {"parsed": posts}
    assert post.texts() == [text_of(number) for number in range(posts)]
    assert Contact.objects.count() == 1
    assert Conversation.objects.count() == conversations
    assert post.adds_up()


def test_posts_pushed_five_times_and_in_reverse_are_one_row_each(
    pusher: Pusher,
    channel: Channel,
    luck: random.Random,
    record_property: Callable[[str, object], None],
) -> None:
    posts = written(ROUNDS, author=STRANGER)
    parts = [posts[start : start + IN_ONE_PUSH] for start in range(0, ROUNDS, IN_ONE_PUSH)]
    again = [part[::-1] for part in parts] * 3
    luck.shuffle(again)

    for part in (*parts[::-1], *again, *parts):
        pusher.push_until_stored(part, seconds=PATIENCE)
        if luck.random() < 0.3:
            post.read(channel)
    post.read(channel)
    record_property("measured", f"{ROUNDS} posts, each pushed 5 times: {ROUNDS} rows")

    check(ROUNDS, conversations=ROUNDS)


def test_posts_pushed_fifty_at_once_by_one_new_contact_are_one_conversation(
    pusher: Pusher, channel: Channel, luck: random.Random
) -> None:
    posts = written(max(AT_ONCE, ROUNDS // 2), author=STRANGER, thread="de lantaarn")
    shuffled = luck.sample(posts, len(posts))

    answers = pusher.misbehave("parallel", shuffled)
    post.read(channel)

    assert {answer.status for answer in answers} == {200}
    check(len(posts), conversations=1)


def test_the_same_post_pushed_fifty_times_at_once_is_one_row(
    pusher: Pusher, channel: Channel
) -> None:
    [once] = written(1, author=STRANGER)

    answers = pusher.misbehave("parallel", [once] * AT_ONCE)
    post.read(channel)

    assert [answer.status for answer in answers] == [200] * AT_ONCE
    check(1, conversations=1)


def test_what_is_pushed_while_it_is_fetched_is_one_row(
    pusher: Pusher, channel: Channel, luck: random.Random
) -> None:
    posts = written(ROUNDS, author=STRANGER)
    for start in range(0, ROUNDS, IN_ONE_PUSH):
        part = posts[start : start + IN_ONE_PUSH]
        acts: list[Callable[[], object]] = [
            lambda part=part: pusher.push_until_stored(part, seconds=PATIENCE),  # type: ignore[misc]
            lambda part=part: incoming.store(channel, Batch(post.as_fetched(part), {})),  # type: ignore[misc]
        ]
        luck.shuffle(acts)
        post.at_once(acts)
    post.read(channel)

    check(ROUNDS, conversations=ROUNDS)


def test_forged_and_good_pushes_mixed_leave_only_the_good(
    pusher: Pusher, channel: Channel, luck: random.Random
) -> None:
    posts = written(ROUNDS // 5, author=STRANGER)
    false = [each | {"id": f"vals-{each['id']}", "text": "Vals"} for each in posts]

    refused = []
    for good, bad in zip(posts, false, strict=True):
        refused += pusher.misbehave(luck.choice(REFUSED_WAYS), [bad])
        pusher.push_until_stored([good], seconds=PATIENCE)
    post.read(channel)

    assert {answer.status for answer in refused} <= {0, 401}
    assert not Message.objects.filter(text="Vals").exists()
    check(len(posts), conversations=len(posts))

"""The thread around a public post: fetched, stored as it came, and nobody's work by itself."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from gehoor.channels import actions as deliveries
from gehoor.channels.models import Channel, Circuit, Delivery
from gehoor.contacts.models import Contact
from gehoor.contracts.connector import Arrived, NotAllowed, Unreachable
from gehoor.flows import bulk, handling, threads
from gehoor.inbox import queries as inbox
from gehoor.inbox.models import BulkAct, Conversation, Looking, Message
from gehoor.kit.clock import now
from gehoor.kit.jobs import JOBS
from gehoor.people.policies import Actor, Role
from gehoor.testing import make
from gehoor.testing.square import Square, square

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def plein() -> Iterator[Square]:
    with square() as made:
        yield made


@pytest.fixture
def channel(plein: Square) -> Channel:
    return make.channel(connector=plein.key)


@pytest.fixture
def agent(channel: Channel) -> Actor:
    return make.actor(Role.AGENT, teams=(channel.team,), name="Anouk")


def fetch(channel: Channel, plein: Square) -> None:
    """What the worker does: fetch what is due, then read what was stored."""
    threads.look_around.function(channel.pk)
    plein.read(channel)


def texts(conversation: Conversation) -> list[str]:
    return list(conversation.messages.order_by("sequence").values_list("text", flat=True))


def looking(conversation: Conversation) -> Looking:
    return Looking.objects.get(conversation=conversation)


def test_what_a_mention_answers_is_fetched_before_anybody_opens_it(
    channel: Channel, plein: Square, agent: Actor
) -> None:
    first = plein.write("De brug is dicht", is_to_us=False)
    second = plein.write("Al een week", answers=first, is_to_us=False)
    conversation = plein.tell(channel, plein.write("@gemeente klopt dat?", answers=second))

    fetch(channel, plein)

    around = inbox.surroundings_of(conversation, agent)
    assert [each.text for each in around.above] == ["De brug is dicht", "Al een week"]
    assert looking(conversation).result == "whole"


def test_what_is_found_around_a_post_changes_nothing_of_the_list(
    channel: Channel, plein: Square
) -> None:
    first = plein.write("De brug is dicht", is_to_us=False)
    conversation = plein.tell(channel, plein.write("Klopt dat?", answers=first))
    handling.show(make.actor(Role.AGENT, teams=(channel.team,)), conversation)
    before = Conversation.objects.filter(pk=conversation.pk).values(
        "opening", "last_message_at", "waiting_since", "sort_at", "is_unread", "status"
    )[0]

    fetch(channel, plein)

    [after] = Conversation.objects.values(
        "opening", "last_message_at", "waiting_since", "sort_at", "is_unread", "status"
    )
    assert after == before


def test_an_answer_goes_to_who_turned_to_us_and_not_to_who_was_found_later(
    channel: Channel, plein: Square
) -> None:
    first = plein.write("De brug is dicht", name="Willem", is_to_us=False)
    mention = plein.write("Klopt dat?", name="Fatima", answers=first)
    conversation = plein.tell(channel, mention)
    fetch(channel, plein)

    sent = make.reply(conversation)

    assert sent.to == plein.posts[mention].author.handle
    assert sent.message.answers == mention


def test_who_only_wrote_to_others_is_no_contact_of_ours(channel: Channel, plein: Square) -> None:
    first = plein.write("De brug is dicht", is_to_us=False)
    plein.tell(channel, plein.write("Klopt dat?", answers=first))
    known = Contact.objects.count()

    fetch(channel, plein)

    assert Contact.objects.count() == known


def test_of_a_thread_of_others_only_what_stands_around_who_turned_to_us_is_fetched(
    channel: Channel, plein: Square
) -> None:
    first = plein.write("Groot nieuws", is_to_us=False)
    plein.write("Ver weg in de draad", answers=first, is_to_us=False)
    mention = plein.write("@gemeente?", answers=first)
    plein.write("Dat wil ik ook weten", answers=mention, is_to_us=False)
    conversation = plein.tell(channel, mention)

    fetch(channel, plein)

    assert texts(conversation) == ["@gemeente?", "Groot nieuws", "Dat wil ik ook weten"]


def test_of_a_post_of_ours_the_whole_thread_is_fetched_page_by_page(
    channel: Channel, plein: Square
) -> None:
    ours = plein.write_as_us("25 vale gieren gezien")
    for number in range(threads.PAGE + 1):
        plein.write(f"Reactie {number}", answers=ours, is_to_us=False)
    conversation = plein.tell(channel, ours, plein.write("Waar?", answers=ours))
    threads.look(conversation)

    fetch(channel, plein)

    assert [onward for _, onward in plein.asked] == ["", str(threads.PAGE)]
    assert conversation.messages.count() == threads.PAGE + 3


def test_what_was_told_and_is_found_again_or_out_of_order_is_there_once(
    channel: Channel, plein: Square
) -> None:
    ours = plein.write_as_us("Onze post")
    first = plein.write("Eerste", answers=ours)
    second = plein.write("Tweede", answers=first)
    conversation = plein.tell(channel, second, ours)
    threads.look(conversation)
    threads.look_around.function(channel.pk)
    deliveries.store(channel, [Arrived(first, b"in andere bytes")])

    plein.read(channel)

    assert sorted(texts(conversation)) == ["Eerste", "Onze post", "Tweede"]
    assert Conversation.objects.count() == 1


def test_a_reply_to_us_that_was_never_told_waits_once_it_is_found(
    channel: Channel, plein: Square
) -> None:
    ours = plein.write_as_us("Onze post")
    conversation = plein.tell(channel, ours)
    plein.write("Dit bereikte ons niet", answers=ours)
    threads.look(conversation)

    fetch(channel, plein)

    conversation.refresh_from_db()
    assert (conversation.status, conversation.waiting_since is not None) == ("open", True)


def test_nobody_waits_for_what_was_there_long_before_we_came(
    channel: Channel, plein: Square
) -> None:
    long_ago = channel.created_at - timedelta(days=400)
    ours = plein.write_as_us("Onze post", sent_at=long_ago)
    conversation = plein.tell(channel, ours)
    plein.write("Een oude reactie", answers=ours, sent_at=long_ago)
    threads.look(conversation)

    fetch(channel, plein)

    conversation.refresh_from_db()
    assert (conversation.status, conversation.waiting_since) == ("done", None)
    assert "Een oude reactie" in texts(conversation)


@pytest.mark.parametrize("is_told", [True, False], ids=["of what we have", "of what is found too"])
def test_what_answers_a_post_of_now_waits_whatever_day_it_bears(
    channel: Channel, plein: Square, is_told: bool
) -> None:
    first = plein.write_as_us("Onze post")
    ours = first if is_told else plein.write_as_us("En nog iets", answers=first)
    conversation = plein.tell(channel, first)
    dated_back = channel.created_at - timedelta(days=400)
    plein.write("Van een telefoon die de dag niet weet", answers=ours, sent_at=dated_back)
    threads.look(conversation)

    fetch(channel, plein)

    conversation.refresh_from_db()
    assert (conversation.status, conversation.waiting_since is not None) == ("open", True)


def test_a_thread_is_fetched_once_in_a_while_however_often_it_is_opened(
    channel: Channel, plein: Square
) -> None:
    conversation = plein.tell(channel, plein.write("Hallo"))

    for _ in range(3):
        threads.look(conversation)
        fetch(channel, plein)

    assert len(plein.asked) == 1


def test_somebody_who_asks_has_it_fetched_at_once(channel: Channel, plein: Square) -> None:
    conversation = plein.tell(channel, plein.write("Hallo"))

    for _ in range(2):
        threads.look_now(conversation)
        fetch(channel, plein)

    assert len(plein.asked) == 2


def test_when_the_first_post_is_gone_the_thread_around_who_turned_to_us_is_fetched(
    channel: Channel, plein: Square
) -> None:
    ours = plein.write_as_us("Onze post")
    reply = plein.write("Een reactie", answers=ours)
    plein.write("Daarop weer", answers=reply, is_to_us=False)
    conversation = plein.tell(channel, ours, reply)
    del plein.posts[ours]
    threads.look(conversation)

    fetch(channel, plein)

    assert texts(conversation) == ["Onze post", "Een reactie", "Daarop weer"]
    assert looking(conversation).result == "whole"


def test_a_post_that_is_gone_is_said(channel: Channel, plein: Square) -> None:
    conversation = plein.tell(channel, plein.write("Weg ermee"))
    plein.posts.clear()
    Conversation.objects.update(last_message_at=now() - timedelta(hours=1))
    threads.look(conversation)

    fetch(channel, plein)

    assert looking(conversation).result == "gone"


def test_a_post_that_is_not_shown_yet_is_asked_for_again(channel: Channel, plein: Square) -> None:
    conversation = plein.tell(channel, plein.write("Net geplaatst"))
    shown_later = dict(plein.posts)
    plein.posts.clear()
    threads.look(conversation)
    threads.look_around.function(channel.pk)
    assert (looking(conversation).result, looking(conversation).due_at is None) == ("", False)

    plein.posts.update(shown_later)
    Looking.objects.update(due_at=now())
    fetch(channel, plein)

    assert looking(conversation).result == "whole"


@pytest.mark.parametrize("asked", [None, 0.0, 90.0, 1e9])
def test_a_platform_that_asks_us_to_wait_is_left_alone_that_long(
    channel: Channel, plein: Square, asked: float | None
) -> None:
    first = plein.tell(channel, plein.write("Eerste"))
    second = plein.tell(channel, plein.write("Tweede"))
    plein.troubles = [Unreachable("Wacht even.", wait_seconds=asked)] * 2
    for conversation in (first, second):
        threads.look(conversation)

    threads.look_around.function(channel.pk)

    row = looking(first)
    assert row.due_at is not None
    waits = (row.due_at - now()).total_seconds()
    assert row.problem == "Wacht even."
    assert waits > min(asked or 0, 4 * 3600) - 30
    assert waits < 5 * 3600
    assert len(plein.asked) == (1 if asked else 2)


def test_a_thread_that_failed_is_fetched_once_its_time_has_come(
    channel: Channel, plein: Square
) -> None:
    conversation = plein.tell(channel, plein.write("Hallo"))
    plein.troubles = [Unreachable("Even niet.")]
    threads.look(conversation)
    threads.look_around.function(channel.pk)
    Looking.objects.update(due_at=now())

    assert inbox.channels_with_due_lookings(now=now()) == [channel.pk]
    fetch(channel, plein)

    row = looking(conversation)
    assert (row.problem, row.due_at, row.result) == ("", None, "whole")


def test_a_platform_that_refuses_us_is_not_asked_again_by_itself(
    channel: Channel, plein: Square
) -> None:
    conversation = plein.tell(channel, plein.write("Hallo"))
    plein.troubles = [NotAllowed("Dit mag niet.")]
    threads.look(conversation)

    threads.look_around.function(channel.pk)

    assert (looking(conversation).problem, looking(conversation).due_at) == ("Dit mag niet.", None)


def test_a_channel_that_is_left_alone_is_not_asked_for_threads(
    channel: Channel, plein: Square
) -> None:
    conversation = plein.tell(channel, plein.write("Hallo"))
    again_at = now() + timedelta(minutes=5)
    Circuit.objects.create(channel=channel, door="reading", again_at=again_at, problem="Stil.")
    threads.look(conversation)

    threads.look_around.function(channel.pk)

    assert plein.asked == []
    assert inbox.channels_with_due_lookings(now=now()) == []


def test_a_flood_of_mentions_does_not_storm_the_platform(channel: Channel, plein: Square) -> None:
    mentions = []
    for number in range(30):
        first = plein.write(f"Post {number}", is_to_us=False)
        mentions.append(plein.write(f"@gemeente {number}", answers=first))
    plein.tell(channel, *mentions)

    threads.look_around.function(channel.pk)

    assert Looking.objects.count() == 20
    assert len(plein.asked) == threads.MOST_AT_A_TIME


def test_mail_and_platforms_without_threads_are_never_asked() -> None:
    conversation = make.received()

    threads.look(conversation)

    assert not Looking.objects.exists()


def test_the_fetching_is_a_job_of_a_named_actor() -> None:
    assert JOBS["gehoor.flows.threads.look_around"].actor == "threads"


def test_fetched_posts_do_not_count_as_a_change_nor_stand_in_the_way_of_an_undo(
    channel: Channel, plein: Square, agent: Actor
) -> None:
    first = plein.write("Groot nieuws", is_to_us=False)
    conversation = plein.tell(channel, plein.write("@gemeente?", answers=first))
    counts = inbox.counts(agent)
    fetch(channel, plein)
    wanted = bulk.Wanted(
        BulkAct.Act.SEEN, counts.newest_message, counts.newest_entry, reason="Geen vraag"
    )

    done = bulk.begin(agent, wanted, [conversation.pk])
    plein.write("Nog iets", answers=first, is_to_us=False)
    Looking.objects.update(looked_at=None)
    threads.look(conversation)
    fetch(channel, plein)
    bulk.undo(agent, done.pk)

    conversation.refresh_from_db()
    assert conversation.status == "open"


def test_the_books_still_balance_with_what_was_fetched(channel: Channel, plein: Square) -> None:
    first = plein.write("Groot nieuws", is_to_us=False)
    plein.tell(channel, plein.write("@gemeente?", answers=first))

    fetch(channel, plein)

    ends = inbox.ends_of_messages(since=now() - timedelta(days=1), until=now() + timedelta(days=1))[
        channel.pk
    ]
    assert ends["messages"] == ends["open"] == Delivery.objects.count() == 2
    assert Message.objects.filter(is_around=True).count() == 1

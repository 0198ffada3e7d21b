"""Who turns to us goes first: the tier of a conversation, and that it stays true."""

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from gehoor.channels.models import Channel, Delivery
from gehoor.contracts.connector import Author, IncomingMessage
from gehoor.contracts.posts import Visibility
from gehoor.flows import incoming, regrouping
from gehoor.flows.refusing import NotPossible
from gehoor.inbox import migrations
from gehoor.inbox import queries as inbox
from gehoor.inbox.actions import tiers
from gehoor.inbox.models import Conversation, Regrouping
from gehoor.inbox.rules import Tier
from gehoor.people.policies import Actor, Role
from gehoor.testing import make

pytestmark = [pytest.mark.django_db, pytest.mark.database]

FATIMA, KEES = Author("@fatima@x.example", "Fatima"), Author("@kees@x.example", "Kees")


@pytest.fixture
def square() -> Channel:
    return make.channel()


@pytest.fixture
def agent(square: Channel) -> Actor:
    return make.actor(Role.AGENT, teams=(square.team,), name="Anouk")


def post(number: int, *, thread: str = "", to_us: bool = False, **given: Any) -> IncomingMessage:
    facts: dict[str, Any] = {
        "author": KEES,
        "external_id": str(number),
        "thread": thread or str(number),
        "visibility": Visibility.PUBLIC,
        "is_public": True,
        "is_to_us": to_us,
        "subject": "",
    }
    return make.incoming(**facts | given)


def direct(number: int) -> IncomingMessage:
    return post(number, to_us=True, visibility=Visibility.DIRECT, is_public=False, author=FATIMA)


def receive(channel: Channel, *messages: IncomingMessage) -> list[Conversation]:
    deliveries = [make.delivery(channel) for _ in messages]
    incoming.receive(channel, deliveries, [(message,) for message in messages])
    return list(Conversation.objects.filter(channel=channel).order_by("pk"))


def found(team: Any) -> Conversation:
    """A news item in which a word was found."""
    feed = make.channel(connector="feed", team=team, name="Nieuws")
    return make.received(feed, is_automatic=True, is_public=True, thread="item")


@pytest.mark.row("S3-30")
def test_mentions_and_direct_messages_come_before_posts_and_those_before_what_was_found(
    square: Channel, agent: Actor
) -> None:
    hit = found(square.team)
    [on_our_page, mention, message] = receive(square, post(1), post(2, to_us=True), direct(3))

    listed = inbox.page_of(agent, "team").rows

    assert [row.pk for row in listed] == [mention.pk, message.pk, on_our_page.pk, hit.pk]
    assert [row.tier for row in listed] == [1, 1, 2, 3]
    assert inbox.counts(agent).by_tier["team"] == {1: 2, 2: 1, 3: 1}
    for upto, shown in ((1, 2), (2, 3), (3, 4)):
        assert len(inbox.page_of(agent, "team", upto=upto).rows) == shown
        assert len(inbox.matching(agent, "team", upto=upto, most=9)) == shown


def test_what_was_there_before_gets_the_tier_it_would_have_had(
    square: Channel, agent: Actor
) -> None:
    found(square.team)
    make.received(make.channel(connector="email"), is_automatic=True)
    ours = post(4, author=Author("@gemeente@x.example"), is_ours=True)
    receive(square, post(1), post(2, to_us=True), direct(3), ours, post(5, thread="2"))
    as_it_came = dict(Conversation.objects.values_list("pk", "tier"))
    assert set(as_it_came.values()) == {1, 2, 3}
    Conversation.objects.update(tier=1)

    [found_it] = Path(migrations.__path__[0]).glob("*_tiers_and_snooze.py")
    migration = import_module(f"{migrations.__name__}.{found_it.stem}")
    with connection.cursor() as cursor:
        for fill in (migration.FOUND, migration.ON_OUR_PAGES, migration.ONLY_OURS):
            cursor.execute(fill)

    assert dict(Conversation.objects.values_list("pk", "tier")) == as_it_came


def test_all_mail_is_to_us_also_what_a_machine_wrote() -> None:
    post_office = make.channel(connector="email")

    conversation = make.received(post_office, is_automatic=True)

    assert conversation.tier == Tier.TO_US


def test_a_thread_in_which_somebody_names_us_comes_nearer_and_stays_so(square: Channel) -> None:
    [conversation] = receive(square, post(1))
    assert conversation.tier == Tier.OUR_PAGES

    [conversation] = receive(square, post(2, thread="1", to_us=True))
    assert conversation.tier == Tier.TO_US
    [conversation] = receive(square, post(3, thread="1"))

    assert conversation.tier == Tier.TO_US


def test_what_others_write_below_a_post_of_ours_is_on_our_pages(square: Channel) -> None:
    ours = post(1, author=Author("@gemeente@x.example"), is_ours=True)

    [conversation] = receive(square, ours, post(2, thread="1", answers=("1",)))

    assert conversation.tier == Tier.OUR_PAGES


def test_what_is_only_read_is_found_however_it_is_called(agent: Actor) -> None:
    hit = found(make.team())

    assert hit.tier == Tier.FOUND
    tiers.work_out(hit)
    assert hit.tier == Tier.FOUND


def test_who_names_us_only_after_an_edit_waits_from_then_on(square: Channel) -> None:
    delivery = make.delivery(square, transport_id="t")
    incoming.receive(square, [delivery], [(post(1),)])

    again = make.delivery_again(square, "t")
    incoming.receive(square, [again], [(post(1, to_us=True, text="@gemeente kijk eens"),)])

    conversation = Conversation.objects.get()
    assert conversation.tier == Tier.TO_US
    assert conversation.waiting_since is not None


def test_a_part_that_is_split_off_has_the_tier_of_what_stands_in_it(
    square: Channel, agent: Actor
) -> None:
    [first] = receive(square, post(1, to_us=True), post(2, thread="1", answers=("1",)))

    made = regrouping.split(agent, first, sequence=2)

    assert (Conversation.objects.get(pk=first.pk).tier, made.tier) == (1, 2)
    kept = regrouping.undo(agent, Regrouping.objects.get())
    assert kept.tier == Tier.TO_US


def test_what_names_us_in_what_is_left_of_a_split_counts_after_undoing_it(
    square: Channel, agent: Actor
) -> None:
    [first] = receive(square, post(1), post(2, thread="1", answers=("1",)))
    regrouping.split(agent, first, sequence=2)

    # A machine's post: nobody waits because of it, so the row looks as it was left.
    receive(square, post(3, thread="1", to_us=True, is_automatic=True, text="@gemeente: storing"))
    kept = regrouping.undo(agent, Regrouping.objects.get())

    assert (kept.tier, kept.opening) == (Tier.TO_US, "@gemeente: storing")


def test_where_the_only_one_who_named_us_is_split_off_nobody_waits(
    square: Channel, agent: Actor
) -> None:
    """What comes in at once has one moment, and so looks as if it had waited as long."""
    both = [make.delivery(square), make.delivery(square)]
    Delivery.objects.update(received_at=both[0].received_at)
    both = list(Delivery.objects.order_by("pk"))
    named = post(2, thread="1", answers=("1",), to_us=True)
    [first] = incoming.receive(square, both, [(post(1),), (named,)])

    made = regrouping.split(agent, first, sequence=2)

    assert Conversation.objects.get(pk=first.pk).waiting_since is None
    assert made.waiting_since is not None


def test_pages_go_on_through_the_tiers_without_gap_or_double(square: Channel, agent: Actor) -> None:
    made = receive(square, *(post(number, to_us=number % 3 == 0) for number in range(10)))

    seen: list[int] = []
    after: str | None = None
    while after != "":
        page = inbox.page_of(agent, "team", after=after, size=3)
        seen += [row.pk for row in page.rows]
        after = page.next_after

    nearest = [each.pk for each in made if each.tier == 1]
    assert seen[: len(nearest)] == nearest
    assert sorted(seen) == [each.pk for each in made]


STEPS = st.lists(
    st.sampled_from(["named", "beside", "other thread", "ours", "split", "merge", "undo"]),
    min_size=1,
    max_size=10,
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@example(steps=["beside", "split", "named", "ours", "undo"])
@given(steps=STEPS)
def test_the_tier_is_always_that_of_the_nearest_message_in_it(
    square: Channel, agent: Actor, steps: list[str]
) -> None:
    number = Conversation.objects.count() * 1000 + 1
    receive(square, post(number))
    thread = str(number)
    for place, step in enumerate(steps, start=number + 1):
        answers: dict[str, Any] = {"thread": thread, "answers": (str(place - 1),)}
        if step == "named":
            receive(square, post(place, to_us=True, **answers))
        elif step == "beside":
            receive(square, post(place, **answers))
        elif step == "other thread":
            receive(square, post(place))
        elif step == "ours":
            receive(square, post(place, is_ours=True, **answers))
        else:
            regroup(agent, step, thread)

    for conversation in Conversation.objects.filter(channel=square, merged_into=None):
        kept = conversation.tier
        tiers.work_out(conversation)
        assert conversation.tier == kept


def regroup(agent: Actor, step: str, thread: str) -> None:
    """Split, merge or put back, as far as that is possible."""
    first = Conversation.objects.get(thread=thread)
    others = Conversation.objects.exclude(pk=first.pk).filter(merged_into=None)
    try:
        if step == "split":
            last = first.messages.order_by("sequence").last()
            regrouping.split(agent, first, sequence=last.sequence if last else 0)
        elif step == "merge" and (other := others.order_by("pk").last()):
            regrouping.merge(agent, first, other)
        elif step == "undo":
            regrouping.undo(agent, Regrouping.objects.filter(undone_at=None).last())
    except NotPossible:
        return

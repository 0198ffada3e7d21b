"""A feed through the real intake: read, noted, labelled, finished, and never answered."""

import uuid
from collections.abc import Iterator

import pytest
from pytest_django.fixtures import Settings

from gehoor.channels import queries as channels
from gehoor.channels.models import Channel, Delivery
from gehoor.connectors.feed.reading import BUSY, MOVED
from gehoor.connectors.feed.splitting import BROKEN
from gehoor.connectors.feed.tests.peer import feed, item
from gehoor.contracts.connector import Unreachable
from gehoor.flows import connecting, handling, incoming, polling, replies
from gehoor.flows.replies import NotPossible
from gehoor.inbox.models import Conversation, Message, MessageVersion
from gehoor.people.policies import Actor, Role
from gehoor.testing import make
from gehoor.testing.websource import Page, WebSource, web_source

pytestmark = [pytest.mark.django_db, pytest.mark.database]

Status, Outcome = Conversation.Status, Conversation.Outcome
OLD = item(guid="oud", title="Wat er al stond", link="https://nieuws.example/oud")


@pytest.fixture
def source(settings: Settings) -> Iterator[WebSource]:
    with web_source() as running:
        settings.FETCH_ALSO = frozenset({running.pair})
        running.pages["/feed"] = Page(feed(OLD).encode())
        yield running


@pytest.fixture
def channel(source: WebSource) -> Channel:
    """A feed that was read once: what was there is stored."""
    made = make.channel(
        connector="feed",
        stage=Channel.Stage.LISTEN,
        settings={"url": f"{source.url}/feed", "minutes": "5"},
    )
    poll(made)
    return made


def poll(channel: Channel) -> int:
    """Ask and read, as the poller and the worker do."""
    stored = polling.poll(channel, channels.reader_of(channel))
    incoming.receive_waiting.function(channel.pk)
    return stored


def brings(source: WebSource, channel: Channel, *items: str) -> int:
    source.pages["/feed"] = Page(feed(*items, OLD).encode())
    return poll(channel)


def agent(channel: Channel) -> Actor:
    return make.actor(Role.AGENT, teams=(channel.team,))


@pytest.mark.row("S2-30")
def test_what_was_there_before_us_is_kept_as_seen(channel: Channel) -> None:
    found = Conversation.objects.get()

    assert (found.status, found.outcome) == (Status.DONE, Outcome.SEEN)
    assert not found.is_unread
    assert found.waiting_since is None
    assert found.messages.get().text == "Wat er al stond"


@pytest.mark.row("S1-03")
@pytest.mark.row("S2-30")
def test_what_is_new_is_open_and_unread_and_nobody_waits(
    source: WebSource, channel: Channel
) -> None:
    brings(source, channel, item(guid="nieuw", title="Dijk versterkt", link="https://a.example/1"))

    found = Conversation.objects.get(status=Status.OPEN)
    assert found.is_unread
    assert found.waiting_since is None
    assert found.subject == "Dijk versterkt"
    assert found.messages.get().link == "https://a.example/1"


@pytest.mark.row("S2-30")
def test_the_same_item_never_comes_in_twice(source: WebSource, channel: Channel) -> None:
    new = item(guid="nieuw", title="Dijk")

    counts = [brings(source, channel, new) for _ in range(3)]
    lost_cursor = Channel.objects.get(pk=channel.pk)
    lost_cursor.cursor = {}
    poll(lost_cursor)

    assert counts == [1, 0, 0]
    assert Message.objects.count() == 2
    assert MessageVersion.objects.count() == 0


def test_an_item_that_changed_keeps_its_former_title_and_words(
    source: WebSource, channel: Channel
) -> None:
    brings(source, channel, item(guid="n", title="Brand", description="Grote brand"))
    brings(source, channel, item(guid="n", title="Brand geblust", description="Kleine brand"))

    found = Conversation.objects.get(status=Status.OPEN)
    message = found.messages.get()
    assert found.subject == message.subject == "Brand geblust"
    assert message.text == "Kleine brand"
    assert message.versions.get().text == "Brand\n\nGrote brand"


def test_the_same_story_in_two_feeds_says_so(source: WebSource, channel: Channel) -> None:
    story = item(guid="a", title="Dijk", link="https://a.example/dijk")
    brings(source, channel, story)
    other = make.channel(
        connector="feed", stage="listen", settings={"url": f"{source.url}/alerts", "minutes": "5"}
    )
    source.pages["/alerts"] = Page(feed().encode())
    poll(other)
    source.pages["/alerts"] = Page(feed(story.replace("<guid>a", "<guid>b")).encode())

    poll(other)

    first, second = Conversation.objects.filter(status=Status.OPEN).order_by("pk")
    assert second.possibly_belongs_to == first


def test_one_bad_item_fails_alone_with_its_raw(source: WebSource, channel: Channel) -> None:
    brings(source, channel, "<item><pubDate>x</pubDate></item>", item(guid="goed", title="Goed"))

    failed = Delivery.objects.get(state=Delivery.State.FAILED)
    assert "no title" in failed.problem
    assert bytes(failed.raw).startswith(b"{")
    assert Conversation.objects.filter(subject="Goed", status=Status.OPEN).exists()


def test_a_bad_day_of_the_source_loses_nothing(source: WebSource, channel: Channel) -> None:
    for page in (Page(b'<rss version="2.0"><channel><item'), Page(status=429)):
        source.pages["/feed"] = page
        with pytest.raises(Unreachable) as told:
            poll(channel)
        assert str(told.value) in {BROKEN, BUSY}

    assert brings(source, channel, item(guid="n", title="Daarna")) == 1
    assert Conversation.objects.filter(subject="Daarna", is_unread=True).exists()


def test_a_feed_that_moved_works_and_says_where_it_is(source: WebSource, channel: Channel) -> None:
    source.pages["/new"] = source.pages["/feed"]
    source.pages["/feed"] = Page(status=308, headers={"Location": "/new"})

    poll(channel)
    poll(channel)

    row = Channel.objects.get(pk=channel.pk)
    assert row.health == Channel.Health.WELL
    assert row.health_detail == f"{MOVED}\n{source.url}/new"


def test_a_source_that_is_left_alone_is_not_written_down_as_asked(channel: Channel) -> None:
    reader = channels.reader_of(channel)
    polling.poll(channel, reader)
    asked_at = Channel.objects.get(pk=channel.pk).fetched_at

    assert polling.poll(channel, reader) == 0

    assert Channel.objects.get(pk=channel.pk).fetched_at == asked_at


def test_the_ledger_of_a_feed_is_whole(source: WebSource, channel: Channel) -> None:
    brings(source, channel, *[item(guid=f"n{n}", title=f"Titel {n}") for n in range(120)])

    assert polling.compare_ledger(channel, channels.reader_of(channel)) == set()
    assert Conversation.objects.count() == 121


# Nobody can be answered here.


@pytest.mark.parametrize("stage", list(Channel.Stage))
def test_no_stage_lets_anything_leave(channel: Channel, stage: Channel.Stage) -> None:
    Channel.objects.update(stage=stage)

    with pytest.raises(channels.OnlyListening):
        channels.sender_of(channel)


@pytest.mark.parametrize("stage", ["practise", "live"])
def test_it_gets_no_other_stage(channel: Channel, stage: str) -> None:
    administrator = make.actor(Role.ADMINISTRATOR)

    with pytest.raises(connecting.NotChanged, match="only read"):
        connecting.change_stage(administrator, channel, Channel.Stage(stage))

    assert Channel.objects.get(pk=channel.pk).stage == Channel.Stage.LISTEN


def test_a_reply_is_not_possible_and_says_why(channel: Channel) -> None:
    conversation = Conversation.objects.get()

    with pytest.raises(NotPossible, match="only read"):
        replies.send_reply(
            agent(channel), conversation, text="Hallo", client_uuid=uuid.uuid4(), seen_sequence=9
        )


@pytest.mark.row("S1-03")
def test_everything_else_a_colleague_does_works(source: WebSource, channel: Channel) -> None:
    brings(source, channel, item(guid="n", title="Dijk"))
    conversation, actor = Conversation.objects.get(status=Status.OPEN), agent(channel)

    handling.show(actor, conversation)
    handling.add_tag(actor, conversation, "Water")
    handling.write_note(actor, conversation, text="Naar de pers", client_uuid=uuid.uuid4())
    handling.finish(actor, conversation, outcome=Outcome.SEEN)
    handling.reopen(actor, conversation)

    conversation.refresh_from_db()
    assert conversation.status == Status.OPEN
    assert conversation.waiting_since is None
    assert [tag.name for tag in conversation.tags.all()] == ["Water"]

"""Asking a channel what is new, and what happens when it does not answer."""

import threading
from collections.abc import Iterator

import pytest
from django.db import OperationalError
from procrastinate.contrib.django.models import ProcrastinateJob

from gehoor.channels import queries as channel_queries
from gehoor.channels.models import Channel, Circuit, Delivery
from gehoor.contracts.connector import Arrived, Batch, Cursor, NotAllowed, Unreachable
from gehoor.flows import incoming, polling
from gehoor.kit.clock import now
from gehoor.testing import make
from gehoor.testing.scripted import Scripted, platform

pytestmark = [pytest.mark.django_db, pytest.mark.database]


class Source(Scripted):
    """A platform with a stack of batches, or troubles, to hand out."""

    batches: list[Batch | Exception]
    holds: set[str]
    asked: list[Cursor]

    def fetch(self, cursor: Cursor, *, limit: int) -> Batch:
        self.asked.append(dict(cursor))
        batch = self.batches.pop(0) if self.batches else Batch([], cursor)
        if isinstance(batch, Exception):
            raise batch
        return batch

    def transport_ids(self, cursor: Cursor) -> set[str]:
        return self.holds


@pytest.fixture
def source() -> Iterator[Source]:
    with platform() as registered:
        found = Source(key=registered.key)
        found.batches, found.holds, found.asked = [], set(), []
        yield found


def test_everything_there_is_comes_in_batch_after_batch(source: Source) -> None:
    channel = make.channel(connector=source.key)
    source.batches = [
        Batch([Arrived("a", b"a"), Arrived("b", b"b")], {"at": 2}, has_more=True),
        Batch([Arrived("c", b"c")], {"at": 3}),
    ]

    stored = polling.poll(channel, source)

    channel.refresh_from_db()
    assert stored == 3
    assert channel.cursor == {"at": 3}
    assert channel.health == "well"


def test_the_cursor_does_not_move_past_what_was_not_stored(source: Source) -> None:
    channel = make.channel(connector=source.key)
    source.batches = [
        Batch([Arrived("a", b"a")], {"at": 1}, has_more=True),
        Unreachable("The connection broke."),
    ]

    with pytest.raises(Unreachable):
        polling.poll(channel, source)

    channel.refresh_from_db()
    assert channel.cursor == {"at": 1}
    assert Delivery.objects.count() == 1


def test_a_place_somebody_else_moved_is_asked_again_and_nothing_is_stepped_over(
    source: Source,
) -> None:
    """Whoever first asks a mailbox begins at its end; a second who does so would lose mail."""
    channel = make.channel(connector=source.key)
    Channel.objects.filter(pk=channel.pk).update(cursor={"at": 0})
    source.batches = [Batch([], {"at": 2}), Batch([Arrived("b", b"b")], {"at": 2})]

    stored = polling.poll(channel, source)

    channel.refresh_from_db()
    assert (source.asked, stored, channel.cursor) == ([{}, {"at": 0}], 1, {"at": 2})
    assert Delivery.objects.count() == 1


def test_what_the_source_holds_and_we_do_not_is_an_alarm(source: Source) -> None:
    channel = make.channel(connector=source.key)
    incoming.store(channel, Batch([Arrived("a", b"a")], {}))
    source.holds = {"a", "b"}

    missing = polling.compare_ledger(channel, source)

    channel.refresh_from_db()
    assert missing == {"b"}
    assert channel.health == "troubled"


def test_a_platform_that_refuses_us_turns_its_channel_red(source: Source) -> None:
    channel = make.channel(connector=source.key)
    source.batches = [NotAllowed("The password is not accepted.")]
    stop = threading.Event()
    stop.set()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stop, "is_set", iter([False, True, True]).__next__)
        polling._ask_until_changed(channel, source, stop)

    channel.refresh_from_db()
    assert (channel.health, channel.health_detail) == (
        "locked_out",
        "The password is not accepted.",
    )


def test_a_connector_that_breaks_is_seen_and_not_stormed(source: Source) -> None:
    channel_queries.connectors()[source.key] = source
    channel = make.channel(connector=source.key)
    source.batches = [ValueError("Dit had niemand voorzien.")]

    assert polling._watch_once(channel.pk, threading.Event())

    channel.refresh_from_db()
    assert (channel.health, channel.health_detail) == ("troubled", polling.BROKE)
    assert channel_queries.is_shut(channel.pk, Circuit.Door.READING, now=now())
    assert channel.cursor == {}


def test_a_database_that_is_away_is_no_fault_of_a_connector(source: Source) -> None:
    channel_queries.connectors()[source.key] = source
    channel = make.channel(connector=source.key)
    source.batches = [OperationalError("weg")]

    with pytest.raises(OperationalError):
        polling._watch_once(channel.pk, threading.Event())

    assert not channel_queries.is_shut(channel.pk, Circuit.Door.READING, now=now())


def test_an_alarm_stands_until_what_it_tells_of_is_over(source: Source) -> None:
    channel = make.channel(connector=source.key)
    source.holds = {"a"}
    polling.compare_ledger(channel, source)

    polling.poll(channel, source)
    channel.refresh_from_db()
    assert channel.health == "troubled"

    source.holds = set()
    polling.compare_ledger(channel, source)
    channel.refresh_from_db()
    assert channel.health == "well"


def test_reading_in_time_again_ends_the_alarm() -> None:
    channel = make.channel(health="troubled", health_detail=incoming.READS_LATE)

    incoming.flag_late()

    channel.refresh_from_db()
    assert channel.health == "well"


def test_an_alarm_never_hides_that_our_credentials_are_refused() -> None:
    channel = make.channel(health="locked_out", health_detail="The password is not accepted.")
    delivery = make.delivery(channel)
    Delivery.objects.filter(pk=delivery.pk).update(received_at=make.NOON.replace(year=2020))

    incoming.flag_late()

    channel.refresh_from_db()
    assert channel.is_held
    assert not ProcrastinateJob.objects.filter(task_name__endswith="tell_administrators").exists()


def test_the_end_of_an_alarm_leaves_what_somebody_else_found_out_since(source: Source) -> None:
    channel = make.channel(
        connector=source.key, health="troubled", health_detail=polling.NOT_IN_LEDGER
    )
    Channel.objects.update(health="locked_out", health_detail="The password is not accepted.")

    polling.compare_ledger(channel, source)

    channel.refresh_from_db()
    assert channel.is_held


def test_the_ledger_is_compared_within_the_database(source: Source) -> None:
    channel, other = make.channel(connector=source.key), make.channel()
    make.delivery(other, transport_id="of-another-channel")
    incoming.store(channel, Batch([Arrived("a", b"same"), Arrived("a-renumbered", b"same")], {}))

    asked = {"a", "a-renumbered", "of-another-channel"}

    assert channel_queries.never_stored(channel, asked) == {"of-another-channel"}
    assert channel_queries.never_stored(channel, set()) == set()


def test_what_waits_too_long_to_be_read_is_an_alarm() -> None:
    channel = make.channel()
    delivery = make.delivery(channel)
    Delivery.objects.filter(pk=delivery.pk).update(received_at=make.NOON.replace(year=2020))

    incoming.flag_late()

    assert now().year > 2020
    assert Channel.objects.get().health == "troubled"

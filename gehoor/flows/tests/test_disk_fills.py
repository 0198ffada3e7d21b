"""A disk that fills: one thing after another is given up, nothing is lost, and all comes back."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings

from gehoor.channels import queries as channel_queries
from gehoor.channels.models import Channel, Delivery
from gehoor.contracts.connector import Arrived, Batch, Capabilities, OnUnknown, Threading
from gehoor.flows import incoming, polling, timer
from gehoor.inbox import queries as inbox
from gehoor.inbox.models import Attachment, Message
from gehoor.kit.clock import now
from gehoor.kit.disk import Limits
from gehoor.kit.files import open_stored
from gehoor.testing import make
from gehoor.testing.scripted import Scripted, platform
from tests.faults.town import mail_with

pytestmark = [pytest.mark.django_db, pytest.mark.database]

ALL_OF_IT, NOTHING = 101.0, -1.0


class Source(Scripted):
    """A platform on which one post waits."""

    def fetch(self, cursor: object, *, limit: int) -> Batch:
        return Batch([Arrived("post", b"een bericht")], {"after": 1})


class News(Source):
    """One on which nobody can be answered."""

    def capabilities(self, account: object) -> Capabilities:
        return Capabilities(OnUnknown.BLIND, Threading.THREAD, can_answer=False)


@pytest.fixture
def fill(settings: Settings, tmp_path: Path) -> Callable[..., None]:
    """Let the disk be too full for what is named, by moving the limits."""
    settings.MEDIA_ROOT = tmp_path

    def fill(*given_up: str) -> None:
        limits = dict.fromkeys(("pause_listening", "refuse_files", "stop_intake"), NOTHING)
        settings.DISK_LIMITS = Limits(**limits | dict.fromkeys(given_up, ALL_OF_IT))

    fill()
    return fill


def polled(connector: Scripted) -> int:
    with platform() as registered:
        channel_queries.connectors()[registered.key] = connector
        channel = make.channel(connector=registered.key)
        stored = polling.poll(channel, connector)
        channel.refresh_from_db()
        connector.key = channel.health_detail
    return stored


def test_below_15_per_cent_what_was_not_written_to_us_waits(fill: Callable[..., None]) -> None:
    fill("pause_listening")
    news, letters = News(), Source()

    assert (polled(news), polled(letters)) == (0, 1)
    assert "nearly full" in news.key


def test_below_4_per_cent_nothing_is_fetched_until_there_is_room(
    fill: Callable[..., None],
) -> None:
    fill("pause_listening", "refuse_files", "stop_intake")
    source = Source()
    with platform() as registered:
        channel_queries.connectors()[registered.key] = source
        channel = make.channel(connector=registered.key)

        assert polling.poll(channel, source) == 0
        channel.refresh_from_db()
        assert (channel.health, channel.cursor) == ("troubled", {})

        fill()
        assert polling.poll(channel, source) == 1
        channel.refresh_from_db()
        assert (channel.health, channel.health_detail) == ("well", "")


def test_a_mailbox_that_holds_more_than_may_be_fetched_is_not_asked_without_end(
    fill: Callable[..., None],
) -> None:
    fill("pause_listening", "refuse_files", "stop_intake")
    stop, waited = threading.Event(), []

    class Full(Source):
        def wait(self, seconds: float) -> None:
            waited.append(seconds)
            stop.set()

    class Waits(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            self.set()
            return True

    patient = Waits()
    with platform() as registered:
        channel_queries.connectors()[registered.key] = full = Full()
        channel = make.channel(connector=registered.key)
        polling._ask_until_changed(channel, full, patient)
        assert (patient.is_set(), waited) == (True, [])

        fill()
        polling._ask_until_changed(channel, full, stop)
        assert waited


def mailbox_with(*contents: bytes) -> Channel:
    channel = make.channel(connector="email", settings={"address": "melding@gemeente.example"})
    arrived = [
        Arrived(f"INBOX/1/{number}", mail_with(content, number=number))
        for number, content in enumerate(contents)
    ]
    incoming.store(channel, Batch(arrived, {}))
    incoming.receive_waiting.function(channel.pk)
    return channel


def test_below_8_per_cent_messages_come_in_and_their_files_wait(
    fill: Callable[..., None],
) -> None:
    fill("pause_listening", "refuse_files")
    channel = mailbox_with(b"een", b"twee")

    assert Message.objects.filter(kind="in").count() == 2
    assert set(Attachment.objects.values_list("stored_as", "name")) == {("", "bijlage.bin")}

    incoming.keep_left_out.function(channel.pk)
    assert set(Attachment.objects.values_list("stored_as", flat=True)) == {""}

    fill()
    incoming.keep_left_out.function(channel.pk)
    kept = []
    for stored in Attachment.objects.order_by("pk").values_list("stored_as", flat=True):
        with open_stored(stored) as file:
            kept.append(file.read())
    assert kept == [b"een", b"twee"]


def test_files_that_wait_are_looked_for_by_the_timer_once_there_is_room(
    fill: Callable[..., None],
) -> None:
    fill("refuse_files")
    mailbox_with(b"een")
    assert incoming.wake_left_out in timer.STEPS

    incoming.wake_left_out()
    assert waiting_jobs() == []

    fill()
    incoming.wake_left_out()
    assert waiting_jobs() == ["gehoor.flows.incoming.keep_left_out"]


class TestADeliveryThatCannotBeReadForItsFiles:
    @pytest.fixture
    def channel(self, fill: Callable[..., None]) -> Channel:
        """A channel in which two files wait, with room for them but nothing that can be read."""
        fill("refuse_files")
        channel = mailbox_with(b"een", b"twee")
        fill()
        Delivery.objects.update(raw=b"")
        return channel

    def looked_for(self, channel: Channel) -> bool:
        """Let a timer and a worker go round once; says whether anything was read for its files."""
        before = self.looks()
        incoming.keep_left_out.function(channel.pk)
        return self.looks() > before

    def looks(self) -> int:
        return sum(Attachment.objects.values_list("looks", flat=True))

    def test_it_is_not_read_again_at_each_turn_of_the_timer(self, channel: Channel) -> None:
        assert [self.looked_for(channel) for _ in range(3)] == [True, False, False]

        incoming.wake_left_out()
        assert waiting_jobs() == []

    def test_it_is_read_again_later_and_each_time_later_still(self, channel: Channel) -> None:
        minutes = []
        for _ in range(8):
            incoming.keep_left_out.function(channel.pk)
            waits = [row.look_at - now() for row in Attachment.objects.all() if row.look_at]
            minutes.append([round(wait.total_seconds() / 60) for wait in waits])
            Attachment.objects.update(look_at=now())

        assert minutes == [[each] * 2 for each in (1, 4, 16, 64, 256, 1024, 1440, 1440)]

    def test_nothing_is_lost_by_it(self, channel: Channel) -> None:
        self.looked_for(channel)
        for number, delivery in enumerate(Delivery.objects.order_by("pk")):
            delivery.raw = mail_with(b"een", number=number)
            delivery.save()

        Attachment.objects.update(look_at=now())
        incoming.keep_left_out.function(channel.pk)

        assert not Attachment.objects.filter(stored_as="").exists()

    def test_it_stands_in_nobodys_way(self, channel: Channel) -> None:
        self.looked_for(channel)
        newest = Message.objects.latest("pk")
        Attachment.objects.create(message=newest, name="x", media_type="text/plain", size=1)

        found = inbox.deliveries_with_files_left_out(channel.pk, now=now(), limit=1)

        assert found == [newest.delivery_id]


def test_a_file_that_is_not_in_it_any_more_is_not_looked_for_at_each_turn_either(
    fill: Callable[..., None],
) -> None:
    channel = mailbox_with(b"een")
    message = Message.objects.get()
    Attachment.objects.create(message=message, name="x", media_type="text/plain", size=1)
    assert inbox.channels_with_files_left_out(now=now()) == [channel.pk]

    incoming.keep_left_out.function(channel.pk)

    assert inbox.channels_with_files_left_out(now=now()) == []
    assert Attachment.objects.get(name="x").stored_as == ""


def waiting_jobs() -> list[str]:
    names = ProcrastinateJob.objects.filter(task_name__endswith="left_out")
    return list(names.values_list("task_name", flat=True))

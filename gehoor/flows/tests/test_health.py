"""What the database tells, and the alarms that stand because of it."""

import time
from datetime import timedelta
from pathlib import Path
from typing import Any, ClassVar
from uuid import uuid4

import pytest
from cryptography.fernet import Fernet
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from pytest_django import Settings

from gehoor.audit.models import Entry
from gehoor.channels import actions as channels
from gehoor.channels.models import Channel, Delivery
from gehoor.flows import alarms as mailing
from gehoor.flows import health
from gehoor.health import actions, queries
from gehoor.health.models import Alarm, Heartbeat
from gehoor.health.rules import Finding, Level
from gehoor.inbox.models import Reply
from gehoor.kit.busy import PATIENCE, busy, longest_stuck
from gehoor.kit.clock import now
from gehoor.people.policies import Role
from gehoor.testing import make
from gehoor.testing.processes import wait_until

pytestmark = pytest.mark.django_db
PARTS = ("web", "worker", "poll")
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def everything_beats() -> None:
    for part in PARTS:
        health.beat(part)


def wrong() -> dict[str, Finding]:
    return {found.subject: found for found in health.look() if found.level is Level.WRONG}


def test_a_fresh_desk_has_nothing_wrong() -> None:
    make.channel(health=Channel.Health.WELL)

    assert wrong() == {}


def test_a_process_that_beats_twice_is_one_and_one_that_ends_in_order_is_gone() -> None:
    health.beat("web")
    assert Heartbeat.objects.filter(part="web").count() == 1

    row = Heartbeat.objects.get(part="web")
    actions.stop_beating(part="web", machine=row.machine, number=row.number)

    assert not Heartbeat.objects.filter(part="web").exists()


@pytest.mark.django_db(transaction=True)
def test_a_disk_that_cannot_be_measured_for_a_moment_silences_no_process(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    Heartbeat.objects.all().delete()
    settings.TIME_SCALE = 0.001
    settings.DISK_FOLDERS = [Path("/" + "x" * 300)]

    with health.pulse("poll"):
        wait_until(lambda: "cannot be measured" in caplog.text, seconds=30, what="it was told")
        settings.DISK_FOLDERS = []
        wait_until(Heartbeat.objects.exists, seconds=30, what="a sign of life")


@pytest.mark.django_db(transaction=True)
def test_a_process_beats_by_itself_and_says_goodbye() -> None:
    Heartbeat.objects.all().delete()

    with health.pulse("poll"):
        wait_until(Heartbeat.objects.filter(part="poll").exists, seconds=20, what="it lives")

    wait_until(lambda: not Heartbeat.objects.exists(), seconds=20, what="its heart is gone")


def test_processes_of_other_machines_count_and_their_disks_are_seen() -> None:
    Heartbeat.objects.filter(part="worker").update(machine="twee", disk_free=1, disk_total=100)

    assert set(wrong()) == {"disk@twee"}


@pytest.mark.parametrize(
    ("off", "level", "words"),
    [
        (86_400.0, Level.WRONG, "1440 minutes ahead"),
        (-86_400.0, Level.WRONG, "1440 minutes behind"),
        (-1e12, Level.WRONG, "behind"),
        (-90.0, Level.ATTENTION, "1 minutes behind"),
        (30.0, None, ""),
    ],
)
def test_a_clock_that_is_not_the_databases_is_told(
    off: float, level: Level | None, words: str
) -> None:
    health.beat("worker", clock_off=lambda: off)
    health.beat("web")

    found = [each for each in health.look() if each.subject == f"clock@{health.MACHINE}"]

    assert [each.level for each in found] == ([level] if level else [])
    assert all(words in said(each) for each in found)


def test_a_process_that_fell_silent_is_an_alarm_and_is_forgotten_later() -> None:
    Heartbeat.objects.filter(part="worker").update(beat_at=now() - timedelta(minutes=5))
    health.look_around()
    assert Alarm.objects.get().subject == "worker"

    Heartbeat.objects.filter(part="worker").update(beat_at=now() - 2 * HOUR)
    health.look_around()
    assert not Heartbeat.objects.filter(part="worker").exists()


def test_an_alarm_stands_from_the_beginning_until_it_is_mended() -> None:
    channel = make.channel(health=Channel.Health.WELL)
    channels.record_health(channel, Channel.Health.LOCKED_OUT, "Does not accept it.")
    for _ in range(3):
        health.look_around()
    alarm = Alarm.objects.get()
    assert (alarm.subject, alarm.channel) == (f"channel-{channel.pk}", channel)
    assert alarm.since == Channel.objects.get().health_since

    channels.record_health(channel, Channel.Health.WELL, "")
    health.look_around()

    assert not Alarm.objects.exists()


def test_whoever_sees_it_first_is_named_and_logged() -> None:
    team = make.team()
    channel = make.channel(team=team, health=Channel.Health.LOCKED_OUT)
    health.look_around()
    first, second = make.actor(Role.ADMINISTRATOR), make.actor(Role.COORDINATOR, teams=(team,))

    for actor in (first, second):
        health.see_alarm(actor, Alarm.objects.get())

    assert Alarm.objects.get().seen_by_id == first.user_id
    assert Entry.objects.filter(act="see_alarm").count() == 2
    health.look_around()
    assert Alarm.objects.get(channel=channel).seen_by_id == first.user_id


def test_what_waits_too_long_to_be_read_is_wrong() -> None:
    channel = make.channel(health=Channel.Health.WELL)
    make.delivery(channel)
    assert wrong() == {}

    Delivery.objects.update(received_at=now() - HOUR)

    assert "1 messages came in" in said(wrong()[f"channel-{channel.pk}"])


@pytest.mark.parametrize("state", [Reply.State.QUEUED, Reply.State.SENDING])
def test_what_should_have_left_is_wrong(state: Reply.State) -> None:
    reply = make.reply(make.received(make.channel(health=Channel.Health.WELL)))
    assert wrong() == {}

    Reply.objects.update(state=state, due_at=now() - HOUR, started_at=now() - HOUR, attempt=uuid4())

    assert "1 replies should have left" in said(wrong()[f"channel-{reply.channel_id}"])


def test_jobs_that_wait_are_counted_with_their_age() -> None:
    mailing.tell_administrators.wake(1)
    assert queries.waiting().number == 1
    assert "jobs" not in wrong()

    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_events SET at = now() - interval '1 hour'")

    assert "the oldest for 60 minutes" in said(wrong()["jobs"])


def test_a_job_for_later_does_not_wait() -> None:
    mailing.tell_administrators.wake(1, after_seconds=600)

    assert queries.waiting().number == 0


def test_a_channel_whose_password_cannot_be_opened_is_wrong(settings: Settings) -> None:
    channel = make.channel(health=Channel.Health.WELL)
    channels.seal_credentials(channel, {"token": "geheim"})
    settings.VAULT_KEYS = [Fernet.generate_key().decode()]

    assert "cannot be opened" in said(wrong()[f"channel-{channel.pk}"])


def test_a_closed_channel_is_nobodys_concern() -> None:
    channel = make.channel(is_closed=True, health=Channel.Health.LOCKED_OUT)
    Delivery.objects.filter(pk=make.delivery(channel).pk).update(received_at=now() - HOUR)

    assert wrong() == {}


def test_a_coordinator_sees_the_channels_of_own_teams_only() -> None:
    own, foreign = make.channel(), make.channel()
    coordinator = make.actor(Role.COORDINATOR, teams=(own.team,))
    Channel.objects.update(health=Channel.Health.LOCKED_OUT)
    health.look_around()

    assert {each.channel for each in queries.visible(health.look(), coordinator)} == {own.pk}
    assert [each.channel_id for each in queries.alarms(coordinator)] == [own.pk]
    everything = make.actor(Role.ADMINISTRATOR)
    assert {each.channel_id for each in queries.alarms(everything)} == {own.pk, foreign.pk}


def test_a_new_alarm_is_mailed_once_to_each_administrator(
    settings: Settings, mailoutbox: list[object]
) -> None:
    settings.EMAIL_HOST = "mail.example"
    for language in ("nl", "en"):
        user = make.user(Role.ADMINISTRATOR, language=language)
        user.set_password("een lange zin over de markt")
        user.save()
    Heartbeat.objects.filter(part="worker").delete()
    Heartbeat.objects.update(started_at=now() - HOUR)

    health.look_around()
    health.look_around()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name LIKE '%%alarm'")
        assert cursor.fetchone() == (1,)
    health.tell_of_alarm.function(Alarm.objects.get().pk)

    subjects = [mail.subject for mail in mailoutbox]  # type: ignore[attr-defined]
    assert set(subjects) == {
        "Gehoor: Work (worker) needs you",
        "Gehoor: Werk (worker) heeft u nodig",
    }


def test_what_was_mended_meanwhile_is_not_mailed(
    settings: Settings, mailoutbox: list[object]
) -> None:
    settings.EMAIL_HOST = "mail.example"
    alarm = Alarm.objects.create(subject="worker", since=now())

    health.tell_of_alarm.function(alarm.pk)
    # All parts beat, so "worker" is found, and is well.
    assert mailoutbox == []


def said(finding: Finding) -> str:
    return finding.words % finding.facts


def test_a_thread_that_is_stuck_becomes_an_alarm_and_its_place_is_logged_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with busy("send_waiting-7", patience=-1):
        health.beat("worker")
        health.beat("worker")
        health.look_around()

    assert Alarm.objects.filter(subject__startswith="stuck-worker-send_waiting-7@").exists()
    assert [each for each in caplog.messages if "send_waiting-7 is stuck" in each] == [
        next(each for each in caplog.messages if "is stuck" in each)
    ]
    assert "test_health.py" in caplog.text


def test_a_thread_that_got_on_is_no_alarm_any_more() -> None:
    with busy("send_waiting-7", patience=-1):
        health.beat("worker")
        health.look_around()
    health.beat("worker")

    health.look_around()

    assert not Alarm.objects.filter(subject__startswith="stuck").exists()


class WhileMailing(EmailBackend):
    """Notes what this thread is at while it mails."""

    seen: ClassVar[list[str]] = []

    def send_messages(self, messages: Any) -> int:
        found = longest_stuck(clock=lambda: time.monotonic() + 10 * PATIENCE)
        self.seen.append(found.work.name if found else "")
        return len(messages)


@pytest.mark.django_db(transaction=True)
def test_a_job_is_known_by_its_name_and_row_while_it_is_at_work(settings: Settings) -> None:
    settings.EMAIL_HOST, settings.EMAIL_BACKEND = "127.0.0.1", f"{__name__}.WhileMailing"
    administrator = make.user(Role.ADMINISTRATOR)
    administrator.set_password("een lange zin die ik onthoud")
    administrator.save()
    channel = make.channel(health="locked_out", health_detail="Weg.")

    mailing.tell_administrators.task.func(number=channel.pk)

    assert WhileMailing.seen == [f"tell_administrators-{channel.pk}"]

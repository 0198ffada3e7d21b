"""The story of a trial message: it leaves once, from a live channel, and nobody else can be it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from gehoor.channels import actions as channel_actions
from gehoor.channels import queries as channels
from gehoor.channels.models import Canary, Channel, Delivery
from gehoor.channels.rules import is_canary_due, last_slot
from gehoor.connectors.email.canaries import MailCanaries
from gehoor.contracts.connector import (
    Author,
    IncomingMessage,
    Later,
    NotAllowed,
    Outcome,
    Refused,
    Unknown,
)
from gehoor.flows import balance, canaries, incoming
from gehoor.flows import health as look
from gehoor.flows.refusing import NotPossible
from gehoor.health import queries as health
from gehoor.health.models import Alarm
from gehoor.health.rules import Finding
from gehoor.inbox.models import Conversation
from gehoor.kit.clock import now, this_day
from gehoor.people.policies import Role
from gehoor.testing import make
from gehoor.testing.scripted import Scripted, platform

ADDRESS = "info@gemeente.example"
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
State = Canary.State


@pytest.fixture
def scripted() -> Iterator[Scripted]:
    with platform(canaries=MailCanaries()) as found:
        yield found


@pytest.fixture
def channel(scripted: Scripted) -> Channel:
    return make.channel(name="Post", connector=scripted.key, address=ADDRESS, canary_hours=24)


def begun(channel: Channel) -> Canary:
    return canaries.begin(make.actor(Role.ADMINISTRATOR), channel)


def come_in(channel: Channel, message: IncomingMessage) -> Delivery:
    delivery = make.delivery(channel)
    incoming.receive(channel, [delivery], [(message,)])
    delivery.refresh_from_db()
    return delivery


def as_it_comes_in(canary: Canary, *, sender: str = ADDRESS) -> IncomingMessage:
    made = MailCanaries().made(ADDRESS, token=canary.token, subject="Proef", text="Proef")
    return make.incoming(author=Author(sender), subject=made.subject, text=made.text)


def let_time_pass(canary: Canary, **passed: int) -> None:
    Canary.objects.filter(pk=canary.pk).update(begun_at=now() - timedelta(**passed))


def alarmed() -> list[Finding]:
    return [each for each in health.look(now=now()) if each.subject.startswith("canary-")]


@pytest.mark.django_db
def test_a_trial_message_that_comes_in_is_no_message_to_anybody(
    scripted: Scripted, channel: Channel
) -> None:
    canary = begun(channel)
    canaries.send.function(canary.pk)

    delivery = come_in(channel, as_it_comes_in(canary))

    canary.refresh_from_db()
    assert [each.to for each in scripted.sent] == [ADDRESS]
    assert scripted.sent[0].is_automatic
    assert (canary.state, canary.delivery, delivery.state) == ("arrived", delivery, "canary")
    assert canary.took is not None
    assert not Conversation.objects.exists()
    assert alarmed() == []


@pytest.mark.django_db
def test_the_day_adds_up_with_it_and_tells_how_long_it_took(channel: Channel) -> None:
    canary = begun(channel)
    canaries.send.function(canary.pk)
    come_in(channel, as_it_comes_in(canary))
    come_in(channel, make.incoming())

    day = balance.of_day(make.actor(Role.ANALYST), this_day())

    [line] = day.lines
    assert (line.received, line.canaries, line.came_in, line.messages) == (2, 1, 1, 1)
    assert line.adds_up
    [trials] = day.trials
    assert (trials.sent, trials.came_in, trials.is_late) == (1, 1, False)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "said",
    [
        {"author": Author("kees@voorbeeld.example")},
        {"subject": "Proefbericht van Gehoor gehoor-canary-" + "0" * 32},
        {"subject": "Proefbericht van Gehoor"},
    ],
    ids=["another sender", "another token", "only the words"],
)
def test_what_only_looks_like_one_is_a_message_like_any_other(
    channel: Channel, said: dict[str, object]
) -> None:
    canary = begun(channel)
    canaries.send.function(canary.pk)

    delivery = come_in(channel, replace(as_it_comes_in(canary), **said))  # type: ignore[arg-type]

    canary.refresh_from_db()
    assert (delivery.state, canary.state) == ("parsed", "on_its_way")
    assert Conversation.objects.count() == 1


@pytest.mark.django_db
def test_who_shows_a_token_again_reaches_a_person(channel: Channel) -> None:
    canary = begun(channel)
    come_in(channel, as_it_comes_in(canary))

    again = come_in(channel, as_it_comes_in(canary))

    assert again.state == "parsed"
    assert Conversation.objects.count() == 1


@pytest.mark.django_db
def test_one_leaves_at_a_time_and_is_sent_once(scripted: Scripted, channel: Channel) -> None:
    canary = begun(channel)
    with pytest.raises(NotPossible):
        begun(channel)

    canaries.send.function(canary.pk)
    canaries.send.function(canary.pk)
    canaries.begin_due()

    assert len(scripted.sent) == 1


@pytest.mark.django_db
def test_who_dies_while_sending_leaves_one_that_is_not_sent_again(
    scripted: Scripted, channel: Channel
) -> None:
    canary = begun(channel)
    channel_actions.claim_canary(canary.pk)

    canaries.begin_due()
    canaries.send.function(canary.pk)
    assert scripted.sent == []

    # It may have left all the same, and is waited for.
    come_in(channel, as_it_comes_in(canary))
    canary.refresh_from_db()
    assert canary.state == State.ARRIVED


@pytest.mark.django_db
def test_a_wake_up_that_was_lost_is_made_good_by_the_timer(channel: Channel) -> None:
    canary = begun(channel)
    waiting = ProcrastinateJob.objects.filter(task_name="gehoor.flows.canaries.send")
    waiting.delete()

    canaries.begin_due()

    assert [job.args for job in waiting.all()] == [{"number": canary.pk}]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (Later("Bezet."), "not_sent"),
        (Refused("Nee."), "not_sent"),
        (NotAllowed("Wachtwoord."), "not_sent"),
        (Unknown("Stil."), "on_its_way"),
    ],
)
def test_what_surely_did_not_leave_is_told_and_what_is_in_doubt_is_waited_for(
    scripted: Scripted, channel: Channel, answer: Outcome | Exception, state: str
) -> None:
    scripted.answers.append(answer)
    canary = begun(channel)

    canaries.send.function(canary.pk)

    canary.refresh_from_db()
    assert canary.state == state
    assert [each.quote for each in alarmed()] == [canary.problem] * (state == "not_sent")


@pytest.mark.django_db
@pytest.mark.parametrize("stage", ["listen", "practise"])
def test_nothing_leaves_before_a_channel_is_live(
    scripted: Scripted, channel: Channel, stage: str
) -> None:
    canary = begun(channel)
    Channel.objects.filter(pk=channel.pk).update(stage=stage)
    channel.refresh_from_db()

    canaries.send.function(canary.pk)
    canaries.begin_due()
    with pytest.raises(NotPossible):
        begun(channel)

    canary.refresh_from_db()
    assert (scripted.sent, canary.state) == ([], "not_sent")
    assert alarmed() == []


@pytest.mark.django_db
def test_one_that_is_late_is_an_alarm_until_one_comes_in(channel: Channel) -> None:
    late = begun(channel)
    canaries.send.function(late.pk)
    let_time_pass(late, minutes=14)
    assert alarmed() == []

    let_time_pass(late, minutes=61)
    [told] = alarmed()
    assert (told.level, told.channel, told.facts["number"]) == ("wrong", channel.pk, 15)

    # The next leaves within the hour; while it is on its way the alarm stands.
    canaries.begin_due()
    following = Canary.objects.latest("pk")
    late.refresh_from_db()
    assert (late.state, following.state) == ("missed", "queued")
    assert len(alarmed()) == 1

    come_in(channel, as_it_comes_in(following))
    assert alarmed() == []


@pytest.mark.django_db
def test_administrators_are_mailed_of_one_that_is_late_and_once(channel: Channel) -> None:
    late = begun(channel)
    let_time_pass(late, minutes=20)

    look.look_around()
    look.look_around()

    [alarm] = Alarm.objects.filter(subject=f"canary-{channel.pk}")
    mails = ProcrastinateJob.objects.filter(task_name="gehoor.flows.health.tell_of_alarm")
    assert [job.args["number"] for job in mails].count(alarm.pk) == 1


@pytest.mark.django_db
def test_one_that_comes_in_very_late_is_still_no_message(channel: Channel) -> None:
    late = begun(channel)
    canaries.send.function(late.pk)
    let_time_pass(late, hours=2)
    canaries.begin_due()

    assert come_in(channel, as_it_comes_in(late)).state == "canary"
    assert not Conversation.objects.exists()


@pytest.mark.django_db
def test_a_channel_that_was_not_asked_to_or_cannot_sends_none(
    scripted: Scripted, channel: Channel
) -> None:
    admin = make.actor(Role.ADMINISTRATOR)
    assert canaries.let_leave_every(admin, channel, hours=0)
    canaries.begin_due()
    assert not Canary.objects.exists()

    scripted.canaries = None
    with pytest.raises(NotPossible):
        canaries.let_leave_every(admin, channel, hours=24)
    with pytest.raises(NotPossible):
        begun(channel)


@pytest.mark.django_db
def test_our_own_trial_messages_break_no_silence(channel: Channel) -> None:
    moment = datetime(2026, 11, 24, 15, tzinfo=UTC)
    last = moment - timedelta(hours=3)
    came = [
        last - timedelta(weeks=week) + timedelta(minutes=1 + number)
        for week in range(1, 5)
        for number in range(5)
    ]
    for each in (*came, last):
        Delivery.objects.filter(pk=make.delivery(channel).pk).update(received_at=each)
    trial = make.delivery(channel)
    Delivery.objects.filter(pk=trial.pk).update(
        received_at=moment - timedelta(minutes=5), state="canary"
    )

    assert channels.strangely_silent(now=moment) == {channel.pk: last}


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=AMSTERDAM).astimezone(UTC)


@pytest.mark.parametrize(
    ("moment", "every", "slot"),
    [
        (at(24, 7), 24, at(24, 7)),
        (at(24, 6, 59), 24, at(23, 7)),
        (at(24, 12, 30), 6, at(24, 7)),
        (at(24, 0, 30), 6, at(23, 19)),
        (at(24, 12, 30), 1, at(24, 12)),
        (datetime(2026, 10, 25, 5, 30, tzinfo=UTC), 24, datetime(2026, 10, 24, 5, tzinfo=UTC)),
        (datetime(2026, 10, 25, 6, tzinfo=UTC), 24, datetime(2026, 10, 25, 6, tzinfo=UTC)),
    ],
)
def test_they_leave_at_seven_by_the_clock_on_the_wall(
    moment: datetime, every: int, slot: datetime
) -> None:
    assert last_slot(moment, every=every, zone=AMSTERDAM) == slot


@pytest.mark.parametrize(
    ("begun_at", "came_in", "is_due"),
    [
        (None, False, True),
        (at(24, 7), True, False),
        (at(23, 7), True, True),
        (at(24, 11, 31), False, False),
        (at(24, 11, 30), False, True),
    ],
)
def test_the_next_leaves_at_its_hour_and_within_the_hour_after_one_that_did_not_come_in(
    begun_at: datetime | None, came_in: bool, is_due: bool
) -> None:
    found = is_canary_due(begun_at, came_in=came_in, now=at(24, 12, 30), every=24, zone=AMSTERDAM)

    assert found == is_due

"""A channel in which nothing comes in while something always did: silence is no sign of health."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import pytest

from gehoor.channels.models import Channel, Delivery
from gehoor.channels.queries import strangely_silent
from gehoor.health import queries as health
from gehoor.testing import make

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.row("S3-29")]

NOW = datetime(2026, 11, 24, 15, tzinfo=UTC)
LAST = NOW - timedelta(hours=3)
WEEK = timedelta(days=7)


@pytest.fixture
def channel() -> Channel:
    return make.channel(name="Plein")


def came(channel: Channel, moments: Iterable[datetime], **given: bool) -> None:
    for moment in moments:
        delivery = make.delivery(channel)
        Delivery.objects.filter(pk=delivery.pk).update(received_at=moment, **given)


def in_each_week(number: int, *, weeks: int = 4) -> list[datetime]:
    """So many in the same three hours of each of the weeks before."""
    return [
        LAST - week * WEEK + timedelta(minutes=1 + minute)
        for week in range(1, weeks + 1)
        for minute in range(number)
    ]


def test_hours_in_which_five_came_in_every_week_are_not_silent_by_chance(channel: Channel) -> None:
    came(channel, [*in_each_week(5), LAST])

    assert strangely_silent(now=NOW) == {channel.pk: LAST}
    # Something came in: it was only late.
    came(channel, [NOW - timedelta(minutes=1)])
    assert strangely_silent(now=NOW) == {}


def test_one_quiet_week_a_young_channel_or_little_each_week_is_no_reason(channel: Channel) -> None:
    came(channel, [*in_each_week(5, weeks=3), LAST])
    quiet = make.channel(name="Stil")
    came(quiet, [*in_each_week(4), LAST])
    make.channel(name="Leeg")

    assert strangely_silent(now=NOW) == {}


def test_history_that_was_read_at_once_says_nothing_about_a_usual_day(channel: Channel) -> None:
    came(channel, in_each_week(5), is_history=True)
    came(channel, [LAST])

    assert strangely_silent(now=NOW) == {}


def test_a_silence_of_a_week_is_still_told_by_its_last_two_days(channel: Channel) -> None:
    came(channel, in_each_week(5))
    last = NOW - timedelta(days=6)
    came(channel, [last])

    assert strangely_silent(now=NOW) == {channel.pk: last}


def test_condition_says_so_with_what_to_do(channel: Channel) -> None:
    Channel.objects.filter(pk=channel.pk).update(health="well")
    came(channel, [*in_each_week(5), LAST])
    Delivery.objects.update(state="parsed")

    [told] = [each for each in health.look(now=NOW) if each.channel == channel.pk]

    assert told.words.startswith("Nothing comes in, while in each of the last four weeks")
    assert told.advice == "Write something to it yourself, and see whether it comes in."
    assert (told.level, told.since) == ("attention", LAST)

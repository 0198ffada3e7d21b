"""Until when one can answer, at its borders and in nights in which the clock is changed."""

from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gehoor.contracts.posts import Visibility
from gehoor.contracts.windows import WARN_AHEAD, ReplyWindow

HERE: Final = ZoneInfo("Europe/Amsterdam")
DAY: Final = ReplyWindow(24 * 3600)
WEEK: Final = ReplyWindow(24 * 3600, 7 * 24 * 3600)
TICK: Final = timedelta(microseconds=1)
AUTUMN: Final = datetime(2026, 10, 25, 2, 30, tzinfo=HERE)
"""there twice: this is the first, in summer time"""
SPRING: Final = datetime(2027, 3, 28, 1, 30, tzinfo=HERE)

YEARS: Final = 365 * 24 * 3600 * 2
moments = st.integers(0, YEARS).map(
    lambda seconds: datetime.fromtimestamp(1_767_225_600 + seconds, HERE)
)
"""any second of 2026 and 2027, by the clock here"""
lengths = st.integers(min_value=1, max_value=40 * 24 * 3600)


@st.composite
def windows(draw: st.DrawFn) -> ReplyWindow:
    seconds = draw(lengths)
    tagged = draw(st.just(0) | st.integers(min_value=seconds + 1, max_value=50 * 24 * 3600))
    return ReplyWindow(seconds, tagged)


@given(windows(), moments, st.timedeltas(timedelta(days=-1), timedelta(days=60)))
@example(DAY, AUTUMN, timedelta(hours=24))
@example(DAY, AUTUMN.replace(fold=1), timedelta(hours=24))
@example(DAY, SPRING, timedelta(hours=24))
def test_it_is_over_after_as_many_seconds_as_it_has_and_not_one_sooner(
    window: ReplyWindow, last: datetime, later: timedelta
) -> None:
    """A day of 23 or 25 hours makes no difference: a platform counts seconds."""
    now = last.astimezone(UTC) + later
    whole = timedelta(seconds=max(window.seconds, window.tagged_seconds))

    assert window.stand(last, now=now).is_over == (later >= whole)
    assert window.stand(last.astimezone(UTC), now=now.astimezone(HERE)).is_over == (later >= whole)


@given(windows(), moments)
@example(WEEK, AUTUMN)
@example(WEEK, SPRING)
def test_at_each_border_exactly_one_thing_changes(window: ReplyWindow, last: datetime) -> None:
    begin = last.astimezone(UTC)
    first = begin + timedelta(seconds=window.seconds)
    end = begin + timedelta(seconds=max(window.seconds, window.tagged_seconds))

    before, at = window.stand(last, now=first - TICK), window.stand(last, now=first)
    assert not before.needs_tag
    assert not before.is_over
    assert at.needs_tag == (window.tagged_seconds > 0)
    assert at.is_over == (window.tagged_seconds == 0)
    assert not window.stand(last, now=end - TICK).is_over
    over = window.stand(last, now=end)
    assert over.is_over
    assert not over.is_ending
    assert not over.needs_tag
    assert over.changes_at is None


@given(windows(), moments, st.timedeltas(timedelta(0), timedelta(days=60)))
def test_it_warns_before_the_end_and_never_after(
    window: ReplyWindow, last: datetime, later: timedelta
) -> None:
    now = last.astimezone(UTC) + later
    stand = window.stand(last, now=now)

    if stand.is_ending:
        assert not stand.is_over
        assert stand.ends_at - now <= WARN_AHEAD
    elif not stand.is_over:
        assert window.stand(last, now=stand.ends_at - TICK).is_ending


@given(windows(), moments, st.timedeltas(timedelta(0), timedelta(days=60)))
def test_what_is_told_changes_when_it_says_and_not_in_between(
    window: ReplyWindow, last: datetime, later: timedelta
) -> None:
    now = last.astimezone(UTC) + later
    stand = window.stand(last, now=now)
    told = (stand.is_ending, stand.needs_tag, stand.is_over)

    if stand.changes_at is None:
        assert stand.is_over
        return
    assert stand.changes_at > now
    just_before = window.stand(last, now=stand.changes_at - TICK)
    then = window.stand(last, now=stand.changes_at)
    assert (just_before.is_ending, just_before.needs_tag, just_before.is_over) == told
    assert (then.is_ending, then.needs_tag, then.is_over) != told


@given(windows(), moments, st.timedeltas(timedelta(0), timedelta(days=60)), lengths)
def test_a_newer_message_never_makes_it_shorter(
    window: ReplyWindow, last: datetime, later: timedelta, newer: int
) -> None:
    now = last.astimezone(UTC) + later
    again = last.astimezone(UTC) + timedelta(seconds=newer)

    assert window.stand(again, now=now).ends_at >= window.stand(last, now=now).ends_at
    if not window.stand(last, now=now).is_over:
        assert not window.stand(again, now=now).is_over


@pytest.mark.parametrize(
    ("last", "ends"),
    [
        (datetime(2026, 10, 24, 12, 0, tzinfo=HERE), datetime(2026, 10, 25, 11, 0, tzinfo=HERE)),
        (datetime(2027, 3, 27, 12, 0, tzinfo=HERE), datetime(2027, 3, 28, 13, 0, tzinfo=HERE)),
        (datetime(2026, 11, 24, 12, 0, tzinfo=HERE), datetime(2026, 11, 25, 12, 0, tzinfo=HERE)),
    ],
    ids=["a day of 25 hours", "a day of 23 hours", "any other day"],
)
def test_24_hours_end_by_the_clock_here_at_another_hour_when_that_was_changed(
    last: datetime, ends: datetime
) -> None:
    stand = DAY.stand(last, now=last)

    assert stand.ends_at == ends
    assert stand.ends_at.astimezone(HERE).strftime("%H:%M") == ends.strftime("%H:%M")


def test_it_is_of_the_answers_it_names_or_of_all() -> None:
    private = ReplyWindow(60, of=(Visibility.DIRECT,))

    assert private.counts_for(Visibility.DIRECT)
    assert not private.counts_for(Visibility.PUBLIC)
    assert DAY.counts_for(Visibility.UNSAID)

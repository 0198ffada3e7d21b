"""Terms: from the moment of the post, in opening time, paused, and never negative."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gehoor.planning.rules import Hours, read_day
from gehoor.planning.rules.calendar import Calendar
from gehoor.planning.rules.terms import (
    Kind,
    Norm,
    Pause,
    State,
    Term,
    begin,
    running,
    standing,
)
from gehoor.planning.tests.calendars import HOURS, MINUTE, MOMENTS, amsterdam
from gehoor.testing import every_minute

OFFICE = Calendar(Hours(week=dict.fromkeys(range(5), read_day("9-17"))))
WITH_CHRISTMAS = Calendar(
    Hours(
        OFFICE.hours.week,
        dict.fromkeys([date(2026, 12, 25), date(2026, 12, 28)], ()),
    )
)
NORMS = st.builds(Norm, st.sampled_from(Kind), st.integers(1, 500))
PAUSES = st.lists(
    st.builds(
        lambda since, minutes: Pause(since, minutes and since + minutes * MINUTE),
        MOMENTS,
        st.none() | st.integers(1, 2000),
    ),
    max_size=3,
)


def a_term(norm: Norm, since: datetime, *pauses: Pause, calendar: Calendar = OFFICE) -> Term:
    found = begin(calendar, norm, since, pauses)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("since", "due"),
    [
        (amsterdam(2026, 11, 24, 9, 30), amsterdam(2026, 11, 24, 13, 30)),
        (amsterdam(2026, 11, 24, 15, 0), amsterdam(2026, 11, 25, 11, 0)),
        (amsterdam(2026, 11, 27, 22, 0), amsterdam(2026, 11, 30, 13, 0)),
        (amsterdam(2026, 12, 24, 15, 0), amsterdam(2026, 12, 29, 11, 0)),
    ],
)
def test_half_a_day_is_four_hours_of_opening_time_and_holidays_do_not_count(
    since: datetime, due: datetime
) -> None:
    assert a_term(Norm(Kind.HALF_A_DAY), since, calendar=WITH_CHRISTMAS).due_at == due


@pytest.mark.parametrize(
    ("since", "due"),
    [
        (amsterdam(2026, 11, 24, 6, 0), amsterdam(2026, 11, 24, 17, 0)),
        (amsterdam(2026, 11, 24, 16, 59), amsterdam(2026, 11, 24, 17, 0)),
        (amsterdam(2026, 11, 24, 17, 0), amsterdam(2026, 11, 25, 17, 0)),
        (amsterdam(2026, 11, 28, 12, 0), amsterdam(2026, 11, 30, 17, 0)),
    ],
)
def test_the_same_day_ends_at_closing_time_and_after_it_the_next_day_counts(
    since: datetime, due: datetime
) -> None:
    assert a_term(Norm(Kind.SAME_DAY), since).due_at == due


@pytest.mark.parametrize(
    ("since", "number", "due"),
    [
        (amsterdam(2026, 11, 24, 10, 0), 1, amsterdam(2026, 11, 25, 17, 0)),
        (amsterdam(2026, 11, 27, 10, 0), 1, amsterdam(2026, 11, 30, 17, 0)),
        (amsterdam(2026, 11, 28, 10, 0), 1, amsterdam(2026, 11, 30, 17, 0)),
        (amsterdam(2026, 12, 24, 10, 0), 2, amsterdam(2026, 12, 30, 17, 0)),
    ],
)
def test_a_term_in_working_days_passes_over_weekends_and_holidays(
    since: datetime, number: int, due: datetime
) -> None:
    term = a_term(Norm(Kind.WORKING_DAYS, number), since, calendar=WITH_CHRISTMAS)

    assert term.due_at == due


@pytest.mark.parametrize(
    ("since", "number", "due"),
    [
        (amsterdam(2026, 11, 24, 10, 0), 1, amsterdam(2026, 12, 1, 17, 0)),
        # Six weeks from a Saturday is a Saturday, so the Monday after it.
        (amsterdam(2026, 11, 28, 10, 0), 6, amsterdam(2027, 1, 11, 17, 0)),
        # Christmas and the Monday after it are closed.
        (amsterdam(2026, 12, 4, 10, 0), 3, amsterdam(2026, 12, 29, 17, 0)),
        # Over the beginning of summer time, late in the evening.
        (amsterdam(2027, 3, 22, 23, 30), 2, amsterdam(2027, 4, 5, 17, 0)),
    ],
)
def test_a_term_in_weeks_ends_on_the_same_day_of_the_week_or_the_next_working_day(
    since: datetime, number: int, due: datetime
) -> None:
    assert a_term(Norm(Kind.WEEKS, number), since, calendar=WITH_CHRISTMAS).due_at == due


def test_chat_counts_in_minutes_and_by_hours_of_its_own() -> None:
    chat = Calendar(Hours(week={1: read_day("19-22")}))

    at_night = a_term(Norm(Kind.MINUTES, 2), amsterdam(2026, 11, 24, 21, 59), calendar=chat)

    assert at_night.due_at == amsterdam(2026, 12, 1, 19, 1)


def test_what_is_left_warns_in_its_last_quarter_and_then_is_late_in_opening_time() -> None:
    term = a_term(Norm(Kind.MINUTES, 40), amsterdam(2026, 11, 24, 16, 40))

    def after(*parts: int) -> tuple[State, float, float]:
        found = standing(OFFICE, term, amsterdam(2026, 11, *parts))
        return found.state, found.left / MINUTE, found.late / MINUTE

    assert after(24, 16, 50) == (State.ON_TIME, 30, 0)
    assert after(24, 22, 0) == (State.ON_TIME, 20, 0)
    assert after(25, 9, 9) == (State.ON_TIME, 11, 0)
    assert after(25, 9, 10) == (State.NEARLY, 10, 0)
    assert after(25, 9, 20) == (State.LATE, 0, 0)
    assert after(25, 9, 28) == (State.LATE, 0, 8)
    assert after(26, 9, 0) == (State.LATE, 0, 7 * 60 + 40)


def test_while_it_is_paused_the_clock_stands_still_and_goes_on_with_what_was_left() -> None:
    since, hour = amsterdam(2026, 11, 24, 10, 0), Norm(Kind.MINUTES, 60)
    still = Pause(amsterdam(2026, 11, 24, 10, 20), None, "waits for the sender")
    ended = Pause(still.since, amsterdam(2026, 11, 25, 10, 0))

    paused, going_on = a_term(hour, since, still), a_term(hour, since, ended)

    week_later = standing(OFFICE, paused, amsterdam(2026, 12, 1, 10, 0), [still])
    assert paused.due_at is None
    assert (week_later.state, week_later.left) == (State.PAUSED, 40 * MINUTE)
    assert going_on.due_at == amsterdam(2026, 11, 25, 10, 40)
    assert standing(OFFICE, going_on, ended.since, [ended]).state is State.PAUSED


def test_the_same_day_with_a_pause_in_it_is_as_much_longer() -> None:
    lunch = Pause(amsterdam(2026, 11, 24, 12, 0), amsterdam(2026, 11, 24, 13, 0))

    term = a_term(Norm(Kind.SAME_DAY), amsterdam(2026, 11, 24, 9, 0), lunch)

    assert term.due_at == amsterdam(2026, 11, 25, 10, 0)


def test_who_is_never_there_promises_nothing() -> None:
    nobody = Calendar(Hours())

    assert [begin(nobody, Norm(kind), amsterdam(2026, 11, 24)) for kind in Kind] == [None] * len(
        Kind
    )


@given(HOURS, NORMS, MOMENTS, PAUSES)
@settings(max_examples=25, deadline=None)
def test_a_term_ends_where_counting_minutes_ends(
    hours: Hours, norm: Norm, since: datetime, pauses: list[Pause]
) -> None:
    term = begin(Calendar(hours), norm, since, pauses)
    if term is None or term.due_at is None or term.due_at - since > timedelta(days=30):
        return

    minutes = term.amount // MINUTE
    plain = [(pause.since, pause.until) for pause in pauses]

    assert term.amount == minutes * MINUTE
    assert term.due_at == every_minute.after(hours, since, minutes, pauses=plain)


@given(HOURS, NORMS, MOMENTS, MOMENTS, PAUSES)
@settings(max_examples=100, deadline=None)
def test_what_is_left_and_what_is_late_are_never_negative_and_never_both(
    hours: Hours, norm: Norm, since: datetime, now: datetime, pauses: list[Pause]
) -> None:
    calendar = Calendar(hours)
    term = begin(calendar, norm, since, pauses)
    if term is None:
        return

    found = standing(calendar, term, now, pauses)

    assert min(found.left, found.late) == timedelta() <= max(found.left, found.late)
    assert found.left <= term.amount
    assert (found.state is State.LATE) == (term.due_at is not None and now >= term.due_at)
    assert found.state is State.LATE or found.left == term.amount - running(
        calendar, since, now, pauses
    )
    if term.due_at is not None:
        assert term.warn_at is not None
        assert since <= term.warn_at <= term.due_at
        assert running(calendar, since, term.due_at, pauses) == term.amount

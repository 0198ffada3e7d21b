"""Days and moments in a sentence say which day of the week it is, in the reader's language."""

from datetime import UTC, date, datetime

import pytest
from django.utils.translation import override

from gehoor.kit import days
from gehoor.kit.clock import this_day


@pytest.mark.django_db
def test_a_day_has_its_weekday_and_one_of_another_year_that_year() -> None:
    with override("nl"):
        assert days.short(date(2016, 2, 24)) == "wo 24 feb 2016"
        assert str(this_day().year) not in days.short(this_day())


def test_a_moment_is_told_in_the_readers_language_and_our_time() -> None:
    morning = datetime(2026, 11, 27, 7, 0, tzinfo=UTC)

    with override("nl"):
        assert days.whole_with_clock(morning) == "vrijdag 27 november, 08:00"
    with override("en"):
        assert days.whole_with_clock(morning) == "Friday 27 November, 08:00"

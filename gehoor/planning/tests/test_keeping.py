"""What is kept of opening hours is what was given, and giving it again changes nothing."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from gehoor.planning import actions, queries
from gehoor.planning.models import Block, SpecialDay
from gehoor.planning.rules import read_day
from gehoor.planning.rules.public_holidays import CLOSED_UNLESS_CHOSEN, Holiday

pytestmark = pytest.mark.django_db
CHRISTMAS = date(2026, 12, 25)


def test_hours_are_kept_and_the_same_again_is_no_change() -> None:
    week = {0: read_day("9-12, 13-17"), 2: read_day("9-17"), 3: ()}

    assert actions.change_week(week)
    assert not actions.change_week(week)

    assert queries.hours().week == {0: read_day("9-12, 13-17"), 2: read_day("9-17")}
    assert actions.change_week({4: read_day("20-1")})
    assert queries.hours().week == {4: read_day("20-1")}
    assert actions.change_week({})
    assert queries.hours().week == {}


def test_a_day_can_be_different_be_changed_and_be_forgotten() -> None:
    assert actions.change_day(CHRISTMAS, (), reason="Kerst")
    assert not actions.change_day(CHRISTMAS, (), reason="Kerst")
    assert queries.hours().special == {CHRISTMAS: ()}

    assert actions.change_day(CHRISTMAS, read_day("10-12"), reason="Kerst")
    assert queries.hours().special == {CHRISTMAS: read_day("10-12")}

    actions.forget_day(queries.special_days(since=CHRISTMAS).get())
    assert queries.hours().special == {}


def test_without_a_choice_one_is_closed_when_most_are_and_the_same_choice_is_no_change() -> None:
    assert queries.hours().closed_on == CLOSED_UNLESS_CHOSEN
    assert not actions.choose_holidays(CLOSED_UNLESS_CHOSEN)

    assert actions.choose_holidays(frozenset({Holiday.GOOD_FRIDAY}))
    assert queries.hours().closed_on == {Holiday.GOOD_FRIDAY}
    assert actions.choose_holidays(frozenset())
    assert queries.hours().closed_on == frozenset()


@pytest.mark.parametrize(
    "facts",
    [
        {"opens": 60, "closes": 60},
        {"opens": 0, "closes": 1441},
        {"opens": 1440, "closes": 1500},
        {"weekday": 7},
    ],
)
def test_the_database_refuses_a_block_that_cannot_be(facts: dict[str, int]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Block.objects.create(**{"weekday": 0, "opens": 540, "closes": 600} | facts)


def test_a_block_belongs_to_a_week_or_to_a_day_and_not_to_both() -> None:
    day = SpecialDay.objects.create(day=CHRISTMAS)

    for facts in ({}, {"weekday": 1, "special": day}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Block.objects.create(opens=540, closes=600, **facts)

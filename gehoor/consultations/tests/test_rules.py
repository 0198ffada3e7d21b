"""Rules about questions to the second line: deadlines, when to call again, what a link shows."""

from datetime import UTC, datetime, timedelta

import pytest

from gehoor.consultations.rules import By, Facts, Link, Result, deadline, next_try, state_of
from gehoor.planning.rules import ZONE, Block, Hours
from gehoor.planning.rules.calendar import Calendar

WEEK = Calendar(Hours({day: (Block(540, 1020),) for day in range(5)}))
NEVER = Calendar(Hours())
FRIDAY = datetime(2026, 11, 27, 15, 0, tzinfo=ZONE)
HOUR = timedelta(hours=1)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("choice", "agreed", "expected"),
    [
        (By.TWO_HOURS, None, at(27, 17)),
        (By.HALF_A_DAY, None, at(30, 11)),
        (By.TODAY, None, at(27, 17)),
        (By.TOMORROW, None, at(30, 17)),
        (By.AGREED, 3, at(30, 10)),
        (By.AGREED, None, at(30, 11)),
    ],
)
def test_a_deadline_is_counted_in_opening_time(
    choice: By, agreed: int | None, expected: datetime
) -> None:
    assert deadline(WEEK, choice, FRIDAY, agreed=agreed) == expected


@pytest.mark.parametrize("choice", list(By))
def test_who_keeps_no_hours_has_a_deadline_all_the_same(choice: By) -> None:
    assert deadline(NEVER, choice, FRIDAY, agreed=None) > FRIDAY


def test_who_does_not_answer_is_called_again_ever_later_within_opening_time() -> None:
    far = at(30, 17)

    tries = [
        next_try(WEEK, Result.NO_ANSWER, FRIDAY, in_vain=number, due_at=far) for number in (1, 2, 9)
    ]

    assert tries == [at(27, 15, 30), at(27, 16), at(27, 17)]


def test_the_last_try_before_a_deadline_is_not_after_it() -> None:
    due = FRIDAY + timedelta(minutes=10)

    assert next_try(WEEK, Result.VOICEMAIL, FRIDAY, in_vain=1, due_at=due) == due


def test_who_was_reached_has_until_the_deadline() -> None:
    assert next_try(WEEK, Result.REACHED, FRIDAY, in_vain=1, due_at=at(30, 17)) == at(30, 17)


def test_after_the_deadline_one_goes_on_calling() -> None:
    again = next_try(WEEK, Result.REACHED, FRIDAY, in_vain=1, due_at=FRIDAY - HOUR)

    assert again == FRIDAY + timedelta(minutes=30)


NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def facts(**given: object) -> Facts:
    plain: dict[str, object] = {
        "is_answered": False, "is_taken_back": False, "is_not_needed": False, "is_used": False,
        "is_withdrawn": False, "expires_at": NOW + HOUR, "browser": None,
    }  # fmt: skip
    return Facts(**plain | given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "asking", "expected"),
    [
        ({}, None, Link.CLOSED),
        ({"browser": b"a"}, b"a", Link.OPEN),
        ({"browser": b"a"}, b"b", Link.ELSEWHERE),
        ({"browser": b"a"}, None, Link.ELSEWHERE),
        ({"is_used": True, "browser": b"a"}, b"a", Link.ANSWERED),
        ({"is_answered": True}, None, Link.ANSWERED),
        ({"is_withdrawn": True, "browser": b"a"}, b"a", Link.WITHDRAWN),
        ({"is_taken_back": True}, None, Link.WITHDRAWN),
        ({"expires_at": NOW, "browser": b"a"}, b"a", Link.EXPIRED),
        ({"is_not_needed": True, "browser": b"a"}, b"a", Link.NOT_NEEDED),
        ({"is_not_needed": True, "browser": b"a"}, b"b", Link.ELSEWHERE),
    ],
)
def test_a_link_shows_the_question_in_one_browser_until_it_is_answered(
    given: dict[str, object], asking: bytes | None, expected: Link
) -> None:
    assert state_of(facts(**given), asking=asking, now=NOW) is expected

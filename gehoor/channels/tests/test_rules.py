"""How long a platform that does not answer is left alone."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gehoor.channels.rules import LONGEST_ASKED, LONGEST_PAUSE, pause_after


def longest(low: float, high: float) -> float:
    return max(low, high)


def shortest(low: float, high: float) -> float:
    return min(low, high)


def test_the_longest_pause_doubles_up_to_a_quarter_of_an_hour() -> None:
    pauses = [pause_after(misses, jitter=longest).total_seconds() for misses in range(1, 10)]

    assert pauses == [10, 20, 40, 80, 160, 320, 640, 900, 900]


def test_the_jitter_is_full_so_that_not_all_come_back_at_once() -> None:
    chance = random.Random(7)
    pauses = {pause_after(8, jitter=chance.uniform).total_seconds() for _ in range(200)}

    assert min(pauses) < 45
    assert max(pauses) > 855


@pytest.mark.parametrize(
    ("asked", "pause"), [(3600, 3600), (1, 1), (0, 1), (-5, 1), (86_400, LONGEST_ASKED), (None, 1)]
)
def test_a_platform_gets_the_time_it_asks_for(asked: float | None, pause: float) -> None:
    found = pause_after(1, jitter=shortest, asked_wait=asked)

    assert found.total_seconds() == pause


@given(misses=st.integers(1, 10**6), asked=st.none() | st.floats(-1e9, 1e9), share=st.floats(0, 1))
def test_it_is_never_left_alone_for_good_and_never_hammered(
    misses: int, asked: float | None, share: float
) -> None:
    pause = pause_after(
        misses, jitter=lambda low, high: low + share * (high - low), asked_wait=asked
    )

    assert 1 <= pause.total_seconds() <= max(LONGEST_PAUSE, LONGEST_ASKED)

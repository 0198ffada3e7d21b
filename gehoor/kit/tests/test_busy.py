"""A thread that takes no step any more is seen, and says where it stands."""

import threading
from collections.abc import Iterator

import pytest

from gehoor.kit import busy as kit
from gehoor.kit.busy import busy, longest_stuck, step, where


@pytest.fixture(autouse=True)
def nobody_else_is_at_work() -> Iterator[None]:
    assert longest_stuck(clock=lambda: 0.0) is None
    yield
    assert not kit._at_work


def at(moment: float) -> dict[str, float]:
    stuck = longest_stuck(clock=lambda: moment)
    return {stuck.work.name: stuck.seconds} if stuck else {}


def test_work_that_gets_on_is_not_stuck() -> None:
    with busy("send_waiting-7", patience=60, clock=lambda: 100.0):
        assert at(159) == {}
        step(clock=lambda: 150.0)
        assert at(209) == {}
        assert at(211) == {"send_waiting-7": 61}


def test_work_that_ended_is_nobodys() -> None:
    with busy("send_waiting-7", patience=60, clock=lambda: 100.0):
        pass

    assert at(10_000) == {}


def test_after_a_piece_of_work_within_another_the_outer_one_goes_on_from_there() -> None:
    with busy("outer", patience=60, clock=lambda: 0.0):
        with busy("inner", patience=60, clock=lambda: 100.0):
            assert at(170) == {"inner": 70}
        # It was left at the very clock it is asked by now: it has only just moved.
        with busy("inner", patience=60, clock=lambda: 200.0):
            pass
        assert at(255) == {}
        assert at(265) == {"outer": 65}


def test_a_step_of_who_is_at_nothing_means_nothing() -> None:
    step()

    assert at(10_000) == {}


def test_of_several_threads_the_one_that_is_stuck_longest_says_where_it_stands() -> None:
    begun, go_on = threading.Event(), threading.Event()

    def wait_for_ever() -> None:
        with busy("channel-7", patience=60, clock=lambda: 0.0):
            begun.set()
            go_on.wait(60)

    thread = threading.Thread(target=wait_for_ever)
    thread.start()
    assert begun.wait(60)
    try:
        with busy("timer", patience=60, clock=lambda: 50.0):
            stuck = longest_stuck(clock=lambda: 200.0)
            assert stuck is not None
            assert (stuck.work.name, stuck.seconds) == ("channel-7", 200.0)
            assert "wait_for_ever (" in where(stuck.work)
    finally:
        go_on.set()
        thread.join()

"""What happens once an hour happens once, whatever clocks and other timers do."""

import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError, OperationalError, connection, connections
from pytest_django.fixtures import Settings

from gehoor.flows import timer
from gehoor.kit.clock import now

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """One step an hour, which notes that it was taken."""
    turns: list[str] = []

    def note() -> None:
        turns.append(threading.current_thread().name)

    monkeypatch.setattr(timer, "HOURLY", (note,))
    yield turns
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_periodic_defers")


def test_several_timers_at_once_take_it_once(taken: list[str]) -> None:
    start = threading.Barrier(4)

    def tick() -> None:
        start.wait()
        for _ in range(5):
            timer.take_hourly()
        connections.close_all()

    timers = [threading.Thread(target=tick) for _ in range(4)]
    for each in timers:
        each.start()
    for each in timers:
        each.join()

    # The hour may just have turned.
    assert 1 <= len(taken) <= 2


def test_a_clock_that_is_set_back_gives_no_second_turn(
    taken: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    present = now()
    for hours in (0, 1, 24, 1, 0, -1, 0, 24, -1):
        monkeypatch.setattr(timer, "now", lambda hours=hours: present + timedelta(hours=hours))
        timer.take_hourly()

    assert len(taken) == 4


def test_a_step_that_failed_keeps_its_turn(
    taken: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    [note] = timer.HOURLY

    def break_first() -> None:
        note()
        if len(taken) == 1:
            raise DatabaseError

    monkeypatch.setattr(timer, "HOURLY", (break_first,))
    timer._take(timer.take_hourly)
    timer._take(timer.take_hourly)
    timer._take(timer.take_hourly)

    assert 2 <= len(taken) <= 3


@pytest.mark.parametrize("night", ["2026-10-24T22:30:00+00:00", "2027-03-27T22:30:00+00:00"])
def test_in_the_nights_the_clock_changes_every_hour_has_one_turn(
    night: str, taken: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    evening, here = datetime.fromisoformat(night), ZoneInfo("Europe/Amsterdam")
    for quarter in range(6 * 4):
        moment = (evening + timedelta(minutes=15 * quarter)).astimezone(here)
        monkeypatch.setattr(timer, "now", lambda moment=moment: moment)
        timer.take_hourly()

    assert len(taken) == 7, "six hours that begin halfway touch seven"


def test_a_step_that_breaks_stops_neither_the_others_nor_the_clock() -> None:
    stop = threading.Event()
    turns: list[str] = []

    def breaks() -> None:
        turns.append("breaks")
        raise ValueError

    def works() -> None:
        turns.append("works")
        stop.set()

    timer.run(stop, {breaks: 1.0, works: 1.0})

    assert turns == ["breaks", "works"]


def test_an_hourly_step_that_breaks_keeps_the_others_from_nothing(
    taken: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    [note] = timer.HOURLY

    def breaks() -> None:
        raise ValueError

    monkeypatch.setattr(timer, "HOURLY", (breaks, note))
    timer._take(timer.take_hourly)

    assert len(taken) == 1


def test_what_the_database_broke_off_is_not_put_off_for_an_hour(settings: Settings) -> None:
    settings.TIME_SCALE = 0.01
    stop = threading.Event()
    turns: list[str] = []

    def hourly() -> None:
        turns.append("hourly")
        if turns.count("hourly") > 1:
            stop.set()
        raise OperationalError

    def counts() -> None:
        turns.append("tick")
        if len(turns) > 500:
            stop.set()

    timer.run(stop, {hourly: 3600.0, counts: 0.0})

    assert turns.count("hourly") == 2

"""The database's clock, asked or carried on; the machine's own says nothing."""

import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from gehoor.kit import clock
from gehoor.kit.clock import Kept, Said, about_now, now

pytestmark = pytest.mark.django_db


def test_what_the_database_said_is_carried_on() -> None:
    said = now()

    with CaptureQueriesContext(connection) as asked:
        moments = [about_now() for _ in range(100)]

    assert len(asked) == 0
    assert moments == sorted(moments)
    assert said <= moments[0] < said + timedelta(seconds=clock.TRUSTED_SECONDS)


def test_after_half_a_minute_the_database_is_asked_again() -> None:
    a_day_off = now() - timedelta(days=1)
    at = time.clock_gettime(clock.STEADY)

    Kept.said = Said(a_day_off, at - clock.TRUSTED_SECONDS + 5)
    assert now() - about_now() < timedelta(days=1, minutes=1)
    Kept.said = Said(a_day_off, at - clock.TRUSTED_SECONDS - 1)

    assert abs(about_now() - now()) < timedelta(seconds=30)


def test_the_clock_on_the_wall_is_that_of_the_organisation(settings: Settings) -> None:
    winter, summer = (datetime(2026, month, 1, 23, 30, tzinfo=UTC) for month in (1, 7))
    assert [f"{clock.here(each):%d %H:%M}" for each in (winter, summer)] == ["02 00:30", "02 01:30"]

    settings.TIME_ZONE = "America/Curacao"

    assert f"{clock.here(summer):%d %H:%M}" == "01 19:30"


def test_asking_costs_a_page_no_query_of_its_own() -> None:
    Kept.said = None

    with CaptureQueriesContext(connection) as asked:
        moment = about_now()

    assert len(asked) == 0
    assert abs(moment - now()) < timedelta(seconds=30)


def test_in_a_transaction_that_broke_the_last_answer_is_carried_on() -> None:
    said = now()
    Kept.said = Said(said, time.clock_gettime(clock.STEADY) - 3600)

    with suppress(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        with suppress(DatabaseError):
            cursor.execute("SELECT 1 / 0")
        carried = about_now()
        cursor.execute("SELECT 1")

    assert timedelta(minutes=59) < carried - said < timedelta(minutes=61)


@pytest.mark.parametrize("days", [-1, 0, 1])
def test_how_far_the_clock_of_this_machine_is_off_is_known(days: int) -> None:
    off = clock.seconds_off(lambda: now() + timedelta(days=days))

    assert off == pytest.approx(days * 86_400, abs=30)

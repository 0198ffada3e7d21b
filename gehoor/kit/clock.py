"""The clock decisions are made by: the database's, so that every process agrees.

The clock of a machine may be an hour or a year off; nothing but this file asks it. What lasts is
measured by the monotonic clock, which no administrator sets.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import psycopg
from django.db import connection
from django.db.utils import Error
from django.utils.timezone import get_default_timezone

TRUSTED_SECONDS = 30.0
"""how long what the database said is carried on by the monotonic clock"""
ASK = "SELECT clock_timestamp()"
# Goes on while a machine sleeps, where there is such a clock.
STEADY = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)


@dataclass(frozen=True)
class Said:
    """What the database said, and when that was by our own steady clock."""

    moment: datetime
    at: float


class Kept:
    """The last thing the database said to this process."""

    said: Said | None = None
    lock = threading.Lock()


def now() -> datetime:
    """Return the database's present moment (aware, UTC); it moves on within a transaction."""
    at = time.clock_gettime(STEADY)
    with connection.cursor() as cursor:
        cursor.execute(ASK)
        moment: datetime = cursor.fetchone()[0]
    return _keep(moment, at)


def about_now() -> datetime:
    """Return the database's present moment without asking it every time.

    Good to well within a second, as long as nobody sets the database's own clock; then it is right
    again half a minute later. For what is shown and what runs out, on pages that must be quick.
    While the database is away the last it said is carried on.
    """
    at = time.clock_gettime(STEADY)
    said = Kept.said
    if said is not None and 0 <= at - said.at < TRUSTED_SECONDS:
        return said.moment + timedelta(seconds=at - said.at)
    try:
        return _keep(_ask_quietly(), at)
    except (Error, psycopg.Error):
        if said is None:
            return datetime.now(UTC)
        return said.moment + timedelta(seconds=max(at - said.at, 0.0))


def ours() -> datetime:
    return datetime.now(UTC)


def seconds_off(here: Callable[[], datetime] = ours) -> float:
    """Return how far the clock of this machine is ahead of the database's; below nought: behind.

    Only what is sure counts: a database that takes long to answer makes no clock wrong.
    """
    before, there, after = here(), now(), here()
    ahead, behind = (before - there).total_seconds(), (after - there).total_seconds()
    return max(ahead, 0.0) + min(behind, 0.0)


def here(moment: datetime) -> datetime:
    """Return the moment by the clock on the wall of the organisation.

    As Django's `localtime` does, without asking each time whether a visitor is elsewhere: a list
    says this a hundred times, and all who work for an organisation read one clock.
    """
    return moment.astimezone(get_default_timezone())


def this_day() -> date:
    """Return today where the organisation is."""
    return here(about_now()).date()


def _ask_quietly() -> datetime:
    """Ask below Django, so that who counts a page's queries counts the page's."""
    connection.ensure_connection()
    row = connection.connection.execute(ASK).fetchone()
    moment: datetime = row[0]
    return moment


def _keep(moment: datetime, at: float) -> datetime:
    moment = moment.astimezone(UTC)
    with Kept.lock:
        Kept.said = Said(moment, at)
    return moment

"""Asking every channel what is new, and the timer that wakes what waits.

One process does both. Each channel has a thread of its own, so a slow platform delays no other; a
lock in the database makes sure that of several machines one asks. The timer is no job: it must
run when the queue itself is stuck.
"""

import logging
import random
import threading
import time
from collections.abc import Callable

from django.conf import settings
from django.db import InterfaceError, OperationalError, close_old_connections
from django.db.utils import Error

from gehoor.channels import actions as channels
from gehoor.channels import queries as channel_queries
from gehoor.channels.models import Channel, Circuit
from gehoor.contracts.connector import Batch, NotAllowed, Reader, Unreachable
from gehoor.flows import alarms, consenting, incoming, sending, timer
from gehoor.kit import failpoints, files
from gehoor.kit.busy import PATIENCE, busy, step
from gehoor.kit.clock import now
from gehoor.kit.locks import try_lock
from gehoor.kit.text import N_

log = logging.getLogger(__name__)

POLLING_LANE = 3
BATCH = 100
LOOK_FOR_CHANNELS = 2.0
COMPARE_EVERY = 24 * 3600.0


def run(stop: threading.Event, beat: Callable[[], object] = lambda: None) -> None:
    """Ask all channels, each in its own thread, until `stop` is set; `beat` each time round."""
    watchers: dict[int, threading.Thread] = {}
    ticking = threading.Thread(target=timer.run, args=(stop,), name="timer", daemon=True)
    ticking.start()
    while not stop.is_set():
        beat()
        for number in _open_channels():
            if number not in watchers or not watchers[number].is_alive():
                watchers[number] = threading.Thread(
                    target=watch, args=(number, stop), name=f"channel-{number}", daemon=True
                )
                watchers[number].start()
        stop.wait(LOOK_FOR_CHANNELS * settings.TIME_SCALE)
    # Whoever still waits for a platform ends with the process; nothing it holds is lost.
    ticking.join(timeout=1)


def _open_channels() -> list[int]:
    try:
        close_old_connections()
        return [channel.pk for channel in channel_queries.open_channels()]
    except Error:
        log.warning("The database does not answer; channels are asked again soon.")
        return []


def watch(number: int, stop: threading.Event) -> None:
    """Ask one channel again and again, until it is closed; the thread ends with its troubles."""
    try:
        with try_lock(POLLING_LANE, number) as is_ours:
            while is_ours and not stop.is_set():
                if not _watch_once(number, stop):
                    return
    except (OperationalError, InterfaceError):
        log.warning("Channel %s waits for the database.", number)
    finally:
        close_old_connections()


def _watch_once(number: int, stop: threading.Event) -> bool:
    """Open the channel and ask it until something about it changes; False once it is closed.

    A connector that breaks on what nobody foresaw is left alone like a platform that does not
    answer, and seen: it would otherwise begin anew every moment, and its channel would look well.
    """
    channel = Channel.objects.filter(pk=number, is_closed=False).first()
    if channel is None:
        return False
    _wait_for_turn(channel, stop)
    if stop.is_set() or _has_changed(channel):
        return True
    try:
        _open_and_ask(channel, stop)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        log.exception("Channel %s: its connector broke.", channel.pk)
        _leave_alone(channel, Unreachable(BROKE))
    return True


def _open_and_ask(channel: Channel, stop: threading.Event) -> None:
    try:
        reader = channel_queries.reader_of(channel, renew=consenting.renewing(channel.pk))
    except NotAllowed as problem:
        alarms.turn_red(channel, str(problem))
        _wait_for_change(channel, stop)
        return
    try:
        _ask_until_changed(channel, reader, stop)
    finally:
        reader.close()


def _ask_until_changed(channel: Channel, reader: Reader, stop: threading.Event) -> None:
    pause = channel_queries.capabilities_of(channel).poll_seconds * settings.TIME_SCALE
    compare_at = 0.0
    while not stop.is_set() and not _has_changed(channel):
        try:
            with busy(f"channel-{channel.pk}", patience=PATIENCE + pause):
                poll(channel, reader)
                if time.monotonic() >= compare_at:
                    compare_ledger(channel, reader)
                    compare_at = time.monotonic() + COMPARE_EVERY * settings.TIME_SCALE
                _rest(channel, reader, pause, stop)
        except NotAllowed as problem:
            alarms.turn_red(channel, str(problem))
            _wait_for_change(channel, stop)
            return
        except Unreachable as problem:
            _leave_alone(channel, problem)
            return


def poll(channel: Channel, reader: Reader) -> int:
    """Fetch and store everything new; returns how much was stored. Raises what the reader does."""
    stored = 0
    while _has_room(channel):
        step()
        batch = _fetch(channel, reader)
        if not batch.was_asked:
            return stored
        try:
            stored += incoming.store(channel, batch)
        except channels.CursorMoved:
            channel.refresh_from_db(fields=["cursor"])
            continue
        if not batch.has_more:
            break
    else:
        return stored
    if (channel.health, channel.health_detail) != (Channel.Health.WELL, batch.told):
        _note_answer(channel, batch.told)
    return stored


def _rest(channel: Channel, reader: Reader, pause: float, stop: threading.Event) -> None:
    """Wait until something may be new. A reader that holds more than we fetch would not wait."""
    if _has_room(channel):
        reader.wait(pause)
    else:
        stop.wait(pause)


def _has_room(channel: Channel) -> bool:
    """May anything be fetched? When a disk fills, what was not written to us waits first."""
    room = files.room_left()
    able = channel_queries.capabilities_of(channel)
    if room.for_messages and (room.to_listen or able.can_answer):
        return True
    channels.note_trouble(channel, NO_ROOM)
    return False


@failpoints.around("poll.fetch")
def _fetch(channel: Channel, reader: Reader) -> Batch:
    return reader.fetch(channel.cursor, limit=BATCH)


def _note_answer(channel: Channel, told: str) -> None:
    """The platform answers (again): nothing keeps us from asking as often as we like.

    `told` is what an administrator should know although it works.
    """
    channels.close_circuit(channel, Circuit.Door.READING)
    if channel.health_detail not in STANDING_ALARMS:
        health, problem = channel_queries.health_by_circuits(channel)
        channels.record_health(channel, health, problem or told)
        sending.wake_due()


def _leave_alone(channel: Channel, problem: Unreachable) -> None:
    channels.open_circuit(
        channel,
        Circuit.Door.READING,
        problem=str(problem),
        now=now(),
        jitter=random.uniform,
        asked_wait=problem.wait_seconds,
        scale=settings.TIME_SCALE,
    )


def _wait_for_turn(channel: Channel, stop: threading.Event) -> None:
    """Leave a platform alone that does not answer, until its time has come or somebody says so."""
    while (
        not stop.is_set()
        and channel_queries.is_shut(channel.pk, Circuit.Door.READING, now=now())
        and not _has_changed(channel)
    ):
        stop.wait(LOOK_FOR_CHANNELS * settings.TIME_SCALE)


def compare_ledger(channel: Channel, reader: Reader) -> set[str]:
    """Return what the source holds and our ledger does not; anything at all is an alarm."""
    missing = channel_queries.never_stored(channel, _ask_all(channel, reader))
    if not missing:
        channels.end_trouble(channel, NOT_IN_LEDGER)
    else:
        log.error("Channel %s: %d items at the source were never stored.", channel.pk, len(missing))
        channels.note_trouble(channel, NOT_IN_LEDGER)
        alarms.tell_administrators.wake(channel.pk)
    return missing


@failpoints.around("poll.compare")
def _ask_all(channel: Channel, reader: Reader) -> set[str]:
    return reader.transport_ids(channel.cursor)


NOT_IN_LEDGER = N_("Something at the source is not in our ledger. Look at the log of the program.")
BROKE = N_(
    "Gehoor itself broke on what this channel gave. Nothing is lost: it is kept at the source and "
    "tried again. Look at the log of the program, and report it."
)
NO_ROOM = N_("A disk of Gehoor is nearly full, so nothing is fetched until there is room again.")
STANDING_ALARMS = (NOT_IN_LEDGER, incoming.READS_LATE, consenting.ENDS_SOON)
"""what an answer of the platform does not make good"""


def _has_changed(channel: Channel) -> bool:
    """Did somebody change the account since we opened it?"""
    current = Channel.objects.filter(pk=channel.pk).first()
    return (
        current is None
        or current.is_closed
        or current.settings != channel.settings
        or bytes(current.credentials) != bytes(channel.credentials)
    )


def _wait_for_change(channel: Channel, stop: threading.Event) -> None:
    """Leave a platform that refused us alone until somebody mends the account."""
    while not stop.is_set() and not _has_changed(channel):
        stop.wait(LOOK_FOR_CHANNELS * settings.TIME_SCALE)

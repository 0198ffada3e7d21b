"""The story of a message coming in: stored raw, read in a guarded child, put where it belongs."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import cache

from django.conf import settings
from django.db import DatabaseError, transaction

from gehoor.channels import actions as channels
from gehoor.channels import queries as channel_queries
from gehoor.channels.models import Channel, Delivery
from gehoor.contacts import actions as contacts
from gehoor.contacts.rules import fold
from gehoor.contracts.connector import (
    Arrived,
    Author,
    Batch,
    IncomingAttachment,
    IncomingMessage,
    NotAllowed,
)
from gehoor.contracts.reading import Failure, Read, Readers
from gehoor.contracts.threads import threads_of
from gehoor.flows import (
    alarms,
    away,
    blocking,
    canaries,
    earlier_contact,
    emergencies,
    listening,
    peers,
    routing,
    sent_elsewhere,
    snoozing,
    terms,
)
from gehoor.inbox import queries as inbox_queries
from gehoor.inbox.actions import files as late_files
from gehoor.inbox.actions import lookings, receiving
from gehoor.inbox.actions.arrivals import Arrival, StoredFile, is_only_around
from gehoor.inbox.models import Conversation
from gehoor.inbox.rules import Tier
from gehoor.kit import failpoints, files
from gehoor.kit.busy import step
from gehoor.kit.clock import now
from gehoor.kit.jobs import background
from gehoor.kit.live import announce, announce_all
from gehoor.kit.locks import try_lock
from gehoor.kit.stopping import ASKED
from gehoor.kit.text import N_
from gehoor.kit.trouble import is_away

log = logging.getLogger(__name__)

INTAKE_LANE = 1
BATCH = 100
NOT_STORED = "It was read, but could not be stored."


@failpoints.around("poll.store")
@transaction.atomic
@failpoints.written("poll.store")
def store(channel: Channel, batch: Batch) -> int:
    """Keep what the platform handed us, and where we stand, both or neither.

    Only when this has returned may the platform be told that we have it.
    """
    stored = channels.store(channel, batch.arrived)
    channels.move_cursor(channel, batch.cursor, now=now())
    if batch.learned is not None:
        channels.learn(channel, batch.learned)
    if batch.arrived:
        receive_waiting.wake(channel.pk)
    return stored


@failpoints.around("push.store")
@transaction.atomic
@failpoints.written("push.store")
def store_pushed(channel: Channel, arrived: Sequence[Arrived]) -> int:
    """Keep what the platform pushed. The cursor is the poller's, so it stays where it is.

    What came before and comes again changes nothing, and is as well received as the first time.
    """
    stored = channels.store(channel, arrived)
    if stored:
        receive_waiting.wake(channel.pk)
    return stored


@background(queue="incoming", actor="incoming")
def receive_waiting(number: int) -> None:
    """Read everything that waits in channel `number`, batch by batch, one reader at a time."""
    with try_lock(INTAKE_LANE, number) as is_ours:
        if not is_ours:
            return
        channel = Channel.objects.get(pk=number)
        try:
            channel_queries.connector_of(channel)
        except NotAllowed as problem:
            alarms.turn_red(channel, str(problem))
            return
        while not ASKED.is_set() and receive_batch(channel, readers()):
            continue
    # Something may have come in between our last look and the end of our lock.
    if number in channel_queries.channels_with_waiting_deliveries():
        receive_waiting.wake(number)


def receive_batch(channel: Channel, readers: Readers) -> bool:
    """Read and store the next deliveries of a channel; False when none wait."""
    step()
    readers.start()
    waiting = channels.begin_reading(channel.pk, limit=BATCH)
    if not waiting:
        if channels.give_up_exhausted(channel.pk):
            announce(f"team-{channel.team_id}", "failures", channel.pk)
        return False
    readings = _parse(channel, waiting, readers)
    try:
        _receive_together(channel, waiting, readings)
    except DatabaseError as error:
        if is_away(error):
            # What is not stored waits as it did: not the delivery broke its reader.
            channels.give_back_tries(channel.pk, waiting)
        raise
    return True


@failpoints.around("read.parse")
def _parse(channel: Channel, waiting: Sequence[Delivery], readers: Readers) -> list[Read]:
    return readers.read(channel.connector, [bytes(item.raw) for item in waiting])


def _receive_together(
    channel: Channel, waiting: Sequence[Delivery], readings: Sequence[Read]
) -> None:
    """Store a batch at once, or one by one when the database refuses something in it."""
    try:
        receive(channel, waiting, readings)
    except DatabaseError as error:
        if is_away(error):
            raise
        log.warning("A batch of channel %s is stored one by one.", channel.pk)
        for delivery, reading in zip(waiting, readings, strict=True):
            _receive_alone(channel, delivery, reading)


def _receive_alone(channel: Channel, delivery: Delivery, reading: Read) -> None:
    """Store one delivery by itself, so that a bad one stops nobody."""
    try:
        receive(channel, [delivery], [reading])
    except DatabaseError as error:
        if is_away(error):
            raise
        log.warning("Delivery %s could not be stored: %s.", delivery.pk, type(error).__name__)
        receive(channel, [delivery], [Failure(NOT_STORED)])


@failpoints.around("read.receive")
@transaction.atomic
@failpoints.written("read.receive")
def receive(
    channel: Channel, deliveries: Sequence[Delivery], readings: Sequence[Read]
) -> list[Conversation]:
    """Put what was read where it belongs and settle its deliveries, all or nothing.

    Safe to repeat: a delivery that is settled is not read again, and the database keeps one
    message per part of a delivery.
    """
    moment = now()
    failed = {
        delivery.pk: reading.problem
        for delivery, reading in zip(deliveries, readings, strict=True)
        if isinstance(reading, Failure)
    }
    readings = sent_elsewhere.as_ours(channel, deliveries, readings)
    ours = canaries.recognise(channel, deliveries, readings)
    read = [
        (delivery, part, message)
        for delivery, reading in zip(deliveries, readings, strict=True)
        if not isinstance(reading, Failure) and delivery.pk not in ours
        for part, message in enumerate(reading)
    ]
    changed = place(channel, _arrivals(channel, read))
    if threads_of(channel_queries.connector_of(channel)):
        lookings.ask_for_new([delivery.pk for delivery in deliveries], now=moment)
    listening.look_for_hits(channel, read)
    channels.settle(
        parsed=[each.pk for each in deliveries if each.pk not in failed and each.pk not in ours],
        failed=failed,
        canaries=ours,
        now=moment,
    )
    _tell(channel, changed, bool(failed))
    return changed


def place(channel: Channel, arrivals: Sequence[Arrival]) -> list[Conversation]:
    """Put messages in their conversations, and return those. What they bring back is in the log."""
    able = channel_queries.capabilities_of(channel)
    changed = receiving.receive(
        channel.pk,
        able.threading,
        arrivals,
        nearest=Tier.TO_US if able.can_answer else Tier.FOUND,
    )
    snoozing.note_come_back([each for each in changed if each.came_back], channel)
    emergencies.look(channel, arrivals)
    heard = [each for each in arrivals if not each.is_blocked]
    earlier_contact.look(channel, heard)
    peers.look(channel, arrivals)
    away.look(channel, heard)
    routing.look(channel, heard)
    blocking.look(channel, changed, [each for each in arrivals if each.is_blocked])
    terms.renew([each.pk for each in changed])
    return changed


def _arrivals(
    channel: Channel, read: Sequence[tuple[Delivery, int, IncomingMessage]]
) -> list[Arrival]:
    read = _as_found(channel, read)
    # Who only wrote to others around a post is no contact of ours, and is remembered nowhere else.
    to_us = [message for each, _, message in read if not is_only_around(each.around, message)]
    known = _people(channel, [message for message in to_us if not message.is_gone])
    blocked = blocking.blocked_among(known.values())
    replaced = inbox_queries.messages_replaced_by(
        channel.pk, {delivery.pk: delivery.transport_id for delivery, _, _ in read}
    )
    return [
        Arrival(
            delivery_id=delivery.pk,
            part=part,
            contact_id=(contact := _contact(known, message, around=delivery.around)),
            is_blocked=contact in blocked and blocking.is_left_alone(message),
            handle=fold(message.author.handle),
            message=message,
            received_at=delivery.received_at,
            is_history=delivery.is_history,
            around=delivery.around,
            files=[_keep(attachment) for attachment in message.attachments],
            replaces=replaced.get((delivery.pk, part)),
        )
        for delivery, part, message in read
    ]


def _people(channel: Channel, messages: Sequence[IncomingMessage]) -> dict[str, int]:
    """Return the contact of everybody who wrote, and of whom we wrote to from elsewhere."""
    people = [_person(message) for message in messages if fold(_person(message).handle)]
    known = contacts.recognise(channel.connector, {each.handle: each.name for each in people})
    contacts.keep_profiles(channel.connector, {each.handle: each.profile for each in people})
    return known


def _person(message: IncomingMessage) -> Author:
    return message.to if message.is_ours and message.to else message.author


def _contact(known: Mapping[str, int], message: IncomingMessage, *, around: int | None) -> int:
    if message.is_gone or is_only_around(around, message):
        return NOBODY
    return known.get(fold(_person(message).handle)) or contacts.add_unknown()


NOBODY = 0
"""what was taken away names nobody: it only says which message it was"""
FIRST_DAYS = timedelta(days=7)
"""how far back a public platform is read at the first connection"""


def _as_found(
    channel: Channel, read: Sequence[tuple[Delivery, int, IncomingMessage]]
) -> list[tuple[Delivery, int, IncomingMessage]]:
    """Of what is found around a post, nobody waits for what was there long before we came.

    What answers something younger was not: the day it bears cannot be true.
    """
    since = channel.created_at - FIRST_DAYS
    found = [message for delivery, _, message in read if delivery.around is not None]
    old = [message for message in found if message.sent_at and message.sent_at < since]
    younger = {message.external_id for message in found if message not in old}
    younger |= inbox_queries.written_since(
        channel.pk, {name for message in old for name in message.answers}, since=since
    )
    earlier = [message for message in old if younger.isdisjoint(message.answers)]
    return [
        (delivery, part, replace(message, is_earlier=message in earlier))
        if delivery.around is not None and message.sent_at
        else (delivery, part, message)
        for delivery, part, message in read
    ]


def _keep(attachment: IncomingAttachment) -> StoredFile:
    """Put a file on disk, safely, before the row that names it; no room is no reason to lose it."""
    room = files.room_left()
    wants_preview = attachment.preview and room.to_listen
    return StoredFile(
        name=attachment.name[:200],
        media_type=attachment.media_type[:100],
        size=len(attachment.content),
        stored_as=_stored(attachment.content) if room.for_files else LEFT_OUT,
        preview_as=_stored(attachment.preview) if wants_preview else "",
        content_id=attachment.content_id[:300],
        description=attachment.description,
    )


LEFT_OUT = ""


def _stored(content: bytes) -> str:
    try:
        return files.store(content)
    except files.NoRoom:
        log.warning("There was no room for a file; it is kept once there is.")
        return LEFT_OUT


def wake_left_out() -> None:
    """Once there is room, keep the files for which there was none; the timer calls this."""
    if not files.room_left().for_files:
        return
    for number in inbox_queries.channels_with_files_left_out(now=now()):
        keep_left_out.wake(number)


@background(queue="incoming", actor="incoming")
def keep_left_out(number: int) -> None:
    """Read the deliveries of channel `number` once more, for the files that were left out.

    What is not found is looked for later, and ever later: nothing is given up, nor asked all day.
    """
    channel = Channel.objects.get(pk=number)
    for delivery_id in inbox_queries.deliveries_with_files_left_out(number, now=now()):
        if not files.room_left().for_files:
            return
        step()
        delivery = Delivery.objects.get(pk=delivery_id)
        [reading] = readers().read(channel.connector, [bytes(delivery.raw)])
        if isinstance(reading, Failure):
            log.warning("Delivery %s cannot be read for its files now.", delivery_id)
            late_files.put_off_left_out(delivery_id, now=now())
            continue
        kept = [[_keep(file) for file in message.attachments] for message in reading]
        changed = late_files.keep_left_out(delivery_id, kept)
        was_room = all(file.stored_as != LEFT_OUT for each in kept for file in each)
        if was_room:
            late_files.put_off_left_out(delivery_id, now=now())
        announce_all(f"team-{channel.team_id}", "conversation", changed)


def _tell(channel: Channel, changed: Sequence[Conversation], has_failures: bool) -> None:
    topic = f"team-{channel.team_id}"
    announce_all(topic, "conversation", [conversation.pk for conversation in changed])
    for each in changed:
        if each.routed_to_id:
            announce(f"team-{each.routed_to_id}", "conversation", each.pk)
    if has_failures:
        announce(topic, "failures", channel.pk)


@cache
def readers() -> Readers:
    """Return this process's guarded child, started at its first use."""
    return Readers()


def wake_waiting() -> None:
    """Wake every channel with deliveries that nobody reads; the timer calls this."""
    for number in channel_queries.channels_with_waiting_deliveries():
        receive_waiting.wake(number)


def flag_late() -> None:
    """Turn amber what reads too slowly, and tell the administrators; the timer calls this."""
    late = channel_queries.channels_reading_late(now=now(), scale=settings.TIME_SCALE)
    for channel in late:
        if channels.note_trouble(channel, READS_LATE):
            alarms.tell_administrators.wake(channel.pk)
    for channel in channel_queries.channels_in_trouble(READS_LATE):
        if channel not in late:
            channels.end_trouble(channel, READS_LATE)


READS_LATE = N_("Messages wait longer than five minutes to be read.")

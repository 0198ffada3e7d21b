"""The ledger of what platforms handed us: stored raw first, settled when read."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.db import InterfaceError, OperationalError, connection
from django.db.models import F

from gehoor.channels.models import Channel, Delivery
from gehoor.contracts.connector import Arrived, Cursor
from gehoor.kit import failpoints

MOST_TRIES = 5

# One statement stores a batch: known rows are passed over, and a raw we hold already under
# another number (a mailbox that was renumbered) becomes a copy without its bytes.
STORE = """
INSERT INTO channels_delivery (channel_id, transport_id, content_hash, raw, state, tries,
                               is_history, around, problem, copy_of_id, received_at)
SELECT %(channel)s, new.transport_id, new.hash,
       CASE WHEN earlier.id IS NULL THEN new.raw ELSE ''::bytea END,
       CASE WHEN earlier.id IS NULL THEN 'pending' ELSE 'linked_copy' END,
       0, %(is_history)s, %(around)s, '', earlier.id, clock_timestamp()
FROM unnest(%(ids)s::text[], %(hashes)s::bytea[], %(raws)s::bytea[])
     WITH ORDINALITY AS new(transport_id, hash, raw, place)
LEFT JOIN LATERAL (
    SELECT id FROM channels_delivery
    WHERE channel_id = %(channel)s AND content_hash = new.hash
      AND transport_id <> new.transport_id AND copy_of_id IS NULL
    ORDER BY id LIMIT 1
) earlier ON true
ORDER BY new.place
ON CONFLICT (channel_id, transport_id, content_hash) DO NOTHING
"""


def store(
    channel: Channel,
    arrived: Sequence[Arrived],
    *,
    is_history: bool = False,
    around: int | None = None,
) -> int:
    """Store what a platform handed us, or an older mailbox, and return how much of it was new.

    `around`: the conversation around whose posts we looked. Call it in the transaction that also
    moves the cursor; only after its commit may the platform be told that we have it.
    """
    first: dict[bytes, Arrived] = {}
    again: list[tuple[bytes, Arrived]] = []
    for item in arrived:
        digest = hashlib.sha256(item.raw).digest()
        if first.setdefault(digest, item) is not item:
            again.append((digest, item))
    # What is twice in one batch is a copy too, and a statement does not see its own rows.
    batches = (list(first.items()), again)
    given = {"channel": channel.pk, "is_history": is_history, "around": around}
    return sum(_insert(items, given) for items in batches)


def _insert(items: Sequence[tuple[bytes, Arrived]], given: Mapping[str, Any]) -> int:
    if not items:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            STORE,
            {
                **given,
                "ids": [item.transport_id for _, item in items],
                "hashes": [digest for digest, _ in items],
                "raws": [item.raw for _, item in items],
            },
        )
        return int(cursor.rowcount)


class CursorMoved(Exception):
    """Somebody else asked the same channel meanwhile; what was fetched is fetched again."""


def move_cursor(channel: Channel, cursor: Cursor, *, now: datetime) -> None:
    """Move on from where `channel` stood when it was asked.

    Raises CursorMoved when it stands elsewhere by now: what was fetched was reckoned from a place
    that is not ours any more, so that storing the place it ends at could step over something.
    """
    here = Channel.objects.filter(pk=channel.pk, cursor=channel.cursor)
    if not here.update(cursor=dict(cursor), fetched_at=now):
        raise CursorMoved
    channel.cursor, channel.fetched_at = dict(cursor), now


def learn(channel: Channel, learned: Mapping[str, Any]) -> None:
    """Keep what the platform told about itself, when it is something new."""
    if dict(learned) != channel.learned:
        Channel.objects.filter(pk=channel.pk).update(learned=dict(learned))
        channel.learned = dict(learned)


@failpoints.around("read.begin", did=bool)
def begin_reading(channel_id: int, *, limit: int) -> list[Delivery]:
    """Take the next waiting deliveries, and count the try before anything can go wrong.

    What was in a batch that was broken off is read alone, so that only the one that breaks its
    reader uses up its tries, and not those that happened to stand beside it. Fresh ones go first,
    then those with the fewest tries: whoever keeps dying must not die on the same one each time.
    """
    _pay_back(channel_id)
    waiting = Delivery.objects.filter(
        channel_id=channel_id, state=Delivery.State.PENDING, tries__lt=MOST_TRIES
    )
    fresh = list(waiting.filter(tries=0).order_by("pk")[:limit])
    taken = fresh or list(waiting.order_by("tries", "pk")[:1])
    Delivery.objects.filter(pk__in=[delivery.pk for delivery in taken]).update(tries=F("tries") + 1)
    return taken


OWED: defaultdict[int, set[int]] = defaultdict(set)
"""by channel the deliveries of which this process still has to give a try back"""


def give_back_tries(channel_id: int, deliveries: Sequence[Delivery]) -> None:
    """Count a try that the database broke off as none: now, or else before the next is counted.

    A process that dies before then gives nothing back: they may be what it died of.
    """
    OWED[channel_id].update(delivery.pk for delivery in deliveries)
    with suppress(OperationalError, InterfaceError):
        _pay_back(channel_id)


def _pay_back(channel_id: int) -> None:
    """Give back what is owed; raises when the database is away, and then it is owed still."""
    if owed := OWED[channel_id]:
        Delivery.objects.filter(pk__in=owed, state=Delivery.State.PENDING, tries__gt=0).update(
            tries=F("tries") - 1
        )
        owed.clear()


def settle(
    *,
    parsed: Sequence[int],
    failed: Mapping[int, str],
    canaries: Collection[int] = (),
    now: datetime,
) -> None:
    """Write down what became of deliveries: read, failed and why, or a trial message of our own."""
    if canaries:
        Delivery.objects.filter(pk__in=canaries).update(
            state=Delivery.State.CANARY, problem="", parsed_at=now
        )
    if parsed:
        Delivery.objects.filter(pk__in=parsed).update(
            state=Delivery.State.PARSED, problem="", parsed_at=now
        )
    for pk, problem in failed.items():
        Delivery.objects.filter(pk=pk).update(state=Delivery.State.FAILED, problem=problem)


@failpoints.around("read.give_up")
def give_up_exhausted(channel_id: int) -> int:
    """Fail what was tried too often without an answer: something kills whoever reads it."""
    return Delivery.objects.filter(
        channel_id=channel_id, state=Delivery.State.PENDING, tries__gte=MOST_TRIES
    ).update(state=Delivery.State.FAILED, problem=BROKE_ITS_READER)


BROKE_ITS_READER = "Reading it was broken off five times."


def retry(delivery: Delivery) -> None:
    """Put a failed delivery back in the queue, with all its tries."""
    Delivery.objects.filter(pk=delivery.pk, state=Delivery.State.FAILED).update(
        state=Delivery.State.PENDING, tries=0, problem=""
    )


def settle_by_hand(delivery: Delivery, *, user_id: int | None, now: datetime) -> None:
    """A colleague made the message by hand; the raw stays as it came."""
    Delivery.objects.filter(pk=delivery.pk).update(
        state=Delivery.State.PARSED, made_by_hand_by_id=user_id, parsed_at=now
    )

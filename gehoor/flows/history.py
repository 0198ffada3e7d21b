"""How an older mailbox is brought in: through the real intake, as history that waits for nobody."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db import transaction

from gehoor.audit.actions import record
from gehoor.channels import actions as channels
from gehoor.channels import queries
from gehoor.channels.models import Channel, Delivery
from gehoor.contracts.connector import Arrived, Threading
from gehoor.flows import incoming
from gehoor.people.policies import Actor

SYSTEM = Actor(system="import")
BATCH, BATCH_BYTES = 100, 16_000_000
TOLD_EVERY = 1000


@dataclass(frozen=True)
class Brought:
    """What became of a mailbox."""

    found: int
    new: int
    """the rest was in Gehoor already"""
    failed: int
    """stored, but not readable; a colleague finds it under Niet verwerkt"""


class NoMailChannel(Exception):
    """Mail can only be brought into a channel that is a mailbox. The message says so."""


def bring_in(channel: Channel, mails: Iterable[bytes], *, say: Callable[[str], object]) -> Brought:
    """Store every mail that is not there yet, and read it; safe to repeat, and to break off.

    A mail is known by its content. It is stored as done and seen: its conversation waits for no
    answer, and nothing is sent.
    """
    if queries.capabilities_of(channel).threading is not Threading.MAIL:
        raise NoMailChannel(f"{channel.name} is no mailbox, so mail cannot be brought into it.")
    failed = queries.count_history(channel, Delivery.State.FAILED)
    found = new = 0
    for batch in _batches(mails):
        new += _store(channel, batch)
        incoming.receive_waiting.function(channel.pk)
        if (found + len(batch)) // TOLD_EVERY > found // TOLD_EVERY:
            say(f"{found + len(batch)} mails, of which {new} are new.")
        found += len(batch)
    failed = queries.count_history(channel, Delivery.State.FAILED) - failed
    record(
        SYSTEM, "mailbox.imported", "channel", channel.pk, team_id=channel.team_id,
        found=found, new=new, failed=failed,
    )  # fmt: skip
    return Brought(found, new, failed)


@transaction.atomic
def _store(channel: Channel, batch: Sequence[Arrived]) -> int:
    return channels.store(channel, batch, is_history=True)


def _batches(mails: Iterable[bytes]) -> Iterator[list[Arrived]]:
    batch: list[Arrived] = []
    size = 0
    for mail in mails:
        batch.append(Arrived(f"history/{hashlib.sha256(mail).hexdigest()}", mail))
        size += len(mail)
        if len(batch) >= BATCH or size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch

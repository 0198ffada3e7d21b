"""The story of a push: who is it for, is it theirs, keep it; and how a channel gets an address."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from gehoor.audit.actions import record
from gehoor.channels import actions, queries
from gehoor.channels.models import Channel
from gehoor.contracts.pushes import Greeting, Push, Receiver
from gehoor.flows import incoming
from gehoor.people import policies
from gehoor.people.policies import Actor, Place


class NoSuchAddress(Exception):
    """Nobody is pushed to at this address, or not any more."""


def receive(actor: Actor, key: str, *, headers: Mapping[str, str], body: bytes) -> int:
    """Prove and keep one push; return how much of it was new.

    Only when this has returned may the platform be told that we have it. Raises NoSuchAddress,
    NotAllowed when our own vault does not open, and what the connector refuses by.
    """
    channel, receiver, moment = _find(actor, key)
    push = Push(headers, body, moment)
    arrived = receiver.receive(queries.push_account_of(channel), push)
    return incoming.store_pushed(channel, arrived)


def greet(actor: Actor, key: str, *, asked: Mapping[str, str]) -> Greeting:
    """Answer what a platform asks before it begins. Raises as `receive` does."""
    channel, receiver, _ = _find(actor, key)
    return receiver.greet(queries.push_account_of(channel), asked)


def _find(actor: Actor, key: str) -> tuple[Channel, Receiver, datetime]:
    found = queries.find_pushed_to(key)
    if found is None or not policies.push(actor, Place(found[0].team_id)):
        raise NoSuchAddress
    receiver = queries.receiver_of(found[0])
    if receiver is None:
        raise NoSuchAddress
    return found[0], receiver, found[1]


@transaction.atomic
def renew_secret(actor: Actor, channel: Channel) -> str:
    """Give a channel its address for pushes, or a new secret for it; return the secret, once."""
    record(actor, "renew_push_secret", "channel", channel.pk, team_id=channel.team_id)
    return actions.renew_push_secret(channel)


@transaction.atomic
def end(actor: Actor, channel: Channel) -> None:
    """Take no more pushes for a channel. What was received stays."""
    record(actor, "end_pushes", "channel", channel.pk, team_id=channel.team_id)
    actions.end_pushes(channel)

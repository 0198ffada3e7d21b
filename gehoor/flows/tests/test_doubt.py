"""What may have arrived stays in doubt until somebody knows; and what cannot, never is."""

import pytest

from gehoor.channels.models import Channel
from gehoor.contracts.connector import Later, NotAllowed, OnUnknown, Refused, Unknown
from gehoor.inbox import queries as inbox
from gehoor.inbox.actions import replying
from gehoor.inbox.models import Conversation, Reply
from gehoor.kit.clock import now
from gehoor.testing import make
from gehoor.testing.outbox import advance, run_sender, state_of
from gehoor.testing.scripted import Scripted

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def in_doubt_with_a_key(scripted: Scripted, conversation: Conversation, then: object) -> Reply:
    """A reply that may have arrived, and what the platform says to the same key again."""
    scripted.on_unknown, scripted.key_seconds = OnUnknown.KEYED, 3600
    scripted.answers = [Unknown("The connection broke."), then]  # type: ignore[list-item]
    reply = make.reply(conversation)
    run_sender(conversation)
    advance(31)
    run_sender(conversation)
    return reply


@pytest.mark.parametrize(
    "then", [Later("Busy.", wait_seconds=3600), Refused("No."), NotAllowed("Wrong token.")]
)
def test_a_no_to_the_same_key_does_not_end_the_doubt(
    conversation: Conversation, scripted: Scripted, then: object
) -> None:
    """The first try may have arrived. Called not sent, it would be sent again with an old key."""
    reply = in_doubt_with_a_key(scripted, conversation, then)

    assert state_of(reply) == "unknown"


def test_a_reply_in_doubt_is_never_sent_with_a_key_that_was_forgotten(
    conversation: Conversation, scripted: Scripted
) -> None:
    reply = in_doubt_with_a_key(scripted, conversation, Later("Busy.", wait_seconds=3600))
    scripted.found = ["post-1"]

    advance(4000)
    run_sender(conversation)

    assert len(scripted.sent) == 2
    assert state_of(reply) == "sent"


@pytest.mark.parametrize("on_unknown", list(OnUnknown))
def test_a_reply_in_doubt_waits_while_its_channel_is_not_live(
    conversation: Conversation, scripted: Scripted, on_unknown: OnUnknown
) -> None:
    """It once made the worker look at it again and again without a pause."""
    scripted.on_unknown, scripted.key_seconds = on_unknown, 3600
    scripted.answers = [Unknown("The connection broke.")]
    reply = make.reply(conversation)
    run_sender(conversation)
    Channel.objects.update(stage="practise")
    advance(5000)

    run_sender(conversation)

    assert len(scripted.sent) == 1
    assert state_of(reply) == "unknown"
    assert inbox.channels_with_due_replies(now=now()) == []


def test_practice_that_broke_off_halfway_is_in_no_doubt(scripted: Scripted) -> None:
    conversation = make.received(make.channel(connector=scripted.key, stage="practise"))
    reply = make.reply(conversation)
    replying.claim_next(conversation.channel_id, now=now())

    run_sender(conversation)

    assert state_of(reply) == "practised"

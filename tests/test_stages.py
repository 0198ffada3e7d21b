"""A reply belongs to the stage it was written in, whatever becomes of its channel."""

from collections.abc import Iterator

import pytest

from gehoor.channels.models import Channel
from gehoor.contracts.connector import OnUnknown
from gehoor.flows import connecting, sending
from gehoor.inbox.models import Conversation, Reply
from gehoor.kit.clock import now
from gehoor.people.policies import Role
from gehoor.testing import make
from gehoor.testing.scripted import Scripted, platform

pytestmark = pytest.mark.django_db


@pytest.fixture
def scripted() -> Iterator[Scripted]:
    with platform() as found:
        yield found


def answered(scripted: Scripted, stage: Channel.Stage) -> Conversation:
    """A conversation with a reply that waits, in a channel of this stage."""
    conversation = make.received(make.channel(connector=scripted.key, stage=stage))
    make.reply(conversation)
    return conversation


def move(conversation: Conversation, stage: Channel.Stage) -> None:
    channel = Channel.objects.get(pk=conversation.channel_id)
    connecting.change_stage(make.actor(Role.ADMINISTRATOR), channel, stage)


def run_sender(conversation: Conversation) -> None:
    Reply.objects.filter(due_at__isnull=False).update(due_at=make.NOON.replace(year=2020))
    sending.send_waiting.function(conversation.channel_id)


def test_what_was_practised_does_not_leave_when_the_channel_goes_live(scripted: Scripted) -> None:
    conversation = answered(scripted, Channel.Stage.PRACTISE)

    move(conversation, Channel.Stage.LIVE)
    run_sender(conversation)

    assert scripted.sent == scripted.copies == []
    assert Reply.objects.get().state == Reply.State.PRACTISED


def test_what_was_meant_for_a_citizen_is_not_called_practice(scripted: Scripted) -> None:
    conversation = answered(scripted, Channel.Stage.LIVE)

    move(conversation, Channel.Stage.PRACTISE)
    run_sender(conversation)

    reply = Reply.objects.get()
    assert scripted.sent == []
    assert reply.state == Reply.State.REFUSED
    assert "send it again once it is live" in reply.problem
    conversation.refresh_from_db()
    assert conversation.has_problem


@pytest.mark.parametrize("stage", [Channel.Stage.LISTEN, Channel.Stage.PRACTISE])
@pytest.mark.parametrize("outcome_class", list(OnUnknown))
def test_a_reply_in_doubt_stays_in_doubt_when_the_channel_goes_back(
    scripted: Scripted, stage: Channel.Stage, outcome_class: OnUnknown
) -> None:
    scripted.on_unknown = outcome_class
    conversation = answered(scripted, Channel.Stage.LIVE)
    Reply.objects.update(
        state=Reply.State.UNKNOWN, first_tried_at=now(), started_at=now(), due_at=now()
    )

    move(conversation, stage)
    for _ in range(5):
        run_sender(conversation)

    assert scripted.sent == []
    assert Reply.objects.get().state == Reply.State.UNKNOWN

"""Steps that tests of the outbox take again and again."""

from datetime import datetime, timedelta

from django.db.models import F

from gehoor.channels.models import Circuit
from gehoor.flows import sending
from gehoor.inbox.models import Conversation, Reply
from gehoor.kit.clock import now
from gehoor.people.policies import Actor, Role
from gehoor.testing import make


def agent_of(conversation: Conversation, name: str = "Anouk de Vries") -> Actor:
    return make.actor(Role.AGENT, teams=(conversation.channel.team,), name=name)


def run_sender(conversation: Conversation) -> None:
    sending.send_lane(conversation.channel_id)


def advance(seconds: float) -> None:
    """Let time pass for every reply and channel, by moving what they wait for back."""
    step = timedelta(seconds=seconds)
    Circuit.objects.update(again_at=F("again_at") - step)
    Reply.objects.update(
        due_at=F("due_at") - step,
        started_at=F("started_at") - step,
        first_tried_at=F("first_tried_at") - step,
    )


def settle(reply: Reply) -> float:
    """Let sender and time do their work until nothing moves by itself; return the first wait."""
    waits: list[float] = []
    for _ in range(40):
        run_sender(reply.message.conversation)
        reply.refresh_from_db()
        if reply.due_at is None:
            return waits[0] if waits else 0.0
        waits.append(_seconds_until(reply.due_at))
        advance(waits[-1] + 1)
    raise AssertionError(f"{reply} never comes to an end.")


def _seconds_until(due_at: datetime) -> float:
    shut = Circuit.objects.order_by("-again_at").first()
    until = max(due_at, shut.again_at) if shut else due_at
    return max((until - now()) / timedelta(seconds=1), 0.0)


def state_of(reply: Reply) -> str:
    return Reply.objects.get(pk=reply.pk).state

"""Steps that tests of the outbox take again and again."""

from datetime import timedelta

from django.db.models import F

from gehoor.channels.models import Circuit
from gehoor.flows import sending
from gehoor.inbox.models import Conversation, Reply
from gehoor.people.policies import Actor, Role
from gehoor.testing import make


def agent_of(conversation: Conversation, name: str = "Anouk de Vries") -> Actor:
    return make.actor(Role.AGENT, teams=(conversation.channel.team,), name=name)


def run_sender(conversation: Conversation) -> None:
    sending.send_lane(conversation.channel_id)


def advance(seconds: float) -> None:
    """Let time pass for every reply and channel, by moving what they wait for back."""
    Circuit.objects.update(again_at=F("again_at") - timedelta(seconds=seconds))
    for reply in Reply.objects.all():
        for name in ("due_at", "started_at", "first_tried_at"):
            if moment := getattr(reply, name):
                setattr(reply, name, moment - timedelta(seconds=seconds))
        reply.save()


def state_of(reply: Reply) -> str:
    return Reply.objects.get(pk=reply.pk).state

"""Answers that a second person looks at, as tests ask for them and approve them."""

import uuid
from typing import Any

from gehoor.contracts.posts import WIDEST_FIRST, Visibility
from gehoor.flows import approving
from gehoor.inbox.models import Approval, Conversation, Draft, Reply
from gehoor.people.models import Team
from gehoor.people.policies import Actor
from gehoor.testing import make
from gehoor.testing.scripted import Scripted

TEXT = "De bak wordt morgen geleegd."


def asked(team: Team, scripted: Scripted | None = None, **given: Any) -> Conversation:
    more: dict[str, Any] = {}
    if scripted:
        scripted.more = {"visibilities": WIDEST_FIRST}
        more = {"connector": scripted.key}
        given = {"visibility": Visibility.PUBLIC, "is_public": True, "is_to_us": True} | given
    channel = given.pop("channel", None) or make.channel(team=team, **more)
    return make.received(channel, thread="1", **given)


def ask(actor: Actor, to: Conversation, text: str = TEXT, **given: Any) -> Approval:
    """Send an answer by a rule that asks a second person."""
    facts: dict[str, Any] = {"client_uuid": uuid.uuid4(), "seen_sequence": to.messages.count()}
    made = approving.send_or_ask(actor, to, text=text, **facts | given)
    assert isinstance(made, Approval)
    return made


def approve(by: Actor, approval: Approval, text: str = "", **given: Any) -> Reply:
    seen = approval.conversation.messages.count()
    return approving.approve(
        by, fresh(approval), text=text or approval.text, **{"seen_sequence": seen} | given
    )


def fresh(approval: Approval) -> Approval:
    return Approval.objects.get(pk=approval.pk)


def draft_of(actor: Actor) -> str:
    return str(Draft.objects.get(author=actor.user_id).text)

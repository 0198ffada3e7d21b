"""A compliment: told to who has it before them, thanked for with one press, and counted."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from gehoor.audit import queries as audit
from gehoor.audit.actions import record
from gehoor.channels import queries as channels
from gehoor.flows import handling
from gehoor.flows.refusing import NotPossible
from gehoor.inbox import queries as inbox
from gehoor.inbox.models import Conversation, Draft
from gehoor.inbox.queries.praise import FINISHED, THANKED
from gehoor.kit.clock import now
from gehoor.people.policies import Actor


@dataclass(frozen=True, slots=True)
class Counted:
    """How many in the last 30 days, over the whole organisation."""

    thanked: int
    finished: int

    @property
    def all(self) -> int:
        return self.thanked + self.finished


@transaction.atomic
def thank(actor: Actor, conversation: Conversation) -> None:
    """Begin a thank-you as a draft; what somebody types already stays. Raises NotPossible."""
    if not channels.may_reply(conversation.channel):
        raise NotPossible(_("Nobody can be answered in this channel now. Nothing has changed."))
    if not inbox.draft_text_of(conversation, actor.user_id, kind=Draft.Kind.REPLY):
        text = _("How nice to hear, thank you! We pass it on to our colleagues.")
        handling.save_draft(actor, conversation, kind=Draft.Kind.REPLY, text=text)
    _count(actor, THANKED, conversation)


@transaction.atomic
def finish(actor: Actor, conversation: Conversation) -> None:
    """Count it and finish it without an answer. Raises NotPossible."""
    outcome = Conversation.Outcome.SEEN
    handling.finish(actor, conversation, outcome=outcome, reason=_("Compliment"))
    _count(actor, FINISHED, conversation)


def counted() -> Counted:
    number = audit.count_acts((THANKED, FINISHED), since=now() - timedelta(days=30))
    return Counted(number.get(THANKED, 0), number.get(FINISHED, 0))


def _count(actor: Actor, act: str, conversation: Conversation) -> None:
    """One compliment is counted once, whatever is done with it."""
    done = {line.act for line in inbox.log_of(conversation)}
    if done.isdisjoint({THANKED, FINISHED}):
        record(
            actor, act, "conversation", conversation.pk, conversation_id=conversation.pk,
            team_id=conversation.channel.team_id,
        )  # fmt: skip

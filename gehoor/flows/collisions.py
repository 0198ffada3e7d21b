"""What stands in the way of an answer: a colleague answered since, or is writing one now.

Nothing is sent then, and nothing is lost: who wrote sees the other answer beside their own, and
chooses.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from gehoor.audit.actions import record
from gehoor.flows import presence
from gehoor.flows.refusing import NotPossible
from gehoor.inbox import queries as inbox
from gehoor.inbox.models import Conversation, Message
from gehoor.people.policies import Actor


@dataclass(frozen=True, slots=True)
class Despite:
    """What somebody saw in their way and sends in spite of: that, and nothing that came later."""

    answered_up_to: int = 0
    """the newest answer of a colleague that was shown beside theirs"""
    writer: int | None = None
    """the colleague who was shown to be writing"""
    reason: str = ""
    by_social: str = ""
    """why somebody is answered by social media who does not want that"""
    by_protocol: str = ""
    """why something is answered that the protocol leaves, or asks about first"""
    medical: str = ""
    """why an answer may say what looks like medical advice"""
    repeats: str = ""
    """why an answer others read may repeat what somebody wrote in private"""


@dataclass
class Collision(NotPossible):
    """A colleague was first, or is at it."""

    told: str
    seen: int
    """the last message that was on the screen of who sends"""
    answers: Sequence[Message]
    writer: inbox.Beside | None

    def __str__(self) -> str:
        return self.told


NOTHING: Despite = Despite()


def refuse(
    actor: Actor, conversation: Conversation, *, seen_sequence: int, despite: Despite = NOTHING
) -> None:
    """Raise Collision when this answer could be the second. Needs the conversation locked."""
    seen = max(seen_sequence, despite.answered_up_to)
    answers = inbox.newer_replies(conversation, after=seen, than=actor.user_id)
    found = inbox.other_writer(conversation, than=actor.user_id)
    writer = found if found and found.user_id != despite.writer else None
    if answers:
        told = _("A colleague answered in the meantime. Nothing was sent; your text is kept. "
                 "Read the new answer first.")  # fmt: skip
    elif writer:
        told = _("%(name)s is writing an answer. Nothing was sent; your text is kept.") % {
            "name": writer.name
        }
    elif despite.answered_up_to > seen_sequence and not despite.reason.strip():
        answers = inbox.newer_replies(conversation, after=seen_sequence, than=actor.user_id)
        told = _("Say why a second answer is needed. Nothing was sent; your text is kept.")
    else:
        return
    raise Collision(told, seen_sequence, answers, found)


def log_choice(
    actor: Actor, conversation: Conversation, *, seen_sequence: int, despite: Despite
) -> None:
    """Write down what somebody sent in spite of, with their reason."""
    if despite.answered_up_to > seen_sequence:
        record(
            actor, "conversation.answered_again", "conversation", conversation.pk,
            conversation_id=conversation.pk, team_id=conversation.channel.team_id,
            reason=despite.reason.strip()[:1000], after_sequence=despite.answered_up_to,
        )  # fmt: skip
    if despite.writer and inbox.other_writer(conversation, than=actor.user_id):
        presence.end_claim_of_other(actor, conversation)

"""What is at hand when a conversation is opened, in one query: what was agreed, who is asked."""

from collections.abc import Sequence
from typing import NamedTuple

from gehoor.consultations import queries as consultations
from gehoor.consultations.queries import Waiting
from gehoor.inbox.models import Conversation
from gehoor.kit import often
from gehoor.knowledge.queries import protocol
from gehoor.knowledge.queries.protocol import Agreed

PIECES = f"SELECT ({protocol.AGREED}), ({consultations.WAITING_IN})"


class AtHand(NamedTuple):
    """That, of one conversation."""

    agreed: Agreed
    questions: Sequence[Waiting]
    """which questions to the second line wait, the first deadline first"""


def at_hand(conversation: Conversation) -> AtHand:
    """Return what is at hand."""
    given = {"team": conversation.channel.team_id, "conversation": conversation.pk}
    ((agreed, questions),) = often.ask(PIECES, given)
    return AtHand(protocol.as_agreed(agreed), consultations.as_waiting(questions))

"""What a conversation shows of second eyes: what waits, what came back, and what will be asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from gehoor.contracts.posts import Visibility
from gehoor.flows import second_eyes
from gehoor.inbox.models import Approval, Conversation
from gehoor.inbox.queries import approvals as asked_for
from gehoor.inbox.queries.approvals import About
from gehoor.kit.differences import Part, differences
from gehoor.people import policies
from gehoor.people.policies import Actor
from gehoor.screens.conversation.answering import Answered

NO_APPROVALS: Final[Mapping[str, Any]] = {"waiting": (), "given_back": None, "looked_at": {}}


@dataclass(frozen=True, slots=True)
class Waiting:
    """An answer that waits for a second person."""

    approval: Approval
    reasons: str
    approvers: str
    is_mine: bool
    may_approve: bool


@dataclass(frozen=True, slots=True)
class Looked:
    """Who let a reply leave, and what they changed in it."""

    who: str
    changed: Sequence[Part] = field(repr=False)


def approvals_for(actor: Actor, conversation: Conversation) -> Mapping[str, Any]:
    """Return what second persons looked at here, or are to: one query, more where one waits."""
    found = asked_for.approvals_in(conversation)
    waiting = [each for each in found if each.state == Approval.State.WAITING]
    returned = next((each for each in found if each.author_id == actor.user_id), None)
    is_back = returned is not None and returned.state == Approval.State.RETURNED
    return {
        "waiting": [_waiting(actor, conversation, each) for each in reversed(waiting)],
        "given_back": returned if is_back else None,
        "looked_at": _looked_at(found),
    }


def _looked_at(found: Sequence[Approval]) -> dict[int, Looked]:
    """Return who let each reply leave, by the number of its message."""
    return {
        each.reply.message_id: Looked(each.decided_by.name, _changed(each))
        for each in found
        if each.reply and each.decided_by and each.state == Approval.State.APPROVED
    }


def _changed(approval: Approval) -> Sequence[Part]:
    after = approval.approved_text
    return differences(approval.text, after) if after else ()


def _waiting(actor: Actor, conversation: Conversation, approval: Approval) -> Waiting:
    approval.conversation = conversation
    approvers = second_eyes.approvers_of(
        conversation, named=approval.named, author=approval.author_id
    )
    return Waiting(
        approval,
        reasons=second_eyes.in_words(approval.reasons),
        approvers=", ".join(approvers),
        is_mine=approval.author_id == actor.user_id,
        may_approve=policies.approve(actor, asked_for.approval_place(approval)),
    )


def told_ahead(
    actor: Actor, conversation: Conversation, answered: Answered | None, *, readers: str
) -> dict[str, Any]:
    """Return what is said at the composer: the rule about a running case, and who will look."""
    wanted = Visibility(readers) if readers else Visibility.UNSAID
    about = About(answered.pk, answered.handle) if answered else None
    return dict(second_eyes.told_ahead(actor, conversation, about, readers=wanted))

"""What a screen shows of an answer that a second person looks at."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from gehoor.flows import approving, leaking, second_eyes
from gehoor.inbox import queries as inbox
from gehoor.inbox.models import Approval, Conversation, Message
from gehoor.inbox.queries import approvals as asked_for
from gehoor.inbox.rules import first_words
from gehoor.kit.clock import about_now
from gehoor.kit.differences import Part, differences
from gehoor.people import policies
from gehoor.people.policies import Actor
from gehoor.screens.marks import pieces_of
from gehoor.screens.untrusted.links import waiting_file_url
from gehoor.second_eyes.queries import agreed_in
from gehoor.second_eyes.rules import NAMES, Why

LONGEST_OPENING = 160


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list."""

    pk: int
    conversation: int
    called: str
    who: str
    channel: str
    author: str
    opening: str = field(repr=False)
    reasons: str
    asked_at: datetime
    decided_at: datetime | None
    decided_by: str
    note: str = field(repr=False)


def row_of(approval: Approval) -> Row:
    conversation = approval.conversation
    return Row(
        pk=approval.pk,
        conversation=conversation.pk,
        called=called(conversation),
        who=conversation.contact.name or _("Unknown"),
        channel=conversation.channel.name,
        author=approval.author.name,
        opening=first_words(approval.text, length=LONGEST_OPENING),
        reasons=second_eyes.in_words(approval.reasons),
        asked_at=approval.asked_at,
        decided_at=approval.decided_at,
        decided_by=approval.decided_by.name if approval.decided_by else "",
        note=approval.note,
    )


def called(conversation: Conversation) -> str:
    return conversation.subject or conversation.opening or _("No subject")


def page_of(actor: Actor, approval: Approval) -> dict[str, Any]:
    """Return what the page of one answer shows."""
    conversation = approval.conversation
    answered = asked_for.answered_by(approval)
    since = asked_for.came_after(conversation, sequence=approval.seen_sequence)
    place = asked_for.approval_place(approval)
    others = [each for each in _others(approval) if each.pk != approval.pk]
    return {
        "approval": approval,
        "called": called(conversation),
        "channel": conversation.channel,
        "reasons": _reasons(approval),
        "answered": answered,
        "since": since,
        "answers_since": [each for each in since if each.kind == Message.Kind.REPLY],
        "in_the_way": approving.standing_in_the_way(approval, answered),
        "earlier": _earlier(approval),
        "changed": differences(approval.text, approval.approved_text or approval.text),
        "others": others,
        "files": [_file(file, actor) for file in approval.files.order_by("pk")],
        "may_approve": policies.approve(actor, place),
        "is_mine": approval.author_id == actor.user_id,
        "approvers": ", ".join(
            second_eyes.approvers_of(conversation, named=approval.named, author=approval.author_id)
        ),
        "may_see_names": approval.named and policies.keep_case_names(actor, place),
        "last_sequence": asked_for.newest_place(conversation),
        "now": about_now(),
    }


def _others(approval: Approval) -> Sequence[Approval]:
    found = asked_for.approvals_in(approval.conversation)
    return [each for each in found if each.state == Approval.State.WAITING]


def _earlier(approval: Approval) -> list[Part]:
    """Return the text with what is other than when it was given back; nothing the first time."""
    before = approval.follows
    return differences(before.text, approval.text) if before else []


def _reasons(approval: Approval) -> list[dict[str, Any]]:
    """Return each reason as a sentence, with what was found."""
    agreed = agreed_in(inbox.teams_of(approval.conversation))
    found: dict[str, dict[str, Any]] = {
        Why.LEAK: _leak(approval) if Why.LEAK in approval.reasons else {},
        Why.WORDS: {"words": ", ".join(second_eyes.words_in(approval.text, agreed))},
        Why.CASE: {"rules": [each.case_rule for each in agreed if each.guards_cases]},
    }
    return [
        {"why": why, "told": _(NAMES[Why(why)]), **found.get(why, {})} for why in approval.reasons
    ]


def _leak(approval: Approval) -> dict[str, Any]:
    """Return the answer with marks, and why its writer lets others read that."""
    own = leaking.own_of(approval.conversation)
    pieces = pieces_of(leaking.look(approval.text, own))
    return {"pieces": pieces, "reason": approval.given["decided"]["reason"]}


def _file(file: Any, actor: Actor) -> dict[str, Any]:
    preview = waiting_file_url(file.pk, actor, preview=True) if file.preview_as else ""
    whole = waiting_file_url(file.pk, actor)
    facts = {"name": file.name, "size": file.size, "description": file.description}
    return facts | {"preview": preview, "whole": whole}

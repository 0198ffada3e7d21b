"""Since when somebody waits in a thread, where an answer to one is no answer to the others."""

from datetime import datetime

from django.db.models import Max, Q

from gehoor.inbox import rules
from gehoor.inbox.models import Conversation, Message


def waits_in_thread_since(conversation: Conversation) -> datetime | None:
    """Return since when the first waits who turned to us and was not answered; None: nobody does.

    Answered is whose message an answer of ours answers, for that message and what they wrote before
    it. A reply that did not arrive, may not have, or is held back is no answer.
    """
    theirs = conversation.messages.filter(
        Q(visibility="") | Q(is_to_us=True),
        kind=Message.Kind.INCOMING,
        is_automatic=False,
        gone_at=None,
        outcome="",
    )
    answered = _answered_up_to(conversation)
    for handle, sequence, since in theirs.order_by("received_at", "sequence").values_list(
        "author_handle", "sequence", "received_at"
    ):
        if sequence > answered.get(handle, 0):
            return since
    return None


def _answered_up_to(conversation: Conversation) -> dict[str, int]:
    """Return of each whom we answered the place of the last message that was answered."""
    sent = Q(reply=None) | Q(reply__state__in=rules.ANSWERS, reply__held_at=None)
    ours = conversation.messages.filter(sent, kind=Message.Kind.REPLY).exclude(answers="")
    answered = conversation.messages.filter(
        kind=Message.Kind.INCOMING, external_id__in=list(ours.values_list("answers", flat=True))
    )
    last = answered.order_by().values_list("author_handle").annotate(last=Max("sequence"))
    return dict(last)

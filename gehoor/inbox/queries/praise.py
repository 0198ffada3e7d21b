"""Compliments: what somebody wrote in a conversation that praises us."""

from collections.abc import Sequence

from gehoor.inbox.models import Message
from gehoor.knowledge.rules.kinds import praises


def praise_in(numbers: Sequence[int]) -> list[Message]:
    """Return what praises us in each of these conversations, the newest conversation first.

    Where a colleague saw praise in words that we do not know, it is the newest they wrote.
    """
    written: dict[int, list[Message]] = {}
    found = Message.objects.filter(conversation__in=numbers, kind=Message.Kind.INCOMING)
    found = found.select_related("conversation__channel", "conversation__contact")
    for each in found.order_by("-conversation", "-sequence"):
        written.setdefault(each.conversation_id, []).append(each)
    return [
        next((each for each in those if praises(each.text)), those[0]) for those in written.values()
    ]

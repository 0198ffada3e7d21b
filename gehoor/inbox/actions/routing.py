"""A conversation passed on to another team, and given back."""

from gehoor.inbox.models import Conversation


def pass_to(conversation: Conversation, *, team: int) -> None:
    Conversation.objects.filter(pk=conversation.pk).update(routed_to=team)
    conversation.routed_to_id = team


def give_back(conversation: Conversation) -> None:
    """It is with its own team again, and with nobody of either: it is to be divided."""
    Conversation.objects.filter(pk=conversation.pk).update(routed_to=None, assignee=None)
    conversation.routed_to_id = conversation.assignee_id = None


def cover(conversation: Conversation, *, team: int) -> bool:
    """Let a team have what lies with nobody who is there; tells whether that is new.

    What is of that team already, or with another one, is only put back to divide.
    """
    is_elsewhere = conversation.channel.team_id == team or conversation.routed_to_id is not None
    to = conversation.routed_to_id if is_elsewhere else team
    if to == conversation.routed_to_id and conversation.assignee_id is None:
        return False
    Conversation.objects.filter(pk=conversation.pk).update(routed_to=to, assignee=None)
    conversation.routed_to_id, conversation.assignee_id = to, None
    return True

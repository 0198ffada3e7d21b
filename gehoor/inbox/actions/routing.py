"""A conversation passed on to another team, and given back."""

from gehoor.inbox.models import Conversation


def pass_to(conversation: Conversation, *, team: int) -> None:
    Conversation.objects.filter(pk=conversation.pk).update(routed_to=team)
    conversation.routed_to_id = team


def give_back(conversation: Conversation) -> None:
    """It is with its own team again, and with nobody of either: it is to be divided."""
    Conversation.objects.filter(pk=conversation.pk).update(routed_to=None, assignee=None)
    conversation.routed_to_id = conversation.assignee_id = None

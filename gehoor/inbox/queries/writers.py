"""Who wrote in a conversation, for who wants to name them."""

from collections.abc import Sequence

from gehoor.inbox.models import Conversation, Message

MOST = 200


def writers_in(conversation: Conversation) -> Sequence[tuple[str, str]]:
    """Return the handle and the name of who wrote to us here, who wrote last first."""
    found = conversation.messages.filter(kind=Message.Kind.INCOMING).exclude(author_handle="")
    each = found.order_by("author_handle", "-sequence").distinct("author_handle")
    rows = each.values_list("sequence", "author_handle", "author_name")
    return [(handle, name) for _, handle, name in sorted(rows, reverse=True)[:MOST]]

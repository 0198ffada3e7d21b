"""The tier of a conversation worked out anew, of the messages that stand in it now."""

from gehoor.inbox import rules
from gehoor.inbox.models import Conversation, Message
from gehoor.inbox.rules import Tier


def work_out(conversation: Conversation) -> None:
    """Let a conversation be as near to us as the nearest message of others in it.

    What was only found stays so: all of its channel is.
    """
    if conversation.tier == Tier.FOUND:
        return
    theirs = conversation.messages.filter(kind=Message.Kind.INCOMING)
    kinds = theirs.order_by().values_list("visibility", "is_to_us").distinct()
    conversation.tier = min(
        (int(rules.tier_of(visibility=said, is_to_us=named)) for said, named in kinds),
        default=int(rules.tier_without_messages(is_public=conversation.is_public)),
    )
    conversation.save(update_fields=["tier"])

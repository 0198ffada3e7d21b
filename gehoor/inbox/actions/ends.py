"""How each message of a thread ended, kept when somebody writes again and the thread is open anew.

Of a thread of a thousand replies that was finished, the next reply makes one message to deal with,
and not a thousand and one.
"""

from collections.abc import Iterable, Mapping

from gehoor.inbox.models import Conversation, Message

Ended = Mapping[int, tuple[str, int]]
"""of conversations that were done: how, and the first place that was free"""


def of_threads(conversations: Iterable[Conversation]) -> Ended:
    """Return how these threads ended, before anything is added to them."""
    return {
        each.pk: (each.outcome, each.next_sequence)
        for each in conversations
        if each.thread and each.status == Conversation.Status.DONE and each.outcome
    }


def keep(ended: Ended, touched: Iterable[Conversation]) -> None:
    """Write down of those that are open again how what stood in them had ended."""
    for conversation in touched:
        if conversation.pk in ended and conversation.status == Conversation.Status.OPEN:
            outcome, upto = ended[conversation.pk]
            conversation.messages.filter(
                kind=Message.Kind.INCOMING, outcome="", sequence__lt=upto
            ).update(outcome=outcome)

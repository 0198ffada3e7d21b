"""How somebody turned to us, as norms tell it apart. Values in, answer out."""

from gehoor.contracts.posts import Visibility
from gehoor.planning.rules.norms import Way


def way_of(*, visibility: str, is_answer: bool, is_chat: bool = False) -> Way:
    """Return how a message turns to us, of one that does."""
    if is_chat:
        return Way.CHAT
    if visibility == Visibility.UNSAID:
        return Way.MAIL
    if visibility == Visibility.DIRECT:
        return Way.DIRECT
    return Way.REACTION if is_answer else Way.MENTION

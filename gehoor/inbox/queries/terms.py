"""Which terms are to be worked out anew, and how one stands."""

from gehoor.inbox.models import Conversation


def has_old_terms() -> bool:
    return Conversation.objects.filter(has_old_term=True).exists()

"""What an answer answers: the message its writer had above what they typed, or else the newest."""

from django.utils.translation import gettext as _

from gehoor.flows.refusing import NotPossible
from gehoor.inbox import queries as inbox
from gehoor.inbox.models import Conversation, Message


def settle(conversation: Conversation, *, chosen: int | None) -> Message | None:
    """Return what an answer answers. `chosen` is the number of a public message of this
    conversation. Raises NotPossible when that cannot be answered (any more): an answer meant for
    one person never goes to another instead.
    """
    if not chosen:
        return inbox.newest_incoming(conversation)
    if found := inbox.answerable(conversation, pk=chosen):
        return found
    raise NotPossible(
        _("What you answer is not there any more. Nothing was sent; your text is kept. Look at "
          "whom you answer now.")
    )  # fmt: skip


def name_of(conversation: Conversation, *, chosen: int | None) -> str:
    """Return what the platform calls what somebody chose to answer, to be kept with their draft;
    empty when it cannot be answered: then it is for the newest."""
    found = inbox.answerable(conversation, pk=chosen) if chosen else None
    return found.external_id if found else ""

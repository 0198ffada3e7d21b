"""Until when somebody can be answered: told while one writes, looked at again before it leaves.

The moment is the database's. Who is too late loses nothing: the text is kept, and what one can do
instead is said.
"""

from datetime import datetime, timedelta
from typing import Final

from django.utils.translation import gettext as _

from gehoor.channels import queries as channel_queries
from gehoor.channels.models import Channel
from gehoor.contracts.posts import Visibility
from gehoor.contracts.windows import ReplyWindow, Stand
from gehoor.flows.refusing import NotPossible
from gehoor.inbox import queries as inbox
from gehoor.inbox.models import Conversation, Reply
from gehoor.kit.text import N_

BEFORE_THE_END: Final = timedelta(seconds=5)
"""the time to take a reply back ends so long before the window does, so that it still leaves"""
ENDED_MEANWHILE: Final = N_(
    "The time to answer ended before this could be sent. Nothing was sent; the text is kept here. "
    "You can send it again once they write again."
)
ENDED_IN_DOUBT: Final = N_(
    "The time to answer ended, so this is not tried again. Nobody knows whether the earlier try "
    "arrived: look at the platform."
)


def stand_of(
    conversation: Conversation, *, to: str, visibility: Visibility, at: datetime
) -> Stand | None:
    """Say how it stands with an answer to `to` at a moment; None where there is no window."""
    window = window_of(conversation.channel, visibility=visibility)
    last = inbox.last_word_of(conversation, to) if window else None
    return window.stand(last, now=at) if window and last else None


def window_of(channel: Channel, *, visibility: Visibility) -> ReplyWindow | None:
    found = channel_queries.capabilities_of(channel).window
    return found if found and found.counts_for(visibility) else None


def refuse_when_over(
    conversation: Conversation, stand: Stand | None, *, visibility: Visibility
) -> None:
    """Raise NotPossible when the time to answer is over, with what one can do instead."""
    if stand and stand.is_over:
        window = window_of(conversation.channel, visibility=visibility)
        instead = _(window.instead) if window and window.instead else ""
        told = _("The time to answer is over. Nothing was sent; your text is kept.")
        raise NotPossible(f"{told} {instead}".strip())


def refuse_again(reply: Reply, *, at: datetime) -> None:
    """The same for a reply that is to be sent once more."""
    conversation, visibility = reply.message.conversation, Visibility(reply.visibility)
    stand = stand_of(conversation, to=reply.to, visibility=visibility, at=at)
    refuse_when_over(conversation, stand, visibility=visibility)


def seconds_to_undo(stand: Stand | None, *, now: datetime, usual: float) -> float:
    """Return for how long a reply can be taken back: shorter when the window ends before that, or
    it would never leave."""
    if stand is None:
        return usual
    return min(usual, max(0.0, (stand.ends_at - BEFORE_THE_END - now).total_seconds()))


def told_at_sending(*, in_doubt: bool) -> str:
    """Return what a colleague reads beside a reply whose turn came too late."""
    return ENDED_IN_DOUBT if in_doubt else ENDED_MEANWHILE


def at_sending(channel: Channel, reply: Reply, *, at: datetime) -> Stand | None:
    """Say how it stands for a reply whose turn has come."""
    visibility = Visibility(reply.visibility)
    if window_of(channel, visibility=visibility) is None:
        return None
    return stand_of(reply.message.conversation, to=reply.to, visibility=visibility, at=at)

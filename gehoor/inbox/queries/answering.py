"""What an answer answers: the newest message, or one in public that its writer chose."""

from typing import Any, NamedTuple

from gehoor.contracts.posts import Visibility
from gehoor.inbox.models import Conversation, Message
from gehoor.kit import often

OPEN = [each.value for each in Visibility if each.is_open]


def newest_incoming(conversation: Conversation) -> Message | None:
    """Return what an answer answers by itself: the newest that is still there, else the newest."""
    theirs = conversation.messages.filter(kind=Message.Kind.INCOMING, is_around=False)
    found = theirs.order_by("-sequence")
    return found.filter(gone_at=None).first() or found.first()


class Newest(NamedTuple):
    """What is looked at of the newest message somebody outside wrote."""

    text: str = ""
    handle: str = ""
    visibility: str = ""
    answers: str = ""


# A piece of what is asked for every conversation that is opened; the same as `newest_incoming`.
NEWEST_INCOMING = """
    SELECT json_build_array(m.text, m.author_handle, m.visibility, m.answers)
    FROM inbox_message m
    WHERE m.conversation_id = %(conversation)s AND m.kind = 'in' AND NOT m.is_around
    ORDER BY m.gone_at IS NULL DESC, m.sequence DESC LIMIT 1
"""


def newest_in(conversation: Conversation) -> Newest | None:
    """Return that by itself."""
    rows = often.ask(NEWEST_INCOMING, {"conversation": conversation.pk})
    return Newest(*rows[0][0]) if rows else None


def answerable(conversation: Conversation, **which: Any) -> Message | None:
    """Return the message somebody chose to answer, if that can be: it is in this conversation,
    everybody can read it, and it is still there. `which` says it by `pk` or by `external_id`."""
    theirs = conversation.messages.filter(
        kind=Message.Kind.INCOMING,
        channel_id=conversation.channel_id,
        visibility__in=OPEN,
        gone_at=None,
    )
    return theirs.exclude(external_id="").filter(**which).order_by("sequence").first()


def address_of(conversation: Conversation, answered: Message | None) -> str:
    """Return where an answer goes: to who wrote what it answers, never Reply-To."""
    if answered and answered.author_handle:
        return answered.author_handle
    found = conversation.contact.addresses.order_by("pk").first()
    return found.shown if found else ""


def what_it_answers(answer: Message) -> Message | None:
    """Return the message an answer answers: the one it names, else the newest before it."""
    theirs = answer.conversation.messages.filter(
        kind=Message.Kind.INCOMING, sequence__lt=answer.sequence
    ).order_by("-sequence")
    named = theirs.filter(external_id=answer.answers).first() if answer.answers else None
    return named or theirs.first()

"""Makes rows of what came in: a message with its place in line, and the files that hang on it."""

from collections.abc import Sequence

from gehoor.inbox import rules
from gehoor.inbox.actions.arrivals import Arrival
from gehoor.inbox.models import Attachment, Conversation, Message
from gehoor.kit import words
from gehoor.kit.questions import is_question


def store(messages: Sequence[Message], arrivals: Sequence[Arrival]) -> None:
    """Store messages that have their places, each with the files of its arrival."""
    Message.objects.bulk_create(messages)
    Attachment.objects.bulk_create(
        Attachment(message=message, **vars(stored))
        for message, arrival in zip(messages, arrivals, strict=True)
        for stored in arrival.files
    )


def message_of(channel_id: int, conversation: Conversation, arrival: Arrival) -> Message:
    """Return what came in as a message, with the next place of its conversation."""
    incoming = arrival.message
    sequence = conversation.next_sequence
    is_ended = arrival.asks_nothing_of(conversation.contact_id)
    conversation.next_sequence += 1
    return Message(
        conversation=conversation,
        channel_id=channel_id,
        delivery_id=arrival.delivery_id,
        part=arrival.part,
        sequence=sequence,
        kind=Message.Kind.REPLY if incoming.is_ours else Message.Kind.INCOMING,
        author_name=(incoming.author.name or (arrival.handle if incoming.is_ours else ""))[:200],
        author_handle=arrival.handle,
        subject=incoming.subject[:300],
        text=incoming.text,
        html=incoming.html,
        external_id=rules.usable_id(incoming.external_id),
        answers=rules.usable_id(incoming.answers[0] if incoming.answers else ""),
        reply_to=incoming.reply_to[:320],
        link=incoming.link[:2000],
        visibility=incoming.visibility,
        is_to_us=incoming.is_to_us,
        is_around=arrival.is_around,
        is_question=is_question(incoming.text),
        is_automatic=incoming.is_automatic,
        outcome=Conversation.Outcome.SEEN if is_ended else Conversation.Outcome.NONE,
        warnings=list(incoming.warnings),
        words=words.tsvector(incoming.subject, incoming.author.name, incoming.text),
        sent_at=arrival.sent_at,
        received_at=arrival.received_at,
    )

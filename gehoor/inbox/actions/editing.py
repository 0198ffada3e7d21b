"""What was changed at its source: every text is kept as a version, the newest is shown."""

from collections.abc import Sequence

from gehoor.inbox.actions.arrivals import Arrival
from gehoor.inbox.models import Conversation, Message, MessageVersion
from gehoor.kit import words


def edit(arrivals: Sequence[Arrival]) -> list[Conversation]:
    """Keep every text as a version and show the newest; the place in line stays."""
    changed = []
    for arrival in arrivals:
        message = Message.objects.select_for_update().get(pk=arrival.replaces or 0)
        incoming = arrival.message
        if (message.subject, message.text) == (incoming.subject[:300], incoming.text):
            continue
        # A version that was hard to read may come after the one that replaced it.
        if message.delivery_id and arrival.delivery_id < message.delivery_id:
            earlier = _whole_text(incoming.subject, incoming.text, beside=message.subject)
            _keep_version(message, earlier, arrival.delivery_id)
            continue
        _replace(message, arrival)
        changed.append(message.conversation)
    return changed


def _replace(message: Message, arrival: Arrival) -> None:
    incoming, former = arrival.message, message.subject
    earlier = _whole_text(former, message.text, beside=incoming.subject[:300])
    _keep_version(message, earlier, message.delivery_id)
    message.subject, message.text = incoming.subject[:300], incoming.text
    message.html, message.link = incoming.html, incoming.link[:2000]
    message.delivery_id = arrival.delivery_id
    message.words = words.tsvector(message.subject, message.author_name, message.text)
    message.save(update_fields=["subject", "text", "html", "link", "words", "delivery"])
    conversation = Conversation.objects.filter(pk=message.conversation_id)
    conversation.update(is_unread=True)
    conversation.filter(subject=former).update(subject=message.subject)


def _whole_text(subject: str, text: str, *, beside: str) -> str:
    """Return an earlier text, with its title above it when that was another."""
    return text if subject == beside or not subject else f"{subject}\n\n{text}"


def _keep_version(message: Message, text: str, delivery_id: int | None) -> None:
    MessageVersion.objects.create(message=message, text=text, delivery_id=delivery_id)

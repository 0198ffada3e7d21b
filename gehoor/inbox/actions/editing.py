"""What was changed at its source: every text is kept as a version, the newest is shown."""

from collections.abc import Sequence

from gehoor.inbox import rules
from gehoor.inbox.actions import handling, tiers, touched
from gehoor.inbox.actions.arrivals import Arrival
from gehoor.inbox.models import Conversation, Message, MessageVersion
from gehoor.kit import words
from gehoor.kit.questions import is_question


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
        changed.append(_work_out(message, arrival))
    return changed


def _work_out(message: Message, arrival: Arrival) -> Conversation:
    """Who edits writes, too: what was put off is back, and who names us only now waits for us."""
    conversation = Conversation.objects.select_for_update().get(pk=message.conversation_id)
    incoming = arrival.message
    names_us_now = incoming.is_to_us and not message.is_to_us
    message.is_to_us, message.visibility = incoming.is_to_us, incoming.visibility
    message.save(update_fields=["is_to_us", "visibility"])
    tiers.work_out(conversation)
    if arrival.asks_nothing_of(conversation.contact_id):
        return conversation
    is_of_contact = arrival.contact_id == conversation.contact_id
    if conversation.is_snoozed and rules.ends_snooze(incoming, is_of_contact=is_of_contact):
        touched.bring_back(conversation, is_of_contact=is_of_contact)
        conversation.save(update_fields=["is_snoozed", "back_because"])
    if names_us_now and rules.awaits_an_answer(incoming):
        handling.reopen(conversation)
    return conversation


def _replace(message: Message, arrival: Arrival) -> None:
    incoming, former = arrival.message, message.subject
    earlier = _whole_text(former, message.text, beside=incoming.subject[:300])
    _keep_version(message, earlier, message.delivery_id)
    message.subject, message.text = incoming.subject[:300], incoming.text
    message.html, message.link = incoming.html, incoming.link[:2000]
    message.delivery_id = arrival.delivery_id
    message.words = words.tsvector(message.subject, message.author_name, message.text)
    message.is_question = is_question(message.text)
    message.save(
        update_fields=["subject", "text", "html", "link", "words", "is_question", "delivery"]
    )
    conversation = Conversation.objects.filter(pk=message.conversation_id)
    conversation.update(is_unread=True)
    conversation.filter(subject=former).update(subject=message.subject)


def _whole_text(subject: str, text: str, *, beside: str) -> str:
    """Return an earlier text, with its title above it when that was another."""
    return text if subject == beside or not subject else f"{subject}\n\n{text}"


def _keep_version(message: Message, text: str, delivery_id: int | None) -> None:
    MessageVersion.objects.create(message=message, text=text, delivery_id=delivery_id)

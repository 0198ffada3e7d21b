"""Storing what came in: conversations found or opened, messages added once."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import connection

from gehoor.contracts.connector import IncomingMessage, Threading
from gehoor.inbox import rules
from gehoor.inbox.actions.arrivals import Arrival
from gehoor.inbox.models import Attachment, Conversation, Message, MessageVersion
from gehoor.kit import words
from gehoor.kit.text import N_

Status = Conversation.Status


@dataclass
class Known:
    """A message we have already, to which a new one may refer."""

    conversation_id: int
    kind: str
    handle: str
    channel_id: int


@dataclass
class Desk:
    """The conversations a batch of arrivals touches, held locked until the batch is stored."""

    channel_id: int
    threading: Threading
    known: dict[str, Known]
    awaited: dict[tuple[str, str], int]
    """conversations of messages that came before what they answer, by its id and their sender"""
    people: dict[int, set[int]]
    """which contacts are known in each conversation"""
    existing: dict[int, Conversation]
    by_thread: dict[str, Conversation] = field(default_factory=dict)
    by_contact: dict[int, Conversation] = field(default_factory=dict)
    opened: list[Conversation] = field(default_factory=list)
    doubtful: list[tuple[Conversation, Conversation]] = field(default_factory=list)
    """conversations just opened, and the one of this batch each possibly belongs to"""
    by_reference: dict[str, tuple[Conversation, str]] = field(default_factory=dict)
    """messages of this same batch, by external id: their conversation and sender"""
    overtaking: dict[tuple[str, str], Conversation] = field(default_factory=dict)
    """the same for messages of this batch"""


def receive(
    channel_id: int, threading: Threading, arrivals: Sequence[Arrival]
) -> list[Conversation]:
    """Store a batch of new messages and return the conversations that changed.

    Call it under the channel's lock and inside the transaction that settles the deliveries.
    """
    edits = [arrival for arrival in arrivals if arrival.replaces]
    fresh = [arrival for arrival in arrivals if not arrival.replaces]
    desk = _prepare(channel_id, threading, fresh)
    placed = [(_place(desk, arrival), arrival) for arrival in fresh]
    # Messages first take their places in line, so that a conversation is written only once.
    messages = [_message(channel_id, conversation, arrival) for conversation, arrival in placed]
    Conversation.objects.bulk_create(desk.opened)
    _link(desk.doubtful)
    touched = {conversation.pk: conversation for conversation, _ in placed}
    _save_touched([each for each in touched.values() if each.pk in desk.existing])
    _store_messages(messages, fresh)
    return [*touched.values(), *_edit(edits)]


def _prepare(channel_id: int, threading: Threading, arrivals: Sequence[Arrival]) -> Desk:
    referred = {
        reference
        for arrival in arrivals
        for reference in (*arrival.message.answers, arrival.message.external_id)
        if reference
    }
    known = _find_known(channel_id, referred)
    awaited = _find_awaited(channel_id, referred)
    wanted = {found.conversation_id for found in known.values() if found.channel_id == channel_id}
    wanted.update(awaited.values())
    desk = Desk(channel_id, threading, known, awaited, _people_in(wanted), existing={})
    found = Conversation.objects.filter(channel_id=channel_id).select_for_update().order_by("pk")
    if threading is Threading.THREAD:
        # No thread is no place: two people who name none must not meet in one conversation.
        threads = {arrival.message.thread for arrival in arrivals} - {""}
        for conversation in found.filter(thread__in=threads):
            desk.by_thread[conversation.thread] = desk.existing[conversation.pk] = conversation
    elif threading is Threading.CONTACT:
        contacts = {arrival.contact_id for arrival in arrivals}
        for conversation in found.filter(contact_id__in=contacts, status="open"):
            desk.by_contact[conversation.contact_id] = conversation
            desk.existing[conversation.pk] = conversation
    elif wanted:
        desk.existing = {one.pk: one for one in found.filter(pk__in=wanted)}
    return desk


def _find_known(channel_id: int, external_ids: set[str]) -> dict[str, Known]:
    """Return the messages with these external ids; our own channel's win over another's."""
    rows = Message.objects.filter(external_id__in=external_ids).values_list(
        "external_id", "conversation_id", "kind", "author_handle", "channel_id"
    )
    ordered = sorted(rows, key=lambda row: row[4] == channel_id)
    return {row[0]: Known(row[1], row[2], row[3], row[4]) for row in ordered}


def _find_awaited(channel_id: int, external_ids: set[str]) -> dict[tuple[str, str], int]:
    """Return who answered these already, and where: mail may overtake the mail it answers."""
    rows = Message.objects.filter(
        channel_id=channel_id, kind=Message.Kind.INCOMING, answers__in=external_ids
    ).order_by("pk")
    return {
        (answered, handle): conversation
        for answered, handle, conversation in rows.values_list(
            "answers", "author_handle", "conversation_id"
        )
    }


def _people_in(conversations: set[int]) -> dict[int, set[int]]:
    known: dict[int, set[int]] = {}
    for pk, contact_id in Conversation.objects.filter(pk__in=conversations).values_list(
        "pk", "contact_id"
    ):
        known.setdefault(pk, set()).add(contact_id)
    return known


def _place(desk: Desk, arrival: Arrival) -> Conversation:
    """Find the conversation a message belongs to, or open one; then note its arrival there."""
    conversation = _find(desk, arrival) or _open(desk, arrival)
    message = arrival.message
    if message.external_id and message.external_id not in desk.by_reference:
        desk.by_reference[message.external_id] = (conversation, arrival.handle)
    if message.answers:
        desk.overtaking.setdefault((message.answers[0], arrival.handle), conversation)
    _note_arrival(conversation, arrival)
    return conversation


def _find(desk: Desk, arrival: Arrival) -> Conversation | None:
    if desk.threading is Threading.THREAD:
        return desk.by_thread.get(arrival.message.thread)
    if desk.threading is Threading.CONTACT:
        return desk.by_contact.get(arrival.contact_id)
    if not arrival.handle:
        return None  # a mail that names nobody is nobody's follow-up
    for reference in arrival.message.answers:
        if found := _answered(desk, reference, arrival):
            return found
    return _awaiting(desk, arrival)


def _awaiting(desk: Desk, arrival: Arrival) -> Conversation | None:
    """Return where the same sender wrote what answers this, or answers the same as this does."""
    message = arrival.message
    for reference in (message.external_id, *message.answers[:1]):
        place = (reference, arrival.handle)
        if reference and place in desk.overtaking:
            return desk.overtaking[place]
        if reference and place in desk.awaited:
            return desk.existing.get(desk.awaited[place])
    return None


def _answered(desk: Desk, reference: str, arrival: Arrival) -> Conversation | None:
    """Return the conversation a mail answers, if its sender is known there.

    A reference alone proves nothing: anybody can copy it from a forwarded mail.
    """
    if in_batch := desk.by_reference.get(reference):
        conversation, sender = in_batch
        return conversation if sender == arrival.handle else None
    found = desk.known.get(reference)
    if found is None or found.channel_id != desk.channel_id:
        return None
    if found.kind == Message.Kind.REPLY:
        is_known = arrival.contact_id in desk.people.get(found.conversation_id, ())
    else:
        is_known = found.handle == arrival.handle
    return desk.existing.get(found.conversation_id) if is_known else None


def _open(desk: Desk, arrival: Arrival) -> Conversation:
    message = arrival.message
    conversation = Conversation(
        channel_id=desk.channel_id,
        contact_id=arrival.contact_id,
        thread=message.thread if desk.threading is Threading.THREAD else "",
        subject=message.subject[:300],
        is_public=message.is_public,
        possibly_belongs_to_id=_possible_home(desk, message),
        sort_at=arrival.received_at,
        last_message_at=arrival.received_at,
        next_sequence=1,
    )
    if arrival.is_history:
        conversation.status, conversation.outcome = Status.DONE, Conversation.Outcome.SEEN
        conversation.outcome_reason = HISTORY
        conversation.sort_at = conversation.last_message_at = arrival.sent_at
        conversation.is_unread = False
    desk.opened.append(conversation)
    _note_doubt(desk, conversation, message)
    if conversation.thread:
        desk.by_thread[conversation.thread] = conversation
    if desk.threading is Threading.CONTACT:
        desk.by_contact[arrival.contact_id] = conversation
    return conversation


def _possible_home(desk: Desk, message: IncomingMessage) -> int | None:
    """Return a conversation this may belong to, for a colleague to decide."""
    for reference in (*message.answers, message.external_id):
        if found := desk.known.get(reference):
            return found.conversation_id
    return None


def _note_doubt(desk: Desk, conversation: Conversation, message: IncomingMessage) -> None:
    """Remember a possible home in this same batch: it may not be stored yet."""
    if conversation.possibly_belongs_to_id is None:
        for reference in (*message.answers, message.external_id):
            if reference in desk.by_reference:
                desk.doubtful.append((conversation, desk.by_reference[reference][0]))
                return


def _link(doubtful: Sequence[tuple[Conversation, Conversation]]) -> None:
    for conversation, home in doubtful:
        conversation.possibly_belongs_to = home
    Conversation.objects.bulk_update(
        [conversation for conversation, _ in doubtful], ["possibly_belongs_to"]
    )


HISTORY = N_("Brought in from an older mailbox.")


def _note_arrival(conversation: Conversation, arrival: Arrival) -> None:
    if arrival.is_history:
        if arrival.sent_at >= conversation.last_message_at:
            conversation.last_message_at = arrival.sent_at
            conversation.opening = rules.first_words(arrival.message.text)
        return
    conversation.last_message_at = arrival.received_at
    conversation.opening = rules.first_words(arrival.message.text)
    if arrival.message.is_earlier:
        _count_as_seen(conversation)
        return
    conversation.is_unread = True
    if arrival.message.is_automatic:
        return
    conversation.waiting_since = conversation.waiting_since or arrival.received_at
    conversation.sort_at = conversation.waiting_since
    conversation.status = Status.OPEN
    conversation.outcome = Conversation.Outcome.NONE
    conversation.outcome_reason = ""


def _count_as_seen(conversation: Conversation) -> None:
    """What was there before us is kept to be found, and asks nothing of anybody."""
    if conversation.pk is None:
        conversation.is_unread = False
        conversation.status = Conversation.Status.DONE
        conversation.outcome = Conversation.Outcome.SEEN


def _store_messages(messages: Sequence[Message], arrivals: Sequence[Arrival]) -> None:
    Message.objects.bulk_create(messages)
    Attachment.objects.bulk_create(
        Attachment(message=message, **vars(stored))
        for message, arrival in zip(messages, arrivals, strict=True)
        for stored in arrival.files
    )


def _message(channel_id: int, conversation: Conversation, arrival: Arrival) -> Message:
    incoming = arrival.message
    sequence = conversation.next_sequence
    conversation.next_sequence += 1
    return Message(
        conversation=conversation,
        channel_id=channel_id,
        delivery_id=arrival.delivery_id,
        part=arrival.part,
        sequence=sequence,
        kind=Message.Kind.INCOMING,
        author_name=incoming.author.name[:200],
        author_handle=arrival.handle,
        subject=incoming.subject[:300],
        text=incoming.text,
        html=incoming.html,
        external_id=rules.usable_id(incoming.external_id),
        answers=rules.usable_id(incoming.answers[0] if incoming.answers else ""),
        reply_to=incoming.reply_to[:320],
        link=incoming.link[:2000],
        is_automatic=incoming.is_automatic,
        warnings=list(incoming.warnings),
        words=words.tsvector(incoming.subject, incoming.author.name, incoming.text),
        sent_at=arrival.sent_at,
        received_at=arrival.received_at,
    )


# One statement for a batch: Django's own makes a condition for each value of each row, which took
# a third of the time of the whole intake.
SAVE_TOUCHED = """
UPDATE inbox_conversation c
SET (last_message_at, opening, is_unread, waiting_since, sort_at, status, outcome, outcome_reason,
     next_sequence)
  = (n.last_message_at, n.opening, n.is_unread, n.waiting_since, n.sort_at, n.status, n.outcome,
     n.outcome_reason, greatest(c.next_sequence, n.next_sequence))
FROM unnest(%s::bigint[], %s::timestamptz[], %s::text[], %s::boolean[], %s::timestamptz[],
            %s::timestamptz[], %s::text[], %s::text[], %s::text[], %s::int[])
  AS n(id, last_message_at, opening, is_unread, waiting_since, sort_at, status, outcome,
       outcome_reason, next_sequence)
WHERE c.id = n.id
"""
CHANGED_BY_ARRIVAL = (
    "pk", "last_message_at", "opening", "is_unread", "waiting_since", "sort_at", "status",
    "outcome", "outcome_reason", "next_sequence",
)  # fmt: skip


def _save_touched(conversations: Sequence[Conversation]) -> None:
    if not conversations:
        return
    values = [
        [getattr(conversation, name) for conversation in conversations]
        for name in CHANGED_BY_ARRIVAL
    ]
    with connection.cursor() as cursor:
        cursor.execute(SAVE_TOUCHED, values)


def _edit(arrivals: Sequence[Arrival]) -> list[Conversation]:
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

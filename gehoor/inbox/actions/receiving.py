"""Storing what came in: conversations found or opened, messages added once."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from gehoor.channels.models import Channel
from gehoor.contracts.connector import IncomingMessage, Threading
from gehoor.contracts.posts import Visibility
from gehoor.inbox import rules
from gehoor.inbox.actions import around, editing, elsewhere, ends, storing, touched
from gehoor.inbox.actions.arrivals import Arrival, goes_on_sleeping
from gehoor.inbox.models import Conversation, Message
from gehoor.inbox.rules import Tier
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
    nearest: Tier
    """the nearest that anything in this channel is said to us"""
    by_thread: dict[str, Conversation] = field(default_factory=dict)
    by_contact: dict[int, Conversation] = field(default_factory=dict)
    asleep: dict[int, Conversation] = field(default_factory=dict)
    """by contact, what was finished last, for who only thanks in this batch"""
    opened: list[Conversation] = field(default_factory=list)
    doubtful: list[tuple[Conversation, Conversation]] = field(default_factory=list)
    """conversations just opened, and the one of this batch each possibly belongs to"""
    by_reference: dict[str, tuple[Conversation, str]] = field(default_factory=dict)
    """messages of this same batch, by external id: their conversation and sender"""
    overtaking: dict[tuple[str, str], Conversation] = field(default_factory=dict)
    """the same for messages of this batch"""


def receive(
    channel_id: int,
    threading: Threading,
    arrivals: Sequence[Arrival],
    *,
    nearest: Tier = Tier.TO_US,
) -> list[Conversation]:
    """Store a batch of new messages and return the conversations that changed.

    Of those that a message brought back `came_back` is true. `nearest`: of what is only read
    nothing is nearer than found. Call it under the channel's lock and inside the transaction that
    settles the deliveries.
    """
    gone = [arrival for arrival in arrivals if arrival.message.is_gone]
    there = [arrival for arrival in arrivals if not arrival.message.is_gone]
    edits = [arrival for arrival in there if arrival.replaces]
    fresh = [arrival for arrival in there if not arrival.replaces]
    desk = _prepare(channel_id, threading, fresh, nearest)
    fresh = around.with_a_home(fresh, desk.existing)
    ended = ends.of_threads(desk.existing.values())
    # Only now: whoever just sent one of these held its conversation until its id was stored.
    fresh = elsewhere.without_those_we_sent(channel_id, fresh)
    placed = [(_place(desk, arrival), arrival) for arrival in fresh]
    # Messages first take their places in line, so that a conversation is written only once.
    messages = [
        storing.message_of(channel_id, conversation, arrival) for conversation, arrival in placed
    ]
    Conversation.objects.bulk_create(desk.opened)
    _link(desk.doubtful)
    changed = {conversation.pk: conversation for conversation, _ in placed}
    touched.save([each for each in changed.values() if each.pk in desk.existing])
    storing.store(messages, fresh)
    ends.keep(ended, changed.values())
    elsewhere.settle_waiting(placed)
    return [*changed.values(), *editing.edit(edits), *elsewhere.take_away(gone)]


def _prepare(
    channel_id: int, threading: Threading, arrivals: Sequence[Arrival], nearest: Tier
) -> Desk:
    referred = {
        reference
        for arrival in arrivals
        for reference in (*arrival.message.answers, arrival.message.external_id)
        if reference
    }
    known = _find_known(channel_id, referred)
    awaited = _find_awaited(channel_id, referred)
    wanted = {found.conversation_id for found in known.values() if found.channel_id == channel_id}
    wanted.update(awaited.values(), around.homes(arrivals))
    desk = Desk(channel_id, threading, known, awaited, _people_in(wanted), {}, nearest)
    found = Conversation.objects.filter(channel_id=channel_id).select_for_update().order_by("pk")
    if threading is Threading.THREAD:
        # No thread is no place: two people who name none must not meet in one conversation.
        threads = {arrival.message.thread for arrival in arrivals} - {""}
        direct = {arrival.contact_id for arrival in arrivals if _is_direct(arrival)}
        is_known = Q(thread__in=threads) | Q(pk__in=wanted)
        by_contact = Q(contact_id__in=direct, thread="", is_public=False, status="open")
        for conversation in found.filter(is_known | by_contact):
            desk.existing[conversation.pk] = conversation
            if conversation.thread:
                desk.by_thread[conversation.thread] = conversation
            elif conversation.status == Status.OPEN and not conversation.is_public:
                desk.by_contact[conversation.contact_id] = conversation
        _find_asleep(desk, found, [each for each in arrivals if _is_direct(each)])
        _follow_merged(desk)
    elif threading is Threading.CONTACT:
        contacts = {arrival.contact_id for arrival in arrivals}
        for conversation in found.filter(contact_id__in=contacts, status="open"):
            desk.by_contact[conversation.contact_id] = conversation
            desk.existing[conversation.pk] = conversation
        _find_asleep(desk, found, arrivals)
    elif wanted:
        desk.existing = {one.pk: one for one in found.filter(pk__in=wanted)}
    return desk


def _find_asleep(desk: Desk, found: QuerySet[Conversation], arrivals: Sequence[Arrival]) -> None:
    """Find what was finished last with who only thanks: that would open a conversation else."""
    thanking = {each.contact_id for each in arrivals if goes_on_sleeping(each, is_done=True)}
    if not thanking - set(desk.by_contact):
        return
    done = found.filter(contact_id__in=thanking, status="done", thread="", merged_into=None)
    for conversation in done.filter(is_public=False):
        desk.asleep[conversation.contact_id] = conversation
        desk.existing[conversation.pk] = conversation


def _follow_merged(desk: Desk) -> None:
    """What is of a thread that was merged away belongs where everything of it is now."""
    for thread, place in desk.by_thread.items():
        place = around.where_it_is_now(place, desk.existing)
        desk.existing[place.pk] = desk.by_thread[thread] = place


def _find_known(channel_id: int, external_ids: set[str]) -> dict[str, Known]:
    """Return the messages with these external ids; our own channel's win over another's."""
    # The index begins with the channel, so all of them are named.
    channels = list(Channel.objects.order_by().values_list("pk", flat=True))
    found = Message.objects.filter(channel_id__in=channels, external_id__in=external_ids)
    rows = found.values_list(
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
        desk.by_reference[message.external_id] = (conversation, arrival.counterpart)
    if message.answers:
        desk.overtaking.setdefault((message.answers[0], arrival.counterpart), conversation)
    if arrival.asks_nothing_of(conversation.contact_id):
        conversation.last_message_at = arrival.received_at
        return conversation
    touched.note_tier(conversation, message, nearest=desk.nearest)
    _note_arrival(conversation, arrival)
    return conversation


def _find(desk: Desk, arrival: Arrival) -> Conversation | None:
    if desk.threading is Threading.THREAD:
        return _in_thread(desk, arrival)
    if desk.threading is Threading.CONTACT:
        return _with_contact(desk, arrival)
    if not arrival.counterpart:
        return None  # a mail that names nobody is nobody's follow-up
    for reference in arrival.message.answers:
        if found := _answered(desk, reference, arrival):
            return found
    return _awaiting(desk, arrival)


def _in_thread(desk: Desk, arrival: Arrival) -> Conversation | None:
    """Public posts follow their thread, direct ones whoever writes; what we wrote elsewhere stands
    with what it answers, and so does a sign given to something."""
    message = arrival.message
    if arrival.is_around:
        return around.home_of(arrival, desk.existing)
    if (message.is_ours or message.is_reaction) and (found := _told_of(desk, message)):
        return found
    if _is_direct(arrival):
        return _with_contact(desk, arrival)
    told = _told_of(desk, message)
    # What was split off from a public thread has none of its own.
    if told and not told.thread and told.is_public and message.is_public and message.thread:
        return told
    return desk.by_thread.get(message.thread) or (told if told and told.thread else None)


def _with_contact(desk: Desk, arrival: Arrival) -> Conversation | None:
    """Return what is open with whoever writes; for who only thanks, what was finished last."""
    if found := desk.by_contact.get(arrival.contact_id):
        return found
    is_thanks = goes_on_sleeping(arrival, is_done=True)
    return desk.asleep.get(arrival.contact_id) if is_thanks else None


def _told_of(desk: Desk, message: IncomingMessage) -> Conversation | None:
    """Return where the nearest message is that this one answers, and that we have."""
    for reference in message.answers:
        if reference in desk.by_reference:
            return desk.by_reference[reference][0]
        found = desk.known.get(reference)
        if found and found.channel_id == desk.channel_id:
            return desk.existing.get(found.conversation_id)
    return None


def _is_direct(arrival: Arrival) -> bool:
    return arrival.message.visibility is Visibility.DIRECT


def _awaiting(desk: Desk, arrival: Arrival) -> Conversation | None:
    """Return where the same sender wrote what answers this, or answers the same as this does."""
    message = arrival.message
    for reference in (message.external_id, *message.answers[:1]):
        place = (reference, arrival.counterpart)
        if reference and place in desk.overtaking:
            return desk.overtaking[place]
        if reference and place in desk.awaited:
            return desk.existing.get(desk.awaited[place])
    return None


def _answered(desk: Desk, reference: str, arrival: Arrival) -> Conversation | None:
    """Return the conversation a mail answers, if who it is with is known there.

    A reference alone proves nothing: anybody can copy it from a forwarded mail, and what we
    forwarded ourselves is no answer to who wrote it.
    """
    if in_batch := desk.by_reference.get(reference):
        conversation, sender = in_batch
        return conversation if sender == arrival.counterpart else None
    found = desk.known.get(reference)
    if found is None or found.channel_id != desk.channel_id:
        return None
    if found.kind == Message.Kind.REPLY:
        is_known = arrival.contact_id in desk.people.get(found.conversation_id, ())
    else:
        is_known = found.handle == arrival.counterpart
    return desk.existing.get(found.conversation_id) if is_known else None


def _open(desk: Desk, arrival: Arrival) -> Conversation:
    message = arrival.message
    conversation = Conversation(
        channel_id=desk.channel_id,
        contact_id=arrival.contact_id,
        thread=_thread_of(desk, arrival),
        subject=message.subject[:300],
        is_public=message.is_public,
        tier=int(max(desk.nearest, touched.first_tier(message))),
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
    elif message.is_earlier or message.is_ours or message.is_reaction:
        # It is kept to be found; whoever writes in it wakes it, also in this same batch.
        conversation.status, conversation.outcome = Status.DONE, Conversation.Outcome.SEEN
        conversation.is_unread = False
    desk.opened.append(conversation)
    _note_doubt(desk, conversation, message)
    if conversation.thread:
        desk.by_thread[conversation.thread] = conversation
    elif desk.threading is not Threading.MAIL:
        desk.by_contact[arrival.contact_id] = conversation
    return conversation


def _thread_of(desk: Desk, arrival: Arrival) -> str:
    is_by_thread = desk.threading is Threading.THREAD and not _is_direct(arrival)
    return arrival.message.thread if is_by_thread else ""


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
    if around.asks_nothing_new(arrival, conversation) or arrival.message.is_reaction:
        return
    if arrival.is_history:
        if arrival.sent_at >= conversation.last_message_at:
            conversation.last_message_at = arrival.sent_at
            conversation.opening = rules.first_words(arrival.message.text)
        return
    conversation.last_message_at = arrival.received_at
    if arrival.message.is_ours:
        conversation.opening = rules.opening_after_ours(
            arrival.message.text, subject=conversation.subject, opening=conversation.opening
        )
        conversation.back_because = Conversation.Back.NOT
        return
    if goes_on_sleeping(arrival, is_done=conversation.status == Status.DONE):
        return
    conversation.opening = rules.first_words(arrival.message.text)
    if arrival.message.is_earlier:
        return
    conversation.is_unread = True
    touched.end_snooze(conversation, arrival)
    if not rules.awaits_an_answer(arrival.message):
        return
    conversation.waiting_since = conversation.waiting_since or arrival.received_at
    conversation.sort_at = conversation.waiting_since
    conversation.status = Status.OPEN
    conversation.outcome = Conversation.Outcome.NONE
    conversation.outcome_reason = ""

"""What happened at a platform without us: posted on our account elsewhere, or taken away."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from gehoor.contracts.posts import Visibility
from gehoor.inbox.actions.arrivals import Arrival
from gehoor.inbox.actions.handling import recount_waiting
from gehoor.inbox.models import Conversation, Message, Reply


def without_those_we_sent(channel_id: int, arrivals: Sequence[Arrival]) -> list[Arrival]:
    """Leave out what left through here: a platform lists it among the rest of ours."""
    ours = {each.message.external_id for each in arrivals if each.message.is_ours}
    if not ours:
        return list(arrivals)
    known = set(
        Message.objects.filter(
            channel_id=channel_id, kind=Message.Kind.REPLY, external_id__in=ours - {""}
        ).values_list("external_id", flat=True)
    )
    return [
        each
        for each in arrivals
        if not (each.message.is_ours and each.message.external_id in known)
    ]


def forget_copy(external_id: str, reply: Reply) -> None:
    """Take out what was listed among ours before we knew that it had left through here as `reply`.

    Call it while the conversation is held, or the two may pass each other.
    """
    copies = Message.objects.filter(
        channel_id=reply.channel_id,
        kind=Message.Kind.REPLY,
        external_id=external_id,
        reply=None,
    ).exclude(pk=reply.message_id)
    if copies.exists():
        copies.delete()


def settle_waiting(placed: Sequence[tuple[Conversation, Arrival]]) -> None:
    """Somebody answered elsewhere: who wrote before that waits no longer, whichever came first."""
    answered = {home.pk: home for home, arrival in placed if arrival.message.is_ours}
    answered |= _answered_before(placed)
    for conversation in answered.values():
        recount_waiting(conversation)


def _answered_before(
    placed: Sequence[tuple[Conversation, Arrival]],
) -> dict[int, Conversation]:
    """Return where a post came in that our answer from elsewhere was there before."""
    theirs = {
        arrival.message.external_id: home
        for home, arrival in placed
        if arrival.message.visibility is not Visibility.UNSAID and not arrival.message.is_ours
    }
    theirs.pop("", None)
    if not theirs:
        return {}
    answers = Message.objects.filter(
        conversation__in={home.pk for home in theirs.values()},
        kind=Message.Kind.REPLY,
        reply=None,
        answers__in=theirs,
    ).values_list("answers", flat=True)
    return {theirs[each].pk: theirs[each] for each in answers}


def take_away(arrivals: Iterable[Arrival]) -> list[Conversation]:
    """Note what is not at its source any more. What it said is kept: it may have been answered."""
    numbers = [arrival.replaces for arrival in arrivals if arrival.replaces]
    if not numbers:
        return []
    moments = {arrival.replaces: arrival.received_at for arrival in arrivals}
    found = Message.objects.filter(pk__in=numbers, gone_at=None).order_by("pk")
    changed = [_lose(message, at=moments[message.pk]) for message in found]
    return list({each.pk: each for each in changed}.values())


def note_gone(conversation: Conversation, external_ids: Iterable[str], *, now: datetime) -> int:
    """The same for what its platform said is not there, when we asked; return how many were new.

    Needs a transaction.
    """
    found = conversation.messages.filter(external_id__in=list(external_ids), gone_at=None)
    gone = list(found.exclude(kind=Message.Kind.NOTE).order_by("pk"))
    for message in gone:
        _lose(message, at=now)
    return len(gone)


def _lose(message: Message, *, at: datetime) -> Conversation:
    """Note it. What others said to each other stays nobody's news, also when it goes."""
    conversation = Conversation.objects.select_for_update().get(pk=message.conversation_id)
    message.gone_at = at
    message.save(update_fields=["gone_at"])
    if not message.is_around:
        conversation.is_unread = True
        conversation.save(update_fields=["is_unread"])
    if conversation.status == Conversation.Status.OPEN:
        recount_waiting(conversation)
    return conversation

"""What is asked of conversations that were split or merged, or could be."""

from collections.abc import Sequence

from django.db.models import Q

from gehoor.inbox.models import Conversation, Message, Regrouping

MOST = 50


def touching(*numbers: int) -> Q:
    return Q(kept__in=numbers) | Q(other__in=numbers)


def last_regrouping(number: int) -> Regrouping | None:
    """Return the last splitting or merging of this conversation that still stands."""
    found = Regrouping.objects.select_related("kept__channel").filter(touching(number))
    return found.filter(undone_at=None).order_by("-pk").first()


def was_regrouped_since(regrouping: Regrouping) -> bool:
    """Was one of the two split or merged again, so that undoing this would tear that?"""
    later = Regrouping.objects.filter(touching(regrouping.kept_id, regrouping.other_id))
    return later.filter(pk__gt=regrouping.pk, undone_at=None).exists()


def mergeable_with(conversation: Conversation) -> Sequence[Conversation]:
    """Return the other conversations of this contact in this channel, newest first."""
    found = Conversation.objects.filter(
        channel_id=conversation.channel_id,
        contact_id=conversation.contact_id,
        is_public=conversation.is_public,
        merged_into=None,
    )
    return list(found.exclude(pk=conversation.pk).order_by("-last_message_at")[:MOST])


def first_incoming(conversation: Conversation, *, since: int) -> Message | None:
    """Return the first message of somebody else from this place on."""
    found = conversation.messages.filter(kind=Message.Kind.INCOMING, sequence__gte=since)
    return found.order_by("sequence").first()


def has_incoming_before(conversation: Conversation, sequence: int) -> bool:
    found = conversation.messages.filter(kind=Message.Kind.INCOMING, sequence__lt=sequence)
    return found.exists()

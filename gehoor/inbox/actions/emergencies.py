"""What is on top of everything because somebody may be in danger."""

from collections.abc import Mapping
from dataclasses import dataclass

from gehoor.inbox.models import Conversation, Message
from gehoor.inbox.rules.dangers import Danger
from gehoor.inbox.rules.emergencies import Alarm


@dataclass(frozen=True, slots=True)
class Raised:
    """A message in which an alarm was found, and where it stands now."""

    message: int
    conversation: int
    alarm: Alarm


def keep(conversation: Conversation, *, is_emergency: bool) -> bool:
    """Keep what a colleague says of danger; tells whether that is new."""
    found = Conversation.objects.filter(pk=conversation.pk).exclude(is_emergency=is_emergency)
    return found.update(is_emergency=is_emergency, emergency_kind="", emergency_words="") > 0


def raise_found(alarms: Mapping[int, Alarm]) -> list[Raised]:
    """Put the conversations of these messages on top, whatever was done with them before.

    Of each conversation the first message counts. What is on top already stays as it is. Needs the
    transaction that stored the messages.
    """
    found = Message.objects.filter(
        pk__in=alarms, kind=Message.Kind.INCOMING, is_around=False, gone_at=None
    )
    raised: dict[int, Raised] = {}
    for message, conversation in found.order_by("pk").values_list("pk", "conversation_id"):
        if conversation not in raised and _put_on_top(conversation, alarms[message]):
            raised[conversation] = Raised(message, conversation, alarms[message])
    return list(raised.values())


def _put_on_top(number: int, alarm: Alarm) -> bool:
    """What was finished, or put off, is work again: somebody may be in danger in it."""
    found = Conversation.objects.filter(pk=number).exclude(is_emergency=True, status="open")
    return bool(
        found.update(
            is_emergency=True,
            emergency_kind=alarm.danger,
            emergency_words=alarm.words,
            status=Conversation.Status.OPEN,
            outcome=Conversation.Outcome.NONE,
            outcome_reason="",
            is_unread=True,
            is_snoozed=False,
        )
    )


def raise_conversation(number: int, alarm: Alarm) -> bool:
    """Put a conversation on top by what stands in it; tells whether that is new."""
    return _put_on_top(number, alarm)


def keep_by_rule(conversation: Conversation, *, name: str) -> bool:
    """Put it on top because a rule says so; tells whether that is new."""
    is_new = _put_on_top(conversation.pk, Alarm(Danger.RULE, name[:80]))
    conversation.refresh_from_db(fields=["is_emergency", "status", "is_snoozed"])
    return is_new

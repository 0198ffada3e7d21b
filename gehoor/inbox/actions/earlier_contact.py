"""That somebody tried before, on their conversation."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef

from gehoor.inbox.models import Conversation, Message


def mark(numbers: Collection[int], *, why: Conversation.Earlier) -> None:
    if numbers:
        Conversation.objects.filter(pk__in=numbers).update(had_contact=why)


def who_wrote_lately(
    conversations: Iterable[Conversation], *, since: datetime, until: datetime
) -> set[int]:
    """Return those of which whoever it is with wrote to us in another one, in that time."""
    numbers = [each.pk for each in conversations]
    if not numbers:
        return set()
    another = Message.objects.filter(
        conversation__contact=OuterRef("contact"), conversation__merged_into=None,
        kind="in", received_at__gte=since, received_at__lt=until,
    ).exclude(conversation=OuterRef("pk"))  # fmt: skip
    found = Conversation.objects.filter(Exists(another), pk__in=numbers, had_contact="")
    return set(found.order_by().values_list("pk", flat=True))

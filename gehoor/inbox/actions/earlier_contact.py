"""That somebody tried before, on their conversation."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef

from gehoor.inbox.models import Conversation


def mark(numbers: Collection[int], *, why: Conversation.Earlier) -> None:
    if numbers:
        Conversation.objects.filter(pk__in=numbers).update(had_contact=why)


def who_wrote_lately(conversations: Iterable[Conversation], *, since: datetime) -> set[int]:
    """Return those of which whoever it is with had another conversation with us since then."""
    numbers = [each.pk for each in conversations]
    if not numbers:
        return set()
    another = Conversation.objects.filter(
        contact=OuterRef("contact"), last_message_at__gte=since, merged_into=None
    ).exclude(pk=OuterRef("pk"))
    found = Conversation.objects.filter(Exists(another), pk__in=numbers, had_contact="")
    return set(found.order_by().values_list("pk", flat=True))

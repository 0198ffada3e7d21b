"""Which of many conversations bear labels."""

from collections.abc import Collection, Iterator

from gehoor.inbox.models import Conversation


def labelled(numbers: Collection[int]) -> Iterator[tuple[list[str], Conversation]]:
    """Return those of these conversations that bear labels, with their labels."""
    found = Conversation.objects.filter(pk__in=list(numbers), tags__isnull=False).distinct()
    for each in found.select_related("channel").prefetch_related("tags").order_by("pk"):
        yield [tag.name for tag in each.tags.all()], each

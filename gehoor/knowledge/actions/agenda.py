"""Everything that changes the agenda."""

from collections.abc import Mapping, Sequence
from typing import Any

from gehoor.kit.portable import go_on_counting
from gehoor.knowledge.models import AgendaItem
from gehoor.knowledge.queries.agenda import OF_ITEM


def keep_item(item: AgendaItem) -> None:
    item.save()


def forget_item(item: AgendaItem) -> None:
    item.delete()


def add_agenda_records(records: Sequence[Mapping[str, Any]]) -> None:
    """Make the agenda out of records of the open format."""
    AgendaItem.objects.bulk_create(
        AgendaItem(pk=record["id"], **{name: record[name] for name in OF_ITEM})
        for record in records
    )
    go_on_counting(AgendaItem)

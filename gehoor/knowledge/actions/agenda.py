"""Everything that changes the agenda."""

from collections.abc import Mapping, Sequence
from typing import Any

from gehoor.kit.portable import add_rows
from gehoor.knowledge.models import AgendaItem


def keep_item(item: AgendaItem) -> None:
    item.save()


def forget_item(item: AgendaItem) -> None:
    item.delete()


def add_agenda_records(records: Sequence[Mapping[str, Any]]) -> None:
    """Make the agenda out of records of the open format."""
    add_rows(AgendaItem, records)

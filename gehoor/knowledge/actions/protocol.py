"""Everything that changes the protocol."""

from collections.abc import Mapping, Sequence
from typing import Any

from gehoor.kit.portable import add_rows
from gehoor.knowledge.models import ProtocolLine


def keep_line(line: ProtocolLine) -> None:
    line.save()


def forget_line(line: ProtocolLine) -> None:
    """What ended by it keeps its name as the reason."""
    line.delete()


def lock_all() -> None:
    """Let nobody change the table until this transaction ends: two could say two things."""
    list(ProtocolLine.objects.select_for_update().order_by("pk").values_list("pk", flat=True))


def add_line_records(records: Sequence[Mapping[str, Any]]) -> None:
    """Make the protocol out of records of the open format; its channels are there."""
    add_rows(ProtocolLine, records)

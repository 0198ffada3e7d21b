"""Everything that changes macros."""

from collections.abc import Mapping, Sequence
from typing import Any

from gehoor.inbox.models import Macro
from gehoor.kit.portable import go_on_counting


def keep_macro(macro: Macro) -> None:
    """Keep a macro as it now is, new or not."""
    macro.save()


def forget_macro(macro: Macro) -> None:
    macro.delete()


def add_macro_records(records: Sequence[Mapping[str, Any]]) -> None:
    """Make macros out of records of the open format; teams and kept answers are there."""
    Macro.objects.bulk_create(
        Macro(
            pk=record["id"],
            team_id=record["team"],
            kept_answer_id=record["kept_answer"],
            **{name: record[name] for name in record if name not in {"id", "team", "kept_answer"}},
        )
        for record in records
    )
    go_on_counting(Macro)

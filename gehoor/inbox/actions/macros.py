"""Everything that changes macros."""

from collections.abc import Mapping, Sequence
from typing import Any

from gehoor.inbox.models import Macro
from gehoor.kit.portable import add_rows


def keep_macro(macro: Macro) -> None:
    """Keep a macro as it now is, new or not."""
    macro.save()


def forget_macro(macro: Macro) -> None:
    macro.delete()


def add_macro_records(records: Sequence[Mapping[str, Any]]) -> None:
    """Make macros out of records of the open format; teams and kept answers are there."""
    add_rows(Macro, records)

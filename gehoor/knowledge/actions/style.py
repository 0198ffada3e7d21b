"""Everything that changes house styles and tips."""

from collections.abc import Mapping, Sequence
from typing import Any

from gehoor.kit.portable import add_rows
from gehoor.knowledge.models import Style, Tip


def keep_style(style: Style) -> None:
    style.save()


def forget_style(style: Style) -> None:
    style.delete()


def keep_tip(kind: str, text: str) -> bool:
    """Keep a tip of one's own, or none; tells whether anything was different."""
    there = Tip.objects.filter(kind=kind)
    if not text:
        return there.delete()[0] > 0
    if there.filter(text=text).exists():
        return False
    Tip.objects.update_or_create(kind=kind, defaults={"text": text})
    return True


def add_style_records(records: Sequence[Mapping[str, Any]]) -> None:
    """Make house styles out of records of the open format; their channels are there."""
    add_rows(Style, records)


def add_tip_records(records: Sequence[Mapping[str, Any]]) -> None:
    add_rows(Tip, records)

"""Everything that changes house styles and tips."""

from collections.abc import Mapping, Sequence
from typing import Any

from gehoor.kit.portable import go_on_counting
from gehoor.knowledge.models import Style, Tip
from gehoor.knowledge.queries.style import OF_STYLE


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
    Style.objects.bulk_create(
        Style(
            pk=record["id"],
            channel_id=record["channel"],
            is_binding=record["is_binding"],
            **{name: record[name] for name in OF_STYLE},
        )
        for record in records
    )
    go_on_counting(Style)


def add_tip_records(records: Sequence[Mapping[str, Any]]) -> None:
    Tip.objects.bulk_create(
        Tip(pk=record["id"], kind=record["kind"], text=record["text"]) for record in records
    )
    go_on_counting(Tip)

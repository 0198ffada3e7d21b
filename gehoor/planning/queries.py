"""Everything asked of the opening hours."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import QuerySet

from gehoor.kit.portable import in_order, values
from gehoor.people.policies import ORGANISATION, Place
from gehoor.planning.models import Block, SpecialDay
from gehoor.planning.rules import Block as Span
from gehoor.planning.rules import Day, Hours


def hours() -> Hours:
    """Return the hours that are kept; a desk without any is never open."""
    week: dict[int, Day] = {}
    special: dict[date, Day] = dict.fromkeys(SpecialDay.objects.values_list("day", flat=True), ())
    rows = Block.objects.order_by("opens").values_list("weekday", "special__day", "opens", "closes")
    for weekday, day, opens, closes in rows:
        if weekday is not None:
            week[weekday] = (*week.get(weekday, ()), Span(opens, closes))
        elif day is not None:
            special[day] = (*special[day], Span(opens, closes))
    return Hours(week, special)


def special_days(*, since: date) -> QuerySet[SpecialDay]:
    """Return the days that are different from `since` on, soonest first."""
    return SpecialDay.objects.filter(day__gte=since).prefetch_related("blocks")


def find_special_day(pk: int) -> tuple[SpecialDay, Place] | None:
    found = SpecialDay.objects.filter(pk=pk).first()
    return (found, ORGANISATION) if found else None


def hour_records() -> Iterator[dict[str, Any]]:
    """Return the hours of every week as the open format has them."""
    for block in in_order(Block.objects.filter(special=None)):
        yield values(block, id="pk", weekday="weekday", opens="opens", closes="closes")


def special_day_records() -> Iterator[dict[str, Any]]:
    """Return the days that are different as the open format has them."""
    for special in in_order(SpecialDay.objects.prefetch_related("blocks")):
        blocks = sorted(special.blocks.all(), key=lambda block: block.opens)
        yield {
            **values(special, id="pk", day="day", reason="reason"),
            "blocks": [values(block, opens="opens", closes="closes") for block in blocks],
        }

"""Everything asked of the opening hours."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import QuerySet

from gehoor.kit.portable import in_order, values
from gehoor.people.policies import ORGANISATION, Place
from gehoor.planning.models import Block, HolidayChoice, SpecialDay
from gehoor.planning.rules import Block as Span
from gehoor.planning.rules import Day, Hours
from gehoor.planning.rules.public_holidays import CLOSED_UNLESS_CHOSEN, Holiday


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
    return Hours(week, special, closed_holidays())


def closed_holidays() -> frozenset[Holiday]:
    """Return on which public holidays we are closed."""
    chosen = dict(HolidayChoice.objects.values_list("name", "is_closed"))
    return frozenset(each for each in Holiday if chosen.get(each, each in CLOSED_UNLESS_CHOSEN))


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


def holiday_records() -> Iterator[dict[str, Any]]:
    """Return what was chosen about public holidays as the open format has it."""
    for choice in in_order(HolidayChoice.objects.all()):
        yield values(choice, id="pk", name="name", is_closed="is_closed")

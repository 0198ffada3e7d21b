"""Everything asked of the opening hours."""

from datetime import date

from django.db.models import QuerySet

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

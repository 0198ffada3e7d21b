"""Everything that changes the opening hours."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from gehoor.kit.portable import go_on_counting
from gehoor.planning.models import Block, HolidayChoice, SpecialDay
from gehoor.planning.queries import closed_holidays, hours
from gehoor.planning.rules import Day
from gehoor.planning.rules.public_holidays import Holiday


def change_week(week: Mapping[int, Day]) -> bool:
    """Let the hours of every week be these; tells whether they were different."""
    wanted = {weekday: day for weekday, day in week.items() if day}
    if dict(hours().week) == wanted:
        return False
    Block.objects.filter(special=None).delete()
    Block.objects.bulk_create(
        Block(weekday=weekday, opens=block.opens, closes=block.closes)
        for weekday, day in wanted.items()
        for block in day
    )
    return True


def change_day(day: date, blocks: Day, *, reason: str) -> bool:
    """Let one day be different; tells whether it was not already like this."""
    row, is_new = SpecialDay.objects.get_or_create(day=day, defaults={"reason": reason})
    if not is_new and row.reason == reason and hours().special[day] == blocks:
        return False
    row.reason = reason
    row.save(update_fields=["reason"])
    row.blocks.all().delete()
    Block.objects.bulk_create(
        Block(special=row, opens=block.opens, closes=block.closes) for block in blocks
    )
    return True


def choose_holidays(closed: frozenset[Holiday]) -> bool:
    """Let these be the public holidays on which we are closed; tells whether they were others."""
    if closed_holidays() == closed:
        return False
    HolidayChoice.objects.all().delete()
    HolidayChoice.objects.bulk_create(
        HolidayChoice(name=each, is_closed=each in closed) for each in Holiday
    )
    return True


def forget_day(special: SpecialDay) -> None:
    """Let a day be as every week again."""
    special.delete()


def add_hour_records(records: Sequence[Mapping[str, Any]]) -> None:
    """Make the hours of every week out of records of the open format."""
    Block.objects.bulk_create(Block(**record) for record in records)
    go_on_counting(Block)


def add_special_day_records(records: Sequence[Mapping[str, Any]]) -> None:
    """Make the days that are different; the hours of every week were made before."""
    SpecialDay.objects.bulk_create(
        SpecialDay(pk=record["id"], day=record["day"], reason=record["reason"])
        for record in records
    )
    Block.objects.bulk_create(
        Block(special_id=record["id"], **block) for record in records for block in record["blocks"]
    )
    go_on_counting(SpecialDay)


def add_holiday_records(records: Sequence[Mapping[str, Any]]) -> None:
    """Make what was chosen about public holidays."""
    HolidayChoice.objects.bulk_create(HolidayChoice(**record) for record in records)
    go_on_counting(HolidayChoice)

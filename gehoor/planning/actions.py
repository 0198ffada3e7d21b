"""Everything that changes opening hours and norms."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from gehoor.kit.portable import add_rows, go_on_counting
from gehoor.planning.models import (
    NOTHING_PROMISED,
    AwayAnswer,
    Block,
    HolidayChoice,
    Norm,
    OwnDay,
    OwnHours,
    ProfileLook,
    SpecialDay,
)
from gehoor.planning.queries import closed_holidays, hours, norm_of, own_weeks
from gehoor.planning.rules import Day
from gehoor.planning.rules.norms import Promise
from gehoor.planning.rules.public_holidays import Holiday
from gehoor.planning.rules.telling import Says


def change_week(week: Mapping[int, Day]) -> bool:
    """Let the hours of every week be these; tells whether they were different."""
    wanted = {weekday: day for weekday, day in week.items() if day}
    if dict(hours().week) == wanted:
        return False
    Block.objects.filter(special=None, own=None).delete()
    _keep_week(wanted)
    return True


def change_own_hours(
    week: Mapping[int, Day],
    *,
    keeps_days: bool,
    team: int | None = None,
    channel: int | None = None,
) -> bool:
    """Let a team or a channel have these hours; tells whether it had others, or none."""
    wanted = {weekday: day for weekday, day in week.items() if day}
    own, is_new = OwnHours.objects.get_or_create(
        team_id=team, channel_id=channel, defaults={"keeps_days": keeps_days}
    )
    if not is_new and own_weeks().get(own.pk, {}) == wanted and own.keeps_days == keeps_days:
        return False
    own.keeps_days = keeps_days
    own.save(update_fields=["keeps_days"])
    own.blocks.all().delete()
    _keep_week(wanted, own=own)
    return True


def _keep_week(week: Mapping[int, Day], *, own: OwnHours | None = None) -> None:
    Block.objects.bulk_create(
        Block(own=own, weekday=weekday, opens=block.opens, closes=block.closes)
        for weekday, day in week.items()
        for block in day
    )


def forget_own_hours(own: OwnHours) -> None:
    """Let a team or a channel keep the hours of what it is of."""
    own.delete()


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


def change_own_day(
    day: date, hours: Day, *, reason: str, team: int | None = None, channel: int | None = None
) -> bool:
    """Let one day be different for a team or channel; tells whether it was not like this."""
    blocks = [[each.opens, each.closes] for each in hours]
    row, is_new = OwnDay.objects.get_or_create(
        team_id=team, channel_id=channel, day=day, defaults={"blocks": blocks, "reason": reason}
    )
    if is_new or (row.blocks, row.reason) == (blocks, reason):
        return is_new
    row.blocks, row.reason = blocks, reason
    row.save(update_fields=["blocks", "reason"])
    return True


def forget_own_day(own: OwnDay) -> None:
    own.delete()


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


def promise(wanted: Promise) -> tuple[Norm, bool]:
    """Keep a norm; tells whether it differs from the one there was for the same."""
    norm = wanted.norm
    kind, number = (str(norm.kind), norm.number) if norm else (NOTHING_PROMISED, 1)
    row, is_new = Norm.objects.get_or_create(
        channel_id=wanted.channel,
        way=wanted.way,
        sender=wanted.sender,
        defaults={"kind": kind, "number": number},
    )
    if is_new or norm_of(row.kind, row.number) == norm:
        return row, is_new
    row.kind, row.number = kind, number
    row.save(update_fields=["kind", "number"])
    return row, True


def answer_while_away(channel: int, *, is_on: bool, text: str) -> bool:
    """Let a channel answer by itself outside its hours, or not; tells whether that is news."""
    row, is_new = AwayAnswer.objects.get_or_create(
        channel_id=channel, defaults={"is_on": is_on, "text": text}
    )
    if is_new:
        return is_on or bool(text)
    if (row.is_on, row.text) == (is_on, text):
        return False
    row.is_on, row.text = is_on, text
    row.save(update_fields=["is_on", "text"])
    return True


def note_look(channel: int, says: Says, *, at: datetime, problem: str = "") -> bool:
    """Keep what a profile said of the hours; tells whether it said something else before."""
    before = ProfileLook.objects.filter(channel=channel).values_list("says", flat=True).first()
    facts = {"looked_at": at, "says": says, "problem": problem[:300]}
    ProfileLook.objects.update_or_create(channel_id=channel, defaults=facts)
    return before != says


def add_away_answer_records(records: Sequence[Mapping[str, Any]]) -> None:
    """Make what channels answer by themselves; they were made before."""
    add_rows(AwayAnswer, records)


def forget_norm(norm: Norm) -> None:
    norm.delete()


def add_norm_records(records: Sequence[Mapping[str, Any]]) -> None:
    """Make the norms out of records of the open format; their channels were made before."""
    add_rows(Norm, records)


def add_hour_records(records: Sequence[Mapping[str, Any]]) -> None:
    """Make the hours of every week out of records of the open format."""
    add_rows(Block, records)


def add_own_hours_records(records: Sequence[Mapping[str, Any]]) -> None:
    """Make the hours of teams and channels, which were made before."""
    add_rows(OwnHours, records, "blocks")
    Block.objects.bulk_create(
        Block(own_id=record["id"], **block) for record in records for block in record["blocks"]
    )


def add_special_day_records(records: Sequence[Mapping[str, Any]]) -> None:
    """Make the days that are different; the hours of every week were made before."""
    add_rows(SpecialDay, records, "blocks")
    Block.objects.bulk_create(
        Block(special_id=record["id"], **block) for record in records for block in record["blocks"]
    )


def add_own_day_records(records: Sequence[Mapping[str, Any]]) -> None:
    """Make the days that are different for a team or channel, which were made before."""
    OwnDay.objects.bulk_create(
        OwnDay(
            pk=record["id"],
            team_id=record["team"],
            channel_id=record["channel"],
            day=record["day"],
            reason=record["reason"],
            blocks=[[block["opens"], block["closes"]] for block in record["blocks"]],
        )
        for record in records
    )
    go_on_counting(OwnDay)


def add_holiday_records(records: Sequence[Mapping[str, Any]]) -> None:
    """Make what was chosen about public holidays."""
    add_rows(HolidayChoice, records)

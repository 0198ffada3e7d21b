"""Everything that changes the roster."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from gehoor.kit.portable import add_rows
from gehoor.roster.models import Duty, Shift, Skip, Swap
from gehoor.roster.queries import forgotten_duties
from gehoor.roster.rules import ONE_DAY, Planned


def add_shift(
    *,
    team: int,
    person: int,
    day: date,
    begins: int,
    ends: int,
    is_weekly: bool = False,
    last_day: date | None = None,
) -> Shift:
    return Shift.objects.create(
        team_id=team, person_id=person, day=day, begins=begins, ends=ends, is_weekly=is_weekly,
        last_day=last_day,
    )  # fmt: skip


def leave_out(shift: Shift, day: date) -> None:
    """Let a shift not be on one day: the only one there is, or one of a weekly one."""
    if shift.is_weekly:
        Skip.objects.get_or_create(shift=shift, day=day)
    else:
        shift.delete()


def end_from(shift: Shift, day: date) -> None:
    """Let a weekly shift not be repeated from a day on."""
    if day <= shift.day:
        shift.delete()
        return
    shift.last_day = day - ONE_DAY
    shift.save(update_fields=["last_day"])


def move(one: Planned, *, to: int) -> Shift:
    """Let a shift of one day be somebody else's."""
    shift = Shift.objects.get(pk=one.shift)
    made = add_shift(team=one.team, person=to, day=one.day, begins=one.begins, ends=one.ends)
    leave_out(shift, one.day)
    return made


def ask_swap(one: Planned, *, to: int, back: Planned | None, at: datetime) -> Swap:
    return Swap.objects.create(
        shift_id=one.shift, day=one.day, asker_id=one.person, to_id=to,
        back_id=back.shift if back else None, back_day=back.day if back else None, asked_at=at,
    )  # fmt: skip


def decide_swap(swap: Swap, state: Swap.State, *, by: int | None, at: datetime) -> bool:
    """Write down how a swap ended; False when somebody was first."""
    undecided = Swap.objects.filter(pk=swap.pk, state=Swap.State.ASKED)
    return undecided.update(state=state, decided_by=by, decided_at=at) == 1


def begin_duty(person: int, *, at: datetime, until: datetime) -> Duty:
    return Duty.objects.create(person_id=person, began_at=at, until=until)


def end_duty(duty: Duty, *, at: datetime) -> bool:
    """Write down that somebody stopped; False when it had ended."""
    return Duty.objects.filter(pk=duty.pk, ended_at=None).update(ended_at=at) == 1


def end_forgotten(*, at: datetime) -> list[Duty]:
    """End what was forgotten, at the moment it should have ended; return it."""
    ended = []
    for duty in forgotten_duties(at=at).select_for_update(skip_locked=True):
        duty.ended_at, duty.was_forgotten = duty.until, True
        duty.save(update_fields=["ended_at", "was_forgotten"])
        ended.append(duty)
    return ended


def add_shift_records(records: Sequence[Mapping[str, Any]]) -> None:
    """Make the shifts out of records of the open format; teams and people were made before."""
    add_rows(Shift, records, "skips")
    Skip.objects.bulk_create(
        Skip(shift_id=record["id"], day=day) for record in records for day in record["skips"]
    )

"""Who works when: shifts are planned, changed and left out, and a week is copied."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from gehoor.audit.actions import record
from gehoor.flows.refusing import NotPossible
from gehoor.kit import days
from gehoor.kit.clock import this_day
from gehoor.kit.locks import hold_until_commit
from gehoor.people import policies
from gehoor.people import queries as people
from gehoor.people.policies import Actor, Place
from gehoor.roster import actions, queries, rules
from gehoor.roster.models import Shift
from gehoor.roster.rules import LOOKED_AHEAD, ONE_DAY, WEEK, Planned, Series

FURTHEST = timedelta(days=366)
PERSON_LANE = 31


@dataclass
class Copied:
    """What became of copying a week."""

    number: int = 0
    left_out: list[str] = field(default_factory=list)
    """why some were not, in words"""


@transaction.atomic
def plan(actor: Actor, wanted: Series) -> Shift:
    """Plan a shift of a day or of every week. Raises NotPossible."""
    _refuse_unless_coordinator(actor, wanted.team)
    refuse_who_is_not_of(wanted.team, wanted.person)
    if wanted.last_day and wanted.last_day < wanted.day:
        raise NotPossible(_("It would end before it begins. Nothing was changed."))
    if min(wanted.day, wanted.last_day or wanted.day) < this_day():
        raise NotPossible(_("That day is over. Choose today or later; nothing was changed."))
    if wanted.day > this_day() + FURTHEST:
        raise NotPossible(_("That is more than a year ahead. Nothing was changed."))
    take_turns(wanted.person)
    refuse_overlap(wanted)
    shift = actions.add_shift(
        team=wanted.team, person=wanted.person, day=wanted.day, begins=wanted.begins,
        ends=wanted.ends, is_weekly=wanted.is_weekly, last_day=wanted.last_day,
    )  # fmt: skip
    log_shift(actor, "plan", shift, day=shift.day)
    return shift


def take_turns(*persons: int) -> None:
    """Let nobody else plan these colleagues until the commit: two shifts could overlap."""
    for person in sorted(persons):
        hold_until_commit(PERSON_LANE, person)


def refuse_overlap(wanted: Series, *, but: Collection[tuple[int, date]] = ()) -> None:
    last = wanted.day + LOOKED_AHEAD if wanted.is_weekly else wanted.day
    thought_of = rules.planned([wanted], (), wanted.day, last)
    others = [
        each
        for each in queries.shifts_of_person(wanted.person, wanted.day - ONE_DAY, last + ONE_DAY)
        if (each.shift, each.day) not in but
    ]
    if found := rules.first_overlap(thought_of, others):
        _one, other = found
        raise NotPossible(
            _("%(name)s works already then: %(shift)s. Nothing was changed.")
            % {"name": name_of(wanted.person), "shift": in_words(other)}
        )


@transaction.atomic
def leave_out(actor: Actor, shift: Shift, day: date) -> None:
    """Let a shift not be on one day."""
    _refuse_unless_coordinator(actor, shift.team_id)
    on_that_day(shift, day)
    log_shift(actor, "leave_out", shift, day=day)
    actions.leave_out(shift, day)


@transaction.atomic
def end_from(actor: Actor, shift: Shift, day: date) -> None:
    """Let a weekly shift not be repeated from a day on."""
    _refuse_unless_coordinator(actor, shift.team_id)
    on_that_day(shift, day)
    log_shift(actor, "end", shift, day=day)
    actions.end_from(shift, day)


@transaction.atomic
def change_day(actor: Actor, shift: Shift, day: date, *, begins: int, ends: int) -> None:
    """Give a shift other hours on one day. Raises NotPossible."""
    _refuse_unless_coordinator(actor, shift.team_id)
    one = on_that_day(shift, day)
    take_turns(one.person)
    changed = Series(0, one.team, one.person, day, begins, ends)
    refuse_overlap(changed, but={(one.shift, day)})
    actions.leave_out(shift, day)
    made = actions.add_shift(team=one.team, person=one.person, day=day, begins=begins, ends=ends)
    log_shift(actor, "change", made, day=day)


@transaction.atomic
def copy_week(actor: Actor, team: int, *, monday: date) -> Copied:
    """Plan in a week what was planned in the week before; what cannot be is left out, and told."""
    _refuse_unless_coordinator(actor, team)
    done = Copied()
    before = [
        each
        for each in queries.shifts_of_teams([team], monday - WEEK, monday - ONE_DAY)
        if each.day >= monday - WEEK
    ]
    for one in before:
        try:
            with transaction.atomic():
                _copy(actor, one)
        except NotPossible as problem:
            if not one.is_weekly:
                done.left_out.append(str(problem))
        else:
            done.number += 1
    return done


def _copy(actor: Actor, one: Planned) -> None:
    if one.is_weekly:
        raise NotPossible("")  # it is there by itself, or was left out by a person
    day = one.day + WEEK
    begin, end = Planned(day, one.begins, one.ends, one.person, one.team, 0).span
    if people.absences([one.person], begin, end):
        raise NotPossible(
            _("%(name)s is away on %(day)s.")
            % {"name": name_of(one.person), "day": days.short(day)}
        )
    plan(actor, Series(0, one.team, one.person, day, one.begins, one.ends))


def _refuse_unless_coordinator(actor: Actor, team: int) -> None:
    if not policies.coordinate(actor, Place(team)):
        raise NotPossible(_("Only the coordinator of this team plans its roster."))


def refuse_who_is_not_of(team: int, person: int) -> None:
    if person not in {each.pk for each in people.members_of(team)}:
        raise NotPossible(
            _("This colleague is not in the team, or not here any more. Nothing was changed.")
        )


def on_that_day(shift: Shift, day: date) -> Planned:
    found = queries.on(shift, day)
    if found is None:
        raise NotPossible(_("This shift is not there any more. Look at the roster again."))
    return found


def in_words(one: Planned) -> str:
    """Return a shift in words: its day and its hours."""
    return f"{days.short(one.day)}, {clock(one.begins)}-{clock(one.ends)}"


def clock(minutes: int) -> str:
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}"


def name_of(person: int) -> str:
    return people.names_of([person]).get(person, "")


def log_shift(actor: Actor, act: str, shift: Shift, *, day: date, to: int | None = None) -> None:
    given: dict[str, Any] = {"to": to} if to else {}
    record(
        actor, act, "shift", shift.pk, team_id=shift.team_id, person=shift.person_id,
        day=day.isoformat(), **given,
    )  # fmt: skip

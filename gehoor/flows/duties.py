"""Who is on duty: somebody says that they begin and that they stop, and who forgets is helped."""

from datetime import datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gehoor.audit.actions import record
from gehoor.flows import cover
from gehoor.flows.refusing import NotPossible
from gehoor.kit.clock import now
from gehoor.people import queries as people
from gehoor.people.policies import Actor
from gehoor.planning.rules import day_of
from gehoor.roster import actions, queries, rules
from gehoor.roster.models import Duty
from gehoor.roster.rules import ONE_DAY, Planned

SYSTEM: Final = Actor(system="timer")
LONGEST: Final = timedelta(hours=12)
"""how long a duty lasts at most that no shift ends"""


def shift_now(person: int, *, at: datetime) -> Planned | None:
    """Return the shift somebody is in, or may begin now."""
    today = day_of(at)
    shifts = queries.shifts_of_person(person, today - ONE_DAY, today + ONE_DAY)
    return rules.at(shifts, at)


@transaction.atomic
def begin(actor: Actor) -> Duty:
    """Begin: until one stops, or until the end of the shift. Raises NotPossible."""
    moment, person = now(), actor.user_id or 0
    if queries.duty_of(person, at=moment):
        raise NotPossible(_("You are on duty already."))
    if people.absences([person], moment, moment + timedelta(microseconds=1)):
        raise NotPossible(
            _("You are away according to the roster. End that first: then you are back.")
        )
    end_forgotten()
    try:
        with transaction.atomic():
            duty = actions.begin_duty(person, at=moment, until=_until(actor, at=moment))
    except IntegrityError as error:
        raise NotPossible(_("You are on duty already.")) from error
    record(actor, "begin", "duty", duty.pk, until=duty.until.isoformat())
    return duty


def _until(actor: Actor, *, at: datetime) -> datetime:
    """Return when a duty ends by itself: with the shift, else when the team closes."""
    shift = shift_now(actor.user_id or 0, at=at)
    if shift:
        return shift.span[1]
    ends = [cover.until_of(team, day_of(at)) for team in actor.teams]
    latest = max(ends, default=at + LONGEST)
    return min(latest, at + LONGEST) if latest > at else at + LONGEST


@transaction.atomic
def stop(actor: Actor) -> None:
    """Stop. Raises NotPossible when it had ended by itself."""
    moment = now()
    duty = queries.duty_of(actor.user_id or 0, at=moment)
    if duty is None or not actions.end_duty(duty, at=moment):
        raise NotPossible(_("You are not on duty."))
    record(actor, "stop", "duty", duty.pk)


@transaction.atomic
def end_forgotten() -> None:
    """End what nobody ended, at the end of its shift; the timer calls this."""
    for duty in actions.end_forgotten(at=now()):
        record(SYSTEM, "forgotten", "duty", duty.pk, person=duty.person_id)


def forgotten_by(person: int) -> Duty | None:
    """Return the last duty of somebody when it ended by itself: they are told."""
    last = queries.last_duty_of(person)
    return last if last and last.was_forgotten else None

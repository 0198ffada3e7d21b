"""The story of setting up: who we are, who works here, when we are there, and what we agreed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from gehoor.audit.actions import record
from gehoor.channels.models import Channel
from gehoor.flows import staffing, terms
from gehoor.flows.refusing import NotPossible
from gehoor.kit.clock import now
from gehoor.organisation import actions as organisation
from gehoor.organisation import queries
from gehoor.organisation.rules import DONE, SKIPPED, step_after
from gehoor.people import actions as people
from gehoor.people import queries as people_queries
from gehoor.people.models import Team, User
from gehoor.people.policies import Actor, Role
from gehoor.planning import actions as planning
from gehoor.planning import queries as planned
from gehoor.planning.models import OwnDay, SpecialDay
from gehoor.planning.rules import Day
from gehoor.planning.rules.public_holidays import Holiday

ORGANISATION = 1
"""the number of the organisation in the log; there is only one"""


@dataclass(frozen=True)
class OwnWeek:
    """Hours of a team or a channel."""

    days: Mapping[int, Day]
    keeps_days: bool = True
    """the days that are different and the public holidays of the organisation hold, too"""


@dataclass(frozen=True)
class Newcomer:
    """Somebody to invite, as setting up asks for them."""

    name: str
    email: str
    role: Role


@transaction.atomic
def change_organisation(actor: Actor, **facts: Any) -> list[str]:
    """Keep facts of the organisation; the log holds which of them changed, not their words."""
    if changed := organisation.change(**facts):
        record(actor, "change", "organisation", ORGANISATION, changed=changed)
    return changed


@transaction.atomic
def change_hours(actor: Actor, week: Mapping[int, Day]) -> bool:
    if has_changed := planning.change_week(week):
        record(actor, "change_hours", "organisation", ORGANISATION)
        terms.renew_all()
    return has_changed


@transaction.atomic
def change_own_hours(actor: Actor, whose: Team | Channel, week: OwnWeek) -> bool:
    """Let a team or a channel have hours of its own. Raises NotPossible when it is never there."""
    if not any(week.days.values()):
        raise NotPossible(
            _("Fill in at least one day, or let go of these hours. Nothing has changed.")
        )
    has_changed = planning.change_own_hours(
        week.days, keeps_days=week.keeps_days, **_number_of(whose)
    )
    if has_changed:
        _log_hours(actor, "change_hours", whose)
    return has_changed


@transaction.atomic
def forget_own_hours(actor: Actor, whose: Team | Channel) -> bool:
    """Let a team or channel keep the hours of what it is of; tells whether it had its own."""
    own = planned.own_hours_of(**_number_of(whose))
    if own is not None:
        planning.forget_own_hours(own)
        _log_hours(actor, "forget_hours", whose)
    return own is not None


def _number_of(whose: Team | Channel) -> dict[str, int]:
    return {"team" if isinstance(whose, Team) else "channel": whose.pk}


def _log_hours(actor: Actor, act: str, whose: Team | Channel, **details: Any) -> None:
    [(subject, number)] = _number_of(whose).items()
    team = whose.pk if isinstance(whose, Team) else whose.team_id
    record(actor, act, subject, number, team_id=team, **details)
    terms.renew_all()


@transaction.atomic
def change_own_day(
    actor: Actor, whose: Team | Channel, day: date, hours: Day, *, reason: str
) -> bool:
    """Let one day be different for a team or channel; tells whether it was not like this."""
    has_changed = planning.change_own_day(day, hours, reason=reason, **_number_of(whose))
    if has_changed:
        _log_hours(actor, "change_day", whose, day=day.isoformat())
    return has_changed


@transaction.atomic
def forget_own_day(actor: Actor, own: OwnDay) -> None:
    """Let a day be as all others of that team or channel."""
    whose = own.team or own.channel
    if whose is not None:
        _log_hours(actor, "forget_day", whose, day=own.day.isoformat())
    planning.forget_own_day(own)


@transaction.atomic
def choose_holidays(actor: Actor, closed: frozenset[Holiday]) -> bool:
    if has_changed := planning.choose_holidays(closed):
        record(actor, "choose_holidays", "organisation", ORGANISATION, closed=sorted(closed))
        terms.renew_all()
    return has_changed


@transaction.atomic
def change_day(actor: Actor, day: date, blocks: Day, *, reason: str) -> bool:
    if has_changed := planning.change_day(day, blocks, reason=reason):
        record(actor, "change_day", "organisation", ORGANISATION, day=day.isoformat())
        terms.renew_all()
    return has_changed


@transaction.atomic
def forget_day(actor: Actor, special: SpecialDay) -> None:
    record(actor, "forget_day", "organisation", ORGANISATION, day=special.day.isoformat())
    planning.forget_day(special)
    terms.renew_all()


def form_team(
    actor: Actor, *, name: str, answers: bool, newcomers: Iterable[Newcomer]
) -> list[staffing.Invited]:
    """Make the first team, join it when one answers oneself, and invite who else is in it.

    Who was invited stays invited when a later one is refused. Raises staffing.NotChanged.
    """
    team = first_team(actor, name=name)
    if answers and actor.user_id:
        join(actor, User.objects.get(pk=actor.user_id), team)
    return [
        staffing.invite(
            actor, name=each.name, email=each.email, teams=[team], roles={each.role: None}
        )
        for each in newcomers
    ]


def first_team(actor: Actor, *, name: str = "Webcare") -> Team:
    """Return the team there is, or make one that signs as the organisation does."""
    if team := people_queries.teams().order_by("pk").first():
        return team
    ours = queries.ours()
    return staffing.make_team(actor, name=name, identity=ours.identity, signature=ours.signature)


@transaction.atomic
def join(actor: Actor, user: User, team: Team) -> None:
    """Let somebody answer in a team, beside what they may already."""
    is_member = user.teams.filter(pk=team.pk).exists()
    if not people.give_role(user, Role.AGENT) and is_member:
        return
    user.teams.add(team)
    record(actor, "change", "user", user.pk, **staffing.as_logged(user))


@transaction.atomic
def appoint_privacy_officer(actor: Actor, user: User) -> None:
    """Give somebody the role, beside what they may already."""
    if people.give_role(user, Role.PRIVACY_OFFICER):
        record(actor, "change", "user", user.pk, **staffing.as_logged(user))


@transaction.atomic
def stand_at(step: str) -> None:
    """Remember where somebody is. Not logged: it changes nothing but where one returns to."""
    organisation.stand_at(step)


@transaction.atomic
def complete(actor: Actor, step: str) -> None:
    _leave(actor, step, DONE)


@transaction.atomic
def skip(actor: Actor, step: str) -> None:
    """Go on without. What was skipped stays to be found under Set up."""
    _leave(actor, step, SKIPPED)


def _leave(actor: Actor, step: str, became: str) -> None:
    following = step_after(step)
    organisation.note_step(step, became=became, next_step=following)
    if not following and not queries.is_set_up():
        organisation.finish(at=now())
        record(actor, "finish_setup", "organisation", ORGANISATION)

"""Somebody leaves, or may less than before: what they had goes to the team, who is told of it."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gehoor.audit import queries as audit
from gehoor.audit.actions import record
from gehoor.flows import alarms
from gehoor.inbox.actions import freeing
from gehoor.kit.clock import now
from gehoor.kit.jobs import background
from gehoor.kit.live import announce_all
from gehoor.people import actions, queries
from gehoor.people.models import User
from gehoor.people.policies import Actor, Place, Role, answer

SYSTEM: Final = Actor(system="timer")
PASSED_ON: Final = "work_passed_on"
SHOWN_FOR: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class PassedOn:
    """How much of somebody's work went back to a team, as its coordinator is told."""

    name: str
    number: int
    at: datetime


def pass_work_on(actor: Actor, user: User) -> int:
    """Let what somebody can answer no longer be nobody's again; part of what made it so.

    Each conversation has its line in the log, and each team one more, by which it is told.
    """
    theirs = queries.actor_of(user)
    still = [team for team in theirs.teams if answer(theirs, Place(team))]
    freed = freeing.free(user.pk, but_in=still)
    for each in freed:
        record(
            actor, "conversation.assigned", "conversation", each.pk, conversation_id=each.pk,
            team_id=each.owner, before=user.pk, after=None,
        )  # fmt: skip
    for team, number in Counter(each.team for each in freed).items():
        record(actor, PASSED_ON, "user", user.pk, team_id=team, number=number)
        numbers = [each.pk for each in freed if each.team == team]
        announce_all(f"team-{team}", "conversation", numbers)
    if freed:
        mail_coordinators.wake(user.pk)
    return len(freed)


def passed_on_lately(teams: Collection[int]) -> Sequence[PassedOn]:
    """Return what went back to these teams in the last week, newest first."""
    lines = [
        line
        for line in audit.acts_since([PASSED_ON], since=now() - SHOWN_FOR)
        if line.team_id in teams
    ]
    names = queries.names_of({line.subject_id for line in lines})
    return [
        PassedOn(names.get(line.subject_id, ""), line.details["number"], line.at)
        for line in sorted(lines, key=lambda line: line.at, reverse=True)
    ]


@background(queue="alarms", actor="timer")
def mail_coordinators(number: int) -> None:
    """Mail the coordinators of the teams that got the work of colleague `number` back."""
    if not settings.EMAIL_HOST:
        return
    lines = audit.acts_since([PASSED_ON], since=now() - timedelta(hours=1))
    of_user = [line for line in lines if line.subject_id == number]
    name = queries.names_of([number]).get(number, "")
    for line in of_user[:1]:
        teams = {each.team_id for each in of_user if each.at == line.at}
        found = queries.with_role(Role.COORDINATOR).filter(teams__in=teams).distinct()
        for person in found.exclude(pk=number):
            _mail(person, name, sum(each.details["number"] for each in of_user))


def _mail(person: User, name: str, total: int) -> None:
    with translation.override(person.language):
        subject = _("Work of %(name)s waits for your team") % {"name": name}
        text = ngettext(
            "%(number)s open conversation of %(name)s is to divide again: they do not answer in "
            "your team any more.\n\n%(address)s\n",
            "%(number)s open conversations of %(name)s are to divide again: they do not answer "
            "in your team any more.\n\n%(address)s\n",
            total,
        ) % {"number": total, "name": name, "address": f"{settings.BASE_URL}/board/"}
    alarms.mail(person.email, subject, text)


def end_temporary_roles() -> None:
    """Let roles whose end has come be gone, with the work that hangs on them; the timer calls this.

    From the very moment of the end nobody acts by such a role; this tidies up after it.
    """
    moment = now()
    for user in queries.with_ended_roles(at=moment):
        with transaction.atomic():
            roles = actions.end_roles(user, at=moment)
            if roles:
                record(SYSTEM, "roles_ended", "user", user.pk, roles=roles)
                pass_work_on(SYSTEM, user)

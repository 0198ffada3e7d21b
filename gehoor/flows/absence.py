"""Who is away, and who stands in: registered with a backup, or not at all.

A backup has the place and the queue of who is away from the first moment to the last, by itself,
and nothing more: that is worked out whenever somebody acts (`people.rules.standing_in`).
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from gehoor.audit.actions import record
from gehoor.flows import alarms
from gehoor.flows.refusing import NotPossible
from gehoor.flows.rostering import take_turns
from gehoor.kit import days
from gehoor.kit.clock import now
from gehoor.kit.jobs import background
from gehoor.kit.live import announce
from gehoor.people import actions, policies, queries
from gehoor.people.models import Absence, User
from gehoor.people.policies import Actor, Place
from gehoor.people.rules import gives_more

LONGEST = timedelta(days=400)


class NoBackup(NotPossible):
    """Nobody stands in yet. Without one nobody is away, unless a coordinator says why."""


@transaction.atomic
def register(
    actor: Actor,
    person: User,
    *,
    since: datetime,
    until: datetime,
    backup: User | None,
    why_nobody: str = "",
) -> Absence:
    """Write down that somebody is away, and who stands in. Raises NotPossible, and NoBackup."""
    may_decide = may_decide_for(actor, person)
    if actor.user_id != person.pk and not may_decide:
        raise NotPossible(_("Only they, or their coordinator, can say that a colleague is away."))
    _refuse_times(since, until)
    take_turns(person.pk, *([backup.pk] if backup else []))
    if found := queries.absences([person.pk], since, until):
        raise NotPossible(
            _("%(name)s is away already: %(period)s. Change that one; nothing was saved.")
            % {"name": person.name, "period": in_words(found[0])}
        )
    why = why_nobody.strip() if may_decide and backup is None else ""
    if backup is None and not why:
        raise NoBackup(_no_backup(person, may_decide=may_decide))
    if not why:
        _refuse_who_is_needed(person, since, until)
    if backup:
        refuse_backup(person, backup, since, until)
    absence = actions.be_absent(
        person, backup=backup, since=since, until=until, why_nobody=why[:300]
    )
    _log(actor, "be_away", absence, reason=why)
    _tell(absence)
    return absence


@transaction.atomic
def change_backup(actor: Actor, absence: Absence, backup: User) -> None:
    """Let somebody else stand in, from now on or from its beginning. Raises NotPossible."""
    _refuse_unless_theirs(actor, absence)
    moment = now()
    if absence.until <= moment:
        raise NotPossible(_("This is over. Nothing has changed."))
    take_turns(absence.person_id, backup.pk)
    refuse_backup(absence.person, backup, max(absence.since, moment), absence.until)
    before = absence.backup
    actions.change_backup(absence, backup)
    _log(actor, "change_backup", absence, before=before.pk if before else None)
    _tell(absence, before)


@transaction.atomic
def be_back(actor: Actor, absence: Absence) -> None:
    """End an absence now; who stood in does so no longer. Raises NotPossible."""
    _refuse_unless_theirs(actor, absence)
    if absence.until <= now():
        raise NotPossible(_("This is over. Nothing has changed."))
    _log(actor, "be_back", absence)
    backup = absence.backup
    actions.be_back(absence, at=now())
    for each in filter(None, (absence.person, backup)):
        announce(f"user-{each.pk}", "absence", 0)


def may_decide_for(actor: Actor, person: User) -> bool:
    """Is this a coordinator of a team somebody is in?"""
    teams = queries.own_place_of(person).teams
    return any(policies.coordinate(actor, Place(team)) for team in teams)


def candidates(person: User) -> list[User]:
    """Return who of the same teams could stand in for somebody: who would get no more by it.

    Somebody of another team can, too; but who works there is not shown to everybody.
    """
    place = queries.own_place_of(person)
    found = queries.with_role(*policies.ANSWERING).filter(teams__in=place.teams).distinct()
    fitting = [
        each
        for each in found.exclude(pk=person.pk)
        if not gives_more(queries.own_place_of(each), place)
    ]
    return sorted(fitting, key=lambda each: each.name.casefold())


def refuse_backup(person: User, backup: User, since: datetime, until: datetime) -> None:
    """Raise NotPossible for who cannot stand in: away too, not here, or with too much by it."""
    if backup.pk == person.pk:
        raise NotPossible(_("Nobody is their own backup. Choose a colleague."))
    mine = queries.own_place_of(backup)
    if not backup.is_active or mine.roles.isdisjoint(policies.ANSWERING):
        raise NotPossible(
            _("%(name)s does not answer anywhere, so cannot stand in. Choose somebody else.")
            % {"name": backup.name}
        )
    if away := queries.absences([backup.pk], since, until):
        raise NotPossible(
            _("%(name)s is away then, too: %(period)s. Choose somebody else.")
            % {"name": backup.name, "period": in_words(away[0])}
        )
    if gives_more(mine, queries.own_place_of(person)):
        raise NotPossible(
            _("By standing in for %(person)s, %(name)s would get more rights than the two of them "
              "have. Choose somebody of the same team, or with the same role.")
            % {"person": person.name, "name": backup.name}
        )  # fmt: skip


def _refuse_times(since: datetime, until: datetime) -> None:
    if until <= since:
        raise NotPossible(_("The end comes before the beginning. Nothing was saved."))
    if until <= now():
        raise NotPossible(_("That is over already. Choose an end that has yet to come."))
    if until - since > LONGEST:
        raise NotPossible(_("That is more than a year. Nothing was saved."))


def _refuse_who_is_needed(person: User, since: datetime, until: datetime) -> None:
    """Raise NotPossible when somebody stands in for others meanwhile: first another does."""
    if found := queries.stands_in(person.pk, since, until):
        raise NoBackup(
            _("%(name)s stands in for %(absent)s meanwhile: %(period)s. First let somebody else "
              "do that. Nothing was saved.")
            % {
                "name": person.name,
                "absent": found[0].person.name,
                "period": in_words(found[0]),
            }
        )  # fmt: skip


def _no_backup(person: User, *, may_decide: bool) -> str:
    open_now = _(
        "Nobody stands in for %(name)s yet. Choose a backup: without one the messages of these "
        "days wait for nobody. Nothing was saved."
    ) % {"name": person.name}
    other_way = (
        _("As the coordinator you can do without, with a reason.")
        if may_decide
        else _("Is there really nobody? Your coordinator can decide.")
    )
    return f"{open_now} {other_way}"


def _refuse_unless_theirs(actor: Actor, absence: Absence) -> None:
    if actor.user_id != absence.person_id and not may_decide_for(actor, absence.person):
        raise NotPossible(_("Only they, or their coordinator, can change this."))


def _tell(absence: Absence, *others: User | None) -> None:
    """Let open screens know, and mail who stands in."""
    for each in filter(None, (absence.person, absence.backup, *others)):
        announce(f"user-{each.pk}", "absence", absence.pk)
    if absence.backup_id:
        mail_backup.wake(absence.pk)


@background(queue="alarms", actor="timer")
def mail_backup(number: int) -> None:
    """Mail who stands in for somebody; without an e-mail server the roster tells it."""
    found = queries.find_absence(number)
    backup = found[0].backup if found else None
    if not settings.EMAIL_HOST or found is None or backup is None:
        return
    absence = found[0]
    with translation.override(backup.language):
        subject = _("You stand in for %(name)s") % {"name": absence.person.name}
        text = _(
            "%(name)s is away: %(period)s. You are the backup. What is theirs is in My work then, "
            "by itself, and not any longer.\n\nThe roster: %(address)s\n"
        ) % {
            "name": absence.person.name,
            "period": in_words(absence),
            "address": f"{settings.BASE_URL}/roster/",
        }
    alarms.mail(backup.email, subject, text)


def in_words(absence: Absence) -> str:
    """Return from when to when, in words."""
    return _("from %(since)s to %(until)s") % {
        "since": days.short_with_clock(absence.since),
        "until": days.short_with_clock(absence.until),
    }


def _log(actor: Actor, act: str, absence: Absence, *, reason: str = "", **details: Any) -> None:
    record(
        actor, act, "absence", absence.pk, reason=reason, person=absence.person_id,
        backup=absence.backup_id, since=absence.since.isoformat(),
        until=absence.until.isoformat(), **details,
    )  # fmt: skip


def for_whom_now(person: int, *, at: datetime) -> Sequence[Absence]:
    """Return for whom somebody stands in at this moment."""
    return queries.stands_in(person, at, at + timedelta(microseconds=1))

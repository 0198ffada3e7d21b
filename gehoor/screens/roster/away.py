"""Who is away and who stands in: saying so, changing the backup, and being back."""

from datetime import date, datetime, time, timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gehoor.flows import absence
from gehoor.flows.refusing import NotPossible
from gehoor.kit.clock import now
from gehoor.people import queries as people
from gehoor.people.models import Absence, User
from gehoor.people.policies import ANSWERING, Place, answer, be_on_duty, coordinate
from gehoor.planning.rules import ONE_DAY, ZONE, moment_on
from gehoor.screens.access import Request, who_may
from gehoor.screens.fragments import private
from gehoor.screens.narrowing import number_in
from gehoor.screens.roster.forms import AbsenceForm, by_name

SHOWN_AHEAD = timedelta(days=400)


@who_may(be_on_duty)
@require_http_methods(["GET", "HEAD", "POST"])
def away(request: Request) -> HttpResponse:
    """Show who is away in one's teams, and say that one is, or a colleague one coordinates."""
    form = _form(request)
    if form.is_valid() and _register(request, form):
        messages.success(request, _("Saved. The backup sees it, too."))
        return redirect("away")
    moment = now()
    members = list(people.in_teams(request.actor.teams).filter(is_active=True))
    shown = {
        "place": "roster",
        "form": form,
        "absences": people.absences([each.pk for each in members], moment, moment + SHOWN_AHEAD),
        "own": request.actor.user_id,
        "may_decide": _may_decide(request),
        "in_words": absence.in_words,
        "candidates": absence.candidates,
        "now": moment,
    }
    status = 422 if form.errors else 200
    return private(render(request, "roster/away.html", shown, status=status))


def _form(request: Request) -> AbsenceForm:
    may_decide = _may_decide(request)
    here = [request.user, *_coordinated(request)] if may_decide else [request.user]
    backups = (
        by_name(people.with_role(*ANSWERING).filter(teams__in=request.actor.teams).distinct())
        if may_decide
        else absence.candidates(request.user)
    )
    return AbsenceForm(
        request.POST if request.method == "POST" else None,
        people_away=here,
        backups=backups,
        may_decide=may_decide,
    )


def _may_decide(request: Request) -> bool:
    return any(coordinate(request.actor, Place(team)) for team in request.actor.teams)


def _coordinated(request: Request) -> list[User]:
    teams = [team for team in request.actor.teams if coordinate(request.actor, Place(team))]
    found = people.in_teams(teams).filter(is_active=True).exclude(pk=request.user.pk)
    return by_name(found)


def _register(request: Request, form: AbsenceForm) -> bool:
    """Tell whether it was written down; if not, the form says why."""
    given = form.cleaned_data
    person, backup = _colleague(given["person"]), _colleague(given["backup"])
    if written := given["backup_email"]:
        backup = people.find_by_email(written)
        if backup is None or not backup.is_active:
            form.add_error("backup_email", _("There is no colleague with this e-mail address."))
    if person is None or form.errors:
        return False
    try:
        absence.register(
            request.actor, person, since=_moment(*form.first), until=_end(*form.last),
            backup=backup, why_nobody=given.get("why_nobody", ""),
        )  # fmt: skip
    except absence.NoBackup as problem:
        form.add_error("backup", str(problem))
    except NotPossible as problem:
        form.add_error(None, str(problem))
    return not form.errors


def _colleague(number: int | None) -> User | None:
    found = people.find_user(number) if number else None
    return found[0] if found else None


def _moment(day: date, at: time) -> datetime:
    return moment_on(day, at.hour * 60 + at.minute, ZONE)


def _end(day: date, at: time | None) -> datetime:
    """Return when the last day ends: at its time, or with the day."""
    return _moment(day, at) if at else moment_on(day + ONE_DAY, 0, ZONE)


@who_may(answer, on=people.find_absence)
@require_POST
def change(request: Request, found: Absence) -> HttpResponse:
    """Let somebody be back, or let somebody else stand in."""
    try:
        if request.POST.get("act") == "back":
            absence.be_back(request.actor, found)
            told = _("Back. The backup does not stand in any more.")
        else:
            absence.change_backup(request.actor, found, _chosen_backup(request))
            told = _("Saved. The backup sees it, too.")
    except NotPossible as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, told)
    return redirect("away")


def _chosen_backup(request: Request) -> User:
    backup = _colleague(number_in(request.POST.get("backup", "")))
    if backup is None:
        raise NotPossible(_("Choose a backup. Nothing has changed."))
    return backup

"""The roster of a week, planning in it, and beginning and stopping one's duty."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from gehoor.flows import absence, cover, duties, rostering
from gehoor.flows.refusing import NotPossible
from gehoor.kit.clock import about_now, this_day
from gehoor.people import queries as people
from gehoor.people.policies import Place, be_on_duty, colleague, coordinate, coordinate_something
from gehoor.planning.rules import ZONE, write_day
from gehoor.roster import queries
from gehoor.roster.rules import WEEK, Series, monday_of
from gehoor.screens.access import Request, who_may
from gehoor.screens.fragments import private
from gehoor.screens.narrowing import number_in
from gehoor.screens.roster.forms import ShiftForm

FIRST_YEAR, LAST_YEAR = 2000, 2200
"""of the weeks one can ask for"""


@who_may(colleague)
@require_safe
def roster(request: Request) -> HttpResponse:
    """Show a week of one's own team; for its coordinator with what is there to plan with."""
    team, monday = chosen_team(request), chosen_week(request.GET.get("week", ""))
    if team is None:
        return private(render(request, "roster/no_team.html", {"place": "roster"}))
    initial = {name: request.GET.get(name, "") for name in ("day", "begins", "ends", "person")}
    form = ShiftForm(None, team=team, initial=initial | {"day": initial["day"] or this_day()})
    return private(show_week(request, team, monday, form))


def show_week(request: Request, team: int, monday: date, form: ShiftForm) -> HttpResponse:
    """Render a week, with the form of who plans."""
    moment, own = about_now(), request.actor.user_id or 0
    days = cover.week_of(team, monday)
    shown: dict[str, Any] = {
        "place": "roster",
        "team": team,
        "teams": sorted(
            people.team_names_of(request.actor.teams).items(), key=lambda each: each[1]
        ),
        "monday": monday,
        "before": monday - WEEK,
        "after": monday + WEEK,
        "today": this_day(),
        "now": moment,
        "days": [(each, write_day(each.opened)) for each in days],
        "gaps": [end for each in days for _begin, end in each.gaps if end > moment],
        "had_gaps": any(each.gaps for each in days),
        "has_hours": cover.has_hours(team),
        "swaps": queries.open_swaps([team], since=this_day()),
        "in_words": rostering.in_words,
        "on": queries.on,
        "stands_in": absence.for_whom_now(own, at=moment),
        "shift": duties.shift_now(own, at=moment),
        "forgotten": duties.forgotten_by(own),
        "may_plan": coordinate(request.actor, Place(team)),
        "form": form,
    }
    return render(request, "roster/week.html", shown, status=422 if form.errors else 200)


@who_may(coordinate_something)
@require_POST
def add_shift(request: Request) -> HttpResponse:
    """Plan a shift; what was typed comes back with the reason when it cannot be."""
    team = number_in(request.POST.get("team", "")) or 0
    if not coordinate(request.actor, Place(team)):
        messages.error(request, _("Only the coordinator of this team plans its roster."))
        return redirect("roster")
    form = ShiftForm(request.POST, team=team, initial={})
    if not form.is_valid():
        return private(show_week(request, team, chosen_week(request.POST.get("day", "")), form))
    given = form.cleaned_data
    begins, ends = given["length"]
    wanted = Series(
        0, team, given["person"], given["day"], begins, ends, given["is_weekly"], given["last_day"]
    )
    try:
        rostering.plan(request.actor, wanted)
    except NotPossible as problem:
        form.add_error(None, str(problem))
        return private(show_week(request, team, monday_of(given["day"]), form))
    messages.success(request, _("Planned."))
    return to_week(team, given["day"])


@who_may(coordinate_something)
@require_POST
def copy_week(request: Request) -> HttpResponse:
    """Plan in a week what was planned the week before."""
    team = number_in(request.POST.get("team", "")) or 0
    monday = chosen_week(request.POST.get("week", ""))
    try:
        done = rostering.copy_week(request.actor, team, monday=monday)
    except NotPossible as problem:
        messages.error(request, str(problem))
        return redirect("roster")
    told = ngettext(
        "%(number)s shift was copied.", "%(number)s shifts were copied.", done.number
    ) % {"number": done.number}
    if done.left_out:
        messages.warning(request, f"{told} {_('Left out:')} {' '.join(done.left_out)}")
    else:
        messages.success(request, told)
    return to_week(team, monday)


@who_may(be_on_duty)
@require_POST
def duty(request: Request) -> HttpResponse:
    """Begin or stop."""
    try:
        if request.POST.get("act") == "stop":
            duties.stop(request.actor)
            messages.success(request, _("You are not on duty any more."))
        else:
            begun = duties.begin(request.actor)
            messages.success(
                request, _("You are on duty until %(time)s.") % {"time": _clock(begun)}
            )
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect("roster")


def _clock(begun: Any) -> str:
    return f"{begun.until.astimezone(ZONE):%H:%M}"


def chosen_team(request: Request) -> int | None:
    """Return the own team somebody looks at; None for who is in none."""
    asked = number_in(request.GET.get("team", ""))
    teams = sorted(request.actor.teams)
    return asked if asked in teams else next(iter(teams), None)


def chosen_week(written: str) -> date:
    """Return the Monday of the week of a day; anything odd is this week."""
    try:
        day = date.fromisoformat(written)
        return monday_of(day if FIRST_YEAR <= day.year < LAST_YEAR else this_day())
    except (ValueError, OverflowError):
        return monday_of(this_day())


def to_week(team: int, day: date) -> HttpResponse:
    where = urlencode({"team": str(team), "week": monday_of(day).isoformat()})
    return redirect(f"{reverse('roster')}?{where}")

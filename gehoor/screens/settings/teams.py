"""Teams: who handles the same channels, and how they sign."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gehoor.flows import staffing
from gehoor.people import queries
from gehoor.people.models import Team
from gehoor.people.policies import ORGANISATION, administer, see_settings
from gehoor.screens.access import Request, who_may
from gehoor.screens.settings.forms import TeamForm
from gehoor.screens.settings.own_hours import hours_facts
from gehoor.screens.settings.showing import show


@who_may(see_settings)
@require_safe
def team_list(request: Request) -> HttpResponse:
    return show(
        request,
        "teams.html",
        "teams",
        teams=queries.teams().prefetch_related("members", "channels"),
        may_change=administer(request.actor, ORGANISATION),
    )


@who_may(administer)
@require_http_methods(["GET", "HEAD", "POST"])
def new_team(request: Request) -> HttpResponse:
    form = TeamForm(request.POST or None)
    if form.is_valid():
        try:
            staffing.make_team(request.actor, **form.cleaned_data)
        except staffing.NotChanged as problem:
            form.add_error("name", str(problem))
        else:
            return _saved(request)
    return show(
        request, "team.html", "teams", form=form, team=None, status=422 if form.errors else 200
    )


@who_may(administer, see=see_settings, on=queries.find_team)
@require_http_methods(["GET", "HEAD", "POST"])
def team_page(request: Request, team: Team) -> HttpResponse:
    form = TeamForm(
        request.POST or None,
        initial={"name": team.name, "identity": team.identity, "signature": team.signature},
    )
    if form.is_valid():
        try:
            staffing.change_team(request.actor, team, **form.cleaned_data)
        except staffing.NotChanged as problem:
            form.add_error("name", str(problem))
        else:
            return _saved(request)
    return show(
        request,
        "team.html",
        "teams",
        form=form,
        team=team,
        **hours_facts(request.actor, team),
        status=422 if form.errors else 200,
    )


def _saved(request: Request) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect("teams")

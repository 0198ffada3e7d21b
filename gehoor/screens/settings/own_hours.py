"""Opening hours of one team or one channel, and whose hours hold where."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from gehoor.channels import queries as channels
from gehoor.channels.models import Channel
from gehoor.flows import setup
from gehoor.flows.refusing import NotPossible
from gehoor.people import policies
from gehoor.people import queries as people
from gehoor.people.models import Team
from gehoor.people.policies import Actor, Place, administer, see_channels, see_settings
from gehoor.planning import queries as planning
from gehoor.planning.rules import Hours
from gehoor.planning.rules.desks import Desks, Whose
from gehoor.screens.access import Request, who_may
from gehoor.screens.settings.own_forms import HoursForm
from gehoor.screens.settings.showing import show


class ClosingDaysForm(forms.Form):
    keeps_days = forms.BooleanField(
        label=gettext_lazy("Closed on the same holidays and days as the organisation"),
        required=False,
    )


@who_may(administer, see=see_settings, on=people.find_team)
@require_http_methods(["GET", "HEAD", "POST"])
def team_hours(request: Request, team: Team) -> HttpResponse:
    """Let a team have hours of its own."""
    return _page(request, team)


@who_may(administer, see=see_settings, on=people.find_team)
@require_POST
def forget_team_hours(request: Request, team: Team) -> HttpResponse:
    return _forget(request, team)


@who_may(policies.promise, see=see_channels, on=channels.find_channel)
@require_http_methods(["GET", "HEAD", "POST"])
def channel_hours(request: Request, channel: Channel) -> HttpResponse:
    """Let a channel have hours of its own."""
    return _page(request, channel)


@who_may(policies.promise, see=see_channels, on=channels.find_channel)
@require_POST
def forget_channel_hours(request: Request, channel: Channel) -> HttpResponse:
    return _forget(request, channel)


def _page(request: Request, whose: Team | Channel) -> HttpResponse:
    given = request.POST if request.method == "POST" else None
    desks = planning.desks()
    form = HoursForm(given, week=_hours_of(desks, whose).week)
    own = planning.own_hours_of(**_number(whose))
    days_form = ClosingDaysForm(given, initial={"keeps_days": own is None or own.keeps_days})
    if form.is_valid() and days_form.is_valid():
        week = setup.OwnWeek(form.week(), keeps_days=days_form.cleaned_data["keeps_days"])
        try:
            setup.change_own_hours(request.actor, whose, week)
        except NotPossible as problem:
            form.add_error("day_0", str(problem))
        else:
            messages.success(request, _("Saved."))
            return redirect(_back(whose))
    return show(
        request,
        "own_hours.html",
        "teams" if isinstance(whose, Team) else "channels",
        whose=whose,
        form=form,
        days_form=days_form,
        has_own=own is not None,
        follows=_follows(desks, whose),
        forget=_address(whose, "forget_"),
        back=_back(whose),
        status=422 if form.errors or days_form.errors else 200,
    )


def _forget(request: Request, whose: Team | Channel) -> HttpResponse:
    setup.forget_own_hours(request.actor, whose)
    messages.success(request, _("Saved. The hours of the others hold here again."))
    return redirect(_back(whose))


def _number(whose: Team | Channel) -> dict[str, int]:
    return {"team" if isinstance(whose, Team) else "channel": whose.pk}


def _address(whose: Team | Channel, act: str = "") -> str:
    name = "team_hours" if isinstance(whose, Team) else "channel_hours"
    return reverse(f"{act}{name}", args=[whose.pk])


def _back(whose: Team | Channel) -> str:
    if isinstance(whose, Team):
        return reverse("team", args=[whose.pk])
    return reverse("channel", args=[whose.pk])


def _hours_of(desks: Desks, whose: Team | Channel) -> Hours:
    if isinstance(whose, Team):
        return desks.of(team=whose.pk)
    return desks.of(channel=whose.pk, team=whose.team_id)


def _follows(desks: Desks, whose: Team | Channel) -> str:
    """Say whose hours hold without own ones."""
    if isinstance(whose, Channel) and desks.whose(team=whose.team_id) is Whose.TEAM:
        return _("the team %(name)s") % {"name": whose.team.name}
    return _("the organisation")


def hours_facts(actor: Actor, whose: Team | Channel) -> dict[str, Any]:
    """Return what the page of a team or channel tells about its hours."""
    desks = planning.desks()
    if isinstance(whose, Team):
        has_own, place = whose.pk in desks.teams, Place()
    else:
        has_own, place = whose.pk in desks.channels, Place(whose.team_id)
    return {
        "hours_are": (
            _("Its own") if has_own else _("Those of %(whose)s") % {"whose": _follows(desks, whose)}
        ),
        "hours_href": _address(whose),
        "may_change_hours": policies.promise(actor, place),
    }


def exceptions() -> list[dict[str, str]]:
    """Return the teams and channels that have hours of their own, for the page of all hours."""
    desks = planning.desks()
    if not desks.teams and not desks.channels:
        return []
    teams = [each for each in people.teams() if each.pk in desks.teams]
    others = [each for each in channels.all_channels() if each.pk in desks.channels]
    return [
        {"href": _address(each), "words": _("team %(name)s") % {"name": each.name}}
        for each in teams
    ] + [
        {"href": _address(each), "words": _("channel %(name)s") % {"name": each.name}}
        for each in others
    ]

"""Opening hours of one team or one channel, and whose hours hold where."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from gehoor.channels import queries as channels
from gehoor.channels.models import Channel
from gehoor.flows import setup
from gehoor.flows.refusing import NotPossible
from gehoor.kit.clock import this_day
from gehoor.people import policies
from gehoor.people import queries as people
from gehoor.people.models import Team
from gehoor.people.policies import (
    Actor,
    Place,
    administer,
    see_channels,
    see_promises,
    see_settings,
)
from gehoor.planning import queries as planning
from gehoor.planning.models import OwnDay
from gehoor.planning.rules import Hours, write_day
from gehoor.planning.rules.desks import Desks, Whose
from gehoor.screens.access import Request, who_may
from gehoor.screens.settings.own_forms import HoursForm, SpecialDayForm
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
    return _page(request, team, request.POST or None)


@who_may(administer, see=see_settings, on=people.find_team)
@require_POST
def forget_team_hours(request: Request, team: Team) -> HttpResponse:
    return _forget(request, team)


@who_may(policies.promise, see=see_channels, on=channels.find_channel)
@require_http_methods(["GET", "HEAD", "POST"])
def channel_hours(request: Request, channel: Channel) -> HttpResponse:
    """Let a channel have hours of its own."""
    return _page(request, channel, request.POST or None)


@who_may(policies.promise, see=see_channels, on=channels.find_channel)
@require_POST
def forget_channel_hours(request: Request, channel: Channel) -> HttpResponse:
    return _forget(request, channel)


@who_may(administer, see=see_settings, on=people.find_team)
@require_POST
def add_team_day(request: Request, team: Team) -> HttpResponse:
    """Let one day be different for a team."""
    return _add_day(request, team)


@who_may(policies.promise, see=see_channels, on=channels.find_channel)
@require_POST
def add_channel_day(request: Request, channel: Channel) -> HttpResponse:
    """Let one day be different for a channel."""
    return _add_day(request, channel)


@who_may(policies.promise, see=see_promises, on=planning.find_own_day)
@require_POST
def forget_own_day(request: Request, own: OwnDay) -> HttpResponse:
    """Let it be as all other days."""
    whose = own.team or own.channel
    setup.forget_own_day(request.actor, own)
    messages.success(request, _("Saved."))
    return redirect(_address(whose) if whose else "hours")


def _add_day(request: Request, whose: Team | Channel) -> HttpResponse:
    form = SpecialDayForm(request.POST)
    if not form.is_valid():
        return _page(request, whose, None, day_form=form)
    given = form.cleaned_data
    setup.change_own_day(request.actor, whose, given["day"], given["hours"], reason=given["reason"])
    messages.success(request, _("Saved."))
    return redirect(_address(whose))


def _page(
    request: Request,
    whose: Team | Channel,
    given: QueryDict | None,
    *,
    day_form: SpecialDayForm | None = None,
) -> HttpResponse:
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
        day_form=day_form or SpecialDayForm(None),
        days=[
            (each, write_day(each.hours))
            for each in planning.own_days_of(since=this_day(), **_number(whose))
        ],
        add_day=_address(whose, "add_", of="day"),
        follows=_follows(desks, whose),
        forget=_address(whose, "forget_"),
        back=_back(whose),
        status=422 if form.errors or days_form.errors or (day_form and day_form.errors) else 200,
    )


def _forget(request: Request, whose: Team | Channel) -> HttpResponse:
    setup.forget_own_hours(request.actor, whose)
    messages.success(request, _("Saved. The hours of the others hold here again."))
    return redirect(_back(whose))


def _number(whose: Team | Channel) -> dict[str, int]:
    return {"team" if isinstance(whose, Team) else "channel": whose.pk}


def _address(whose: Team | Channel, act: str = "", *, of: str = "hours") -> str:
    name = "team" if isinstance(whose, Team) else "channel"
    return reverse(f"{act}{name}_{of}", args=[whose.pk])


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
    """Return the teams and channels that have hours or days of their own, for the page of all."""
    desks = planning.desks()
    of_teams = {*desks.teams, *desks.days_of_teams}
    of_channels = {*desks.channels, *desks.days_of_channels}
    if not of_teams and not of_channels:
        return []
    teams = [each for each in people.teams() if each.pk in of_teams]
    others = [each for each in channels.all_channels() if each.pk in of_channels]
    return [
        {"href": _address(each), "words": _("team %(name)s") % {"name": each.name}}
        for each in teams
    ] + [
        {"href": _address(each), "words": _("channel %(name)s") % {"name": each.name}}
        for each in others
    ]

"""The organisation itself: who we are, when we are there, privacy, and what was agreed."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gehoor.flows import setup
from gehoor.kit.clock import this_day
from gehoor.organisation import queries as organisation
from gehoor.people import queries as people
from gehoor.people.policies import Actor, Role, administer, see_settings
from gehoor.planning import queries as planning
from gehoor.planning.models import SpecialDay
from gehoor.planning.rules import write_day
from gehoor.planning.rules.public_holidays import NAMES, next_holidays
from gehoor.screens.access import Request, who_may
from gehoor.screens.settings.own_forms import (
    AgreementsForm,
    HolidaysForm,
    HoursForm,
    OrganisationForm,
    PrivacyForm,
    SpecialDayForm,
)
from gehoor.screens.settings.own_hours import exceptions
from gehoor.screens.settings.showing import show

SHOWN_HOLIDAYS = 5


def organisation_form(request: Request) -> OrganisationForm:
    return OrganisationForm(request.POST or None, initial=_kept(OrganisationForm))


def privacy_form(request: Request) -> PrivacyForm:
    officer = people.with_role(Role.PRIVACY_OFFICER).first()
    return PrivacyForm(
        request.POST or None, initial=_kept(PrivacyForm) | {"officer": officer and officer.pk}
    )


def save_privacy(actor: Actor, form: PrivacyForm) -> None:
    given = form.cleaned_data
    setup.change_organisation(
        actor, purpose=given["purpose"], retention_months=given["retention_months"] or None
    )
    if given["officer"]:
        setup.appoint_privacy_officer(actor, given["officer"])


def _kept(form: type[forms.Form]) -> dict[str, Any]:
    ours = organisation.ours()
    return {name: getattr(ours, name) for name in form.base_fields if hasattr(ours, name)}


@who_may(administer)
@require_http_methods(["GET", "HEAD", "POST"])
def organisation_page(request: Request) -> HttpResponse:
    """Who we are, and how new teams sign."""
    form = organisation_form(request)
    if form.is_valid():
        setup.change_organisation(request.actor, **form.cleaned_data)
        return _saved(request, "organisation")
    return _show(request, "organisation", form, _("Organisation"))


@who_may(administer)
@require_http_methods(["GET", "HEAD", "POST"])
def privacy_page(request: Request) -> HttpResponse:
    """Why messages are kept, how long, and who watches over that."""
    form = privacy_form(request)
    if form.is_valid():
        save_privacy(request.actor, form)
        return _saved(request, "privacy")
    return _show(request, "privacy", form, _("Privacy"))


@who_may(administer)
@require_http_methods(["GET", "HEAD", "POST"])
def agreements_page(request: Request) -> HttpResponse:
    """What was agreed at the start, in words."""
    form = AgreementsForm(request.POST or None, initial=_kept(AgreementsForm))
    if form.is_valid():
        setup.change_organisation(request.actor, **form.cleaned_data)
        return _saved(request, "agreements")
    return _show(
        request,
        "agreements",
        form,
        _("Agreements"),
        lead=_("What was agreed at the start. Write down what you know; the rest may stay empty."),
        in_columns=True,
    )


@who_may(administer)
@require_http_methods(["GET", "HEAD", "POST"])
def hours_page(request: Request) -> HttpResponse:
    """When we are there, every week and on days that are different."""
    form = HoursForm(request.POST or None, week=planning.hours().week)
    if form.is_valid():
        setup.change_hours(request.actor, form.week())
        return _saved(request, "hours")
    return _show_hours(request, form, SpecialDayForm(None))


@who_may(administer)
@require_POST
def add_day(request: Request) -> HttpResponse:
    """Let one day be different."""
    form = SpecialDayForm(request.POST)
    if not form.is_valid():
        return _show_hours(request, HoursForm(None, week=planning.hours().week), form)
    given = form.cleaned_data
    setup.change_day(request.actor, given["day"], given["hours"], reason=given["reason"])
    return _saved(request, "hours")


@who_may(administer)
@require_POST
def choose_holidays(request: Request) -> HttpResponse:
    """Choose the public holidays on which we are closed."""
    form = HolidaysForm(request.POST)
    if form.is_valid():
        setup.choose_holidays(request.actor, form.closed_on())
        return _saved(request, "hours")
    return _show_hours(
        request, HoursForm(None, week=planning.hours().week), SpecialDayForm(None), form
    )


@who_may(administer, see=see_settings, on=planning.find_special_day)
@require_POST
def forget_day(request: Request, special: SpecialDay) -> HttpResponse:
    setup.forget_day(request.actor, special)
    return _saved(request, "hours")


def _show_hours(
    request: Request,
    form: HoursForm,
    day_form: SpecialDayForm,
    holidays_form: HolidaysForm | None = None,
) -> HttpResponse:
    today = this_day()
    hours = planning.hours()
    coming = planning.special_days(since=today)
    holidays_form = holidays_form or HolidaysForm(initial={"closed": sorted(hours.closed_on)})
    next_ones = [
        (day, gettext(NAMES[which]))
        for day, which in next_holidays(hours.closed_on, today)
        if day not in hours.special
    ]
    return show(
        request,
        "hours.html",
        "hours",
        form=form,
        day_form=day_form,
        exceptions=exceptions(),
        days=[(each, write_day(hours.special.get(each.day, ()))) for each in coming],
        holidays_form=holidays_form,
        holidays=next_ones[:SHOWN_HOLIDAYS],
        status=422 if form.errors or day_form.errors or holidays_form.errors else 200,
    )


def _show(
    request: Request,
    tab: str,
    form: forms.Form,
    title: str,
    *,
    lead: str = "",
    in_columns: bool = False,
) -> HttpResponse:
    return show(
        request,
        "own.html",
        tab,
        form=form,
        title=title,
        lead=lead,
        in_columns=in_columns,
        status=422 if form.errors else 200,
    )


def _saved(request: Request, name: str) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect(name)

"""Colleagues: who they are, what they may, and their one-time links."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gehoor.flows import staffing
from gehoor.kit.clock import about_now
from gehoor.people import queries
from gehoor.people.models import ROLE_NAMES, User
from gehoor.people.policies import ORGANISATION, Role, administer, see_settings
from gehoor.screens.access import Request, who_may
from gehoor.screens.settings.forms import ColleagueForm
from gehoor.screens.settings.showing import show


@who_may(see_settings)
@require_safe
def people_list(request: Request) -> HttpResponse:
    """Show everybody, with what they may now."""
    rows = [(user, held_now(user)) for user in queries.everybody()]
    return show(request, "people.html", "people", rows=rows, may_change=_may_change(request))


@who_may(administer)
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: Request) -> HttpResponse:
    """Invite a colleague; the link is shown this once."""
    form = ColleagueForm(request.POST or None)
    if form.is_valid():
        try:
            invited = staffing.invite(request.actor, **form.facts())
        except staffing.NotChanged as problem:
            form.add_error(None, str(problem))
        else:
            return _show_link(request, invited)
    return show(request, "colleague.html", "people", form=form, colleague=None, **_status(form))


@who_may(administer, see=see_settings, on=queries.find_user)
@require_http_methods(["GET", "HEAD", "POST"])
def colleague_page(request: Request, user: User) -> HttpResponse:
    """Change somebody's name, address, teams and roles."""
    form = ColleagueForm(request.POST or None, user=user)
    if form.is_valid():
        try:
            staffing.change_colleague(request.actor, user, **form.facts())
        except staffing.NotChanged as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("Saved."))
            return redirect("people")
    return show(request, "colleague.html", "people", form=form, colleague=user, **_status(form))


@who_may(administer, see=see_settings, on=queries.find_user)
@require_POST
def new_link(request: Request, user: User) -> HttpResponse:
    """Make a new one-time link, for instance when the password was forgotten."""
    try:
        return _show_link(request, staffing.invite_again(request.actor, user))
    except staffing.NotChanged as problem:
        return _back_with(request, problem)


@who_may(administer, see=see_settings, on=queries.find_user)
@require_POST
def deactivate(request: Request, user: User) -> HttpResponse:
    """Shut somebody out, at once."""
    try:
        freed = staffing.deactivate(request.actor, user)
    except staffing.NotChanged as problem:
        return _back_with(request, problem)
    messages.success(request, _gone_words(user, freed))
    return redirect("people")


@who_may(administer, see=see_settings, on=queries.find_user)
@require_POST
def reactivate(request: Request, user: User) -> HttpResponse:
    """Let somebody in again, with a new link."""
    return _show_link(request, staffing.reactivate(request.actor, user))


def _gone_words(user: User, freed: int) -> str:
    words = [_("%(name)s can no longer log in.") % {"name": user.name}]
    if freed:
        told = ngettext(
            "%(number)s conversation of theirs is to divide again.",
            "%(number)s conversations of theirs are to divide again.",
            freed,
        )
        words.append(told % {"number": freed})
    return " ".join(words)


def held_now(user: User) -> list[tuple[str, datetime | None]]:
    """Return the roles somebody holds now, in words, each with its end."""
    now = about_now()
    return [
        (str(ROLE_NAMES[Role(held.role)]), held.until)
        for held in user.roles_held.all()
        if held.until is None or held.until > now
    ]


def _show_link(request: Request, invited: staffing.Invited) -> HttpResponse:
    return show(request, "link.html", "people", invited=invited)


def _back_with(request: Request, problem: staffing.NotChanged) -> HttpResponse:
    messages.error(request, str(problem))
    return redirect("people")


def _may_change(request: Request) -> bool:
    return administer(request.actor, ORGANISATION)


def _status(form: ColleagueForm) -> dict[str, Any]:
    return {"status": 422 if form.errors else 200}

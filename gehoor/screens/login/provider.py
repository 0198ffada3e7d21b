"""Logging in with the organisation's account: there, back, and out again."""

from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login as start_session
from django.contrib.auth import logout as end_session
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gehoor.flows import provider as flow
from gehoor.kit.clock import about_now
from gehoor.kit.openid import Attempt, Troubled
from gehoor.logins import queries as logins
from gehoor.logins.models import Session
from gehoor.people.policies import ORGANISATION, administer, anyone
from gehoor.screens.access import Request, who_may
from gehoor.screens.fragments import private

ATTEMPTS = "provider_attempts"
LASTS = 600
"""seconds somebody may take to log in there"""
MOST_AT_ONCE = 5
BACKEND = settings.AUTHENTICATION_BACKENDS[-1]


def keep_attempt(request: Request, attempt: Attempt, *, onward: str, is_trial: bool) -> None:
    """Keep what the answer must match, in this browser's session only."""
    kept = _kept(request)
    kept[attempt.state] = asdict(attempt) | {
        "at": about_now().timestamp(),
        "onward": onward,
        "is_trial": is_trial,
    }
    newest = sorted(kept, key=lambda state: float(kept[state]["at"]))[-MOST_AT_ONCE:]
    request.session[ATTEMPTS] = {state: kept[state] for state in newest}


def _kept(request: Request) -> dict[str, dict[str, Any]]:
    """Return the attempts of this browser that are not too old."""
    since = about_now().timestamp() - LASTS
    found = request.session.get(ATTEMPTS, {})
    return {state: kept for state, kept in found.items() if kept["at"] > since}


def _take(request: Request, state: str) -> dict[str, Any] | None:
    """Take one attempt; it is used once, whatever comes of it."""
    kept = _kept(request)
    found = kept.pop(state, None)
    request.session[ATTEMPTS] = kept
    return found


@who_may(anyone)
@require_safe
@never_cache
def go(request: Request) -> HttpResponse:
    """Send the browser to the provider. A link, because a form may not lead elsewhere."""
    onward = str(request.GET.get("next", "/"))
    if not url_has_allowed_host_and_scheme(onward, allowed_hosts=None):
        onward = "/"
    try:
        address, attempt = flow.begin()
    except Troubled as problem:
        return _not_logged_in(request, _(str(problem)))
    keep_attempt(request, attempt, onward=onward, is_trial=False)
    return redirect(address)


@who_may(administer)
@require_safe
@never_cache
def trial(request: Request) -> HttpResponse:
    """Log in at the provider only to see what it tells; here nothing changes."""
    try:
        address, attempt = flow.begin_trial()
    except Troubled as problem:
        messages.error(request, _("That does not work. %(why)s") % {"why": _(str(problem))})
        return redirect("logging_in")
    keep_attempt(request, attempt, onward="/", is_trial=True)
    return redirect(address)


@who_may(anyone)
@require_safe
@never_cache
def come_back(request: Request) -> HttpResponse:
    """Judge the answer; only a right one logs somebody in."""
    answer = {name: str(value) for name, value in request.GET.items()}
    kept = _take(request, answer.get("state", ""))
    if kept is None:
        return _not_logged_in(request, _(flow.OTHER_SESSION))
    attempt = Attempt(kept["state"], kept["nonce"], kept["verifier"])
    if kept["is_trial"]:
        return _show_trial(request, attempt, answer)
    try:
        user = flow.come_back(attempt, answer)
    except Troubled as problem:
        return _not_logged_in(request, _(str(problem)))
    except flow.NotLetIn as problem:
        return _not_logged_in(request, str(problem))
    start_session(request, user, backend=BACKEND)
    request.session["how"] = Session.How.PROVIDER.value
    if provider := logins.provider_in_use():
        request.session["provider"] = logins.mark_of(provider)
    return redirect(kept["onward"])


def _show_trial(request: Request, attempt: Attempt, answer: dict[str, str]) -> HttpResponse:
    """Show an administrator what the provider tells of them; nobody is logged in by it."""
    if not administer(request.actor, ORGANISATION):
        raise Http404
    problem, seen = "", None
    try:
        seen = flow.look(attempt, answer)
    except Troubled as trouble:
        problem = _(str(trouble))
    facts: dict[str, Any] = {"seen": seen, "problem": problem, "place": "settings"}
    rights = seen.rights if seen else None
    facts |= {"roles": logins.role_names(rights), "teams": logins.team_names(rights)}
    status = 422 if problem else 200
    return private(render(request, "login/provider_trial.html", facts, status=status))


@who_may(anyone)
@require_safe
def keys(request: Request) -> HttpResponse:
    """Publish the public half of our own keys."""
    found = {"keys": logins.published_keys()}
    return JsonResponse(found, headers={"Cache-Control": "max-age=300"})


@who_may(anyone)
@require_safe
def left(request: Request) -> HttpResponse:
    """Say that one is logged out, also at the provider: it sends people back to here."""
    return render(request, "login/left.html", {"provider": logins.provider_in_use()})


def leave(request: Request) -> HttpResponse:
    """Log out here first, and then lead to where one logs out at the provider."""
    end_session(request)
    address = flow.address_to_leave()
    if not address:
        return redirect("left")
    facts = {"address": address, "provider": logins.provider_in_use()}
    return private(render(request, "login/leaving.html", facts))


def _not_logged_in(request: Request, problem: str) -> HttpResponse:
    facts = {"problem": problem, "provider": logins.provider_in_use()}
    return private(render(request, "login/provider_failed.html", facts, status=403))

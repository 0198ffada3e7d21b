"""Every view declares who may; one that declares nothing keeps the program from starting."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _

from gehoor.logins import queries as logins
from gehoor.people.models import User
from gehoor.people.policies import NOBODY, ORGANISATION, Actor, Place, Policy, anyone, oneself
from gehoor.screens import around

Load = Callable[..., tuple[Any, Place] | None]
"""Finds what an address names, and the place it is in; None when there is no such thing."""


class Request(HttpRequest):
    """A request of which we know who acts."""

    actor: Actor
    user: User
    owes_step: bool
    """must they set up a second step first? Then the actor holds no role yet"""


class WhoIsActing:
    """Middleware: puts the actor on the request and speaks the language they chose."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        user = request.user
        how = request.session.get("how", "") if user.is_authenticated else ""
        request.actor, request.owes_step = (
            logins.acting(user, how=how) if user.is_authenticated else (NOBODY, False)
        )
        language = user.language if user.is_authenticated else None
        language = language or translation.get_language_from_request(request)
        with translation.override(language), around.showing(around.Page(request.actor)):
            return self.get_response(request)


def who_may(
    policy: Policy, *, see: Policy | None = None, on: Load | None = None
) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Declare who may use a view.

    With `on` the view gets what the address names in place of the address's parts. Who may not
    `see` it gets 404, as if it did not exist; who may see it but not do this gets 403.
    """

    def declare(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: Request, **names: Any) -> HttpResponse:
            _leave_out_nul(request)
            rule, may_see, find = (guarded.__dict__[part] for part in ("policy", "see", "on"))
            actor = request.actor
            if rule is not anyone and actor.user_id is None:
                return _ask_to_log_in(request)
            if request.owes_step and rule not in (anyone, oneself):
                return _ask_for_second_step(request)
            if find is None:
                _refuse_unless(rule(actor, ORGANISATION))
                return view(request, **names)
            found = find(**names)
            if found is None or not (may_see or rule)(actor, found[1]):
                raise Http404
            _refuse_unless(rule(actor, found[1]))
            return view(request, found[0])

        # Kept on the view, where the start-up check and the matrix test look for it.
        guarded.__dict__.update(policy=policy, see=see, on=on)
        return guarded

    return declare


def _leave_out_nul(request: Request) -> None:
    """Nobody types this sign and no table can hold it; a program that sends it gets the same page
    as without."""
    for name in ("GET", "POST"):
        given: QueryDict = getattr(request, name)
        if any("\x00" in each for _, values in given.lists() for each in values):
            cleaned = QueryDict(mutable=True)
            for key, values in given.lists():
                cleaned.setlist(key, [str(each).replace("\x00", "") for each in values])
            setattr(request, name, cleaned)


def may_anywhere(actor: Actor, policy: Policy) -> bool:
    """May somebody do this in any place of theirs? Decides only what menus show, never access."""
    return any(policy(actor, place) for place in (ORGANISATION, *map(Place, actor.teams)))


def _ask_to_log_in(request: Request) -> HttpResponse:
    """Send a page to the log-in screen; tell a script in words, so it does not show that page.

    Only an address that can be opened again is worth returning to. What somebody typed in a page
    without our script is shown back to them, because it would be gone with that page.
    """
    if _asks_by_script(request):
        return HttpResponse(_("You are no longer logged in."), "text/plain", status=401)
    if text := str(request.POST.get("text", "")).strip():
        return render(request, "login/logged_out.html", {"text": text}, status=401)
    return redirect_to_login(request.get_full_path() if request.method == "GET" else "/")


def _asks_by_script(request: Request) -> bool:
    return request.headers.get("Sec-Fetch-Dest", "document") != "document"


def _ask_for_second_step(request: Request) -> HttpResponse:
    """Lead to where it is set up; nothing else is open until then."""
    if _asks_by_script(request):
        return HttpResponse(_("First set up a second step for logging in."), "text/plain", 403)
    return redirect("security")


def _refuse_unless(is_allowed: bool) -> None:
    if not is_allowed:
        raise PermissionDenied

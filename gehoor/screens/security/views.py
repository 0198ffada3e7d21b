"""One page that says how the own account is guarded, and where one is logged in."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from gehoor.flows import sessions
from gehoor.kit.clock import about_now
from gehoor.logins import queries as logins
from gehoor.logins.models import Session
from gehoor.logins.rules import stored_key
from gehoor.people.policies import oneself
from gehoor.screens.access import Request, who_may
from gehoor.screens.fragments import private


@who_may(oneself)
@require_safe
def security(request: Request) -> HttpResponse:
    """Show second steps, recovery codes and sessions, each with what can be done about it."""
    user = request.user
    here = stored_key(request.session.session_key or "")
    steps = list(logins.steps_of(user))
    facts = {
        "place": "security",
        "owes_step": request.owes_step,
        "needs_step": not steps and logins.needs_step(user, request.actor.roles),
        "by_provider": request.session.get("how") == Session.How.PROVIDER,
        "apps": [step for step in steps if step.type == step.Type.TOTP],
        "passkeys": [(step, step.wrap()) for step in steps if step.type == step.Type.WEBAUTHN],
        "codes_left": logins.codes_left(user),
        "sessions": [(each, each.session_key == here) for each in logins.sessions_of(user)],
        "now": about_now(),
        "idle_minutes": int(settings.SESSION_IDLE.total_seconds() // 60),
        "hours": settings.SESSION_COOKIE_AGE // 3600,
    }
    return private(render(request, "security/page.html", facts))


@who_may(oneself)
@require_POST
def end_session(request: Request) -> HttpResponse:
    """End one session of one's own; this one too, if that is meant."""
    try:
        number = UUID(str(request.POST.get("session", "")))
    except ValueError:
        return redirect("security")
    sessions.end_one(request.actor, request.user, number)
    messages.success(request, _("That session was ended."))
    return redirect("security")


@who_may(oneself)
@require_POST
def end_others(request: Request) -> HttpResponse:
    ended = sessions.end_others(request.actor, request.user, keep=request.session.session_key)
    told = ngettext("%(n)s session was ended.", "%(n)s sessions were ended.", ended)
    messages.success(request, told % {"n": ended})
    return redirect("security")

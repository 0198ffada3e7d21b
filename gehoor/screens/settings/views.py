"""Where setting up begins, and the log of what was changed in it."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from gehoor.audit import queries as audit
from gehoor.people.policies import colleague, see_settings
from gehoor.screens.access import Request, who_may
from gehoor.screens.settings.acts import shown
from gehoor.screens.settings.showing import show, tabs_for

SHOWN = 200
SUBJECTS = (
    "user",
    "team",
    "channel",
    "invitation",
    "organisation",
    "installation",
    "logging_in",
    "norm",
    "kept_answer",
    "account",
    "skill",
    "macro",
    "expert",
    "case_names",
)


@who_may(colleague)
@require_safe
def landing(request: Request) -> HttpResponse:
    """Lead to the first screen this colleague may open; everybody has their own preferences."""
    tabs = tabs_for(request.actor)
    return redirect(tabs[0][0] if tabs else "profile")


@who_may(see_settings)
@require_safe
def changes(request: Request) -> HttpResponse:
    """Show who changed what in the set-up, newest first."""
    lines = shown(audit.lines_about(SUBJECTS, limit=SHOWN))
    return show(request, "changes.html", "changes", lines=lines)

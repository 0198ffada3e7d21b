"""The list of where colleagues named somebody. It holds only what that somebody may see."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from gehoor.inbox import queries as inbox
from gehoor.kit.clock import about_now
from gehoor.people.policies import colleague
from gehoor.screens.access import Request, who_may
from gehoor.screens.fragments import private


@require_GET
@who_may(colleague)
def named(request: Request) -> HttpResponse:
    """Show what is for somebody; opening a conversation there is what marks it as read."""
    shown = {
        "place": "named",
        "given": inbox.given_to(request.actor),
        "followed": inbox.followed_by(request.actor),
        "namings": inbox.namings_of(request.actor),
        "most": inbox.MOST_NAMINGS,
        "now": about_now(),
    }
    return private(render(request, "named/page.html", shown))

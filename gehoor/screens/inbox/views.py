"""The Postvak, whole or only its list."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from gehoor.flows import seeing
from gehoor.inbox import queries as inbox
from gehoor.people.policies import colleague
from gehoor.screens.access import Request, who_may
from gehoor.screens.fragments import is_fragment
from gehoor.screens.inbox.lists import chosen, list_for


@require_GET
@who_may(colleague)
def home(request: Request) -> HttpResponse:
    """Lead everybody to the screen their work is on."""
    return redirect("inbox" if inbox.visible_teams(request.actor) else "settings")


@require_GET
@who_may(colleague)
def inbox_view(request: Request, view: str = "mine") -> HttpResponse:
    """Show one list; it holds only what the colleague may see."""
    choice = chosen(request.GET, view=view)
    if choice.words:
        seeing.search(request.actor)
    shown = list_for(request.actor, choice) | {"current": None}
    name = "inbox/_list.html" if is_fragment(request) else "inbox/page.html"
    return render(request, name, shown)

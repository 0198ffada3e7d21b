"""Narrowing the inbox, and the views one keeps of it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gehoor.flows import viewing
from gehoor.flows.replies import NotPossible
from gehoor.inbox import queries as inbox
from gehoor.people import queries as people
from gehoor.people.models import Team
from gehoor.people.policies import Actor, Place, colleague, share_views
from gehoor.screens.access import Request, who_may
from gehoor.screens.inbox.lists import NAMES, Choice, address_of, chosen, saved_views


@require_http_methods(["GET", "POST"])
@who_may(colleague)
def views(request: Request) -> HttpResponse:
    """Show what a list can be narrowed by and the views there are; keep, order or remove one."""
    if request.method == "GET":
        return _page(request, chosen(request.GET))
    act = request.POST.get("act", "")
    if act in {"up", "remove"}:
        return _change(request, act)
    choice = chosen(request.POST)
    # Enter in any field presses the first button; who typed a name wants to keep it under that.
    if act != "keep" and not request.POST.get("name", "").strip():
        return redirect(address_of(choice, after=""))
    try:
        kept = viewing.keep(request.actor, _wanted(request, choice))
    except NotPossible as problem:
        return _page(request, choice, problem=str(problem), status=400)
    messages.success(request, _("View “%(name)s” is kept.") % {"name": kept.name})
    return redirect(address_of(choice, after=""))


def _change(request: Request, act: str) -> HttpResponse:
    number = request.POST.get("view", "")
    found = inbox.own_view(request.actor, int(number)) if number.isdecimal() else None
    if found is None:
        raise Http404
    (viewing.move_up if act == "up" else viewing.remove)(request.actor, found)
    return redirect("views")


def _wanted(request: Request, choice: Choice) -> viewing.Wanted:
    number = request.POST.get("team", "")
    return viewing.Wanted(
        name=request.POST.get("name", ""),
        view=choice.view,
        words=choice.words,
        narrowed=choice.narrowed,
        team=next((each for each in _shareable(request.actor) if str(each.pk) == number), None),
    )


def _shareable(actor: Actor) -> list[Team]:
    return [team for team in people.teams() if share_views(actor, Place(team=team.pk))]


def _page(
    request: Request, choice: Choice, *, problem: str = "", status: int = 200
) -> HttpResponse:
    shown: dict[str, Any] = {
        "place": "inbox",
        "choice": choice,
        "lists": list(NAMES.items()),
        "channels": inbox.visible_channels(request.actor),
        "tags": [(name, name) for name in inbox.tag_names(request.actor)],
        "teams": [(team.pk, team.name) for team in _shareable(request.actor)],
        "saved": saved_views(request.actor),
        "typed": request.POST.get("name", ""),
        "typed_team": request.POST.get("team", ""),
        "problem": problem,
    }
    return render(request, "inbox/views.html", shown, status=status)

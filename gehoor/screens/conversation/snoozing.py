"""Putting a conversation off: until when is asked in a dialog, or on a page without our script."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import escape
from django.views.decorators.http import require_http_methods

from gehoor.flows import snoozing
from gehoor.flows.refusing import NotPossible
from gehoor.inbox import queries as inbox
from gehoor.inbox.models import Conversation
from gehoor.kit.clock import this_day
from gehoor.people import policies
from gehoor.people.policies import answer, see_conversations
from gehoor.screens import until
from gehoor.screens.access import Request, who_may
from gehoor.screens.conversation.acts import act, shown_anew
from gehoor.screens.fragments import is_fragment, private
from gehoor.screens.inbox.lists import address_of, chosen


@require_http_methods(["GET", "POST"])
@who_may(answer, see=see_conversations, on=inbox.find)
def snooze(request: Request, found: Conversation) -> HttpResponse:
    """Ask until when, and put it off."""
    if request.method == "GET":
        return _ask(request, found)
    try:
        wanted = until.wanted_in(request.POST, found)
        snoozing.snooze(request.actor, found, until=wanted.until)
    except NotPossible as problem:
        if is_fragment(request):
            return HttpResponse(str(problem), "text/plain; charset=utf-8", status=409)
        return _ask(request, found, problem=str(problem), status=409)
    return _on_with_the_list(request, wanted.words, undo=_way_back(found))


@act(policies.answer)
def unsnooze(request: Request, found: Conversation) -> HttpResponse:
    """Bring it back now; or undo a putting off that took the place of another."""
    was = request.GET.get("was", "")
    if was:
        snoozing.put_back(request.actor, found, until=until.moment_in(was))
    else:
        snoozing.bring_back(request.actor, found)
    return shown_anew(request, found)


def _way_back(found: Conversation) -> str:
    """Return the address that undoes: to not put off, or to until when it was before."""
    address = reverse("unsnooze", args=[found.pk])
    if not found.is_snoozed or found.snoozed_until is None:
        return address
    return f"{address}?{urlencode({'was': found.snoozed_until.isoformat()})}"


def _on_with_the_list(request: Request, told: str, *, undo: str) -> HttpResponse:
    """It has left the list: on with the next, and say until when, with a way back."""
    if not is_fragment(request) or "leaves" in request.POST:
        messages.success(request, told, extra_tags=f"undo={undo}")
    if is_fragment(request):
        return HttpResponse(escape(told), headers={"X-Undo": undo})
    return redirect(address_of(chosen(request.POST)))


def _ask(
    request: Request, found: Conversation, *, problem: str = "", status: int = 200
) -> HttpResponse:
    given = request.POST if request.method == "POST" else request.GET
    shown: dict[str, Any] = {
        "place": "inbox",
        "conversation": found,
        "choice": chosen(given),
        "offered": until.offered(found),
        "today": this_day().isoformat(),
        "typed": {"day": "", "time": "09:00"} | given.dict(),
        "problem": problem,
    }
    name = "_snooze_dialog" if is_fragment(request) else "snooze"
    return private(render(request, f"conversation/{name}.html", shown, status=status))

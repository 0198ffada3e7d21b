"""Reading in an inspection, and ending it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gehoor.flows import inspecting
from gehoor.flows.inspecting import SCOPES, Inspection
from gehoor.inbox.models import Conversation
from gehoor.inbox.queries import NEWEST
from gehoor.inbox.queries.inspected import MOST_INSPECTED
from gehoor.people.policies import see_inspected
from gehoor.screens.access import Request, who_may
from gehoor.screens.fragments import private
from gehoor.screens.narrowing import number_in


@require_GET
@who_may(see_inspected, on=inspecting.find)
def inspection(request: Request, found: Inspection) -> HttpResponse:
    """Show the conversations it is about."""
    shown = inspecting.conversations_of(found)
    facts = {"inspection": found, "conversations": shown, "most": MOST_INSPECTED}
    return private(render(request, "inspections/inspection.html", facts | _of(found)))


@require_GET
@who_may(see_inspected, on=inspecting.find_inspected)
def inspected(request: Request, found: tuple[Inspection, Conversation]) -> HttpResponse:
    """Show one of them: to read, and nothing else."""
    own, conversation = found
    before = number_in(request.GET.get("before", "")) or 0
    thread = inspecting.read(request.actor, own, conversation, before=before)
    facts = {
        "inspection": own,
        "conversation": conversation,
        "thread": thread,
        "older": thread[0].sequence if len(thread) == NEWEST else 0,
    }
    return private(render(request, "inspections/conversation.html", facts | _of(own)))


@require_POST
@who_may(see_inspected, on=inspecting.find)
def end(request: Request, found: Inspection) -> HttpResponse:
    """End it before its time."""
    inspecting.end(request.actor, found)
    messages.success(request, _("The inspection has ended."))
    return redirect("inspections")


def _of(found: Inspection) -> dict[str, Any]:
    return {"place": "settings", "what": SCOPES[found.scope]}

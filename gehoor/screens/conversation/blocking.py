"""Blocking whoever a conversation is with, with a reason and an end, and taking that back."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from gehoor.flows import blocking
from gehoor.flows.refusing import NotPossible
from gehoor.inbox import queries as inbox
from gehoor.inbox.models import Conversation
from gehoor.kit.clock import about_now, this_day
from gehoor.people.policies import coordinate, see_conversations
from gehoor.screens.access import Request, who_may
from gehoor.screens.fragments import private

TERMS: Final = {
    "day": (gettext_lazy("One day"), timedelta(days=1)),
    "week": (gettext_lazy("One week"), timedelta(days=7)),
    "month": (gettext_lazy("One month"), timedelta(days=30)),
}
CHOSEN: Final = "chosen"


@require_http_methods(["GET", "POST"])
@who_may(coordinate, see=see_conversations, on=inbox.find)
def block(request: Request, found: Conversation) -> HttpResponse:
    """Ask why and until when, and block."""
    if request.method == "GET":
        return _ask(request, found)
    try:
        reason, until = request.POST.get("reason", ""), _until(request)
        blocking.block(request.actor, found, reason=reason, until=until)
    except NotPossible as problem:
        return _ask(request, found, problem=str(problem), status=409)
    messages.success(request, _("Blocked. Colleagues see it with every conversation of theirs."))
    return redirect("conversation", pk=found.pk)


@require_POST
@who_may(coordinate, see=see_conversations, on=inbox.find)
def lift_block(request: Request, found: Conversation) -> HttpResponse:
    """Answer them again."""
    blocking.lift(request.actor, found)
    messages.success(request, _("Not blocked any more."))
    return redirect("conversation", pk=found.pk)


def _until(request: Request) -> datetime | None:
    """Return until when was chosen; None: nothing that is a moment."""
    asked = request.POST.get("term", "")
    if asked in TERMS:
        return about_now() + TERMS[asked][1]
    try:
        day = parse_date(request.POST.get("day", "")) if asked == CHOSEN else None
    except ValueError:
        return None
    return datetime(day.year, day.month, day.day, tzinfo=get_current_timezone()) if day else None


def _ask(
    request: Request, found: Conversation, *, problem: str = "", status: int = 200
) -> HttpResponse:
    shown: dict[str, Any] = {
        "place": "inbox",
        "conversation": found,
        "terms": [(value, name) for value, (name, _time) in TERMS.items()],
        "typed": {"reason": "", "term": "week", "day": ""} | request.POST.dict(),
        "today": this_day().isoformat(),
        "longest": blocking.LONGEST_REASON,
        "problem": problem,
    }
    return private(render(request, "conversation/block.html", shown, status=status))

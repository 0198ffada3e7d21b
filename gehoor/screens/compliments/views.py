"""Compliments to publish: the list, with who said yes to that, and taking them over as a table."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gehoor.flows import quoting
from gehoor.flows.quoting import Praise
from gehoor.flows.refusing import NotPossible
from gehoor.kit.clock import this_day
from gehoor.kit.table import csv_text
from gehoor.people.policies import act_on_many
from gehoor.screens.access import Request, who_may
from gehoor.screens.fragments import private
from gehoor.screens.narrowing import number_in
from gehoor.screens.words import iso


@require_GET
@who_may(act_on_many)
def compliments(request: Request) -> HttpResponse:
    """Show the compliments in one's own teams, and which of them may be quoted."""
    return _show(request)


@require_POST
@who_may(act_on_many)
def take_compliments(request: Request) -> HttpResponse:
    """Hand out what was chosen; without consent only for a reason."""
    numbers = {number_in(each) or 0 for each in request.POST.getlist("chosen")}
    try:
        taken = quoting.take(request.actor, numbers, reason=request.POST.get("reason", ""))
    except NotPossible as problem:
        return _show(request, problem=str(problem), status=409)
    head = [_("What was said"), _("Who said it"), _("Channel"), _("When"), _("May be quoted")]
    table = HttpResponse(csv_text(head, map(_row, taken)), "text/csv; charset=utf-8")
    table["Content-Disposition"] = f'attachment; filename="complimenten-{this_day()}.csv"'
    return private(table)


def _row(praise: Praise) -> list[object]:
    message = praise.message
    moment = message.sent_at or message.received_at
    return [message.text, praise.name, message.conversation.channel.name, iso(moment), may(praise)]


def may(praise: Praise) -> str:
    """Say in words whether somebody may be quoted."""
    if praise.consent is None:
        return _("not asked, or no")
    return _("yes, with their name") if praise.consent.with_name else _("yes, without their name")


def _show(request: Request, *, problem: str = "", status: int = 200) -> HttpResponse:
    shown: dict[str, Any] = {
        "place": "inbox",
        "found": quoting.compliments_for(request.actor),
        "chosen": request.POST.getlist("chosen"),
        "reason": request.POST.get("reason", ""),
        "longest": quoting.LONGEST_REASON,
        "problem": problem,
    }
    return private(render(request, "compliments/page.html", shown, status=status))

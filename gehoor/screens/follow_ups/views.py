"""What is still to be told as solved: the list, beginning to write it, and leaving it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gehoor.flows import following_up
from gehoor.flows.refusing import NotPossible
from gehoor.inbox import queries as inbox
from gehoor.inbox.models import Conversation
from gehoor.kit.clock import about_now
from gehoor.people.policies import act_on_many, answer, see_conversations
from gehoor.screens.access import Request, who_may
from gehoor.screens.fragments import private


@require_GET
@who_may(act_on_many)
def follow_ups(request: Request) -> HttpResponse:
    """Show what is still to be told in one's teams, what is due first."""
    shown = {
        "place": "inbox",
        "found": inbox.follow_ups_of(request.actor),
        "now": about_now(),
    }
    return private(render(request, "follow_ups/page.html", shown))


@require_POST
@who_may(answer, see=see_conversations, on=inbox.find)
def write(request: Request, found: Conversation) -> HttpResponse:
    """Begin the answer that says it is solved, below the message with which it began."""
    try:
        number = following_up.write(request.actor, found)
    except NotPossible as problem:
        messages.error(request, str(problem))
        return redirect("conversation", pk=found.pk)
    return redirect(reverse("conversation", args=[found.pk]) + f"?answers={number}#composer")


@require_POST
@who_may(answer, see=see_conversations, on=inbox.find)
def drop(request: Request, found: Conversation) -> HttpResponse:
    """It need not be told."""
    following_up.drop(request.actor, found)
    messages.success(request, _("Left: it need not be told."))
    return redirect("conversation", pk=found.pk)
